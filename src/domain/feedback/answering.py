"""How an invitation is answered: once, in its time, and to what it asked."""

from collections.abc import Iterator
from datetime import datetime

from ..personal import same
from .answers import fits, fits_servqual, score_of, whole_servqual
from .invitation_refusals import (
    AlreadyAnswered,
    InvitationIsOver,
    InvitationIsWithdrawn,
    NotInvitedYet,
)
from .invitation_state import Invitation
from .invitation_terms import (
    Answered,
    AnswerServqual,
    AnswerSurvey,
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvited,
)


def answer(
    command: AnswerSurvey | AnswerServqual, invitation: Invitation
) -> Iterator[Answered]:
    """Yield the answer, unless it is known."""
    event = _as_given(command, invitation.invited)
    if known := invitation.answered:
        if type(known) is not type(event) or not same(event, known):
            raise AlreadyAnswered(known.at)
        return
    if invitation.withdrawn:
        raise InvitationIsWithdrawn(invitation.withdrawn.at)
    in_time(command.at, invitation.invited)
    yield event


def in_time(at: datetime, invited: SurveyInvited) -> None:
    """Refuse a moment at which an invitation was not there, or over."""
    if at < invited.at:
        raise NotInvitedYet(invited.at)
    if at >= invited.expires_at:
        raise InvitationIsOver(invited.expires_at)


def _as_given(
    command: AnswerSurvey | AnswerServqual, invited: SurveyInvited
) -> Answered:
    who = invited.customer_id, invited.invitation_id
    what = invited.survey_id, invited.survey_version
    rest = command.duration_s, command.comment
    design = command.design
    if isinstance(command, AnswerSurvey):
        fits(design, command.answers)
        score = score_of(design, command.answers)
        return SurveyAnswered(command.at, *who, *what, score, command.answers, *rest)
    values = command.expectation, command.perception
    fits_servqual(design, *values)
    whole_servqual(*values, command.weights)
    return ServqualAnswered(command.at, *who, *what, *values, command.weights, *rest)
