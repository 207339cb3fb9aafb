"""Points given or taken by someone's word."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve as but

from .arrivals import Consequence, arrive
from .ledger import Ledger
from .lots import NEVER, Lot, Part, give, soonest_to_expire
from .movements import spent
from .points_commands import Adjust
from .points_events import PointsAdjusted
from .points_refusals import InvalidValue, LotIdTaken, NeedsTwoPeople
from .spending import afford


def adjust(
    command: Adjust, ledger: Ledger, horizon: datetime
) -> Iterator[PointsAdjusted | Consequence]:
    at, key, amount = command.at, command.adjustment_id, command.amount
    if ("adjustment", key) in ledger.past.done:
        return
    _check(command)
    if amount > 0:
        if key in ledger.past.lots:
            raise LotIdTaken(key)
        parts: tuple[Part, ...] = (Part(key, amount),)
    else:
        parts = afford(-amount, ledger, at, command.spend_order)
    event = PointsAdjusted(
        at,
        key,
        amount,
        command.reason_code,
        command.approver,
        command.second_approver,
        parts,
        command.expires_at if amount > 0 else None,
    )
    yield event
    if amount > 0:
        yield from arrive((_lot(event),), ledger.debts, at, horizon)


def adjusted(ledger: Ledger, event: PointsAdjusted) -> Ledger:
    past = ledger.past
    done = past.done.put(("adjustment", event.adjustment_id), event.reason_code)
    if event.amount < 0:
        good = spent(ledger, event.parts)
        return but(ledger, good=good, past=but(past, done=done))
    lot = _lot(event)
    return but(
        ledger,
        good=give(ledger.good, lot, soonest_to_expire),
        past=but(past, lots=past.lots.put(lot.lot_id, lot), done=done),
    )


def _lot(event: PointsAdjusted) -> Lot:
    at, key = event.at, event.adjustment_id
    return Lot(key, key, event.amount, at, at, event.expires_at or NEVER)


def _check(command: Adjust) -> None:
    amount, limit = command.amount, command.limit
    if not amount:
        raise InvalidValue("amount", "0")
    if command.expires_at is not None and command.expires_at <= command.at:
        raise InvalidValue("expires_at", command.expires_at.isoformat())
    second = command.second_approver
    alone = second is None or second == command.approver
    if limit is not None and abs(amount) > limit and alone:
        raise NeedsTwoPeople(amount, limit)
