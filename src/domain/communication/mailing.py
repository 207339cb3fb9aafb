"""A mailing: planned, launched to an audience that is fixed then, paused, ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..ids import CustomerId
from ..times import not_before
from .audience import digest as digest
from .audience import once_each
from .mailing_refusals import (
    ImpossibleHoldout,
    ImpossibleInterval,
    MailingChanged,
    MailingIsOver,
    MailingIsPaused,
    MailingNotDue,
    MailingNotPlanned,
    NoSegment,
    NotTheNextRound,
    NoWay,
    WayTwice,
)
from .mailing_terms import (
    AudienceMemberDropped,
    AudienceSelected,
    DropFromAudience,
    EndMailing,
    LaunchMailing,
    MailingEnded,
    MailingPaused,
    MailingPlanned,
    MailingResumed,
    PauseMailing,
    PlanMailing,
    Recipient,
    ResumeMailing,
)
from .mailing_terms import Command as Command
from .mailing_terms import Event as Event

_MILLE = 1000


@frozen
class Mailing:
    """What is planned, the audiences of its rounds, and who was dropped from them."""

    planned: MailingPlanned | None = None
    rounds: tuple[AudienceSelected, ...] = ()
    dropped: frozenset[tuple[int, CustomerId]] = frozenset()
    paused: bool = False
    ended: MailingEnded | None = None

    @property
    def due(self) -> datetime | None:
        """When the next round goes out; None if there is none."""
        planned = self.planned
        if planned is None or self.ended:
            return None
        if not self.rounds:
            return planned.starts_at
        if planned.every_days is None:
            return None
        return self.rounds[-1].at + timedelta(days=planned.every_days)

    def audience(self) -> tuple[Recipient, ...]:
        """Return who is to be written to in the last round, and was not dropped."""
        if not self.rounds:
            return ()
        last = self.rounds[-1]
        return tuple(
            each
            for each in last.recipients
            if (last.round, each.customer_id) not in self.dropped
        )


def decide(command: Command, mailing: Mailing) -> Iterator[Event]:
    if isinstance(command, PlanMailing):
        yield from _plan(command, mailing.planned)
        return
    planned = mailing.planned
    if planned is None:
        raise MailingNotPlanned
    name, at = planned.mailing_id, command.at
    not_before(planned.at, at)
    match command:
        case LaunchMailing():
            if command.round > len(mailing.rounds):
                yield _launch(command, planned, mailing)
        case DropFromAudience(customer_id=customer, reason=reason):
            if any(each.customer_id == customer for each in mailing.audience()):
                last = mailing.rounds[-1].round
                yield AudienceMemberDropped(at, name, customer, last, reason)
        case PauseMailing(reason=reason):
            if mailing.ended:
                raise MailingIsOver(name)
            if not mailing.paused:
                yield MailingPaused(at, name, reason)
        case ResumeMailing(reason=reason):
            if mailing.ended:
                raise MailingIsOver(name)
            if mailing.paused:
                yield MailingResumed(at, name, reason)
        case EndMailing(reason=reason):
            if mailing.ended is None:
                yield MailingEnded(at, name, reason)
        case _:
            assert_never(command)


def _plan(
    command: PlanMailing, known: MailingPlanned | None
) -> Iterator[MailingPlanned]:
    name, holdout, days = (
        command.mailing_id,
        command.holdout_per_mille,
        command.every_days,
    )
    event = MailingPlanned(
        command.at,
        name,
        command.campaign_id,
        command.purpose,
        command.segment,
        command.segment_version,
        command.ways,
        command.starts_at,
        command.salt,
        holdout,
        days,
        command.offer,
    )
    if known is not None:
        if but(event, at=known.at) != known:
            raise MailingChanged(name)
        return
    if not command.segment.strip():
        raise NoSegment(name)
    channels = [each.channel for each in command.ways]
    if not channels:
        raise NoWay(name)
    for each in channels:
        if channels.count(each) > 1:
            raise WayTwice(each)
    if not 0 <= holdout < _MILLE:
        raise ImpossibleHoldout(holdout)
    if days is not None and days < 1:
        raise ImpossibleInterval(days)
    yield event


def _launch(
    command: LaunchMailing, planned: MailingPlanned, mailing: Mailing
) -> AudienceSelected:
    name, following = planned.mailing_id, len(mailing.rounds) + 1
    due = mailing.due
    if due is None:
        raise MailingIsOver(name)
    if mailing.paused:
        raise MailingIsPaused(name)
    if command.round != following:
        raise NotTheNextRound(command.round, following)
    if command.at < due:
        raise MailingNotDue(due)
    once_each(command.recipients, command.held_out)
    return AudienceSelected(
        command.at,
        name,
        planned.campaign_id,
        command.round,
        planned.segment,
        planned.segment_version,
        len(command.recipients),
        digest(command.recipients, command.held_out),
        command.recipients,
        command.held_out,
        command.excluded_by_consent,
        command.excluded_by_cap,
        command.excluded_otherwise,
    )


def evolve(mailing: Mailing, event: Event) -> Mailing:
    match event:
        case MailingPlanned():
            return but(mailing, planned=event)
        case AudienceSelected():
            return but(mailing, rounds=(*mailing.rounds, event))
        case AudienceMemberDropped(round=number, customer_id=customer):
            return but(mailing, dropped=mailing.dropped | {(number, customer)})
        case MailingPaused():
            return but(mailing, paused=True)
        case MailingResumed():
            return but(mailing, paused=False)
        case MailingEnded():
            return but(mailing, ended=event)
        case _:
            assert_never(event)


MAILINGS = Decider(Mailing(), decide, evolve)
