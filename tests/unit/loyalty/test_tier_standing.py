"""A tier is reached at once and lost at a window's end: thresholds, edges, grace."""

from datetime import datetime

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.tier_entries import Entry
from mijoz.domain.loyalty.tier_rules import Crossing, Span, TierPart, TierRules
from mijoz.domain.loyalty.tier_standing import Climb, Crossed, Standing, earned
from mijoz.domain.loyalty.tier_windows import TICK

from .tiers import (
    KEPT,
    LIFETIME,
    NEW_YEAR,
    NEXT_YEAR,
    ONE_DOWN,
    ROLLING,
    YEARLY,
    course,
    entry,
    utc,
)

GOLD = entry("2025-06-01", 3000)
DECEMBER = utc("2025-12-01")


def tier(rules: TierRules, by: datetime, *entries: Entry) -> str | None:
    return rules.name(earned(course(rules, *entries), by).rank)


@pytest.mark.parametrize(
    ("amount", "expected"), [(999, None), (1000, "silver"), (2999, "silver")]
)
def test_a_tier_is_reached_at_its_threshold(amount: int, expected: str | None) -> None:
    assert tier(YEARLY, DECEMBER, entry("2025-06-01", amount)) == expected


def test_a_tier_is_reached_at_the_moment_of_its_order() -> None:
    assert tier(YEARLY, GOLD.at - TICK, GOLD) is None
    assert tier(YEARLY, GOLD.at, GOLD) == "gold"
    standing = earned(course(YEARLY, GOLD), GOLD.at)
    assert (standing.since, standing.until) == (GOLD.at, NEW_YEAR)


def test_only_one_window_counts() -> None:
    last = GOLD._replace(at=NEW_YEAR - TICK, amount=600, entry_id="last")
    first = GOLD._replace(at=NEW_YEAR, amount=400, entry_id="first")
    assert tier(YEARLY, NEXT_YEAR, last, first) is None
    assert tier(YEARLY, NEXT_YEAR - TICK, last, first._replace(at=last.at)) == "silver"
    assert tier(YEARLY, NEW_YEAR, last._replace(at=first.at), first) == "silver"


def test_a_tier_that_a_year_earned_is_kept_through_the_next() -> None:
    story = course(YEARLY, GOLD)
    assert earned(story, NEW_YEAR).until == NEXT_YEAR
    assert tier(YEARLY, NEXT_YEAR - TICK, GOLD) == "gold"
    assert tier(YEARLY, NEXT_YEAR, GOLD) is None


def test_at_a_windows_end_a_tier_falls_to_what_was_earned() -> None:
    silver = entry("2026-06-01", 1000)
    assert tier(YEARLY, NEXT_YEAR, GOLD, silver) == "silver"
    assert earned(course(YEARLY, GOLD), NEXT_YEAR) == Standing()


def test_or_it_falls_by_one_each_year() -> None:
    assert tier(ONE_DOWN, NEXT_YEAR - TICK, GOLD) == "gold"
    assert tier(ONE_DOWN, NEXT_YEAR, GOLD) == "silver"
    assert tier(ONE_DOWN, utc("2027-12-31T19:00") - TICK, GOLD) == "silver"
    assert tier(ONE_DOWN, utc("2027-12-31T19:00"), GOLD) is None


def test_falling_by_one_is_judged_against_the_line_fallen_to() -> None:
    story = course(ONE_DOWN, GOLD, entry("2026-06-01", 7))
    fallen = earned(story, NEXT_YEAR)
    assert fallen.basis is not None
    evidence = story.evidence(fallen.basis)
    assert (evidence.amount, evidence.threshold, evidence.until) == (7, 1000, NEXT_YEAR)
    assert (fallen.since, fallen.until) == (NEXT_YEAR, utc("2027-12-31T19:00"))


def test_who_falls_stands_no_lower_than_who_never_rose() -> None:
    kept = but(KEPT, grace_months=14)
    silver = entry("2023-06-01", 1000), entry("2024-06-01", 1000)
    gold = entry("2023-07-01", 2000)
    by = utc("2027-02-27T00:00")
    assert tier(kept, by, *silver) == "silver"
    assert tier(kept, by, *silver, gold) == "silver"


def test_or_it_is_kept_for_months_of_grace_and_then_falls() -> None:
    april = utc("2027-03-31T19:00")
    kept = earned(course(KEPT, GOLD), NEXT_YEAR)
    assert (kept.rank, kept.grace, kept.until) == (2, True, april)
    assert tier(KEPT, april - TICK, GOLD) == "gold"
    assert tier(KEPT, april, GOLD) is None
    assert tier(KEPT, april, GOLD, entry("2026-05-01", 1000)) == "silver"


