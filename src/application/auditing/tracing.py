"""Why an event is there: its causes up to the root, and all that came of it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from ..desk import Unknown
from ..envelope import Recorded
from ..ports import Journal, ProofLog

Progress: TypeAlias = Callable[[int], object]  # told each position reached
_TOGETHER = 5_000


@frozen
class Trace:
    """An event in the chain it belongs to, as of a position of the log.

    ``causes`` lead from the root down to the event's own cause; ``effects`` are by the
    id of their cause, in the order of the log. ``missing`` is the id of a cause that
    this log does not hold: the chain began elsewhere.
    """

    position: int
    event: Recorded
    causes: Sequence[Recorded]
    effects: Mapping[str, Sequence[Recorded]]
    missing: str | None = None

    def tree(self) -> Iterator[tuple[int, Recorded]]:
        """Yield the whole chain from the root, each event with its depth.

        What came of an event follows it, before whatever else came of its cause.
        """
        root = self.causes[0] if self.causes else self.event
        waiting, seen = [(0, root)], {root.id}
        while waiting:
            depth, event = waiting.pop()
            yield depth, event
            came = [
                each for each in self.effects.get(event.id, ()) if each.id not in seen
            ]
            seen.update(each.id for each in came)
            waiting += [(depth + 1, each) for each in reversed(came)]


def trace(
    journal: Journal, log: ProofLog, which: str, progress: Progress = lambda _: None
) -> Trace:
    """Return the chain of an event, by its id or its position.

    All of a chain has one correlation id: the log is searched for it as bytes, and only
    what holds it is decoded.

    Raises:
        Unknown: There is no such event.
    """
    head = journal.head()
    if which.isdecimal():
        found = journal.feed(int(which) - 1, 1) if 0 < int(which) <= head else ()
    else:
        found = _holding(journal, log, which, head, progress)
    event = next((each for each in found if which in _names(each)), None)
    if event is None:
        raise Unknown("event", which)
    chain = event.correlation_id or event.id
    if chain != which:
        found = _holding(journal, log, chain, head, progress)
    return _joined(head, event, found)


def causes_of(
    event: Recorded, known: Mapping[str, Recorded]
) -> tuple[Sequence[Recorded], str | None]:
    """Return an event's causes from the root down, and the id of one not *known*."""
    causes: dict[str, Recorded] = {}
    cause = event.causation_id
    while cause is not None and cause in known and cause not in causes:
        causes[cause] = known[cause]
        cause = known[cause].causation_id
    return list(causes.values())[::-1], None if cause in known else cause


def _names(event: Recorded) -> tuple[str, str]:
    return event.id, str(event.position)


def _joined(head: int, event: Recorded, found: Iterable[Recorded]) -> Trace:
    known = {each.id: each for each in found}
    effects: dict[str, list[Recorded]] = {}
    for each in known.values():
        if each.causation_id is not None:
            effects.setdefault(each.causation_id, []).append(each)
    causes, missing = causes_of(event, known)
    return Trace(head, event, causes, effects, missing)


def _holding(
    journal: Journal, log: ProofLog, text: str, head: int, progress: Progress
) -> Sequence[Recorded]:
    """Return the events in whose stored bytes a text stands, in order."""
    needle = json.dumps(text, ensure_ascii=False).encode()
    positions: list[int] = []
    at = 0
    while at < head and (entries := log.entries(at, min(_TOGETHER, head - at))):
        positions += [each.position for each in entries if needle in each.state]
        at += len(entries)
        progress(at)
    return [each for at in positions for each in journal.feed(at - 1, 1)]
