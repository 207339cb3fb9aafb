"""Tiers of members who come, go, are granted one, are merged, or are erased."""

from collections.abc import Iterable
from typing import Any

import pytest
from attrs import define
from attrs import evolve as but

from mijoz.application.cache import States
from mijoz.application.contexts import (
    CUSTOMER,
    MEMBERSHIP,
    POINTS,
    PROGRAMME,
    TIER,
    TIER_POLICY,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import count_timed, sweep, sweep_due
from mijoz.application.privacy.erasing import erase
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, PersonErased, RegisterCustomer
from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.membership import Leave, NoLongerAMember
from mijoz.domain.loyalty.points import Earn
from mijoz.domain.loyalty.policies import BalancePolicy
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.loyalty.tier import HeldBySurvivor, NoSuchTier
from mijoz.domain.loyalty.tier_policy import PublishTierPolicy
from mijoz.domain.loyalty.tier_rules import (
    Tier,
)
from mijoz.domain.loyalty.tier_terms import (
    RevokeGrant,
    TierReason,
)

from .tiered import (
    ANNA,
    CLUB,
    NEW_YEAR,
    RULES,
    TICK,
    buy,
    club,
    day,
    events,
    grant,
    held,
    join,
    last,
    merged,
    offer,
    opened,
    parted,
    tell,
)


@pytest.fixture
def crm() -> Crm:
    return club()


def test_a_grant_takes_effect_at_once_and_its_revocation_too(crm: Crm) -> None:
    buy(crm, "a", 5, 100)
    grant(crm, "a", "gold", 10)
    assert held(crm, "a") == "gold"
    granted, changed = crm.journal.stream(TIER.stream("club:a"))[-2:]
    assert changed.causation_id == granted.id
    assert changed.policy_refs == ("tiers:club@1",)
    tell(crm, TIER, "club:a", RevokeGrant(day(20), "G-a", "mistake"))
    assert (held(crm, "a"), last(crm, "a").reason) == ("silver", TierReason.GRANT)


def test_a_grant_that_is_over_is_noted_at_its_own_time(crm: Crm) -> None:
    grant(crm, "a", "gold", 10, day(20))
    assert sweep_due(crm.handler, day(20) - TICK, ANNA) == 0
    assert sweep_due(crm.handler, day(90), ANNA) == 1
    assert (held(crm, "a"), last(crm, "a").at) == (None, day(20))


def test_a_tier_is_granted_to_members_alone_and_only_such_as_there_is(
    crm: Crm,
) -> None:
    def refused(error: type[Exception], name: str, tier: str = "gold") -> None:
        with pytest.raises(error):
            grant(crm, name, tier, 10)

    refused(Unknown, "nobody")
    refused(NoSuchTier, "a", "platinum")
    merged(crm, "b", "a", 2)
    refused(HeldBySurvivor, "b")
    tell(crm, MEMBERSHIP, "club:a", Leave(day(3), "moved", BalancePolicy.FORFEIT))
    refused(NoLongerAMember, "a")
    erase(crm, "c", "they asked", ANNA)
    refused(PersonErased, "c")


def test_no_tier_is_granted_before_there_are_any(crm: Crm) -> None:
    with pytest.raises(NoSuchTier):
        grant(crm, "a", "gold", -1)


def test_tiers_are_those_of_a_programme_that_is_published(crm: Crm) -> None:
    told = PublishTierPolicy(day(0), ProgrammeId("other"), 1, day(0), RULES)
    with pytest.raises(Unknown):
        tell(crm, TIER_POLICY, "other", told)


def test_who_leaves_holds_no_tier_any_more(crm: Crm) -> None:
    buy(crm, "a", 5, 300)
    leave = Leave(day(9), "moved", BalancePolicy.FORFEIT)
    tell(crm, MEMBERSHIP, "club:a", leave)
    assert held(crm, "a") is None
    assert (last(crm, "a").reason, last(crm, "a").at) == (
        TierReason.MEMBERSHIP_END,
        day(9),
    )
    assert sweep_due(crm.handler, day(800), ANNA) == 0


def test_who_leaves_a_programme_without_tiers_leaves_it_at_that() -> None:
    crm = compose(clock=lambda: day(500))
    terms = Terms("Asia/Tashkent", "points", 1, 100, "UZS")
    tell(crm, PROGRAMME, CLUB, PublishVersion(day(0), CLUB, 1, day(0), terms))
    join(crm, "a")
    tell(crm, MEMBERSHIP, "club:a", Leave(day(9), "moved", BalancePolicy.FORFEIT))
    assert events(crm, "a") == []


def test_who_was_erased_gets_no_other_tier(crm: Crm) -> None:
    buy(crm, "a", 5, 300)
    erase(crm, "a", "they asked", ANNA)
    before = len(events(crm, "a"))
    sweep_due(crm.handler, day(800), ANNA)
    assert len(events(crm, "a")) == before


def test_tiers_that_were_published_later_reach_members_by_a_sweep(crm: Crm) -> None:
    easier = but(RULES, tiers=(Tier("silver", 50), Tier("gold", 300)))
    buy(crm, "a", 5, 60)
    offer(crm, 2, 10, easier)
    assert held(crm, "a") is None
    assert count_timed(crm.handler) == 3
    assert [each.kind for each in sweep(crm.handler, day(20), ANNA)][-1] == "tier"
    assert held(crm, "a") == "silver"
    assert last(crm, "a").effective_from == day(10)


def test_two_who_are_one_hold_what_they_earned_together(crm: Crm) -> None:
    buy(crm, "a", 5, 200)
    buy(crm, "b", 6, 150)
    merged(crm, "b", "a", 10)
    assert (held(crm, "a"), last(crm, "a").reason) == ("gold", TierReason.MERGE)
    (joined,) = [each for each in events(crm, "a") if hasattr(each, "absorbed")]
    assert (joined.absorbed, joined.tier, joined.until) == ("b", "silver", NEW_YEAR)
    parted(crm, "b", 20)
    assert (held(crm, "a"), held(crm, "b")) == ("silver", "silver")
    assert last(crm, "a").reason is TierReason.UNMERGE


def test_a_merge_keeps_the_better_of_two_tiers_until_a_window_ends(crm: Crm) -> None:
    buy(crm, "a", 5, 100)
    grant(crm, "b", "gold", 7)
    merged(crm, "b", "a", 10)
    assert held(crm, "a") == "gold"
    sweep_due(crm.handler, NEW_YEAR - TICK, ANNA)
    assert held(crm, "a") == "gold"
    sweep_due(crm.handler, NEW_YEAR, ANNA)
    assert held(crm, "a") == "silver"


def test_what_is_bought_by_either_counts_for_the_one_who_survived(crm: Crm) -> None:
    merged(crm, "b", "a", 10)
    buy(crm, "b", 20, 300)
    assert (held(crm, "a"), held(crm, "b")) == ("gold", None)
    sweep_due(crm.handler, day(30), ANNA)
    assert held(crm, "b") is None
    parted(crm, "b", 40)
    assert (held(crm, "a"), held(crm, "b")) == (None, "gold")


def test_merges_upon_merges_are_parted_exactly(crm: Crm) -> None:
    for number, name in enumerate("abc"):
        buy(crm, name, 5 + number, 100)
    merged(crm, "c", "b", 10)
    merged(crm, "b", "a", 11)
    assert held(crm, "a") == "gold"
    parted(crm, "b", 20)
    assert (held(crm, "a"), held(crm, "b")) == ("silver", "silver")
    buy(crm, "b", 21, 100)
    assert held(crm, "b") == "gold"
    parted(crm, "c", 30)
    assert (held(crm, "b"), held(crm, "c")) == ("silver", "silver")


def test_a_merge_below_one_who_was_merged_reaches_the_root_and_leaves_it(
    crm: Crm,
) -> None:
    grant(crm, "c", "gold", 3)
    merged(crm, "b", "a", 10)
    merged(crm, "c", "b", 11)
    assert held(crm, "a") == "gold"
    parted(crm, "b", 20)
    assert (held(crm, "a"), held(crm, "b")) == (None, "gold")
    parted(crm, "c", 30)
    assert (held(crm, "b"), held(crm, "c")) == (None, "gold")


def test_who_was_in_no_programme_brings_nothing_into_it(crm: Crm) -> None:
    register = RegisterCustomer(day(0), CustomerId("d"), PartyKind.PERSON, "shop")
    tell(crm, CUSTOMER, "d", register)
    buy(crm, "a", 5, 300)
    merged(crm, "d", "a", 10)
    assert len(events(crm, "a")) == 1
    parted(crm, "d", 11)
    merged(crm, "a", "d", 12)
    assert held(crm, "d") == "gold"
    buy(crm, "a", 13, 1)
    tell(crm, MEMBERSHIP, "club:a", Leave(day(20), "moved", BalancePolicy.FORFEIT))
    assert (held(crm, "d"), held(crm, "a")) == (None, None)


def test_who_was_merged_before_there_were_tiers_is_looked_at_as_one() -> None:
    crm = opened(None)
    buy(crm, "b", 5, 300)
    merged(crm, "b", "a", 10)
    offer(crm)
    sweep_due(crm.handler, day(20), ANNA)
    assert (held(crm, "a"), held(crm, "b")) == ("gold", None)
    parted(crm, "b", 30)
    assert held(crm, "b") == "gold"


def test_while_one_of_two_who_are_one_is_a_member_they_hold_a_tier(crm: Crm) -> None:
    buy(crm, "b", 5, 300)
    merged(crm, "b", "a", 10)
    tell(crm, MEMBERSHIP, "club:a", Leave(day(20), "moved", BalancePolicy.FORFEIT))
    assert held(crm, "a") == "gold"
    tell(crm, MEMBERSHIP, "club:b", Leave(day(21), "moved", BalancePolicy.FORFEIT))
    assert (held(crm, "a"), held(crm, "b")) == (None, None)


@define
class Counting:
    """A journal that counts which streams are read."""

    journal: Any
    read: list[str]

    def replay(self, stream: str, after: int = 0) -> Iterable[Any]:
        self.read.append(stream)
        found: Iterable[Any] = self.journal.replay(stream, after)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.journal, name)


def test_orders_in_a_programme_without_tiers_read_nothing_of_tiers() -> None:
    crm = compose(clock=lambda: day(500))
    counting = Counting(crm.journal, [])
    crm = but(crm, handler=but(crm.handler, journal=counting, states=States()))
    terms = Terms("Asia/Tashkent", "points", 1, 100, "UZS")
    tell(crm, PROGRAMME, CLUB, PublishVersion(day(0), CLUB, 1, day(0), terms))
    join(crm, "a")
    buy(crm, "a", 1, 10)
    assert counting.read.count("tiers-club") == 1
    counting.read.clear()
    for number in range(2, 6):
        buy(crm, "a", number, 10)
    assert {each for each in counting.read if not each.startswith("order-")} == set()


def test_what_is_earned_by_hand_counts_as_well(crm: Crm) -> None:
    earn = Earn(day(5), "L", "deed", 100, day(5), None, CLUB, 1, qualifying=99)
    tell(crm, POINTS, "club:a", earn)
    assert held(crm, "a") is None
    tell(crm, POINTS, "club:a", but(earn, lot_id="M", source_ref="other", qualifying=1))
    assert held(crm, "a") == "silver"
