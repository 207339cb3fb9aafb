"""The tiers that entries earn: reached at once, lost only when a window ends."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from attrs import field, frozen

from .tier_entries import Entry, Evidence, Tally
from .tier_rules import Downgrade, TierPart, TierRules
from .tier_windows import TICK, Window, months_later, window_at


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
    _windows: list[Window] = field(factory=list, init=False)

    def window(self, moment: datetime) -> Window:
        """Return the window that a moment is in, made once for all that are in it."""
        for known in reversed(self._windows):
            if known.presents(moment):
                return known
        window = window_at(self.rules, moment, self.enrolled_at)
        self._windows.append(window)
        return window

    def last_ended(self, by: datetime) -> Window:
        """Return the last window that had ended *by* a moment; not for a lifetime."""
        return self.window(self.window(by).opened - TICK)

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
        ended = course.last_ended(at)
        windows = [ended, *windows] if grace else [ended]
    judged = []
    for window in windows:
        by = at if window.until is None else min(window.until, at)
        judged.append(Basis(window, course.tally.before(by), rank))
    return max(judged, key=course.amount)


def settle(course: Course, standing: Standing, at: datetime) -> Standing | None:
    """Return what becomes of a tier at the moment until which it was held, if any."""
    rules, rank, since = course.rules, standing.rank, standing.since
    basis = looked_at(course, rank, at, grace=standing.grace)
    if course.amount(basis) >= rules.threshold(rank):
        return Standing(rank, since, course.window(at).until, basis=basis)
    if rules.downgrade is Downgrade.KEEP_GRACE and not standing.grace:
        until = months_later(rules, at, rules.grace_months or 0)
        return Standing(rank, since, until, grace=True, basis=basis)
    return None


def below(
    course: Course, held: Mapping[int, Standing], rank: int, at: datetime
) -> Standing:
    """Return where someone falls who loses a tier: one down, or to what is earned."""
    if course.rules.downgrade is Downgrade.ONE_DOWN and rank > 1:
        basis = looked_at(course, rank - 1, at, grace=False)
        one_down = Standing(rank - 1, at, course.window(at).until, basis=basis)
        return held.get(rank - 1) or one_down
    return max(
        (standing for standing in held.values() if standing.rank < rank),
        key=attrgetter("rank"),
        default=Standing(),
    )


class Climb:
    """All tiers that are held as time goes on, had every entry been known in time.

    Each is reached and lost by itself, so that nobody who falls from a tier stands
    lower than those who never had it.
    """

    def __init__(self, course: Course) -> None:
        self.course, self.held = course, dict[int, Standing]()
        self._count = 0
        self._due: datetime | None = None

    def to(self, by: datetime) -> Mapping[int, Standing]:
        """Return what is held at *by*, which is never before the last one asked for."""
        entries, ranks = self.course.tally.entries, len(self.course.rules.tiers)
        while self._count < len(entries) and entries[self._count].at <= by:
            entry = entries[self._count]
            self._count += 1
            self._settle_due(entry.at)
            if entry.amount > 0 and len(self.held) < ranks:
                self._reach(entry)
        self._settle_due(by)
        return self.held

    def highest(self, by: datetime) -> Standing:
        return _highest(self.to(by))

    def _reach(self, entry: Entry) -> None:
        course, held = self.course, self.held
        window, top = course.window(entry.at), max(held, default=0)
        amount = course.tally.amount(window.since, self._count)
        for rank in range(1, course.rules.rank(amount) + 1):
            if rank not in held:
                before = amount - entry.amount
                parts = course.rules.parts(top, before, entry.amount)
                held[rank] = Standing(
                    rank,
                    entry.at,
                    window.until,
                    basis=Basis(window, self._count, rank),
                    crossed=Crossed(entry.entry_id, parts),
                )
                self._due = self._next()

    def _settle_due(self, by: datetime) -> None:
        """Settle what is due up to *by*, of one moment the lower tiers first."""
        held = self.held
        while self._due is not None and self._due <= by:
            at = self._due
            rank = min(rank for rank, each in held.items() if each.until == at)
            after = settle(self.course, held.pop(rank), at)
            lower = after or below(self.course, held, rank, at)
            if lower.rank:
                held.setdefault(lower.rank, lower)
            self._due = self._next()

    def _next(self) -> datetime | None:
        ends = (each.until for each in self.held.values())
        return min((each for each in ends if each is not None), default=None)


def earned(course: Course, by: datetime) -> Standing:
    """Return the highest of the tiers that are held at *by*."""
    return Climb(course).highest(by)


def _highest(held: Mapping[int, Standing]) -> Standing:
    return held[max(held)] if held else Standing()
