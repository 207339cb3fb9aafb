"""What becomes of points as they come in: they settle debts, and time has its say."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from .ledger import Debt
from .lots import Lot
from .points_events import ArrearsSettled, PointsExpired, PointsReleased

Consequence: TypeAlias = ArrearsSettled | PointsReleased | PointsExpired


def arrive(
    lots: Sequence[Lot],
    debts: Sequence[Debt],
    at: datetime,
    horizon: datetime,
    *,
    pending: bool = False,
) -> Iterator[Consequence]:
    """Yield what follows from *lots* coming in *at* some time, known at *horizon*.

    Points first pay for what is owed on their own root, even points past their date:
    they undo the spending that the debt came from. Then they pay other debts, while
    they are good. What is left of a lot that is past its date by *horizon* expires;
    one that has been so all along goes straight from pending to breakage.
    """
    left = {lot.lot_id: lot.remaining for lot in lots}
    owed = {debt.root: debt.amount for debt in debts}
    for lot, debt in _own_debts_first(lots, debts):
        paid = min(left[lot.lot_id], owed[debt.root])
        moment = max(at, debt.since)
        own = debt.root == lot.root
        if not paid or not (own or moment < lot.expires_at):
            continue
        if pending and lot.available_at <= moment:
            yield PointsReleased(lot.available_at, lot.lot_id, left[lot.lot_id])
            pending = False
        yield ArrearsSettled(moment, lot.lot_id, paid, debt.root, pending)
        left[lot.lot_id] -= paid
        owed[debt.root] -= paid
    for lot in lots:
        rest = left[lot.lot_id]
        if not rest:
            continue
        if lot.expires_at <= horizon:
            yield PointsExpired(max(at, lot.expires_at), lot.lot_id, rest, pending)
        elif pending and lot.available_at <= horizon:
            yield PointsReleased(lot.available_at, lot.lot_id, rest)


def _own_debts_first(
    lots: Sequence[Lot], debts: Sequence[Debt]
) -> Iterator[tuple[Lot, Debt]]:
    for own in (True, False):
        for debt in sorted(debts, key=lambda debt: debt.since):
            for lot in lots:
                if (debt.root == lot.root) is own:
                    yield lot, debt
