"""What changed for a customer between two moments, by which events, and why."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import frozen

from ..desk import Unknown
from ..envelope import Recorded, visible
from ..ports import Journal
from .differing import Difference, differences
from .models import FACTS, OF_ONE, Frame, Row
from .replaying import Replayed, history, replay_history
from .tracing import causes_of

_NAMES = tuple(name for name in OF_ONE if name != FACTS)


class Clock(StrEnum):
    """Which of the two times moves: when things happened, or when we learned them."""

    OCCURRED = "occurred"
    RECORDED = "recorded"


@frozen
class Changed:
    """One row of a read model that differs; None of it before means that it is new."""

    model: str
    key: str
    before: Row | None
    after: Row
    differences: Sequence[Difference]


@frozen
class Deed:
    """An event that changed something, with its causes from the root down.

    ``missing`` is the id of a cause that is not in this customer's history.
    """

    event: Recorded
    causes: Sequence[Recorded]
    missing: str | None


@frozen
class Diff:
    """Both moments, what differs between them, and what did it, by the clock asked for.

    Where no event did it, time alone has: points become good, or run out.
    """

    before: Frame
    after: Frame
    changed: Sequence[Changed]
    deeds: Sequence[Deed]


def diff(
    journal: Journal,
    customer: str,
    since: datetime,
    until: datetime,
    *,
    show: Callable[[Row], Any],
    clock: Clock = Clock.OCCURRED,
    known_at: datetime | None = None,
) -> Diff:
    """Return what changed from *since* to *until*, both moments included in theirs.

    *show* returns a row's state as plain data, to be compared. By the clock of what was
    recorded, all is compared that had happened by any time.

    Raises:
        Unknown: Nothing was about them at *until*.
        Gone: They were erased.
    """
    head = journal.head()
    events = history(journal, customer, head)
    early, late = (
        Frame(head, each, known_at, each)
        if clock is Clock.OCCURRED
        else Frame(head, None, each, each)
        for each in (since, until)
    )
    after = replay_history(journal, customer, _NAMES, events, late)
    before: Replayed | None = None
    with suppress(Unknown):  # they came in between
        before = replay_history(journal, customer, _NAMES, events, early)
    changed = list(_changed(before, after, show))
    deeds = list(_deeds(events, before, after, early))
    if clock is Clock.OCCURRED:  # at one moment, what was caused after its cause
        deeds.sort(key=lambda deed: (deed.event.occurred_at, len(deed.causes)))
    return Diff(early, late, changed, deeds)


def _changed(
    before: Replayed | None, after: Replayed, show: Callable[[Row], Any]
) -> Iterator[Changed]:
    known = {(r.model, r.key): r for r in before.rows()} if before else {}
    for row in after.rows():
        old = known.get((row.model, row.key))
        found = list(differences(old and show(old), show(row)))
        if found:
            yield Changed(row.model, row.key, old, row, found)


def _deeds(
    events: Sequence[Recorded],
    before: Replayed | None,
    after: Replayed,
    early: Frame,
) -> Iterator[Deed]:
    """Yield what is seen only after, and what was seen before and counts only now."""
    frame = after.frame
    seen = {each.position for each in visible(events, early.as_of, early.known_at)}
    seen -= set(before.passed_over if before else ()) - set(after.passed_over)
    known = {each.id: each for each in events}
    for each in visible(events, frame.as_of, frame.known_at):
        if each.position not in seen:
            yield Deed(each, *causes_of(each, known))
