"""What happens to a member's tier, as it is looked at: once, whenever that is."""

from attrs import evolve as but

from mijoz.domain.loyalty.tier import TIERS
from mijoz.domain.loyalty.tier_rules import Span, Tier, TierPart
from mijoz.domain.loyalty.tier_terms import (
    TierChanged,
    TierKeptInGrace,
    TierQualified,
    TierReason,
    TierRetentionWarned,
)
from mijoz.domain.loyalty.tier_windows import TICK
from mijoz.testing import Scenario

from .tiers import (
    ENROLLED,
    KEPT,
    LIFETIME,
    NEW_YEAR,
    NEXT_YEAR,
    ONE_DOWN,
    YEARLY,
    entry,
    evaluate,
    evidence,
    reached,
    utc,
)

member = Scenario(TIERS)
GOLD = entry("2025-06-01", 3000)
PROOF = evidence(YEARLY, NEW_YEAR, 3000, GOLD)
PARTS = TierPart(None, 1000), TierPart("silver", 2000)
IS_GOLD = reached(GOLD.at, "gold", PROOF, *PARTS)
KEPT_FOR_2026 = TierQualified(NEW_YEAR, "gold", NEXT_YEAR, 1, PROOF)
golden = member.given(IS_GOLD)


def test_a_tier_is_reached_at_its_threshold_at_once() -> None:
    short = GOLD._replace(amount=2999)
    proof = evidence(YEARLY, NEW_YEAR, 1000, short)
    parts = TierPart(None, 1000), TierPart("silver", 1999)
    member.when(evaluate(GOLD.at, short)).then(
        reached(GOLD.at, "silver", proof, *parts)
    )
    member.when(evaluate(GOLD.at, GOLD)).then(IS_GOLD)


def test_what_is_yet_to_come_does_not_count() -> None:
    member.when(evaluate(GOLD.at - TICK, GOLD)).then_nothing()


def test_looking_twice_finds_nothing_new() -> None:
    golden.when(evaluate(GOLD.at, GOLD)).then_nothing()
    golden.when(evaluate(NEW_YEAR - TICK, GOLD)).then_nothing()


def test_a_window_that_has_ended_is_settled_once_at_its_own_moment() -> None:
    golden.when(evaluate(NEW_YEAR, GOLD)).then(KEPT_FOR_2026)
    story = golden.given(KEPT_FOR_2026)
    story.when(evaluate(utc("2026-03-01"), GOLD)).then_nothing()
    proof = evidence(YEARLY, NEXT_YEAR, 3000)
    lost = TierChanged(
        NEXT_YEAR,
        "gold",
        None,
        NEXT_YEAR,
        None,
        TierReason.WINDOW_END,
        1,
        proof,
        None,
        (),
        None,
    )
    story.when(evaluate(utc("2027-03-01"), GOLD)).then(lost)
    golden.when(evaluate(utc("2027-03-01"), GOLD)).then(KEPT_FOR_2026, lost)
    story.given(lost).when(evaluate(utc("2027-03-01"), GOLD)).then_nothing()


def test_falling_by_one_takes_a_year_each() -> None:
    story = golden.when(evaluate(utc("2028-06-01"), GOLD, rules=ONE_DOWN))
    fallen = [each for each in story.news if isinstance(each, TierChanged)]
    assert [(each.from_tier, each.to_tier) for each in fallen] == [
        ("gold", "silver"),
        ("silver", None),
    ]
    assert [each.at for each in fallen] == [NEXT_YEAR, utc("2027-12-31T19:00")]
    assert [each.evidence and each.evidence.threshold for each in fallen] == [
        3000,
        1000,
    ]


def test_a_fall_tells_of_the_line_that_was_missed() -> None:
    silver = entry("2026-06-01", 1000)
    (lost,) = golden.given(KEPT_FOR_2026).when(evaluate(NEXT_YEAR, GOLD, silver)).news
    assert isinstance(lost, TierChanged)
    assert lost.evidence == evidence(YEARLY, NEXT_YEAR, 3000, silver)
    assert (lost.to_tier, lost.valid_until) == ("silver", utc("2027-12-31T19:00"))
    assert (lost.crossing_entry, lost.crossing_parts) == (None, ())


def test_a_tier_kept_in_grace_falls_when_the_grace_is_over() -> None:
    april = utc("2027-03-31T19:00")
    story = golden.given(KEPT_FOR_2026)
    proof = evidence(YEARLY, NEXT_YEAR, 3000)
    kept = TierKeptInGrace(NEXT_YEAR, "gold", april, 1, proof)
    story.when(evaluate(april - TICK, GOLD, rules=KEPT)).then(kept)
    over = story.given(kept).when(evaluate(april, GOLD, rules=KEPT))
    (lost,) = over.news
    assert isinstance(lost, TierChanged)
    assert (lost.at, lost.to_tier, lost.reason) == (april, None, TierReason.WINDOW_END)
    enough = evaluate(april, GOLD, GOLD._replace(at=april - TICK), rules=KEPT)
    (again,) = story.given(kept).when(enough).news
    assert isinstance(again, TierQualified)
    assert again.valid_until == utc("2027-12-31T19:00")


def test_a_late_order_changes_the_tier_from_when_it_should_have() -> None:
    late = GOLD._replace(entry_id="late", at=utc("2025-03-01T12:00"))
    (changed,) = member.when(evaluate(GOLD.at, late)).news
    assert isinstance(changed, TierChanged)
    assert (changed.at, changed.effective_from) == (GOLD.at, late.at)
    assert (changed.reason, changed.crossing_entry) == (TierReason.RETROACTIVE, "late")


