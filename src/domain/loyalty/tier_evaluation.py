"""What becomes of a tier: windows that ended first, then what is earned by now."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from .tier_entries import Tally
from .tier_rules import TierRules
from .tier_standing import (
    Basis,
    Climb,
    Course,
    Standing,
    below,
    looked_at,
    settle,
)
from .tier_status import TierStatus, evolve
from .tier_terms import (
    EvaluateTier,
    Event,
    TierChanged,
    TierKeptInGrace,
    TierQualified,
    TierReason,
    TierRetentionWarned,
)
from .tier_windows import days_before


@frozen(eq=False)
class Evaluation:
    """One look at one member: no earlier than the last thing that happened to them."""

    command: EvaluateTier
    at: datetime
    course: Course
    climb: Climb

    @property
    def rules(self) -> TierRules:
        return self.command.policy.rules

    @property
    def version(self) -> int:
        return self.command.policy.number

    def kept(self, at: datetime, standing: Standing) -> Event:
        """Return that a tier is still held, for what a window came to."""
        tier, until = self.rules.tiers[standing.rank - 1].name, standing.until
        assert standing.basis is not None
        evidence = self.course.evidence(standing.basis)
        if standing.grace and until is not None:
            return TierKeptInGrace(at, tier, until, self.version, evidence)
        return TierQualified(at, tier, until, self.version, evidence)

    def changed(
        self,
        at: datetime,
        before: str | None,
        standing: Standing,
        since: datetime,
        reason: TierReason,
        basis: Basis | None,
    ) -> Iterator[Event]:
        """Yield that another tier is held than *before*, for what *basis* comes to."""
        fell = (TierReason.WINDOW_END, TierReason.GRANT)
        crossed = None if reason in fell else standing.crossed
        yield TierChanged(
            at,
            before,
            self.rules.name(standing.rank),
            since,
            standing.until,
            reason,
            self.version,
            self.course.evidence(basis) if basis else None,
            crossed.entry_id if crossed else None,
            crossed.parts if crossed else (),
        )
        if standing.grace:
            yield self.kept(at, standing)


def evaluate(command: EvaluateTier, status: TierStatus) -> Iterator[Event]:
    at = max(command.at, status.seen)
    tally = Tally(command.entries).until(at)
    course = Course(command.policy.rules, tally, command.enrolled_at)
    evaluation = Evaluation(command, at, course, Climb(course))
    for step in (_grant_over, _windows_over, _reached, _granted, _joined, _warned):
        for event in step(evaluation, status):
            yield event
            status = evolve(status, event)


def _grant_over(this: Evaluation, status: TierStatus) -> Iterator[Event]:
    """Let who held a tier by a grant that is over hold what they have earned."""
    if status.grant_id is None:
        return
    end = status.ends(status.grant_id)
    if end is None or end > this.at:
        return
    standing = this.climb.highest(end)
    if standing.rank and this.rules.name(standing.rank) == status.tier:
        yield this.kept(end, standing)
    else:
        reason, basis = TierReason.GRANT, standing.basis
        yield from this.changed(end, status.tier, standing, end, reason, basis)


def _windows_over(this: Evaluation, status: TierStatus) -> Iterator[Event]:
    """Settle each window that has ended since the tier was last looked at."""
    if status.grant_id is not None:
        return
    rules, until = this.rules, status.valid_until
    if until is None:  # it was for good, by an earlier version
        until = this.course.window(this.command.policy.effective_from).until
    rank, grace = rules.rank_of(status.tier), status.in_grace
    while rank and until is not None and until <= this.at:
        end, held = until, this.climb.to(until)
        mine = Standing(rank, status.since, end, grace)
        after = held.get(rank) or settle(this.course, mine, end)
        if after:
            yield this.kept(end, after)
        else:
            missed = looked_at(this.course, rank, end, grace=grace)
            after = below(this.course, held, rank, end)
            lost, reason = rules.name(rank), TierReason.WINDOW_END
            yield from this.changed(end, lost, after, end, reason, missed)
        rank, until, grace = after.rank, after.until, after.grace


def _reached(this: Evaluation, status: TierStatus) -> Iterator[Event]:
    """Raise the tier to what is earned by now, from when it was."""
    at, policy = this.at, this.command.policy
    rank = this.rules.rank_of(status.tier)
    if this.rules.rank(this.course.tally.most()) <= rank:
        return  # as most orders find; no need to go over all that there ever was
    standing = this.climb.highest(at)
    if standing.rank <= rank:
        return
    assert standing.since is not None
    since = max(standing.since, policy.effective_from)
    reason = TierReason.UPGRADE if since >= at else TierReason.RETROACTIVE
    reason = this.command.because or reason
    yield from this.changed(at, status.tier, standing, since, reason, standing.basis)


def _granted(this: Evaluation, status: TierStatus) -> Iterator[Event]:
    """Raise the tier to what was granted, if that is higher than what is earned."""
    rules, grant = this.rules, status.granted(this.at)
    if grant is None or rules.rank_of(grant.tier) <= rules.rank_of(status.tier):
        return
    yield TierChanged(
        this.at,
        status.tier,
        grant.tier,
        max(grant.at, status.since or grant.at),
        grant.until,
        TierReason.GRANT,
        this.version,
        grant_id=grant.grant_id,
    )


def _joined(this: Evaluation, status: TierStatus) -> Iterator[Event]:
    """Raise the tier to that of one who is now the same person, if that is higher."""
    rules, at = this.rules, this.at
    for joined in status.joined.values():
        until = joined.until or this.course.window(joined.at).until
        higher = rules.rank_of(joined.tier) > rules.rank_of(status.tier)
        if not higher or (until is not None and until <= at):
            continue
        before, version = status.tier, this.version
        reason = TierReason.MERGE
        yield TierChanged(at, before, joined.tier, at, until, reason, version)
        status = but(status, tier=joined.tier)


def _warned(this: Evaluation, status: TierStatus) -> Iterator[Event]:
    """Say once, as the end of a window comes near, what is missing by it."""
    rules, by = this.rules, status.valid_until
    days = rules.warn_days
    if status.tier is None or status.grant_id or by is None or days is None:
        return
    if status.warned == by or this.at < days_before(rules, by, days):
        return
    rank = rules.rank_of(status.tier)
    basis = looked_at(this.course, rank, by, grace=status.in_grace)
    missing = rules.threshold(rank) - this.course.amount(basis)
    if missing > 0:
        version = this.version
        yield TierRetentionWarned(this.at, status.tier, missing, by, version)
