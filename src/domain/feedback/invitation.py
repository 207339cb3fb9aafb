"""A customer's invitations to surveys: made on a consent, answered once, or over.

An answer counts by when it was given. One that is told late, after the invitation was
noted as over, is taken like any other if it was given in time.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from ..decider import Decider
from ..ids import InvitationId
from .answering import answer, in_time
from .invitation_refusals import (
    AlreadyAnswered,
    AlreadyInvited,
    AskedNotLongAgo,
    InvitationIdTaken,
    InvitationIsOver,
    InvitationIsWithdrawn,
    NoConsent,
    NoSuchReminder,
    NoTimeToAnswer,
    RemindedOutOfTurn,
    ReminderNotDue,
    UnknownInvitation,
)
from .invitation_state import Invitation, Invitations, evolve
from .invitation_terms import (
    AnswerServqual,
    AnswerSurvey,
    Invite,
    NoteInvitationsDue,
    NoteWithheld,
    Remind,
    SurveyInvitationExpired,
    SurveyInvitationWithdrawn,
    SurveyInvited,
    SurveyReminded,
    SurveyReminderDue,
    SurveyWithheld,
    WithdrawInvitation,
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
            yield from answer(command, _known(invitations, command.invitation_id))
        case WithdrawInvitation(at, customer, key, reason):
            invitation = _known(invitations, key)
            if not invitation.withdrawn:
                _refuse_unless_open(at, invitation)
                yield SurveyInvitationWithdrawn(at, customer, key, reason)
        case NoteInvitationsDue(at):
            waiting = [each for each in invitations.made.values() if each.due]
            for each in sorted(waiting, key=lambda one: one.due or at):
                yield from _fallen_due(at, each)
        case NoteWithheld(at, who, key, survey, trigger, number, rule, reason):
            if (key, number) not in invitations.withheld:
                yield SurveyWithheld(
                    at, who, key, survey, trigger, number, rule, reason
                )
        case _:
            assert_never(command)


def _invite(command: Invite, invitations: Invitations) -> Iterator[Event]:
    if known := invitations.made.get(command.invitation_id):
        old = known.invited
        why = command.survey_id, command.trigger, command.about_ref
        if why != (old.survey_id, old.trigger, old.about_ref):
            raise InvitationIdTaken(command.invitation_id)
        return
    if command.consent_position is None:
        raise NoConsent(command.purpose, command.channel)
    _in_turn(command)
    for other in invitations.made.values():
        if other.invited.trigger is command.trigger and other.open_at(command.at):
            raise AlreadyInvited(other.invited.invitation_id)
        since = abs(command.at - other.invited.at)
        if not other.withdrawn and since.days < command.rest_days:
            raise AskedNotLongAgo(other.invited.at, command.rest_days)
    yield SurveyInvited(
        command.at,
        command.customer_id,
        command.invitation_id,
        command.survey_id,
        command.survey_version,
        command.instrument,
        command.trigger,
        command.purpose,
        command.channel,
        command.consent_position,
        command.expires_at,
        command.about_ref,
        command.remind_at,
        command.policy,
    )


def _in_turn(command: Invite) -> None:
    if command.expires_at <= command.at:
        raise NoTimeToAnswer(command.expires_at)
    before = command.at
    for each in command.remind_at:
        if not before < each < command.expires_at:
            raise RemindedOutOfTurn(each)
        before = each


def _remind(command: Remind, invitation: Invitation) -> Iterator[Event]:
    invited, number = invitation.invited, command.number
    if number in {each.number for each in invitation.reminded}:
        return
    _refuse_unless_open(command.at, invitation)
    if not 1 <= number <= len(invited.remind_at):
        raise NoSuchReminder(number, len(invited.remind_at))
    if command.at < invited.remind_at[number - 1]:
        raise ReminderNotDue(invited.remind_at[number - 1])
    if command.consent_position is None:
        raise NoConsent(invited.purpose, invited.channel)
    who = invited.customer_id, invited.invitation_id
    yield SurveyReminded(command.at, *who, number, command.consent_position)


def _fallen_due(at: datetime, invitation: Invitation) -> Iterator[Event]:
    invited = invitation.invited
    who = invited.customer_id, invited.invitation_id
    if invited.expires_at <= at:
        yield SurveyInvitationExpired(invited.expires_at, *who)
        return
    passed = sum(each <= at for each in invited.remind_at)
    if passed > invitation.fallen_due:
        yield SurveyReminderDue(invited.remind_at[passed - 1], *who, passed)


def _known(invitations: Invitations, key: InvitationId) -> Invitation:
    if key not in invitations.made:
        raise UnknownInvitation(key)
    return invitations.made[key]


def _refuse_unless_open(at: datetime, invitation: Invitation) -> None:
    if invitation.answered:
        raise AlreadyAnswered(invitation.answered.at)
    if invitation.withdrawn:
        raise InvitationIsWithdrawn(invitation.withdrawn.at)
    if invitation.expired:
        raise InvitationIsOver(invitation.invited.expires_at)
    in_time(at, invitation.invited)


INVITATIONS = Decider[Command, Event, Invitations](Invitations(), decide, evolve)
