"""A customer's invitations to surveys: made on a consent, answered once, or over.

An answer counts by when it was given. One that is told late, after the invitation was
noted as over, is taken like any other if it was given in time.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from ..decider import Decider
from ..personal import same
from .answers import whole_servqual
from .invitation_refusals import (
    AlreadyAnswered,
    AlreadyInvited,
    InvitationIdTaken,
    InvitationIsOver,
    NoConsent,
    NoMoreReminders,
    NoTimeToAnswer,
    NotInvitedYet,
    UnknownInvitation,
)
from .invitation_state import Invitation, Invitations, evolve
from .invitation_terms import (
    Answered,
    AnswerServqual,
    AnswerSurvey,
    ExpireInvitations,
    Invite,
    NoteWithheld,
    Remind,
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationExpired,
    SurveyInvited,
    SurveyReminded,
    SurveyWithheld,
)
from .invitation_terms import Command as Command
from .invitation_terms import Event as Event


def decide(command: Command, invitations: Invitations) -> Iterator[Event]:
    match command:
        case Invite():
            yield from _invite(command, invitations)
        case Remind():
            yield from _remind(command, _known(invitations, command.invitation_id))
        case AnswerSurvey() | AnswerServqual():
            yield from _answer(command, _known(invitations, command.invitation_id))
        case ExpireInvitations(at):
            for each in invitations.made.values():
                end = each.invited.expires_at
                if end <= at and not each.answered and not each.expired:
                    who, what = each.invited.customer_id, each.invited.invitation_id
                    yield SurveyInvitationExpired(
                        end, who, what, each.invited.survey_id
                    )
        case NoteWithheld(at, customer, invitation, survey, trigger, rule, reason):
            if invitation not in invitations.made.keys() | invitations.withheld:
                yield SurveyWithheld(
                    at, customer, invitation, survey, trigger, rule, reason
                )
        case _:
            assert_never(command)


def _invite(command: Invite, invitations: Invitations) -> Iterator[Event]:
    if known := invitations.made.get(command.invitation_id):
        old = known.invited
        why = command.survey_id, command.trigger, command.trigger_ref
        if why != (old.survey_id, old.trigger, old.trigger_ref):
            raise InvitationIdTaken(command.invitation_id)
        return
    if command.consent_position is None:
        raise NoConsent(command.purpose, command.channel)
    if command.expires_at <= command.at:
        raise NoTimeToAnswer(command.expires_at)
    for other in invitations.made.values():
        if other.invited.trigger is command.trigger and other.open_at(command.at):
            raise AlreadyInvited(other.invited.invitation_id)
    yield SurveyInvited(
        command.at,
        command.customer_id,
        command.invitation_id,
        command.survey_id,
        command.survey_version,
        command.trigger,
        command.purpose,
        command.channel,
        command.consent_position,
        command.contact_id,
        command.expires_at,
        command.reminders,
        command.trigger_ref,
    )


def _remind(command: Remind, invitation: Invitation) -> Iterator[Event]:
    invited, sent = invitation.invited, invitation.reminders
    if command.contact_id in {each.contact_id for each in sent}:
        return
    if invitation.answered:
        raise AlreadyAnswered(invitation.answered.at)
    _in_time(command.at, invited)
    if len(sent) >= invited.reminders:
        raise NoMoreReminders(invited.reminders)
    if command.consent_position is None:
        raise NoConsent(invited.purpose, invited.channel)
    yield SurveyReminded(
        command.at,
        invited.customer_id,
        invited.invitation_id,
        len(sent) + 1,
        command.consent_position,
        command.contact_id,
    )


def _answer(
    command: AnswerSurvey | AnswerServqual, invitation: Invitation
) -> Iterator[Event]:
    event = _as_given(command, invitation.invited)
    if known := invitation.answered:
        if type(known) is not type(event) or not same(event, known):
            raise AlreadyAnswered(known.at)
        return
    _in_time(command.at, invitation.invited)
    yield event


def _as_given(
    command: AnswerSurvey | AnswerServqual, invited: SurveyInvited
) -> Answered:
    what = invited.survey_id, invited.survey_version
    about = invited.customer_id, invited.invitation_id, *what
    rest = command.duration_s, command.comment
    if isinstance(command, AnswerSurvey):
        return SurveyAnswered(command.at, *about, command.answers, *rest)
    values = command.expectation, command.perception, command.weights
    whole_servqual(*values)
    return ServqualAnswered(command.at, *about, *values, *rest)


def _known(invitations: Invitations, invitation_id: str) -> Invitation:
    if invitation_id not in invitations.made:
        raise UnknownInvitation(invitation_id)
    return invitations.made[invitation_id]


def _in_time(at: datetime, invited: SurveyInvited) -> None:
    if at < invited.at:
        raise NotInvitedYet(invited.at)
    if at >= invited.expires_at:
        raise InvitationIsOver(invited.expires_at)


INVITATIONS = Decider[Command, Event, Invitations](Invitations(), decide, evolve)
