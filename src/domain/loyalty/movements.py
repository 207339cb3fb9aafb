"""Points on their way out of a ledger's lots, and back into them."""

from collections.abc import Iterable

from attrs import evolve as but

from .ledger import Debt, Ledger
from .lots import Lots, Part, give, soonest_available, soonest_to_expire, take


def spent(ledger: Ledger, parts: tuple[Part, ...]) -> Lots:
    """Return the good lots without *parts*."""
    good, whole = ledger.good, 0
    for lot, part in zip(good, parts, strict=False):
        if (lot.lot_id, lot.remaining) != (part.lot_id, part.amount):
            break
        whole += 1
    good = good[whole:]
    for lot in lots_of(ledger, parts[whole:]):
        good = take(good, lot, soonest_to_expire)
    return good


def returned(ledger: Ledger, parts: Iterable[Part]) -> Lots:
    """Return the good lots with *parts* back in them."""
    good = ledger.good
    for lot in lots_of(ledger, parts):
        good = give(good, lot, soonest_to_expire)
    return good


def lots_of(ledger: Ledger, parts: Iterable[Part]) -> Lots:
    """Return the lots that *parts* belong to, with no more in them than those."""
    lots = ledger.past.lots
    return tuple(lots[part.lot_id].holding(part.amount) for part in parts)


def without(ledger: Ledger, lot_id: str, amount: int, *, pending: bool) -> Ledger:
    """Return the ledger without so many points of one lot."""
    lot = ledger.past.lots[lot_id].holding(amount)
    if pending:
        return but(ledger, waiting=take(ledger.waiting, lot, soonest_available))
    return but(ledger, good=take(ledger.good, lot, soonest_to_expire))


def paid_off(debts: tuple[Debt, ...], root: str, amount: int) -> tuple[Debt, ...]:
    """Return what is owed once *amount* of one debt is paid."""
    after = (
        but(debt, amount=debt.amount - amount) if debt.root == root else debt
        for debt in debts
    )
    return tuple(debt for debt in after if debt.amount)
