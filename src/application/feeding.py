"""The one runner of projections: many events a transaction, for every store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from .envelope import Recorded
from .ports import DeadLetter, Journal, Reader, Views
from .projections.projection import Projection

Row = TypeVar("Row")


def catch_up(
    journal: Journal,
    *readers: Reader,
    batch: int = 2_000,
    progress: Callable[[int], object] = lambda _: None,
) -> int:
    """Feed *readers* until they have all of the log; return the position reached.

    The log is read once for all of them, from where the last of them stands.
    *progress* is told each position reached. Safe to be killed anywhere, and to run
    again: a batch's changes and its position are one transaction of each reader.
    """
    stand = [reader.position() for reader in readers]
    at = min(stand)
    while events := journal.feed(at, batch):
        for each, reader in enumerate(readers):
            if fresh := events[max(0, stand[each] - at) :]:
                reader.take(fresh)
                stand[each] = at + len(events)
        at += len(events)
        progress(at)
    return at


def pages(
    journal: Journal,
    head: int,
    progress: Callable[[int], object] = lambda _: None,
    size: int = 5_000,
) -> Iterator[Sequence[Recorded]]:
    """Yield the log up to position *head*, so many events at a time."""
    at = 0
    while at < head and (events := journal.feed(at, min(size, head - at))):
        yield events
        at += len(events)
        progress(at)


@frozen
class Keeping(Generic[Row]):
    """A keyed projection, kept in a store of views."""

    projection: Projection[Row]
    views: Views

    def position(self) -> int:
        return self.views.position(self.projection.stored_as)

    def take(self, batch: Sequence[Recorded]) -> None:
        """Fold a batch into its rows; an event that cannot be taken is put aside."""
        projection = self.projection
        touched: dict[str, list[Recorded]] = {}
        dead: list[DeadLetter] = []
        for each in batch:
            try:
                key = projection.key(each)
            except Exception as problem:  # a poison event stops no other
                dead.append(_letter(each, problem))
                continue
            if key is not None:
                touched.setdefault(key, []).append(each)
        name = projection.stored_as
        rows = dict(self.views.rows(name, projection.row, touched))
        for key, events in touched.items():
            row = rows[key] if key in rows else projection.initial(key)
            for each in events:
                try:
                    row = projection.evolve(row, each)
                except Exception as problem:
                    dead.append(_letter(each, problem))
            rows[key] = row
        first, last = batch[0].position, batch[-1].position
        assert first is not None
        assert last is not None
        self.views.commit(name, first - 1, last, rows, dead)


def fold(projection: Projection[Row], events: Iterable[Recorded]) -> dict[str, Row]:
    """Return the rows that *events* lead to: the truth that kept rows must equal."""
    rows: dict[str, Row] = {}
    for each in events:
        key = projection.key(each)
        if key is not None:
            row = rows[key] if key in rows else projection.initial(key)
            rows[key] = projection.evolve(row, each)
    return rows


def _letter(event: Recorded, problem: Exception) -> DeadLetter:
    assert event.position is not None
    return DeadLetter(event.position, f"{type(problem).__name__}: {problem}")