def test_what_is_missing_can_be_made_good_within_the_grace() -> None:
    april = utc("2027-03-31T19:00")
    late = GOLD._replace(at=april - TICK, entry_id="late")
    saved = earned(course(KEPT, GOLD, late), april)
    assert (saved.rank, saved.grace, saved.until) == (2, False, utc("2027-12-31T19:00"))
    again = earned(course(KEPT, GOLD, late._replace(at=april)), april)
    assert (again.rank, again.since) == (2, april)
    assert again.crossed == Crossed(
        "late", (TierPart(None, 1000), TierPart("silver", 2000))
    )


def test_two_windows_are_not_added_up_in_the_grace() -> None:
    april = utc("2027-03-31T19:00")
    halves = (entry("2026-06-01", 1500), entry("2027-02-01", 1500))
    assert tier(KEPT, april, GOLD, *halves) == "silver"


def test_rolling_months_are_looked_at_as_each_month_ends() -> None:
    june_2026 = utc("2026-05-31T19:00")
    assert earned(course(ROLLING, GOLD), GOLD.at).until == utc("2025-06-30T19:00")
    assert tier(ROLLING, june_2026, GOLD) == "gold"
    july_2026 = utc("2026-06-30T19:00")
    assert tier(ROLLING, july_2026 - TICK, GOLD) == "gold"
    assert tier(ROLLING, july_2026, GOLD) is None


def test_what_is_taken_back_counts_when_it_is_taken() -> None:
    back = entry("2026-01-10", -3000)
    assert tier(YEARLY, DECEMBER, GOLD, entry("2025-06-02", -1)) == "gold"
    assert tier(YEARLY, NEW_YEAR, GOLD, entry("2025-06-02", -1)) == "silver"
    assert tier(YEARLY, NEXT_YEAR - TICK, GOLD, back) == "gold"
    assert tier(YEARLY, NEXT_YEAR, GOLD, back, entry("2026-05-01", 3999)) is None
    assert tier(YEARLY, NEXT_YEAR, GOLD, back, entry("2026-05-01", 4000)) == "silver"


def test_taking_back_reaches_nothing() -> None:
    two = but(ROLLING, months=2)
    moved = (entry("2025-01-10", -5000), entry("2025-02-10", 4000))
    assert tier(two, DECEMBER, *moved) is None
    march = utc("2025-03-20")
    assert tier(two, march, *moved, entry("2025-03-10", -1)) is None
    assert tier(two, march, *moved, entry("2025-03-10", 1)) == "gold"


def test_a_lifetime_never_ends() -> None:
    assert tier(LIFETIME, utc("2090-01-01"), GOLD, entry("2025-07-01", -3000)) == "gold"
    assert earned(course(LIFETIME, GOLD), DECEMBER).until is None


def test_an_anniversary_is_the_members_own() -> None:
    own = but(YEARLY, span=Span.ANNIVERSARY)
    assert earned(course(own, GOLD), GOLD.at).until == utc("2026-02-27T19:00")


def test_the_evidence_says_what_was_counted_and_against_which_line() -> None:
    story = course(YEARLY, entry("2025-01-01", 1), GOLD, entry("2025-07-01", 50))
    reached = earned(story, DECEMBER)
    assert reached.basis is not None
    evidence = story.evidence(reached.basis)
    assert (evidence.amount, evidence.threshold, evidence.entries) == (3001, 3000, 2)
    assert (evidence.since, evidence.until) == (utc("2024-12-31T19:00"), NEW_YEAR)


def test_the_order_that_crosses_counts_as_the_rules_say() -> None:
    first, second = entry("2025-05-01", 900), entry("2025-06-01", 200)
    parts = (TierPart(None, 100), TierPart("silver", 100))
    by = DECEMBER
    assert earned(course(YEARLY, first, second), by).crossed == Crossed(
        second.entry_id, parts
    )
    after = but(YEARLY, crossing=Crossing.TIER_AFTER)
    assert earned(course(after, first, second), by).crossed == Crossed(
        second.entry_id, (TierPart("silver", 200),)
    )


def test_the_last_window_to_end_is_the_one_before_the_present() -> None:
    yearly, rolling = course(YEARLY), course(ROLLING)
    assert yearly.last_ended(NEW_YEAR).until == NEW_YEAR
    assert yearly.last_ended(utc("2026-04-01")).until == NEW_YEAR
    assert yearly.last_ended(NEW_YEAR - TICK).until == utc("2024-12-31T19:00")
    rolled = rolling.last_ended(utc("2025-04-10"))
    assert (rolled.since, rolled.until) == (
        utc("2024-03-31T19:00"),
        utc("2025-03-31T19:00"),
    )


def test_time_is_climbed_step_by_step_to_the_same_end() -> None:
    climb = Climb(course(ONE_DOWN, GOLD))
    for by in (GOLD.at - TICK, GOLD.at, NEW_YEAR, NEXT_YEAR):
        assert climb.highest(by) == earned(course(ONE_DOWN, GOLD), by)
