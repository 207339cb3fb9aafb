"""Tiers given by someone's word: for a while, one at a time, above what is earned."""

from datetime import datetime

from attrs import evolve as but

from mijoz.domain.loyalty.points_refusals import InvalidValue
from mijoz.domain.loyalty.tier import (
    TIERS,
    AnotherGrantCounts,
    GrantIdTaken,
    UnknownGrant,
)
from mijoz.domain.loyalty.tier_terms import (
    GrantTier,
    RevokeGrant,
    TierChanged,
    TierGranted,
    TierGrantRevoked,
    TierKeptInGrace,
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

APRIL, JULY = utc("2025-04-01"), utc("2025-07-01")
GRANTED = TierGranted(APRIL, "G1", "gold", JULY, "apology", "anna")
BY_GRANT = TierChanged(
    APRIL, None, "gold", APRIL, JULY, TierReason.GRANT, 1, None, None, (), "G1"
)
SILVER = entry("2025-05-01", 1500)
member = Scenario(TIERS)
guest = member.given(GRANTED, BY_GRANT)


def grant(
    grant_id: str = "G1", *, at: datetime = APRIL, until: datetime | None = JULY
) -> GrantTier:
    return GrantTier(at, grant_id, "gold", until, "apology", "anna")


def fallen(at: datetime) -> TierChanged:
    reason = TierReason.GRANT
    return TierChanged(at, "gold", None, at, None, reason, 1, None, None, (), None)


def test_a_grant_is_given_once() -> None:
    member.when(grant()).then(GRANTED)
    member.given(GRANTED).when(grant()).then_nothing()
    other = member.given(GRANTED)
    other.when(but(grant(), tier="silver")).then(GrantIdTaken("G1"))
    other.when(grant(until=None)).then(GrantIdTaken("G1"))


def test_a_grant_ends_after_it_begins() -> None:
    member.when(grant(until=APRIL)).then(InvalidValue("until", APRIL.isoformat()))
    until = APRIL + TICK
    member.when(grant(until=until)).then(but(GRANTED, until=until))


def test_there_is_one_grant_at_a_time() -> None:
    story = member.given(GRANTED)
    story.when(grant("G2", at=JULY - TICK, until=None)).then(AnotherGrantCounts("G1"))
    story.when(grant("G2", at=JULY, until=None)).then(
        but(GRANTED, at=JULY, grant_id="G2", until=None)
    )
    story.when(grant("G0", at=APRIL - TICK)).then(
        but(GRANTED, at=APRIL - TICK, grant_id="G0")
    )


def test_a_grant_is_revoked_once_and_only_before_its_end() -> None:
    revoked = TierGrantRevoked(JULY - TICK, "G1", "mistake")
    story = member.given(GRANTED)
    story.when(RevokeGrant(JULY - TICK, "G1", "mistake")).then(revoked)
    story.given(revoked).when(RevokeGrant(JULY - TICK, "G1", "again")).then_nothing()
    story.when(RevokeGrant(JULY, "G1", "mistake")).then_nothing()
    story.when(RevokeGrant(APRIL, "G2", "mistake")).then(UnknownGrant("G2"))
    for_good = member.given(but(GRANTED, until=None))
    for_good.when(RevokeGrant(NEXT_YEAR, "G1", "mistake")).then(
        TierGrantRevoked(NEXT_YEAR, "G1", "mistake")
    )


def test_a_grant_is_held_from_when_it_was_given() -> None:
    member.given(GRANTED).when(evaluate(APRIL)).then(BY_GRANT)
    (changed,) = member.given(GRANTED).when(evaluate(APRIL + TICK)).news
    assert isinstance(changed, TierChanged)
    assert (changed.at, changed.effective_from) == (APRIL + TICK, APRIL)
    guest.when(evaluate(APRIL + TICK)).then_nothing()


def test_a_grant_that_is_over_leaves_what_was_earned() -> None:
    guest.when(evaluate(JULY - TICK)).then_nothing()
    guest.when(evaluate(JULY + TICK)).then(fallen(JULY))
    proof = evidence(YEARLY, NEW_YEAR, 1000, SILVER)
    (changed,) = guest.when(evaluate(JULY, SILVER)).news
    assert isinstance(changed, TierChanged)
    assert (changed.to_tier, changed.effective_from) == ("silver", JULY)
    assert (changed.valid_until, changed.evidence) == (NEW_YEAR, proof)
    assert (changed.reason, changed.grant_id) == (TierReason.GRANT, None)


def test_who_earned_what_was_granted_keeps_it_when_the_grant_is_over() -> None:
    gold = SILVER._replace(amount=3000)
    story = guest.when(evaluate(gold.at, gold))
    story.then_nothing()
    proof = evidence(YEARLY, NEW_YEAR, 3000, gold)
    kept = TierQualified(JULY, "gold", NEW_YEAR, 1, proof)
    story = story.when(evaluate(JULY, gold))
    story.then(kept)
    story.when(evaluate(JULY, gold)).then_nothing()
    assert story.state.grant_id is None


def test_or_keeps_it_in_the_grace_that_it_is_in() -> None:
    gold = entry("2024-06-01", 3000)
    far = utc("2026-01-10")
    story = member.given(but(GRANTED, until=far), but(BY_GRANT, valid_until=far))
    (kept,) = story.when(evaluate(far, gold, rules=KEPT)).news
    assert isinstance(kept, TierKeptInGrace)
    assert (kept.at, kept.valid_until) == (far, utc("2026-03-31T19:00"))


def test_a_revoked_grant_is_over_at_once() -> None:
    may = utc("2025-05-01")
    story = guest.given(TierGrantRevoked(may, "G1", "mistake"))
    story.when(evaluate(may)).then(fallen(may))
    story.given(fallen(may)).when(evaluate(JULY)).then_nothing()


def test_a_grant_for_good_outlasts_every_window() -> None:
    story = member.given(but(GRANTED, until=None), but(BY_GRANT, valid_until=None))
    story.when(evaluate(utc("2030-01-01"), SILVER)).then_nothing()


def test_a_grant_of_no_more_than_was_earned_changes_nothing() -> None:
    gold = entry("2025-03-01", 3000)
    is_gold = reached(gold.at, "gold", evidence(YEARLY, NEW_YEAR, 3000, gold))
    story = member.given(is_gold, GRANTED)
    story.when(evaluate(APRIL, gold)).then_nothing()


def test_what_is_earned_above_a_grant_is_held_by_being_earned() -> None:
    low = but(GRANTED, tier="silver")
    by_low = but(BY_GRANT, to_tier="silver")
    gold = SILVER._replace(amount=3000)
    story = member.given(low, by_low).when(evaluate(gold.at, gold))
    (changed,) = story.news
    assert isinstance(changed, TierChanged)
    assert (changed.from_tier, changed.to_tier) == ("silver", "gold")
    assert (changed.reason, changed.grant_id) == (TierReason.UPGRADE, None)
    story.when(evaluate(JULY, gold)).then_nothing()


def test_who_falls_below_a_grant_is_held_by_it() -> None:
    silver = entry("2025-03-01", 1500)
    is_silver = reached(silver.at, "silver", evidence(YEARLY, NEW_YEAR, 1000, silver))
    kept = but(GRANTED, tier="silver", until=None)
    story = member.given(is_silver, kept).when(evaluate(utc("2027-02-01"), silver))
    lost, held = story.news[-2:]
    assert isinstance(lost, TierChanged)
    assert isinstance(held, TierChanged)
    assert (lost.to_tier, held.to_tier) == (None, "silver")
    assert (held.at, held.effective_from) == (utc("2027-02-01"), NEXT_YEAR)
    assert (held.valid_until, held.grant_id) == (None, "G1")


def test_a_second_grant_follows_the_first() -> None:
    second = but(GRANTED, at=JULY, grant_id="G2", until=None)
    story = guest.given(second).when(evaluate(JULY))
    first_over, held = story.news
    assert first_over == fallen(JULY)
    assert isinstance(held, TierChanged)
    assert (held.to_tier, held.grant_id) == ("gold", "G2")


def test_who_holds_a_tier_by_a_grant_is_not_warned() -> None:
    warning = but(YEARLY, warn_days=366)
    guest.when(evaluate(JULY - TICK, rules=warning)).then_nothing()
