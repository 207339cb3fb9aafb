"""Short words for tiers: rules of 2025 and 2026, and entries by their day."""

from datetime import UTC, datetime

from attrs import evolve as but

from mijoz.domain.loyalty.tier_entries import Entry, Evidence, Tally
from mijoz.domain.loyalty.tier_policy import PolicyVersion
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Span,
    Tier,
    TierPart,
    TierRules,
)
from mijoz.domain.loyalty.tier_standing import Course
from mijoz.domain.loyalty.tier_terms import EvaluateTier, TierChanged, TierReason
from mijoz.domain.loyalty.tier_windows import TICK

YEARLY = TierRules(
    "Asia/Tashkent",
    (Tier("silver", 1000), Tier("gold", 3000)),
    Span.CALENDAR_YEAR,
    Downgrade.TO_EARNED,
    Crossing.SPLIT,
)
ONE_DOWN = but(YEARLY, downgrade=Downgrade.ONE_DOWN)
KEPT = but(YEARLY, downgrade=Downgrade.KEEP_GRACE, grace_months=3)
ROLLING = but(YEARLY, span=Span.ROLLING_MONTHS, months=12)
LIFETIME = but(YEARLY, span=Span.LIFETIME)
ENROLLED = datetime(2024, 2, 29, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    """Return a moment in UTC; Tashkent is five hours ahead, in every season."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NEW_YEAR = utc("2025-12-31T19:00")
NEXT_YEAR = utc("2026-12-31T19:00")


def entry(on: str, amount: int, entry_id: str = "") -> Entry:
    """Return an entry of a day's noon, named after its day."""
    return Entry(utc(f"{on}T12:00"), entry_id or on, amount)


def course(rules: TierRules, *entries: Entry) -> Course:
    return Course(rules, Tally(entries), ENROLLED)


def evaluate(
    at: datetime,
    *entries: Entry,
    rules: TierRules = YEARLY,
    version: int = 1,
    effective_from: datetime = ENROLLED,
) -> EvaluateTier:
    policy = PolicyVersion(version, effective_from, rules)
    return EvaluateTier(at, policy, ENROLLED, entries)


def evidence(rules: TierRules, by: datetime, line: int, *counted: Entry) -> Evidence:
    """Return the evidence of the window before *by*, with just these entries in it."""
    story = course(rules, *counted)
    window = story.window(by - TICK)
    entries, digest = story.tally.digest(window.since, len(counted))
    amount = sum(each.amount for each in counted)
    return Evidence(window.since, window.until, amount, line, entries, digest)


def reached(
    at: datetime, to: str, proof: Evidence, *parts: TierPart, entry_id: str = ""
) -> TierChanged:
    """Return that someone without a tier reached one with the order of that moment."""
    until, day = proof.until, entry_id or at.date().isoformat()
    reason = TierReason.UPGRADE
    return TierChanged(at, None, to, at, until, reason, 1, proof, day, parts, None)
