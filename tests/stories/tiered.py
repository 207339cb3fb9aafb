"""A club with tiers of a calendar year, and what its members buy and give back."""

from functools import partial

from mijoz.application.contexts import ORDER, TIER_POLICY
from mijoz.application.due import sweep_due
from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.loyalty.tier_policy import PublishTierPolicy
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Privilege,
    Span,
    Tier,
    TierRules,
)
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder

from .telling import TIME, Step, day
from .test_p01_orders_earn import AZIZA, CLUB, ENROLLED

LOUNGE, FITTING = Privilege("lounge", 2), Privilege("fitting at home")
RULES = TierRules(
    "Asia/Tashkent",
    (Tier("silver", 100, (FITTING,)), Tier("gold", 300, (FITTING, LOUNGE))),
    Span.CALENDAR_YEAR,
    Downgrade.TO_EARNED,
    Crossing.SPLIT,
    warn_days=30,
)
NEW_YEAR, NEXT_YEAR = day(365 - 5 / 24), day(730 - 5 / 24)


def offered(rules: TierRules = RULES, version: int = 1, on: float = 0) -> Step:
    """Return the tiers of the club, in a version from a day on."""
    told = PublishTierPolicy(day(on), CLUB, version, day(on), rules)
    return TIER_POLICY, CLUB, told


def buys(name: str, on: float, points: int, who: CustomerId = AZIZA) -> Step:
    """Return a purchase that earns so many points."""
    key, paid = OrderId(name), points * 100
    socks = Line("1", "retro-socks", None, 1, paid, paid)
    told = RecordPurchase(day(on), key, who, "shop", None, "UZS", (socks,))
    return ORDER, key, told


def refunded(name: str, on: float, points: int) -> Step:
    """Return a refund that takes so many points back."""
    told = RefundOrder(day(on), f"{name}-back", (("1", points * 100),))
    return ORDER, OrderId(name), told


def sweep(on: float) -> Step:
    """Return what time brings by a day."""
    return partial(sweep_due, at=day(on), origin=TIME)


CLUB_OF_TIERS: tuple[Step, ...] = (*ENROLLED, offered())
