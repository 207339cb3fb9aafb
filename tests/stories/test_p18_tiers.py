"""P18: of two who are one the better tier is held; parted, each has their own again."""

from mijoz.application.contexts import CUSTOMER, LINK, MEMBERSHIP, TIER, account
from mijoz.domain.customer.link import Absorb, Evidence, Join, Part
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.tier_terms import TierChanged, TierReason

from .telling import Step, Told, day, tell
from .test_p01_orders_earn import AZIZA, CLUB, MEMBER
from .tiered import CLUB_OF_TIERS, buys

BEK = CustomerId("bek")
BEKS = MembershipId(account(CLUB, BEK))
TWO: tuple[Step, ...] = (
    *CLUB_OF_TIERS,
    (CUSTOMER, BEK, RegisterCustomer(day(0), BEK, PartyKind.PERSON, "web")),
    (MEMBERSHIP, BEKS, Enrol(day(0), BEKS, BEK, CLUB, "web")),
    buys("hers", 5, 150),
    buys("his", 6, 160, BEK),
)
EVIDENCE = Evidence.VERIFIED_IDENTIFIER
MERGED: tuple[Step, ...] = (
    (LINK, BEK, Join(day(10), "m", BEK, AZIZA, AZIZA, EVIDENCE)),
    (LINK, AZIZA, Absorb(day(10), "m", AZIZA, BEK)),
)
APART: tuple[Step, ...] = (
    (LINK, BEK, Part(day(20), "m", BEK, "two of one name")),
    (LINK, AZIZA, Part(day(20), "m", AZIZA, "two of one name")),
)


def tiers(told: Told, member: str) -> list[tuple[str | None, TierReason]]:
    """Return the tiers that a member came to, and why."""
    every = told.of(TIER, member)
    return [
        (each.to_tier, each.reason) for each in every if isinstance(each, TierChanged)
    ]


def test_what_both_earned_is_the_survivors_and_is_parted_again() -> None:
    told = tell(*TWO, *MERGED, *APART)
    up, gold = ("silver", TierReason.UPGRADE), ("gold", TierReason.MERGE)
    assert tiers(told, MEMBER) == [up, gold, ("silver", TierReason.UNMERGE)]
    assert tiers(told, BEKS) == [up]


def test_what_one_buys_counts_for_the_other_while_they_are_one() -> None:
    told = tell(*TWO[:-2], *MERGED, buys("his", 15, 300, BEK), *APART)
    up, none = ("gold", TierReason.UPGRADE), (None, TierReason.UNMERGE)
    assert tiers(told, MEMBER) == [up, none]
    assert tiers(told, BEKS) == [("gold", TierReason.UNMERGE)]
