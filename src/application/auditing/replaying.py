"""Any read model made again from the log alone, at any two times."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ...domain.customer.profile import PersonalDataErased
from ..contexts import ACCESS
from ..desk import Unknown
from ..envelope import Recorded, moment, visible
from ..feeding import pages
from ..ports import Journal
from ..privacy.reading import refuse_erased
from .models import Frame, Model, Row, model

Progress: TypeAlias = Callable[[int], object]  # told each position reached


@frozen
class Replayed:
    """Models, and what they were made of.

    ``read`` events were looked at; ``visible`` of them had happened and were known.
    ``passed_over`` are the positions of those that cannot have been so by then, dated
    before what they build upon. ``erased`` persons are in no row of their own.
    """

    frame: Frame
    read: int
    visible: int
    passed_over: Sequence[int]
    erased: frozenset[str]
    models: Sequence[Model]
    customer: str | None = None

    def rows(self) -> Iterator[Row]:
        """Yield all rows, the same in the same order for whoever replays them."""
        for each in self.models:
            for row in each.rows(self.frame):
                if row.whose in self.erased:
                    continue
                if self.customer is None or row.whose in (None, self.customer):
                    yield row


def replay_all(
    journal: Journal,
    names: Sequence[str],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    progress: Progress = lambda _: None,
) -> Replayed:
    """Return models of everyone; the log is read once for all of them."""
    head = journal.head()
    frame = _frame(journal, head, as_of, known_at)
    return _replay(journal, names, pages(journal, head, progress), frame)


def replay_one(
    journal: Journal,
    customer: str,
    names: Sequence[str],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Replayed:
    """Return models of one customer, as the whole firm's would show them.

    Raises:
        Unknown: Nothing was about them then.
        Gone: They were erased.
    """
    head = journal.head()
    events = history(journal, customer, head)
    frame = _frame(journal, head, as_of, known_at)
    return replay_history(journal, customer, names, events, frame)


def replay_history(
    journal: Journal,
    customer: str,
    names: Sequence[str],
    events: Sequence[Recorded],
    frame: Frame,
) -> Replayed:
    """Return models of one customer from their whole history; as `replay_one` does."""
    if not any(each.subject == customer for each in _visible(events, frame)):
        raise Unknown("customer", customer)
    refuse_erased(customer, events)
    return _replay(journal, names, [events], frame, customer)


def history(journal: Journal, customer: str, head: int) -> Sequence[Recorded]:
    """Return all events of every stream in which anything is about a customer.

    In the order of the log up to *head*; readings of what is personal are among them.
    """
    about = journal.about(customer)
    streams = dict.fromkeys([*(each.stream for each in about), ACCESS.stream(customer)])
    events = [each for stream in streams for each in journal.stream(stream)]
    numbered = {each.position: each for each in events if each.position is not None}
    return [numbered[each] for each in sorted(numbered) if each <= head]


def _frame(
    journal: Journal, head: int, as_of: datetime | None, known_at: datetime | None
) -> Frame:
    """Return what a replay is made at; without bounds, the last moment of the log."""
    last = journal.feed(head - 1, 1) if head else ()
    recorded = moment(last[0].recorded or 0) if last else moment(0)
    return Frame(head, as_of, known_at, as_of or known_at or recorded)


def _replay(
    journal: Journal,
    names: Sequence[str],
    log: Iterable[Sequence[Recorded]],
    frame: Frame,
    customer: str | None = None,
) -> Replayed:
    models = [model(name, journal) for name in names]
    read = shown = 0
    passed_over: list[int] = []
    erased: set[str] = set()
    for page in log:
        read += len(page)
        for each in page:
            if isinstance(each.event, PersonalDataErased):
                erased.add(each.event.customer_id)
        for each in _visible(page, frame):
            shown += 1
            taken = [one.take(each) for one in models]  # every one takes it
            if not all(taken):
                passed_over.append(each.position or 0)
    return Replayed(
        frame, read, shown, passed_over, frozenset(erased), models, customer
    )


def _visible(events: Sequence[Recorded], frame: Frame) -> Sequence[Recorded]:
    return visible(events, frame.as_of, frame.known_at)
