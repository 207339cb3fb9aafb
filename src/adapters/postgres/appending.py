"""Appends of many threads, and what became of them when connections break."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from attrs import evolve
from psycopg.errors import UniqueViolation

from ...application.envelope import micros
from ...application.ports import Clock, Receipt
from ..grouping import Group, Interrupted
from ..standing import REFUSALS
from .datastore import Datastore
from .numbering import Numberer
from .recorded import holds, located
from .recording import Prepared, append

_Recorded: TypeAlias = tuple[Receipt, int | None]  # with a seq yet to be numbered
_LARGE: Final = 100  # events that are worth a transaction of their own


class Appender:
    """Puts what threads append meanwhile into one transaction, and answers each.

    If anything in it is refused, each is tried alone: nobody pays for a neighbour.
    """

    def __init__(self, store: Datastore, clock: Clock, numberer: Numberer) -> None:
        self._store, self._clock, self._numberer = store, clock, numberer
        self._group: Group[Prepared, _Recorded] = Group(self._commit)

    def append(self, prepared: Prepared) -> Receipt:
        """Record a batch, for sure, and once."""
        interrupted = False

        def attempt() -> _Recorded:
            nonlocal interrupted
            try:
                if len(prepared.rows) > _LARGE:
                    return self._record([prepared])[0]
                return self._group.submit(prepared)
            except Interrupted:
                interrupted = True
                raise
            except REFUSALS:  # because of what an attempt before this one stored?
                receipt = self._stored(prepared) if interrupted else None
                if receipt is None:
                    raise
                return receipt, None

        receipt, seq = self._store.persist(attempt)
        if seq is not None:
            self._numberer.see_to(seq)
        return receipt

    def _commit(self, waiting: Sequence[Prepared]) -> Sequence[_Recorded | Exception]:
        if len(waiting) > 1:
            try:
                return self._record(waiting)
            except (*REFUSALS, UniqueViolation):
                pass
        return [self._alone(each) for each in waiting]

    def _alone(self, prepared: Prepared) -> _Recorded | Exception:
        try:
            return self._record([prepared])[0]
        except Exception as problem:  # which is for the one who asked to handle
            return problem

    def _record(self, several: Sequence[Prepared]) -> list[_Recorded]:
        with self._store.lend() as cursor:
            positions, seq = append(cursor, several, micros(self._clock()))
        if positions is None:
            return [(each.receipt, seq) for each in several]
        given = iter(positions)
        return [
            (
                evolve(each.receipt, positions=tuple(next(given) for _ in each.rows)),
                None,
            )
            for each in several
        ]

    def _stored(self, prepared: Prepared) -> Receipt | None:
        with self._store.lend() as cursor:
            if not (prepared.rows and holds(cursor, prepared.rows[0])):
                return None
            after = (write.after for write in prepared.batch.writes)
            return located(cursor, prepared.receipt, after)
