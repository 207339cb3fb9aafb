"""One case with all it has: its thread over all channels, and what anyone is to do."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from ..domain.sales.task import Task
from ..domain.service.case_events import CaseMessageAdded
from ..domain.service.case_state import Case
from ..domain.service.promise import Promise
from .aggregate import Aggregate
from .contexts import CASE, PROMISE, TASK
from .crm import Crm
from .desk import Desk, Replay, Unknown
from .feeding import Keeping, catch_up
from .privacy.reading import Reading
from .projections.queue import QUEUE, Queued


@frozen
class CaseFile:
    """A case, and what all departments have to do about it.

    ``goes_on_in`` is the case that it was merged into, or which that one was merged
    into, and so on. ``thread`` has its messages, and those of the cases that it has
    absorbed, in the order of time.
    """

    case: Case
    goes_on_in: str | None
    thread: Sequence[CaseMessageAdded]
    tasks: Sequence[Task]
    promises: Sequence[Promise]


@frozen
class _Looking:
    """How aggregates are looked at: at which two times, and for whom."""

    crm: Crm
    as_of: datetime | None
    known_at: datetime | None
    reading: Reading | None

    def at(self, aggregate: Aggregate[Any, Any, Any], name: str) -> Replay[Any]:
        return Desk(aggregate, self.crm.handler).replay(
            name, as_of=self.as_of, known_at=self.known_at, reading=self.reading
        )

    def all(
        self, aggregate: Aggregate[Any, Any, Any], names: Iterable[str]
    ) -> Iterator[Any]:
        """Yield the states of those that were there."""
        for name in names:
            try:
                yield self.at(aggregate, name).state
            except Unknown:
                continue


def case_file(
    crm: Crm,
    case_id: str,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    reading: Reading | None = None,
) -> Replay[CaseFile]:
    """Return a case with its thread, and what is to be done about it by anyone.

    What is personal is there only for a *reading*, which is noted.

    Raises:
        Unknown: There was no such case then.
    """
    look = _Looking(crm, as_of, known_at, reading)
    catch_up(crm.journal, Keeping(QUEUE, crm.views))
    replay: Replay[Case] = look.at(CASE, case_id)
    case = last = replay.state
    goes_on_in = None
    while last.merged is not None:
        goes_on_in = last.merged.into
        last = look.at(CASE, goes_on_in).state
    row = crm.views.rows(QUEUE.stored_as, Queued, [case_id])[case_id]
    found = CaseFile(
        case,
        goes_on_in,
        sorted(_messages(look, case), key=lambda each: each.at),
        list(look.all(TASK, row.tasks)),
        list(look.all(PROMISE, row.promises)),
    )
    return Replay(replay.position, as_of, known_at, replay.events, found)


def _messages(look: _Looking, case: Case) -> Iterator[CaseMessageAdded]:
    yield from case.messages.values()
    for other in look.all(CASE, case.absorbed):
        yield from _messages(look, other)
