"""A policy of tiers is published in versions, and no tier is lost from under anyone."""

from datetime import UTC, datetime, timedelta

from attrs import evolve as but

from mijoz.domain.ids import ProgrammeId
from mijoz.domain.loyalty.programme import (
    PublishedVersionsNeverChange,
    VersionsOutOfOrder,
    WouldChangeThePast,
)
from mijoz.domain.loyalty.terms import InvalidTerm
from mijoz.domain.loyalty.tier_policy import (
    TIER_POLICIES,
    PublishTierPolicy,
    TierDropped,
    TierPolicyPublished,
)
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Span,
    Tier,
    TierRules,
)
from mijoz.testing import Scenario

BOZOR = ProgrammeId("bozor")
JANUARY, MARCH, JUNE = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 3, 6))
TICK = timedelta(microseconds=1)
RULES = TierRules(
    "Asia/Tashkent",
    (Tier("silver", 1000),),
    Span.CALENDAR_YEAR,
    Downgrade.ONE_DOWN,
    Crossing.TIER_BEFORE,
)
EASIER = but(RULES, tiers=(Tier("bronze", 100), Tier("silver", 900)))
FIRST = TierPolicyPublished(MARCH, BOZOR, 1, JANUARY, RULES)
policy = Scenario(TIER_POLICIES)


def publish(
    version: int, start: datetime, rules: TierRules = RULES, at: datetime = MARCH
) -> PublishTierPolicy:
    return PublishTierPolicy(at, BOZOR, version, start, rules)


def test_the_first_version_may_take_effect_before_it_is_published() -> None:
    policy.when(publish(1, JANUARY)).then(FIRST)


def test_publishing_again_changes_nothing() -> None:
    policy.given(FIRST).when(publish(1, JANUARY, at=JUNE)).then_nothing()


def test_what_is_published_never_changes() -> None:
    story = policy.given(FIRST)
    story.when(publish(1, JUNE)).then(PublishedVersionsNeverChange(1))
    story.when(publish(1, JANUARY, EASIER)).then(PublishedVersionsNeverChange(1))


def test_versions_are_numbered_from_one() -> None:
    policy.when(publish(0, JANUARY)).then(InvalidTerm("version", "0"))


def test_rules_are_checked_before_they_are_published() -> None:
    policy.when(publish(1, JANUARY, but(RULES, tiers=()))).then(
        InvalidTerm("tiers", "[]")
    )


def test_later_versions_have_higher_numbers_and_later_beginnings() -> None:
    second = TierPolicyPublished(MARCH, BOZOR, 3, JUNE, EASIER)
    story = policy.given(FIRST, second)
    story.when(publish(2, JUNE + TICK, EASIER)).then(VersionsOutOfOrder(2, after=3))
    story.when(publish(4, JUNE, EASIER)).then(VersionsOutOfOrder(4, after=3))
    story.when(publish(4, JUNE + TICK, EASIER)).then(
        TierPolicyPublished(MARCH, BOZOR, 4, JUNE + TICK, EASIER)
    )


def test_a_later_version_does_not_change_the_past() -> None:
    story = policy.given(FIRST)
    story.when(publish(2, MARCH - TICK)).then(WouldChangeThePast(2, MARCH - TICK))
    story.when(publish(2, MARCH)).then(
        TierPolicyPublished(MARCH, BOZOR, 2, MARCH, RULES)
    )


def test_a_tier_that_was_ever_offered_stays() -> None:
    story = policy.given(FIRST)
    renamed = but(RULES, tiers=(Tier("argent", 1000),))
    story.when(publish(2, JUNE, renamed)).then(TierDropped(2, "silver"))
    story.when(publish(2, JUNE, EASIER)).then(
        TierPolicyPublished(MARCH, BOZOR, 2, JUNE, EASIER)
    )


def test_a_version_is_in_force_from_its_first_moment_until_the_next() -> None:
    assert policy.state.in_force(JUNE) is None
    state = policy.given(
        FIRST, TierPolicyPublished(MARCH, BOZOR, 2, JUNE, EASIER)
    ).state
    moments = (JANUARY - TICK, JANUARY, JUNE - TICK, JUNE)
    found = [state.in_force(moment) for moment in moments]
    assert [each and each.number for each in found] == [None, 1, 1, 2]


def test_a_tier_is_looked_at_by_each_version_in_its_own_time() -> None:
    second = TierPolicyPublished(MARCH, BOZOR, 2, JUNE, EASIER)
    state = policy.given(FIRST, second).state

    def looks(seen: datetime, at: datetime) -> list[tuple[datetime, int]]:
        return [(moment, by.number) for moment, by in state.looks(seen, at)]

    assert looks(JANUARY, JANUARY - TICK) == [(JANUARY, 1)]
    assert looks(JANUARY - TICK, JANUARY - TICK) == []
    assert looks(MARCH, JUNE - TICK) == [(JUNE - TICK, 1)]
    assert looks(MARCH, JUNE) == [(JUNE, 1), (JUNE, 2)]
    assert looks(JUNE - TICK, JUNE + TICK) == [(JUNE, 1), (JUNE + TICK, 2)]
    assert looks(JUNE, JUNE + TICK) == [(JUNE + TICK, 2)]
    assert looks(JUNE + TICK, MARCH) == [(JUNE + TICK, 2)]
    assert list(policy.state.looks(MARCH, JUNE)) == []
