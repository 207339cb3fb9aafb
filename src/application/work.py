"""One transaction in the making: commands decided, nothing recorded yet."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from .aggregate import Aggregate
from .cache import States
from .envelope import Draft, Origin
from .ports import Batch, Claim, CommandKey, Conflict, Journal, NewId, Write

State = TypeVar("State")
Reaction: TypeAlias = "Callable[[Work, Draft], None]"
Guard: TypeAlias = "Callable[[Work, Aggregate[Any, Any, Any], str, Any], None]"
Claims: TypeAlias = Callable[[Draft], tuple[Sequence[Claim], Sequence[Claim]]]


class Work:
    """Decides commands over one or several aggregates, and the reactions they cause.

    Later commands see what earlier ones decided. All of it becomes one `Batch`: it is
    recorded whole or not at all.
    """

    def __init__(
        self,
        journal: Journal,
        states: States,
        origin: Origin,
        new_id: NewId,
        reactions: Sequence["Reaction"] = (),
        claims: Claims = lambda _: ((), ()),
        guards: Sequence["Guard"] = (),
    ) -> None:
        self.journal, self.origin = journal, origin
        self.drafts: list[Draft] = []
        self._states, self._new_id = states, new_id
        self._reactions, self._claims_of = reactions, claims
        self._guards = guards
        self._open: dict[str, tuple[int, Any]] = {}
        self._writes: dict[str, tuple[int, list[Draft]]] = {}
        self._sources: list[tuple[str, str]] = []
        self._released: list[Claim] = []
        self._before: list[tuple[str, tuple[int, Any]]] = []
        self._known: dict[str, list[str]] = {}
        self._new: set[str] = set()

    def state(self, aggregate: Aggregate[Any, Any, State], identity: str) -> State:
        """Return an aggregate's state, with all that this work has decided so far."""
        return self._load(aggregate, aggregate.stream(identity))[1]  # type: ignore[no-any-return]

    def revision(self, aggregate: Aggregate[Any, Any, Any], identity: str) -> int:
        """Return how many events an aggregate has, this work's own included."""
        return self._load(aggregate, aggregate.stream(identity))[0]

    def expect(
        self, aggregate: Aggregate[Any, Any, Any], identity: str, revision: int
    ) -> None:
        """Raise `Conflict` unless the aggregate stands at *revision*."""
        actual = self.revision(aggregate, identity)
        if actual != revision:
            stream = aggregate.stream(identity)
            self._states.forget(stream)
            raise Conflict(stream, revision, actual)

    def new(self, aggregate: Aggregate[Any, Any, Any], identity: str) -> None:
        """Take an aggregate as never written, unread: the append will tell if not."""
        stream = aggregate.stream(identity)
        if stream not in self._open:
            self._open[stream] = 0, aggregate.decider.initial
            self._new.add(stream)

    def known(self, aggregate: Aggregate[Any, Any, Any]) -> Sequence[str]:
        """Return the identities of all aggregates of a kind, this work's included."""
        kind = aggregate.kind
        if kind not in self._known:
            streams = {*self.journal.streams(kind), *self._writes}
            prefix = f"{kind}-"
            self._known[kind] = sorted(
                each.removeprefix(prefix) for each in streams if each.startswith(prefix)
            )
        return self._known[kind]

    def source(self, source: str, key: str) -> None:
        """Have the source's own key recorded with this work, once and for all."""
        self._sources.append((source, key))

    def release(self, claim: Claim) -> None:
        """Have a claim given up with this work, beside those that events give up."""
        self._released.append(claim)

    def attempt(self, story: Callable[["Work"], object]) -> None:
        """Run *story*; should it raise, be as if it had not begun, and raise that."""
        drafts, sources, before = (
            len(self.drafts),
            len(self._sources),
            len(self._before),
        )
        try:
            story(self)
        except BaseException:
            del self.drafts[drafts:], self._sources[sources:]
            while len(self._before) > before:
                stream, held = self._before.pop()
                self._open[stream] = held
                after, written = self._writes[stream]
                del written[held[0] - after :]
                if not written:
                    del self._writes[stream]
            raise

    def handle(
        self,
        aggregate: Aggregate[Any, Any, Any],
        identity: str,
        command: Any,
        origin: Origin | None = None,
    ) -> list[Draft]:
        """Decide a command, then what it causes; return the command's own events.

        Raises:
            Refused: A rule forbids it; nothing of this command is kept.
        """
        for guard in self._guards:
            guard(self, aggregate, identity, command)
        origin = origin or self.origin
        stream = aggregate.stream(identity)
        revision, state = self._load(aggregate, stream)
        decider = aggregate.decider
        drafts = []
        for event in list(decider.decide(command, state)):
            revision += 1
            state = decider.evolve(state, event)
            subject = aggregate.subject(identity, event)
            drafts.append(
                Draft(self._new_id(), stream, revision, subject, event, origin)
            )
        if drafts:
            self._before.append((stream, self._open[stream]))
            self._open[stream] = revision, state
            after = revision - len(drafts)
            if not after and aggregate.kind in self._known:
                self._known[aggregate.kind].append(identity)
            self._writes.setdefault(stream, (after, []))[1].extend(drafts)
            self.drafts += drafts
            for draft in drafts:
                for react in self._reactions:
                    react(self, draft)
        return drafts

    def caused_by(self, draft: Draft, policy: str, *refs: str) -> Origin:
        """Return the origin of what a policy does because of an event."""
        origin = draft.origin
        return Origin(
            f"policy:{policy}",
            origin.correlation_id or draft.id,
            draft.id,
            origin.time_quality,
            refs,
        )

    def batch(self, command: CommandKey | None = None) -> Batch:
        """Return all that was decided, as one transaction."""
        claims: list[Claim] = []
        releases: list[Claim] = []
        for draft in self.drafts:
            taken, freed = self._claims_of(draft)
            claims += taken
            releases += freed
        return Batch(
            tuple(
                Write(stream, after, tuple(drafts))
                for stream, (after, drafts) in self._writes.items()
            ),
            command,
            tuple(self._sources),
            tuple(claims),
            (*releases, *self._released),
        )

    def settle(self) -> None:
        """Remember the states this work led to, once it is recorded."""
        kept = self._writes.keys() - self._new  # what was taken unread is seldom used
        self._states.put_all({each: self._open[each] for each in kept})

    def abandon(self) -> None:
        """Forget the states this work was decided on: one of them was stale."""
        for stream in self._open:
            self._states.forget(stream)

    def _load(
        self, aggregate: Aggregate[Any, Any, Any], stream: str
    ) -> tuple[int, Any]:
        found = self._open.get(stream)
        if found is None:
            known = self._states.get(stream)
            found = known or self._replay(aggregate, stream)
            self._open[stream] = found
        return found

    def _replay(
        self, aggregate: Aggregate[Any, Any, Any], stream: str
    ) -> tuple[int, Any]:
        history = list(self.journal.replay(stream))
        state = aggregate.decider.fold(history)
        self._states.put(stream, len(history), state)
        return len(history), state
