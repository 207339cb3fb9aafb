"""Histories from elsewhere, through the same domain as any command, in batches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from attrs import define, frozen

from ..domain.decider import Refused
from .envelope import Origin
from .handling import Handler
from .ports import Conflict
from .work import Work


@frozen
class Item:
    """One thing to import: the source's own key for it, and what it tells.

    ``where`` says where it stands in the source, such as ``row 17``. A story is told
    nothing twice, so it must not depend on anything but the work it is given.
    """

    key: str
    where: str
    tell: Callable[[Work], object]


@frozen
class Misfit:
    """What could not be imported, and why: ``column`` is None if no one is to blame."""

    where: str
    column: str | None
    problem: str


@define
class Counts:
    """How many items were read: each was imported, known, or quarantined."""

    read: int = 0
    imported: int = 0
    known: int = 0
    quarantined: int = 0
    events: int = 0

    @property
    def add_up(self) -> bool:
        """Whether every item read has one outcome."""
        return self.read == self.imported + self.known + self.quarantined


Progress: TypeAlias = Callable[[Counts], object]
Quarantine: TypeAlias = Callable[[Misfit], object]
_ATTEMPTS = 5


def bring_in(
    handler: Handler,
    source: str,
    items: Iterable[Item | Misfit],
    origin: Origin,
    *,
    quarantine: Quarantine,
    progress: Progress = lambda _: None,
    dry_run: bool = False,
    chunk: int = 500,
) -> Counts:
    """Import *items*, *chunk* of them a transaction; return what became of them.

    An item whose key the journal has under *source* is known, and passed over: so a
    run that was killed is completed by running it again, and a second run adds
    nothing. An item that a rule refuses is quarantined whole; a `Misfit` among the
    items goes there straight. A dry run decides everything and records nothing.
    """
    counts = Counts()
    seen: set[str] = set()  # a dry run records no keys to find repeated ones by
    rehearsal = handler.begin(origin)  # and is one long work, never committed
    for several in _chunks(items, chunk):
        for left in range(_ATTEMPTS, -1, -1):
            tally = Counts()
            misfits: list[Misfit] = []
            work = rehearsal if dry_run else handler.begin(origin)
            known = _tell(work, handler, source, several, seen, tally, misfits)
            if dry_run:
                seen |= known
                tally.events = len(work.drafts) - counts.events
                break
            try:
                tally.events = len(handler.commit(work).drafts)
                break
            except Conflict:
                if not left:
                    raise
        for misfit in misfits:
            quarantine(misfit)
        _add(counts, tally)
        progress(counts)
    return counts


def _tell(
    work: Work,
    handler: Handler,
    source: str,
    several: Sequence[Item | Misfit],
    seen: set[str],
    tally: Counts,
    misfits: list[Misfit],
) -> set[str]:
    keys = [each.key for each in several if isinstance(each, Item)]
    known = handler.journal.imported(source, keys) | seen.intersection(keys)
    for each in several:
        tally.read += 1
        if isinstance(each, Misfit):
            misfits.append(each)
            tally.quarantined += 1
        elif each.key in known:
            tally.known += 1
        else:
            try:
                work.attempt(each.tell)
            except Refused as refusal:
                misfits.append(Misfit(each.where, None, str(refusal)))
                tally.quarantined += 1
                continue
            work.source(source, each.key)
            known.add(each.key)
            tally.imported += 1
    return known


def _add(counts: Counts, tally: Counts) -> None:
    counts.read += tally.read
    counts.imported += tally.imported
    counts.known += tally.known
    counts.quarantined += tally.quarantined
    counts.events += tally.events


def _chunks(
    items: Iterable[Item | Misfit], size: int
) -> Iterator[Sequence[Item | Misfit]]:
    several = iter(items)
    while chunk := list(islice(several, size)):
        yield chunk
