"""How each event leaves a ledger."""

from typing import assert_never

from attrs import evolve as but

from .accrual import earned
from .adjusting import adjusted
from .holding import hold_captured, hold_ended, points_held
from .ledger import Ledger
from .lots import give, soonest_available, soonest_to_expire, take
from .movements import paid_off, spent, without
from .points_events import (
    ArrearsSettled,
    EarnReversed,
    Event,
    HoldCaptured,
    HoldExpired,
    HoldReleased,
    PointsAdjusted,
    PointsEarned,
    PointsExpired,
    PointsHeld,
    PointsRedeemed,
    PointsRefused,
    PointsReleased,
    RedemptionReversed,
)
from .refunding import earn_reversed
from .spending import redemption_reversed


def evolve(ledger: Ledger, event: Event) -> Ledger:
    """Return the ledger after *event*, built by hand where histories are long."""
    match event:
        case PointsEarned():
            return earned(ledger, event)
        case PointsReleased():
            return _released(ledger, event)
    if event.at > ledger.seen:
        ledger = but(ledger, seen=event.at)
    match event:
        case PointsExpired():
            return _expired(ledger, event)
        case PointsRedeemed(redemption_id=key, parts=parts):
            redemptions = ledger.redemptions.put(key, parts)
            return but(ledger, good=spent(ledger, parts), redemptions=redemptions)
        case RedemptionReversed():
            return redemption_reversed(ledger, event)
        case EarnReversed():
            return earn_reversed(ledger, event)
        case ArrearsSettled(_, lot_id, amount, owed_for, pending):
            ledger = but(ledger, debts=paid_off(ledger.debts, owed_for, amount))
            return without(ledger, lot_id, amount, pending=pending)
        case PointsHeld():
            return points_held(ledger, event)
        case HoldCaptured():
            return hold_captured(ledger, event)
        case HoldReleased():
            return hold_ended(ledger, event, "released")
        case HoldExpired():
            return hold_ended(ledger, event, "expired")
        case PointsAdjusted():
            return adjusted(ledger, event)
        case PointsRefused(command_ref=key, rule=rule):
            return but(ledger, done=ledger.done.put(("refusal", key), rule))
        case _:
            assert_never(event)


def _released(ledger: Ledger, event: PointsReleased) -> Ledger:
    lot, amount = ledger.origins[event.lot_id].lot, event.amount
    return Ledger(
        event.at if event.at > ledger.seen else ledger.seen,
        take(ledger.waiting, lot, amount, soonest_available),
        give(ledger.good, lot, amount, soonest_to_expire),
        ledger.holds,
        ledger.debts,
        ledger.origins,
        ledger.redemptions,
        ledger.done,
    )


def _expired(ledger: Ledger, event: PointsExpired) -> Ledger:
    origin, amount = ledger.origins[event.lot_id], event.amount
    lost = but(origin, expired=origin.expired + amount)
    ledger = but(ledger, origins=ledger.origins.put(event.lot_id, lost))
    return without(ledger, event.lot_id, amount, pending=event.pending)
