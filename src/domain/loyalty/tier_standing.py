"""The tier that entries earn: reached at once, lost only when a window ends."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from .tier_entries import Evidence, Tally
from .tier_rules import Downgrade, TierPart, TierRules
from .tier_windows import Window, last_ended, months_later, window_at


@frozen
class Crossed:
    """The entry with which a line was crossed, and in which tiers its parts count."""

    entry_id: str
    parts: tuple[TierPart, ...]


@frozen
class Basis:
    """What a tier was judged on: the first *count* entries in a window, for a rank."""

    window: Window
    count: int
    rank: int


@frozen
class Standing:
    """A tier by its rank, held until a moment at which it is looked at again."""

    rank: int = 0
    since: datetime | None = None
    until: datetime | None = None
    grace: bool = False
    basis: Basis | None = None
    crossed: Crossed | None = None


@frozen(eq=False)
class Course:
    """One member's entries, under one version of the rules."""

    rules: TierRules
    tally: Tally
    enrolled_at: datetime

    def window(self, moment: datetime) -> Window:
        return window_at(self.rules, moment, self.enrolled_at)

    def amount(self, basis: Basis) -> int:
        return self.tally.amount(basis.window.since, basis.count)

    def evidence(self, basis: Basis) -> Evidence:
        """Return what was judged, in a shape that is kept."""
        window, line = basis.window, self.rules.threshold(basis.rank)
        entries, digest = self.tally.digest(window.since, basis.count)
        amount = self.amount(basis)
        return Evidence(window.since, window.until, amount, line, entries, digest)


def looked_at(course: Course, rank: int, at: datetime, *, grace: bool) -> Basis:
    """Return what a tier is judged on at *at*: the window that ended last.

    When grace ends it may be the present one as well, whichever came to more.
    """
    windows = [course.window(at)]
    if windows[0].until is not None:
        ended = last_ended(course.rules, at, course.enrolled_at)
        windows = [ended, *windows] if grace else [ended]
    judged = []
    for window in windows:
        by = at if window.until is None else min(window.until, at)
        judged.append(Basis(window, course.tally.before(by), rank))
    return max(judged, key=course.amount)


def settle(course: Course, standing: Standing, at: datetime) -> Standing:
    """Return what becomes of a tier at the moment until which it was held."""
    rules, rank = course.rules, standing.rank
    basis = looked_at(course, rank, at, grace=standing.grace)
    until = course.window(at).until
    earned = rules.rank(course.amount(basis))
    if earned >= rank:
        return Standing(rank, standing.since, until, basis=basis)
    if rules.downgrade is Downgrade.KEEP_GRACE and not standing.grace:
        until = months_later(rules, at, rules.grace_months or 0)
        return Standing(rank, standing.since, until, grace=True, basis=basis)
    if rules.downgrade is Downgrade.ONE_DOWN:
        earned = rank - 1
    return Standing(earned, at, until if earned else None, basis=basis)


def settlements(
    course: Course, standing: Standing, by: datetime
) -> Iterator[tuple[datetime, Standing]]:
    """Yield each moment up to *by* at which the tier was looked at, and its outcome."""
    while standing.rank and standing.until is not None and standing.until <= by:
        at = standing.until
        standing = settle(course, standing, at)
        yield at, standing


def earned(course: Course, by: datetime) -> Standing:
    """Return the standing at *by* of someone whose entries were all known in time."""
    rules, standing = course.rules, Standing()
    for count, entry in enumerate(course.tally.until(by).entries, start=1):
        standing = _settled(course, standing, entry.at)
        window = course.window(entry.at)
        amount = course.tally.amount(window.since, count)
        rank = rules.rank(amount)
        if rank > standing.rank and entry.amount > 0:
            parts = rules.parts(standing.rank, amount - entry.amount, entry.amount)
            standing = Standing(
                rank,
                entry.at,
                window.until,
                basis=Basis(window, count, rank),
                crossed=Crossed(entry.entry_id, parts),
            )
    return _settled(course, standing, by)


def _settled(course: Course, standing: Standing, by: datetime) -> Standing:
    for _, after in settlements(course, standing, by):
        standing = after
    return standing
