"""A cause: announced, given to in points, money and time, and told what came of it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, assert_never

from attrs import evolve as but
from attrs import field, frozen

from .. import money
from ..decider import Decider
from ..ids import CustomerId
from ..times import not_before
from . import giving
from .cause_refusals import (
    CauseChanged,
    CauseIsClosed,
    CauseNotAnnounced,
    GoalNeedsACurrency,
    ImpactChanged,
    ImpossibleRecognition,
    NotSoMany,
    NotTheEvidence,
    ParticipationChanged,
)
from .cause_terms import (
    AnnounceCause,
    CauseAnnounced,
    CauseClosed,
    CloseCause,
    Command,
    ContributeMoney,
    ContributePoints,
    ContributionPledged,
    Event,
    ImpactReported,
    MoneyContributed,
    NoteCauseDue,
    PledgeKept,
    PledgeLapsed,
    PledgeToCause,
    PointsContributed,
    RecordVolunteering,
    ReportImpact,
    VolunteeringRecorded,
    VolunteerRecognised,
)
from .giving import Giving

__all__ = ["CAUSES", "Cause", "Command", "Event"]

MOST: Final = 10**12
A_DAY: Final = 24 * 60  # minutes
A_LIFE: Final = 100 * 366 * A_DAY


@frozen
class Cause:
    """A cause, what was given, who volunteered, and what is reported to have come."""

    announced: CauseAnnounced | None = None
    giving: Giving = field(factory=Giving)
    volunteering: Mapping[str, VolunteeringRecorded] = field(factory=dict, hash=False)
    recognised: frozenset[CustomerId] = frozenset()
    impact: tuple[ImpactReported, ...] = ()
    closed: CauseClosed | None = None

    @property
    def due(self) -> datetime | None:
        """When the next pledge lapses, unless the cause is closed."""
        return None if self.closed else self.giving.due

    def minutes(self, customer: CustomerId) -> int:
        """Return for how long a customer has volunteered."""
        return sum(
            each.minutes
            for each in self.volunteering.values()
            if each.customer_id == customer
        )


def decide(command: Command, cause: Cause) -> Iterator[Event]:
    """Yield the pledges that lapsed first, and then what *command* causes."""
    if isinstance(command, AnnounceCause):
        yield from _announce(command, cause.announced)
        return
    announced, at = cause.announced, command.at
    if announced is None:
        raise CauseNotAnnounced
    not_before(announced.at, at)
    if not cause.closed:
        for event in giving.lapse(cause.giving, announced, at):
            cause = evolve(cause, event)
            yield event
    match command:
        case NoteCauseDue():
            return
        case ReportImpact():
            yield from _report(command, cause, announced)
        case CloseCause(_, reason):
            if not cause.closed:
                yield CauseClosed(at, announced.cause_id, reason)
        case _ if cause.closed:
            raise CauseIsClosed(announced.cause_id, cause.closed.reason)
        case PledgeToCause() | ContributePoints() | ContributeMoney():
            yield from giving.decide(command, cause.giving, announced)
        case RecordVolunteering():
            yield from _volunteer(command, cause, announced)
        case _:
            assert_never(command)


def _announce(command: AnnounceCause, known: CauseAnnounced | None) -> Iterator[Event]:
    goal, minutes = command.goal, command.badge_minutes
    event = CauseAnnounced(
        command.at,
        command.cause_id,
        command.kind,
        command.name,
        command.organisation,
        command.currency,
        goal,
        command.programme_id,
        command.badge,
        minutes,
    )
    if known:
        if but(event, at=known.at) != known:
            raise CauseChanged(known.cause_id)
        return
    if command.currency is not None:
        money.check(1 if goal is None else goal, command.currency)
    elif goal is not None:
        raise GoalNeedsACurrency(goal)
    possible = minutes is None if command.badge is None else minutes is not None
    if not possible or (minutes is not None and not 1 <= minutes <= A_LIFE):
        raise ImpossibleRecognition(command.badge, minutes)
    yield event


def _volunteer(
    command: RecordVolunteering, cause: Cause, announced: CauseAnnounced
) -> Iterator[Event]:
    at, who, minutes = command.at, command.customer_id, command.minutes
    name, key = announced.cause_id, command.participation_id
    event = VolunteeringRecorded(at, name, key, who, minutes, command.vouched_by)
    if known := cause.volunteering.get(key):
        if but(event, at=known.at) != known:
            raise ParticipationChanged(key)
        return
    if not 1 <= minutes <= A_DAY:
        raise NotSoMany(minutes, 1, A_DAY)
    yield event
    badge, enough = announced.badge, announced.badge_minutes
    total = cause.minutes(who) + minutes
    if badge is None or enough is None or who in cause.recognised:
        return
    if total >= enough:
        yield VolunteerRecognised(at, name, who, badge, total)


def _report(
    command: ReportImpact, cause: Cause, announced: CauseAnnounced
) -> Iterator[Event]:
    event = ImpactReported(
        command.at,
        announced.cause_id,
        command.report_id,
        command.metric,
        command.value,
        command.unit,
        command.evidence_ref,
        command.evidence_sha256,
    )
    for known in cause.impact:
        if known.report_id == command.report_id:
            if but(event, at=known.at) != known:
                raise ImpactChanged(known.report_id)
            return
    if not 0 <= command.value <= MOST:
        raise NotSoMany(command.value, 0, MOST)
    if not re.fullmatch(r"[0-9a-f]{64}", command.evidence_sha256):
        raise NotTheEvidence(command.evidence_sha256)
    yield event


def evolve(cause: Cause, event: Event) -> Cause:
    match event:
        case CauseAnnounced():
            return Cause(event)
        case (
            ContributionPledged()
            | PledgeKept()
            | PledgeLapsed()
            | PointsContributed()
            | MoneyContributed()
        ):
            return but(cause, giving=giving.evolve(cause.giving, event))
        case VolunteeringRecorded(participation_id=key):
            return but(cause, volunteering={**cause.volunteering, key: event})
        case VolunteerRecognised(customer_id=who):
            return but(cause, recognised=cause.recognised | {who})
        case ImpactReported():
            return but(cause, impact=(*cause.impact, event))
        case CauseClosed():
            return but(cause, closed=event)
        case _:
            assert_never(event)


CAUSES = Decider(Cause(), decide, evolve)
