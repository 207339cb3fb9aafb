"""The rules of what deeds earn, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import ProgrammeId
from mijoz.domain.loyalty.action_policy import (
    ACTION_POLICIES,
    MOST_POINTS,
    MOST_TIMES,
    ActionPolicyPublished,
    ActionRule,
    ActionRuleRepeated,
    CapWindow,
    PublishActionPolicy,
    window_of,
)
from mijoz.domain.loyalty.programme import (
    PublishedVersionsNeverChange,
    VersionsOutOfOrder,
    WouldChangeThePast,
)
from mijoz.domain.loyalty.terms import InvalidTerm
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)
INSTANT = timedelta(microseconds=1)
CLUB, ZONE = ProgrammeId("club"), "Asia/Tashkent"
REPOST = ActionRule("repost", 10, 2, CapWindow.DAY)
REVIEW = ActionRule("review", 50, 1, CapWindow.EVER)
RULES = (REPOST, REVIEW)
PUBLISH = PublishActionPolicy(NOW, CLUB, 1, NOW, ZONE, RULES)
PUBLISHED = ActionPolicyPublished(NOW, CLUB, 1, NOW, ZONE, RULES)
NEXT = but(PUBLISH, version=2, effective_from=SOON, rules=(REVIEW,))

policies = Scenario(ACTION_POLICIES)
published = policies.given(PUBLISHED)


def test_a_policy_is_published_and_never_changes() -> None:
    story = policies.when(PUBLISH)
    story.then(PUBLISHED)
    story.when(but(PUBLISH, at=SOON)).then_nothing()
    changed = PublishedVersionsNeverChange(1)
    story.when(but(PUBLISH, rules=(REPOST,))).then(changed)
    story.when(but(PUBLISH, effective_from=SOON)).then(changed)
    story.when(but(PUBLISH, time_zone="UTC")).then(changed)


def test_the_last_version_to_take_effect_counts() -> None:
    state = published.when(NEXT).state
    assert state.in_force(NOW - INSTANT) is None
    for moment, number in ((NOW, 1), (SOON - INSTANT, 1), (SOON, 2), (LATER, 2)):
        found = state.in_force(moment)
        assert found is not None
        assert found.version == number
    assert state.version(3) is None


def test_points_of_deeds_count_towards_no_tier_unless_the_rule_says_so() -> None:
    assert not REPOST.qualifying


def test_a_policy_has_one_rule_for_a_deed() -> None:
    assert PUBLISHED.rule("review") == REVIEW
    assert PUBLISHED.rule("purchase") is None
    twice = but(PUBLISH, rules=(REPOST, but(REPOST, points=9)))
    policies.when(twice).then(ActionRuleRepeated("repost"))


def test_versions_follow_one_another_and_leave_the_past_alone() -> None:
    published.when(but(NEXT, version=0)).then(InvalidTerm("version", "0"))
    story = published.when(NEXT)
    three = but(NEXT, version=3, effective_from=LATER)
    assert story.when(three).news
    story.when(but(three, effective_from=SOON)).then(VersionsOutOfOrder(3, after=2))
    policies.given(but(PUBLISHED, version=5)).when(NEXT).then(
        VersionsOutOfOrder(2, after=5)
    )
    late = but(NEXT, at=SOON + INSTANT)
    published.when(late).then(WouldChangeThePast(2, SOON))
    assert published.when(but(NEXT, at=SOON)).news
    assert policies.when(but(PUBLISH, effective_from=NOW - INSTANT)).news


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        (but(REPOST, points=0), "points", "0"),
        (but(REPOST, points=MOST_POINTS + 1), "points", "1000001"),
        (but(REPOST, times=0), "times", "0"),
        (but(REPOST, times=MOST_TIMES + 1), "times", "10001"),
        (but(REPOST, action=" "), "action", " "),
    ],
)
def test_rules_have_bounds(rule: ActionRule, field: str, value: str) -> None:
    policies.when(but(PUBLISH, rules=(rule,))).then(InvalidTerm(field, value))


def test_rules_reach_their_bounds() -> None:
    least = but(REPOST, points=1, times=1)
    most = but(REVIEW, points=1_000_000, times=10_000)
    assert policies.when(but(PUBLISH, rules=(least, most))).news


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc"])
def test_days_are_those_of_a_zone_that_there_is(zone: str) -> None:
    policies.when(but(PUBLISH, time_zone=zone)).then(InvalidTerm("time_zone", zone))


@pytest.mark.parametrize(
    ("window", "since", "until"),
    [
        (CapWindow.DAY, (2028, 2, 28), (2028, 2, 29)),
        (CapWindow.WEEK, (2028, 2, 28), (2028, 3, 6)),
        (CapWindow.MONTH, (2028, 2, 1), (2028, 3, 1)),
        (CapWindow.YEAR, (2028, 1, 1), (2029, 1, 1)),
    ],
)
def test_a_window_begins_and_ends_in_the_programmes_own_days(
    window: CapWindow, since: tuple[int, int, int], until: tuple[int, int, int]
) -> None:
    first = datetime(*since, tzinfo=UTC) - timedelta(hours=5)  # Tashkent's midnight
    after = datetime(*until, tzinfo=UTC) - timedelta(hours=5)
    leap = datetime(2028, 2, 28, 12, tzinfo=UTC)
    assert window_of(window, leap, ZONE) == (first, after)
    assert window_of(window, first, ZONE) == (first, after)
    assert window_of(window, after - INSTANT, ZONE) == (first, after)
    assert window_of(window, after, ZONE)[0] == after
    assert window_of(window, first - INSTANT, ZONE)[1] == first


def test_a_sunday_ends_its_week_and_for_ever_has_no_end() -> None:
    sunday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    since, until = window_of(CapWindow.WEEK, sunday, "UTC")
    assert (since, until) == (
        datetime(2026, 2, 23, tzinfo=UTC),
        datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert window_of(CapWindow.EVER, sunday, "UTC") == (None, None)


def test_a_day_on_which_the_clocks_change_is_a_whole_day() -> None:
    spring = datetime(2026, 3, 29, 12, tzinfo=UTC)
    since, until = window_of(CapWindow.DAY, spring, "Europe/Berlin")
    assert since is not None
    assert until is not None
    assert until - since == timedelta(hours=23)
