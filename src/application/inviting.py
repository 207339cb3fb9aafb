"""What an invitation takes from elsewhere: its survey, and a consent as it is now."""

from collections.abc import Mapping
from typing import Any

from ..domain.feedback.invitation_refusals import NotAsDesigned, UnknownInvitation
from ..domain.feedback.invitation_state import Invitations
from ..domain.feedback.invitation_terms import AnswerServqual, AnswerSurvey, Invite
from ..domain.feedback.survey import Design, Survey, SurveyIsClosed, SurveyNotDesigned
from .aggregate import Aggregate
from .contexts import CONSENT, INVITATION, SURVEY
from .envelope import Origin
from .handling import Handler
from .reaching import allowed
from .work import Work


def consent_position(
    work: Work, customer: str, purpose: str, channel: str
) -> int | None:
    """Return the position of a customer's consents, if they allow this now."""
    if not allowed(work, customer, purpose, channel):
        return None
    return work.revision(CONSENT, customer)


def newest_design(work: Work, survey_id: str) -> tuple[int, Design]:
    """Return what a survey asks now, under the number of that version.

    Raises:
        SurveyNotDesigned: There is no such survey.
        SurveyIsClosed: It is asked no more.
    """
    survey: Survey = work.state(SURVEY, survey_id)
    if not survey.designs:
        raise SurveyNotDesigned
    if survey.closed:
        raise SurveyIsClosed(survey.closed.at)
    return survey.version, survey.designs[survey.version]


def to_invite(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the survey's newest version and the consent that an invitation names."""
    work = handler.begin(Origin("service:registry"))
    version, design = newest_design(work, said["survey_id"])
    who = said["customer_id"], said["purpose"], said["channel"]
    return {
        "survey_version": version,
        "instrument": design.instrument,
        "consent_position": consent_position(work, *who),
        "policy": None,
    }


def to_remind(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the consent on which someone is reminded of an invitation."""
    work = handler.begin(Origin("service:registry"))
    customer = said["customer_id"]
    invitations: Invitations = work.state(INVITATION, customer)
    made = invitations.made.get(said["invitation_id"])
    if made is None:
        return {"consent_position": None}
    purpose, channel = made.invited.purpose, made.invited.channel
    return {"consent_position": consent_position(work, customer, purpose, channel)}


def to_answer(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return what an invitation asked, for it to be answered."""
    work = handler.begin(Origin("service:registry"))
    return {"design": asked(work, said["customer_id"], said["invitation_id"])[1]}


def asked(work: Work, customer: str, invitation_id: str) -> tuple[int, Design]:
    """Return what someone was asked, under the number of that version of the survey.

    Raises:
        UnknownInvitation: They were never invited by that.
    """
    invitations: Invitations = work.state(INVITATION, customer)
    if invitation_id not in invitations.made:
        raise UnknownInvitation(invitation_id)
    invited = invitations.made[invitation_id].invited
    survey: Survey = work.state(SURVEY, invited.survey_id)
    return invited.survey_version, survey.designs[invited.survey_version]


def surveys_are_asked_as_designed(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse to ask, or to take as asked, what the survey does not say."""
    match command:
        case Invite():
            made = work.state(INVITATION, command.customer_id).made
            if command.invitation_id in made:
                return
            version, design = newest_design(work, command.survey_id)
            if command.survey_version != version:
                raise NotAsDesigned("survey_version", version)
            if command.instrument is not design.instrument:
                raise NotAsDesigned("instrument", version)
        case AnswerSurvey() | AnswerServqual():
            version, design = asked(work, command.customer_id, command.invitation_id)
            if command.design != design:
                raise NotAsDesigned("design", version)
