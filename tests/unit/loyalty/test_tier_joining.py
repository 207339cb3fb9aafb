"""Tiers of two who are one: never the lower of both, and exact again when parted."""

from datetime import datetime

from attrs import evolve as but

from mijoz.domain.ids import CustomerId
from mijoz.domain.loyalty.tier import TIERS
from mijoz.domain.loyalty.tier_terms import (
    EndTier,
    JoinTier,
    PartTier,
    TierChanged,
    TierGranted,
    TierJoined,
    TierKeptInGrace,
    TierParted,
    TierQualified,
    TierReason,
)
from mijoz.domain.loyalty.tier_windows import TICK
from mijoz.testing import Scenario

from .tiers import (
    KEPT,
    NEW_YEAR,
    NEXT_YEAR,
    YEARLY,
    entry,
    evaluate,
    evidence,
    reached,
    utc,
)

MARCH, JULY, AUGUST = utc("2025-03-01"), utc("2025-07-01"), utc("2025-08-01")
OTHER = CustomerId("other")
SILVER = entry("2025-03-01", 1500)
IS_SILVER = reached(SILVER.at, "silver", evidence(YEARLY, NEW_YEAR, 1000, SILVER))
JOINED = TierJoined(JULY, "M1", OTHER, "gold", NEW_YEAR)
member = Scenario(TIERS).given(IS_SILVER)


def changed(
    at: datetime, before: str | None, after: str | None, until: datetime | None
) -> TierChanged:
    return TierChanged(at, before, after, at, until, TierReason.MERGE, 1)


UP = changed(JULY, "silver", "gold", NEW_YEAR)
both = member.given(JOINED, UP)
PARTED = TierParted(AUGUST, "M1")
DOWN = but(changed(AUGUST, "gold", "silver", NEW_YEAR), reason=TierReason.UNMERGE)


def test_another_is_joined_once() -> None:
    join = JoinTier(JULY, "M1", OTHER, "gold", NEW_YEAR)
    member.when(join).then(JOINED)
    both.when(join).then_nothing()


def test_the_better_of_two_tiers_is_held() -> None:
    member.given(JOINED).when(evaluate(JULY, SILVER)).then(UP)
    both.when(evaluate(AUGUST, SILVER)).then_nothing()
    for lower in ("silver", None):
        story = member.given(but(JOINED, tier=lower))
        story.when(evaluate(JULY, SILVER)).then_nothing()


def test_the_best_of_three_tiers_is_held() -> None:
    nobody = Scenario(TIERS)
    silver = but(JOINED, merge_id="M0", tier="silver", until=NEXT_YEAR)
    story = nobody.given(JOINED, silver)
    story.when(evaluate(JULY)).then(changed(JULY, None, "gold", NEW_YEAR))
    rising = nobody.given(silver, JOINED)
    rising.when(evaluate(JULY)).then(
        changed(JULY, None, "silver", NEXT_YEAR),
        changed(JULY, "silver", "gold", NEW_YEAR),
    )


def test_it_is_held_until_a_window_ends_and_then_falls_as_any_other() -> None:
    both.when(evaluate(NEW_YEAR - TICK, SILVER)).then_nothing()
    (fallen,) = both.when(evaluate(NEW_YEAR, SILVER)).news
    assert isinstance(fallen, TierChanged)
    assert (fallen.to_tier, fallen.reason) == ("silver", TierReason.WINDOW_END)
    (kept,) = both.when(evaluate(NEW_YEAR, SILVER, rules=KEPT)).news
    assert isinstance(kept, TierKeptInGrace)


def test_what_falls_before_the_others_window_ends_is_held_by_it() -> None:
    longer = but(JOINED, tier="silver", until=NEXT_YEAR)
    story = Scenario(TIERS).given(IS_SILVER, longer)
    lost, held = story.when(evaluate(NEW_YEAR + TICK)).news
    assert isinstance(lost, TierChanged)
    assert lost.to_tier is None
    assert held == changed(NEW_YEAR + TICK, None, "silver", NEXT_YEAR)
    assert len(story.when(evaluate(NEXT_YEAR)).news) == 1


def test_a_tier_that_another_holds_for_good_counts_until_a_window_ends() -> None:
    for_good = but(JOINED, until=None)
    story = Scenario(TIERS).given(for_good)
    up = changed(JULY, None, "gold", NEW_YEAR)
    story.when(evaluate(JULY)).then(up)
    story.when(evaluate(NEW_YEAR)).then_nothing()


