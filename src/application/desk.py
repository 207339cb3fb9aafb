"""How one kind of aggregate is told things, and asked what it holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from attrs import frozen

from .aggregate import Aggregate
from .envelope import Draft, Origin, Recorded, visible
from .handling import Done, Handler
from .ports import CommandKey, Receipt
from .privacy.reading import Reading, opened, refuse_gone
from .work import Work

Command = TypeVar("Command")
Happened = TypeVar("Happened")
State = TypeVar("State")


class Unknown(Exception):
    """Nothing of that kind has that identity, at the times asked about."""

    def __init__(self, kind: str, identity: str) -> None:
        super().__init__(f"there is no {kind} {identity}")
        self.kind, self.identity = kind, identity


@frozen
class Replay(Generic[State]):
    """What a history comes to, and what it was made from.

    ``position`` is the last of the log that was looked at; ``as_of`` and ``known_at``
    are the bounds asked for, None for no bound.
    """

    position: int
    as_of: datetime | None
    known_at: datetime | None
    events: Sequence[Recorded]
    state: State


@frozen
class Told(Generic[State]):
    """What a command did: the aggregate's revision and state after it."""

    revision: int
    state: State
    drafts: Sequence[Draft]
    receipt: Receipt
    replayed: bool = False


@frozen
class Desk(Generic[Command, Happened, State]):
    """One kind of aggregate."""

    aggregate: Aggregate[Command, Happened, State]
    handler: Handler

    def tell(
        self,
        identity: str,
        *commands: Command,
        origin: Origin,
        key: CommandKey | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> Told[State]:
        """Have the commands take effect together, with all that they cause.

        *expect* is the revision that the aggregate must stand at. See `Handler.run` for
        what may be raised.
        """
        aggregate = self.aggregate
        last: list[tuple[int, State]] = []

        def story(work: Work) -> None:
            if expect is not None:
                work.expect(aggregate, identity, expect)
            for command in commands:
                work.handle(aggregate, identity, command)
            last[:] = [(work.revision(aggregate, identity), _state(work))]

        def _state(work: Work) -> State:
            return work.state(aggregate, identity)

        done: Done = self.handler.run(story, origin, key=key, dry_run=dry_run)
        if not last:  # it was told before, and decided nothing now
            work = self.handler.begin(origin)
            last[:] = [(work.revision(aggregate, identity), _state(work))]
        return Told(*last[0], done.drafts, done.receipt, done.replayed)

    def replay(
        self,
        identity: str,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        reading: Reading | None = None,
    ) -> Replay[State]:
        """Return the aggregate as it was at *as_of*, as far as known at *known_at*.

        What is personal is there only for a *reading*, which is noted; see
        `privacy.reading`.

        Raises:
            Unknown: Nothing of it was there then.
            Gone: It is a customer's own, and they were erased.
        """
        journal = self.handler.journal
        head = journal.head()
        stream = journal.stream(self.aggregate.stream(identity))
        events: Sequence[Recorded] = visible(stream, as_of, known_at)
        if customer := self.aggregate.whose(identity):
            refuse_gone(journal, customer)
        if not events:
            raise Unknown(self.aggregate.kind, identity)
        events = opened(self.handler, events, reading)
        decider = self.aggregate.decider
        fold = decider.fold if as_of is None else decider.fold_some
        state = fold(each.event for each in events)
        return Replay(head, as_of, known_at, events, state)

    def state(
        self,
        identity: str,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        reading: Reading | None = None,
    ) -> State:
        """Return the aggregate's state alone; as `replay` does."""
        return self.replay(
            identity, as_of=as_of, known_at=known_at, reading=reading
        ).state


Every = Desk[Any, Any, Any]
