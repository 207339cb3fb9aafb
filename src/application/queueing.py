"""The queue of open cases, which all departments share."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from .crm import Crm
from .desk import Replay
from .envelope import visible
from .feeding import Keeping, catch_up, fold, pages
from .projections.queue import QUEUE, Queued

_LAST = datetime.max.replace(tzinfo=UTC)


def queue(
    crm: Crm,
    *,
    department: str | None = None,
    owner: str | None = None,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Replay[Sequence[Queued]]:
    """Return the open cases, what is due first before the rest, then the most urgent.

    Only those of a department, or an owner, if one is named. Without bounds the kept
    rows are brought up to date; with them the whole log is read.
    """
    journal = crm.journal
    head = catch_up(journal, Keeping(QUEUE, crm.views), progress=progress)
    if as_of is None and known_at is None:
        rows = dict(crm.views.all(QUEUE.stored_as, Queued))
    else:
        log = pages(journal, head, progress)
        seen = (each for page in log for each in visible(page, as_of, known_at))
        rows = fold(QUEUE, seen)
    waiting = [
        each
        for each in rows.values()
        if each.is_open
        and department in (None, each.department)
        and owner in (None, each.owner)
    ]
    waiting.sort(key=lambda each: (each.due_at or _LAST, each.priority, each.case_id))
    return Replay(head, as_of, known_at, (), waiting)