def test_what_both_have_earned_together_is_held_because_of_the_merge() -> None:
    more = entry("2025-04-01", 1500)
    look = but(evaluate(JULY, SILVER, more), because=TierReason.MERGE)
    (risen,) = member.given(but(JOINED, tier=None)).when(look).news
    assert isinstance(risen, TierChanged)
    assert (risen.to_tier, risen.reason) == ("gold", TierReason.MERGE)
    assert risen.crossing_entry == more.entry_id


def test_parted_again_each_holds_what_they_held_alone() -> None:
    part = PartTier(AUGUST, "M1", 1)
    story = both.when(part)
    story.then(PARTED, DOWN)
    alone = story.state
    assert (alone.tier, alone.since) == ("silver", AUGUST)
    assert (alone.valid_until, alone.joined, alone.alone) == (NEW_YEAR, {}, None)
    story.when(part).then_nothing()
    member.when(part).then_nothing()


def test_parted_again_a_tier_of_ones_own_is_as_it_was() -> None:
    lower = member.given(but(JOINED, tier=None))
    longer = TierQualified(NEW_YEAR, "silver", NEXT_YEAR, 1, IS_SILVER.evidence)  # type: ignore[arg-type]
    story = lower.given(longer).when(PartTier(NEXT_YEAR - TICK, "M1", 1))
    story.then(TierParted(NEXT_YEAR - TICK, "M1"))
    assert story.state.valid_until == NEW_YEAR
    assert story.state.since == SILVER.at
    (again,) = story.when(evaluate(NEXT_YEAR - TICK, SILVER)).news
    assert isinstance(again, TierQualified)


def test_parted_again_a_grace_and_a_grant_are_as_they_were() -> None:
    assert IS_SILVER.evidence is not None
    kept = TierKeptInGrace(MARCH, "silver", AUGUST, 1, IS_SILVER.evidence)
    story = member.given(kept, JOINED, UP).when(PartTier(JULY, "M1", 1))
    assert (story.state.in_grace, story.state.valid_until) == (True, AUGUST)
    grant = TierGranted(MARCH, "G1", "silver", None, "apology", "anna")
    by_grant = TierChanged(
        MARCH, None, "silver", MARCH, None, TierReason.GRANT, 1, grant_id="G1"
    )
    guest = Scenario(TIERS).given(grant, by_grant, JOINED, UP)
    assert guest.state.grant_id is None
    assert guest.when(PartTier(JULY, "M1", 1)).state.grant_id == "G1"


def test_a_grace_is_over_when_the_tier_changes_but_by_a_parting() -> None:
    assert IS_SILVER.evidence is not None
    kept = TierKeptInGrace(MARCH, "silver", AUGUST, 1, IS_SILVER.evidence)
    assert member.given(kept).state.in_grace
    assert not member.given(kept, UP).state.in_grace
    assert member.given(kept, JOINED, UP, PARTED, DOWN).state.in_grace
    assert not member.given(JOINED, UP, PARTED, DOWN).state.in_grace


def test_while_another_merge_is_in_force_nothing_falls() -> None:
    second = but(JOINED, merge_id="M2", tier=None)
    story = both.given(second).when(PartTier(AUGUST, "M1", 1))
    story.then(PARTED)
    assert story.state.tier == "gold"
    story = story.when(PartTier(AUGUST, "M2", 1))
    story.then(TierParted(AUGUST, "M2"), DOWN)


def test_a_tier_ends_with_its_membership_once() -> None:
    ended = but(changed(JULY, "silver", None, None), reason=TierReason.MEMBERSHIP_END)
    story = member.when(EndTier(JULY, 1))
    story.then(ended)
    story.when(EndTier(JULY, 1)).then_nothing()


def test_a_tier_is_due_when_its_window_or_its_grant_ends() -> None:
    assert Scenario(TIERS).state.due is None
    assert member.state.due == NEW_YEAR
    grant = TierGranted(MARCH, "G1", "gold", AUGUST, "apology", "anna")
    by_grant = TierChanged(
        MARCH, None, "gold", MARCH, JULY, TierReason.GRANT, 1, grant_id="G1"
    )
    assert Scenario(TIERS).given(grant, by_grant).state.due == AUGUST
