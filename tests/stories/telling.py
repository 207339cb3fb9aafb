"""Stories of several contexts: what follows from what, and nothing twice.

A story is told by steps. Each is a command with an idempotency key of its own, as a
back end would send it, or something that time brings: a sweep. The process is then made
to die before and after every append there is, and whoever was telling the story begins
it anew with the same keys. What is in the log must be the same each time.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from attrs import define, evolve, fields, frozen

from mijoz.application.aggregate import Aggregate
from mijoz.application.cache import States
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.handling import Handler
from mijoz.application.ports import Batch, CommandKey, Receipt
from mijoz.application.work import Work
from mijoz.composition import compose
from mijoz.testing.journal import Ticking

Of: TypeAlias = Aggregate[Any, Any, Any]
Brought: TypeAlias = Callable[[Handler], object]  # by time, or from outside
Step: TypeAlias = tuple[Of, str, Any] | Brought
Happening: TypeAlias = tuple[str, Any, str]  # the stream, the event, by whom

ANNA: Final = Origin("user:anna")
TIME: Final = Origin("service:sweep")
OPENING: Final = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    """Return a day of the story, its first day being 0."""
    return OPENING + timedelta(days=number)


class Death(BaseException):
    """The process is no more; nothing that it runs may catch this."""


@define
class Mortal:
    """A journal whose process dies at one append, before it or right after it."""

    journal: Any
    dies_at: int | None = None
    after: bool = False
    appends: int = 0

    def append(self, batch: Batch) -> Receipt:
        """Append, unless it is time to die."""
        self.appends += 1
        if self.appends == self.dies_at and not self.after:
            raise Death
        receipt: Receipt = self.journal.append(batch)
        if self.appends == self.dies_at:
            raise Death
        return receipt

    def __getattr__(self, name: str) -> Any:
        return getattr(self.journal, name)


@frozen
class Told:
    """What a story came to: the log in its order, and a CRM to ask about the rest."""

    happenings: Sequence[Happening]
    crm: Crm

    def of(self, aggregate: Of, identity: str) -> list[Any]:
        """Return the events of one aggregate."""
        stream = aggregate.stream(identity)
        return [event for name, event, _ in self.happenings if name == stream]

    def by(self, policy: str) -> list[Any]:
        """Return the events that a policy has caused, in their order."""
        actor = f"policy:{policy}"
        return [event for _, event, by in self.happenings if by == actor]

    def names(self) -> list[str]:
        """Return the names of all events, in their order."""
        return [type(event).__name__ for _, event, _ in self.happenings]


def tell(*steps: Step) -> Told:
    """Tell a story, then again with a death at every append: nothing is lost or twice.

    Raises:
        AssertionError: A death changed what the log says.
    """
    crm, journal = _fresh()
    _run(crm, journal, steps)
    told = Told(_happenings(crm), crm)
    for dies_at in range(1, journal.appends + 1):
        for after in (False, True):
            again, _ = _fresh()
            mortal = Mortal(again.journal, dies_at, after)
            try:
                _run(again, mortal, steps)
            except Death:
                _run(again, Mortal(again.journal), steps)
            else:
                raise AssertionError("nobody died: the story differs from run to run")
            where = f"a death {'after' if after else 'before'} append {dies_at}"
            assert _happenings(again) == told.happenings, where
    return told


def _fresh() -> tuple[Crm, Mortal]:
    crm = compose(clock=Ticking())
    return crm, Mortal(crm.journal)


def _run(crm: Crm, journal: Mortal, steps: Sequence[Step]) -> None:
    handler = evolve(crm.handler, journal=journal, states=States())
    for number, step in enumerate(steps):
        if callable(step):
            step(handler)
            continue
        key = CommandKey("back end", f"step {number}", repr(step[2]))
        handler.run(partial(_handle, step), ANNA, key=key)


def _handle(step: tuple[Of, str, Any], work: Work) -> None:
    work.handle(*step)


def _happenings(crm: Crm) -> list[Happening]:
    log = crm.journal.feed(0, 1_000_000)
    placed = {each.id: f"event {each.position}" for each in log}
    events = [crm.handler.opening(each).event for each in log]
    return [
        (each.stream, _placed(event, placed), each.actor)
        for each, event in zip(log, events, strict=True)
    ]


def _placed(event: Any, placed: Mapping[str, str]) -> Any:
    """Return an event that names others by their places: ids are made anew."""
    said: dict[str, Any] = {}
    for each in fields(type(event)):
        value = getattr(event, each.name)
        if isinstance(value, str):
            said[each.name] = placed.get(value, value)
        elif isinstance(value, tuple):
            said[each.name] = tuple(
                placed.get(one, one) if isinstance(one, str) else one for one in value
            )
    return evolve(event, **said)
