"""How far a member has come: towards the next tier, and to keep the one they hold."""

from datetime import datetime

from attrs import frozen

from .tier_entries import Tally
from .tier_standing import Course, looked_at
from .tier_status import TierStatus
from .tier_terms import EvaluateTier


@frozen
class Progress:
    """What counts in the present window, and what is missing.

    `to_next` is missing for the next tier, None where there is none; `to_keep` for the
    tier that is held to be confirmed when it is looked at again, None where that is
    never, or where it is held by a grant.
    """

    since: datetime
    until: datetime | None
    amount: int
    next_tier: str | None
    to_next: int | None
    to_keep: int | None


def progress(look: EvaluateTier, status: TierStatus) -> Progress:
    """Return the progress of a member whose tier was just looked at."""
    rules, at = look.policy.rules, look.at
    course = Course(rules, Tally(look.entries).until(at), look.enrolled_at)
    window, rank = course.window(at), rules.rank_of(status.tier)
    amount = course.tally.amount(window.since, len(course.tally.entries))
    higher = rank < len(rules.tiers)
    return Progress(
        window.since,
        window.until,
        amount,
        rules.name(rank + 1) if higher else None,
        max(0, rules.threshold(rank + 1) - amount) if higher else None,
        _to_keep(course, rank, status),
    )


def _to_keep(course: Course, rank: int, status: TierStatus) -> int | None:
    by = status.valid_until
    if not rank or by is None or status.grant_id:
        return None
    basis = looked_at(course, rank, by, grace=status.in_grace)
    return max(0, course.rules.threshold(rank) - course.amount(basis))
