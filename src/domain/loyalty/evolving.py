"""How each event leaves a ledger."""

from typing import assert_never

from attrs import evolve as but

from .accrual import earned
from .adjusting import adjusted
from .holding import hold_captured, hold_ended, points_held
from .ledger import Ledger
from .lots import give, soonest_available, soonest_to_expire, take
from .movements import paid_off, without
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
from .spending import redeemed, redemption_reversed


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
        case PointsRedeemed():
            return redeemed(ledger, event)
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
            done = ledger.past.done.put(("refusal", key), rule)
            return but(ledger, past=but(ledger.past, done=done))
        case _:
            assert_never(event)


def _released(ledger: Ledger, event: PointsReleased) -> Ledger:
    lot = ledger.waiting[0]
    if lot.lot_id == event.lot_id:
        waiting = ledger.waiting[1:]
    else:
        lot = ledger.past.lots[event.lot_id].holding(event.amount)
        waiting = take(ledger.waiting, lot, soonest_available)
    return Ledger(
        event.at if event.at > ledger.seen else ledger.seen,
        waiting,
        give(ledger.good, lot, soonest_to_expire),
        ledger.holds,
        ledger.debts,
        ledger.past,
    )


def _expired(ledger: Ledger, event: PointsExpired) -> Ledger:
    past, lot_id, amount = ledger.past, event.lot_id, event.amount
    sequel = past.sequel(lot_id)
    lost = but(sequel, expired=sequel.expired + amount)
    ledger = but(ledger, past=but(past, sequels=past.sequels.put(lot_id, lost)))
    return without(ledger, lot_id, amount, pending=event.pending)
