"""What to import, in order; and what to say of the rows that could not be."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Protocol

from ...application.handling import Handler
from ...application.importing import Item, Misfit
from ...application.work import Work
from ...domain.decider import Refused
from .answers import Answers
from .contacts import Contacts
from .deeds import Deed, blame
from .gathering import Gathered, gather
from .mapping import Mapping
from .newcomers import Newcomers
from .people import People
from .quarantine import Quarantine
from .records import Reading
from .rows import Row
from .sales import Sales
from .unfit import Unfit

_TELLERS: Final[dict[str, Callable[[Mapping, People], "_Teller"]]] = {
    "customers": Newcomers,
    "orders": Sales,
    "encounters": Contacts,
    "feedback": Answers,
}


class _Teller(Protocol):
    def deeds(self, thing: Gathered) -> Iterator[Deed]: ...


class Plan:
    """One import: what it tells, and what it has to say of the rows it could not."""

    def __init__(
        self, handler: Handler, mapping: Mapping, quarantine: Quarantine
    ) -> None:
        self.quarantine, self.rows = quarantine, 0
        self._handler, self._mapping = handler, mapping
        self._problems: dict[str, Sequence[Unfit]] = {}
        people = People(handler, mapping)
        self._teller = _TELLERS[mapping.source.kind](mapping, people)

    def items(self, rows: Iterable[Row]) -> Sequence[Item | Misfit]:
        """Return what to import, in the order of time, after what is unfit already."""
        misfits: list[Item | Misfit] = []
        deeds: list[Deed] = []
        for thing in gather(
            self._counted(rows), Reading(self._mapping), self._handler.blind
        ):
            try:
                if thing.unfit:
                    raise thing.unfit[0]
                deeds += list(self._teller.deeds(thing))
            except Unfit as unfit:
                problems = thing.held_back(*() if thing.unfit else (unfit,))
                where = _where([each.row for each in problems if each.row])
                self._problems[where] = problems
                first = problems[0]
                misfits.append(Misfit(where, first.column, first.problem))
        deeds.sort(key=lambda deed: deed.order)
        return misfits + [self._item(deed) for deed in deeds]

    def _counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows = row.number
            yield row

    def leave_out(self, misfit: Misfit) -> None:
        """Put the rows of what could not be imported in the quarantine."""
        for unfit in self._problems[misfit.where]:
            self.quarantine.add(unfit)

    def _item(self, deed: Deed) -> Item:
        where = _where(deed.rows)

        def tell(work: Work) -> None:
            try:
                deed.tell(work)
            except Refused as refusal:
                unfit = blame(refusal, deed, self._mapping)
                self._problems.setdefault(where, _of_each_row(unfit, deed))
                raise

        kind = self._mapping.source.kind
        # Blind, as a source's own key may well be somebody's e-mail address.
        return Item(self._handler.blind("source", f"{kind}\x1f{deed.key}"), where, tell)


def _of_each_row(unfit: Unfit, deed: Deed) -> Sequence[Unfit]:
    if unfit.row is None:
        return [Unfit(unfit.column, unfit.problem, row) for row in deed.rows]
    problem = f"is held back with row {unfit.row}, of the same thing"
    others = [Unfit(None, problem, row) for row in deed.rows if row != unfit.row]
    return [unfit, *others]


def _where(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    return f"rows {', '.join(map(str, rows))}"
