"""Short words for tiers: rules of 2025 and 2026, and entries by their day."""

from datetime import UTC, datetime

from attrs import evolve as but

from mijoz.domain.loyalty.tier_entries import Entry, Tally
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Span,
    Tier,
    TierRules,
)
from mijoz.domain.loyalty.tier_standing import Course

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
