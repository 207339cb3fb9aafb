"""P6: a reward asked for holds points and stock, and lets go of what is not had."""

import pytest

from mijoz.application.contexts import POINTS, REDEMPTION, REWARD
from mijoz.application.due import sweep_due
from mijoz.domain.ids import RewardId
from mijoz.domain.loyalty.points import Adjust, Ledger
from mijoz.domain.loyalty.redemption_terms import (
    CancelRedemption,
    Delivery,
    FulfilReward,
    RequestReward,
)
from mijoz.domain.loyalty.reward_state import Reward
from mijoz.domain.loyalty.reward_terms import DefineReward, RewardKind, RewardTerms

from .telling import TIME, Step, Told, day, tell
from .test_p01_orders_earn import AZIZA, CLUB, ENROLLED, MEMBER

MUG, TERMS = RewardId("mug"), RewardTerms(100, 90_000, "UZS", 48)
OFFERED: tuple[Step, ...] = (
    *ENROLLED,
    (POINTS, MEMBER, Adjust(day(1), "gift", 250, "welcome", "anna")),
    (
        REWARD,
        MUG,
        DefineReward(day(1), MUG, CLUB, "a mug", RewardKind.GIFT, TERMS, 3),
    ),
)
ASKED: Step = (
    REDEMPTION,
    "r-1",
    RequestReward(day(2), "r-1", AZIZA, CLUB, MUG, 1, TERMS, 2),
)
SWEEPS: tuple[Step, ...] = (
    lambda handler: sweep_due(handler, day(30), TIME),
    lambda handler: sweep_due(handler, day(30), TIME),
)


def counts(told: Told) -> tuple[int, int, int | None, int]:
    """Return the points that can be spent and are held, and the stock alike."""
    work = told.crm.handler.begin(TIME)
    ledger: Ledger = work.state(POINTS, MEMBER)
    reward: Reward = work.state(REWARD, MUG)
    return ledger.available, ledger.held, reward.left, reward.reserved


def caused(told: Told) -> list[str]:
    """Return the names of what the policy has done, in its order."""
    return [type(each).__name__ for each in told.by("rewards-are-redeemed")]


def test_what_is_asked_for_is_held_until_it_is_had() -> None:
    told = tell(*OFFERED, ASKED)
    assert caused(told) == ["StockReserved", "PointsHeld"]
    assert counts(told) == (50, 200, 1, 2)
    had = (REDEMPTION, "r-1", FulfilReward(day(3), Delivery.HANDED_OVER, None, 1))
    told = tell(*OFFERED, ASKED, had)
    assert caused(told)[2:] == ["HoldCaptured", "StockTaken"]
    assert counts(told) == (150, 0, 2, 0)


def test_what_is_called_off_is_free_again() -> None:
    off = (REDEMPTION, "r-1", CancelRedemption(day(3), "changed their mind"))
    told = tell(*OFFERED, ASKED, off)
    assert caused(told)[2:] == ["HoldReleased", "StockReleased"]
    assert counts(told) == (250, 0, 3, 0)


@pytest.mark.parametrize("order", [SWEEPS, SWEEPS[::-1]])
def test_what_is_not_had_in_time_is_free_again_whoever_sweeps_first(
    order: tuple[Step, ...],
) -> None:
    told = tell(*OFFERED, ASKED, *order)
    freed = ["HoldExpired", "RedemptionLapsed", "StockReleased"]
    assert sorted(told.names()[-3:]) == freed
    assert counts(told) == (250, 0, 3, 0)
