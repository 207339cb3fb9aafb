"""Points: earned in lots, spent soonest-to-expire first, never overdrawn."""

from collections.abc import Iterator
from typing import assert_never

from ..decider import Decider
from .accrual import earn
from .adjusting import adjust
from .due import settled
from .evolving import evolve
from .holding import capture, hold, release
from .ledger import Ledger
from .lots import Lot, Part
from .points_commands import (
    Adjust,
    CaptureHold,
    Command,
    Earn,
    Hold,
    NoteRefusal,
    Redeem,
    ReleaseHold,
    ReverseEarn,
    ReverseRedemption,
    SettleDue,
)
from .points_events import (
    ArrearsSettled,
    EarnReversed,
    Event,
    Grace,
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
from .refunding import reverse_earn
from .spending import redeem, reverse_redemption

__all__ = [
    "POINTS",
    "Adjust",
    "ArrearsSettled",
    "CaptureHold",
    "Command",
    "Earn",
    "EarnReversed",
    "Event",
    "Grace",
    "Hold",
    "HoldCaptured",
    "HoldExpired",
    "HoldReleased",
    "Ledger",
    "Lot",
    "NoteRefusal",
    "Part",
    "PointsAdjusted",
    "PointsEarned",
    "PointsExpired",
    "PointsHeld",
    "PointsRedeemed",
    "PointsRefused",
    "PointsReleased",
    "Redeem",
    "RedemptionReversed",
    "ReleaseHold",
    "ReverseEarn",
    "ReverseRedemption",
    "SettleDue",
]


def decide(command: Command, ledger: Ledger) -> Iterator[Event]:
    """Yield what is due first, and then what *command* causes.

    A command from before the latest thing seen settles nothing into the past: it is
    decided on what is known by then.
    """
    horizon = max(command.at, ledger.seen)
    if ledger.due <= horizon:
        news, ledger = settled(ledger, horizon)
        yield from news
    match command:
        case Earn():
            yield from earn(command, ledger, horizon)
        case SettleDue():
            return
        case Hold():
            yield from hold(command, ledger, horizon)
        case CaptureHold():
            yield from capture(command, ledger, horizon)
        case ReleaseHold():
            yield from release(command, ledger, horizon)
        case Redeem():
            yield from redeem(command, ledger)
        case ReverseEarn():
            yield from reverse_earn(command, ledger)
        case ReverseRedemption():
            yield from reverse_redemption(command, ledger, horizon)
        case Adjust():
            yield from adjust(command, ledger, horizon)
        case NoteRefusal(at, command_ref, rule, reason):
            if ("refusal", command_ref) not in ledger.past.done:
                yield PointsRefused(at, command_ref, rule, reason)
        case _:
            assert_never(command)


POINTS = Decider(Ledger(), decide, evolve)