def test_a_late_order_of_a_year_that_is_over_still_counts_in_it() -> None:
    (changed,) = member.when(evaluate(utc("2026-07-10"), GOLD)).news
    assert isinstance(changed, TierChanged)
    assert (changed.from_tier, changed.to_tier) == (None, "gold")
    assert (changed.effective_from, changed.valid_until) == (GOLD.at, NEXT_YEAR)
    assert changed.evidence == PROOF


def test_a_late_order_can_find_its_tier_in_grace_already() -> None:
    story = member.when(evaluate(utc("2027-01-10"), GOLD, rules=KEPT))
    changed, kept = story.news
    assert isinstance(changed, TierChanged)
    assert isinstance(kept, TierKeptInGrace)
    april = utc("2027-03-31T19:00")
    assert (story.state.tier, story.state.valid_until) == ("gold", april)
    assert story.state.in_grace
    gone = story.when(evaluate(april, GOLD, rules=KEPT))
    assert gone.state.tier is None


def test_a_tier_is_not_lost_before_its_window_ends_when_points_are_taken_back() -> None:
    back = entry("2025-06-02", -3000)
    story = golden.when(evaluate(back.at, GOLD, back))
    story.then_nothing()
    assert story.when(evaluate(NEW_YEAR - TICK, GOLD, back)).state.tier == "gold"
    assert story.when(evaluate(NEW_YEAR, GOLD, back)).state.tier is None


def test_a_window_that_is_settled_is_not_taken_back_by_what_comes_late() -> None:
    late = entry("2025-12-01", -3000)
    story = golden.given(KEPT_FOR_2026)
    story.when(evaluate(utc("2026-02-01"), GOLD, late)).then_nothing()
    assert story.when(evaluate(NEXT_YEAR, GOLD, late)).state.tier is None


def test_a_look_at_an_earlier_moment_is_a_look_at_the_last_one() -> None:
    story = golden.given(KEPT_FOR_2026)
    more = GOLD._replace(entry_id="more", at=NEW_YEAR)
    story.when(evaluate(GOLD.at, GOLD, more)).then_nothing()
    lower = member.given(but(KEPT_FOR_2026, tier="silver"))
    assert lower.when(evaluate(GOLD.at, more)).news[0].at == NEW_YEAR


def test_no_tier_takes_effect_before_its_policy() -> None:
    july = utc("2025-07-01")
    later = evaluate(july, GOLD, effective_from=july)
    (changed,) = member.when(later).news
    assert isinstance(changed, TierChanged)
    assert changed.effective_from == july
    assert changed.reason is TierReason.UPGRADE
    (again,) = member.when(but(later, at=july + TICK)).news
    assert isinstance(again, TierChanged)
    assert again.reason is TierReason.RETROACTIVE


def test_higher_thresholds_of_a_later_version_count_when_the_window_ends() -> None:
    dearer = but(YEARLY, tiers=(Tier("silver", 1000), Tier("gold", 3001)))
    july = utc("2025-07-01")
    story = golden.when(
        evaluate(july, GOLD, rules=dearer, version=2, effective_from=july)
    )
    story.then_nothing()
    story = story.when(
        evaluate(NEW_YEAR, GOLD, rules=dearer, version=2, effective_from=july)
    )
    assert (story.state.tier, story.news[0].at) == ("silver", NEW_YEAR)


def test_a_tier_held_for_good_ends_with_the_windows_of_a_later_version() -> None:
    story = member.when(evaluate(GOLD.at, GOLD, rules=LIFETIME))
    assert story.state.valid_until is None
    july = utc("2025-07-01")
    yearly = evaluate(NEXT_YEAR, GOLD, version=2, effective_from=july)
    assert story.when(but(yearly, at=NEXT_YEAR - TICK)).state.tier == "gold"
    assert story.when(yearly).state.tier is None


def test_a_tier_with_an_end_can_become_one_for_good() -> None:
    for_good = evaluate(NEXT_YEAR, GOLD, rules=LIFETIME, version=2)
    state = golden.when(for_good).state
    assert (state.tier, state.valid_until) == ("gold", None)


def test_the_holder_is_warned_once_of_what_is_missing_by_the_windows_end() -> None:
    warning = but(YEARLY, warn_days=30)
    first = utc("2026-12-01T19:00")
    more = entry("2026-05-01", 2999)
    story = golden.given(KEPT_FOR_2026)
    story.when(evaluate(first - TICK, GOLD, more, rules=warning)).then_nothing()
    warned = TierRetentionWarned(first, "gold", 1, NEXT_YEAR, 1)
    story.when(evaluate(first, GOLD, more, rules=warning)).then(warned)
    story.given(warned).when(
        evaluate(first + TICK, GOLD, more, rules=warning)
    ).then_nothing()
    enough = more._replace(amount=3000)
    story.when(evaluate(first, GOLD, enough, rules=warning)).then_nothing()
    story.when(evaluate(first, GOLD, more)).then_nothing()


def test_who_has_no_tier_is_not_warned() -> None:
    rules = but(YEARLY, warn_days=366)
    member.when(evaluate(GOLD.at, rules=rules)).then_nothing()


def test_a_lifetime_is_not_warned_of() -> None:
    rules = but(YEARLY, warn_days=366, span=Span.LIFETIME)
    (changed,) = member.when(evaluate(GOLD.at, GOLD, rules=rules)).news
    assert isinstance(changed, TierChanged)


def test_there_is_nothing_to_say_of_someone_without_entries() -> None:
    member.when(evaluate(ENROLLED)).then_nothing()
