"""What a programme's tiers take: thresholds over a window, and how one is lost."""

from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import frozen

from .terms import MOST, InvalidTerm


class Span(StrEnum):
    """Which qualifying entries count together.

    A year of the calendar, the months up to and with the present one, a year from the
    day of enrolment on, or all there ever were.
    """

    CALENDAR_YEAR = "calendar_year"
    ROLLING_MONTHS = "rolling_months"
    ANNIVERSARY = "anniversary"
    LIFETIME = "lifetime"


class Downgrade(StrEnum):
    """What becomes of a tier that a window did not earn again."""

    ONE_DOWN = "one_down"
    TO_EARNED = "to_earned"
    KEEP_GRACE = "keep_grace"


class Crossing(StrEnum):
    """In which tier the order counts that crosses a threshold."""

    TIER_BEFORE = "tier_before"
    TIER_AFTER = "tier_after"
    SPLIT = "split"


@frozen
class Privilege:
    """What those in a tier may do; `uses` is how often until their tier is confirmed.

    None is as often as they like.
    """

    name: str
    uses: int | None = None


@frozen
class Tier:
    """A tier, the qualifying units in one window that reach it, and what it gives."""

    name: str
    threshold: int
    privileges: tuple[Privilege, ...] = ()


@frozen
class TierPart:
    """So much of one entry counts in a tier; None is below the first."""

    tier: str | None
    amount: int


@frozen
class TierRules:
    """The tiers of one version, the lowest first; below the first there is none.

    `months` is the length of a rolling window, `grace_months` how long a tier is kept
    that was not earned again, `warn_days` how long before a window's end its holder
    is told what is missing; None is never.
    """

    time_zone: str
    tiers: tuple[Tier, ...]
    span: Span
    downgrade: Downgrade
    crossing: Crossing
    months: int | None = None
    grace_months: int | None = None
    warn_days: int | None = None

    def rank(self, amount: int) -> int:
        """Return which tier an amount reaches, counted from 1; 0 is none."""
        return sum(tier.threshold <= amount for tier in self.tiers)

    def rank_of(self, name: str | None) -> int:
        """Return the rank of a tier by its name; 0 for none, and for none of ours."""
        names = [tier.name for tier in self.tiers]
        return names.index(name) + 1 if name in names else 0

    def name(self, rank: int) -> str | None:
        return self.tiers[rank - 1].name if rank else None

    def threshold(self, rank: int) -> int:
        return self.tiers[rank - 1].threshold

    def privileges(self, name: str | None) -> tuple[Privilege, ...]:
        """Return what a tier gives by its name; nothing for none, and none of ours."""
        rank = self.rank_of(name)
        return self.tiers[rank - 1].privileges if rank else ()

    def parts(self, rank: int, before: int, amount: int) -> tuple[TierPart, ...]:
        """Return in which tiers an entry counts that crosses from *rank* upwards.

        *before* is what the window held without it. The parts sum to *amount*.
        """
        reached = self.rank(before + amount)
        if self.crossing is Crossing.TIER_BEFORE:
            return (TierPart(self.name(rank), amount),)
        if self.crossing is Crossing.TIER_AFTER:
            return (TierPart(self.name(reached), amount),)
        lines = [self.threshold(each) for each in range(rank + 1, reached + 1)]
        marks = [before, *(max(before, line) for line in lines), before + amount]
        return tuple(
            TierPart(self.name(rank + step), upper - lower)
            for step, (lower, upper) in enumerate(pairwise(marks))
            if upper > lower
        )

    def check(self) -> None:
        """Refuse tiers out of order, numbers without sense, and an unknown zone."""
        names = [tier.name for tier in self.tiers]
        if not names or len(set(names)) < len(names) or not all(names):
            raise InvalidTerm("tiers", str(names))
        lines = [tier.threshold for tier in self.tiers]
        if lines[0] < 1 or lines[-1] > MOST or any(b <= a for a, b in pairwise(lines)):
            raise InvalidTerm("thresholds", str(lines))
        for tier in self.tiers:
            _check_privileges(tier.privileges)
        _check_months("months", self.months, self.span is Span.ROLLING_MONTHS)
        in_grace = self.downgrade is Downgrade.KEEP_GRACE
        _check_months("grace_months", self.grace_months, in_grace)
        if self.warn_days is not None and not 1 <= self.warn_days <= 366:
            raise InvalidTerm("warn_days", str(self.warn_days))
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise InvalidTerm("time_zone", self.time_zone) from None


def _check_privileges(privileges: tuple[Privilege, ...]) -> None:
    names = [each.name for each in privileges]
    if len(set(names)) < len(names) or not all(names):
        raise InvalidTerm("privileges", str(names))
    for each in privileges:
        if each.uses is not None and not 1 <= each.uses <= MOST:
            raise InvalidTerm("uses", str(each.uses))


def _check_months(field: str, months: int | None, needed: bool) -> None:
    given = months is not None
    if needed != given or (months is not None and not 1 <= months <= 120):
        raise InvalidTerm(field, str(months))
