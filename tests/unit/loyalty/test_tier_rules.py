"""Thresholds, ranks, and where the order counts that crosses a line."""

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.terms import MOST, InvalidTerm
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Privilege,
    Span,
    Tier,
    TierPart,
    TierRules,
)

RULES = TierRules(
    "Asia/Tashkent",
    (Tier("silver", 1000), Tier("gold", 3000)),
    Span.CALENDAR_YEAR,
    Downgrade.TO_EARNED,
    Crossing.SPLIT,
)


def refused(rules: TierRules) -> InvalidTerm:
    with pytest.raises(InvalidTerm) as refusal:
        rules.check()
    return refusal.value


@pytest.mark.parametrize(
    ("amount", "name"),
    [
        (-5, None),
        (999, None),
        (1000, "silver"),
        (1001, "silver"),
        (2999, "silver"),
        (3000, "gold"),
        (3001, "gold"),
    ],
)
def test_a_tier_is_reached_at_its_threshold_and_not_before(
    amount: int, name: str | None
) -> None:
    assert RULES.name(RULES.rank(amount)) == name


def test_a_tier_is_known_by_its_name() -> None:
    assert [RULES.rank_of(each) for each in (None, "silver", "gold", "tin")] == [
        0,
        1,
        2,
        0,
    ]
    assert (RULES.threshold(1), RULES.threshold(2)) == (1000, 3000)


def test_an_order_that_crosses_is_split_at_each_line() -> None:
    assert RULES.parts(0, 900, 2300) == (
        TierPart(None, 100),
        TierPart("silver", 2000),
        TierPart("gold", 200),
    )
    assert RULES.parts(1, 2900, 100) == (TierPart("silver", 100),)
    assert RULES.parts(0, -50, 1050) == (TierPart(None, 1050),)


def test_an_order_that_crosses_counts_in_the_tier_before_or_after() -> None:
    before = but(RULES, crossing=Crossing.TIER_BEFORE)
    assert before.parts(0, 900, 2300) == (TierPart(None, 2300),)
    after = but(RULES, crossing=Crossing.TIER_AFTER)
    assert after.parts(0, 900, 2300) == (TierPart("gold", 2300),)


def test_what_was_over_a_line_already_counts_above_it() -> None:
    assert RULES.parts(0, 1500, 10) == (TierPart("silver", 10),)


def test_a_programme_has_tiers_each_with_a_name_of_its_own() -> None:
    RULES.check()
    assert refused(but(RULES, tiers=())) == InvalidTerm("tiers", "[]")
    for names in (["a", "a"], ["a", ""]):
        tiers = tuple(Tier(name, n + 1) for n, name in enumerate(names))
        assert refused(but(RULES, tiers=tiers)) == InvalidTerm("tiers", str(names))


@pytest.mark.parametrize("lines", [[0, 5], [5, 5], [6, 5], [5, MOST + 1]])
def test_thresholds_rise(lines: list[int]) -> None:
    tiers = tuple(Tier(str(n), line) for n, line in enumerate(lines))
    assert refused(but(RULES, tiers=tiers)) == InvalidTerm("thresholds", str(lines))


def test_thresholds_begin_at_one_and_go_far() -> None:
    but(RULES, tiers=(Tier("a", 1), Tier("b", 2), Tier("c", MOST))).check()


def test_months_are_given_to_a_rolling_window_and_only_there() -> None:
    assert refused(but(RULES, months=3)) == InvalidTerm("months", "3")
    rolling = but(RULES, span=Span.ROLLING_MONTHS)
    for bad in (None, 0, 121):
        wrong = but(rolling, months=bad)
        assert refused(wrong) == InvalidTerm("months", str(bad))
    for good in (1, 120):
        but(rolling, months=good).check()


def test_months_of_grace_are_given_where_a_tier_is_kept_and_only_there() -> None:
    assert refused(but(RULES, grace_months=3)) == InvalidTerm("grace_months", "3")
    kept = but(RULES, downgrade=Downgrade.KEEP_GRACE)
    for bad in (None, 0, 121):
        wrong = but(kept, grace_months=bad)
        assert refused(wrong) == InvalidTerm("grace_months", str(bad))
    for good in (1, 120):
        but(kept, grace_months=good).check()


def test_a_warning_comes_a_day_to_a_year_before() -> None:
    for bad in (0, 367):
        assert refused(but(RULES, warn_days=bad)) == InvalidTerm("warn_days", str(bad))
    for good in (1, 366):
        but(RULES, warn_days=good).check()


def test_a_time_zone_is_one_that_is_known() -> None:
    for bad in ("Mars/Base", "../etc"):
        wrong = but(RULES, time_zone=bad)
        assert refused(wrong) == InvalidTerm("time_zone", bad)


def test_a_tier_gives_its_privileges_and_none_gives_nothing() -> None:
    lounge = Privilege("lounge", 2)
    rules = but(RULES, tiers=(Tier("a", 1), Tier("b", 2, (lounge,))))
    rules.check()
    assert rules.privileges("b") == (lounge,)
    assert rules.privileges("a") == rules.privileges(None) == ()
    assert rules.privileges("c") == ()


def test_privileges_have_names_of_their_own_and_uses_from_one() -> None:
    for names in (["a", "a"], ["a", ""]):
        given = tuple(Privilege(name) for name in names)
        wrong = but(RULES, tiers=(Tier("t", 1, given),))
        assert refused(wrong) == InvalidTerm("privileges", str(names))
    for bad in (0, MOST + 1):
        wrong = but(RULES, tiers=(Tier("t", 1, (Privilege("a", bad),)),))
        assert refused(wrong) == InvalidTerm("uses", str(bad))
    for good in (1, MOST, None):
        but(RULES, tiers=(Tier("t", 1, (Privilege("a", good),)),)).check()
