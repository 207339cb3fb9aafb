"""What is told of a customer's invitations to surveys, and what happens."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import CustomerId
from ..personal import Personal, personal
from .answers import Answer
from .design import Trigger


@frozen
class Invite:
    """Ask a customer, on a consent, by a contact that was reserved for it.

    `expires_at` and `reminders` are the design's; `trigger_ref` is what set it off,
    such as ``encounter:e-1``, ``order:o-1`` or a period, ``2026-Q1``.
    """

    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str
    survey_version: int
    trigger: Trigger
    purpose: str
    channel: str
    consent_position: int | None
    contact_id: str
    expires_at: datetime
    reminders: int
    trigger_ref: str | None = None


@frozen
class Remind:
    at: datetime
    invitation_id: str
    consent_position: int | None
    contact_id: str


@frozen
class AnswerSurvey:
    at: datetime
    invitation_id: str
    answers: tuple[Answer, ...]
    duration_s: int | None = None
    comment: str | None = None


@frozen
class AnswerServqual:
    """Answer the 22 items twice, and share a hundred points out to five dimensions."""

    at: datetime
    invitation_id: str
    expectation: tuple[int, ...]
    perception: tuple[int, ...]
    weights: tuple[int, ...]
    duration_s: int | None = None
    comment: str | None = None


@frozen
class ExpireInvitations:
    """Note which invitations are no longer good; each at its own moment."""

    at: datetime


@frozen
class NoteWithheld:
    """Keep that an invitation was not made, and by which rule."""

    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str
    trigger: Trigger
    rule: str
    reason: str


Command: TypeAlias = (
    Invite | Remind | AnswerSurvey | AnswerServqual | ExpireInvitations | NoteWithheld
)


@frozen
class SurveyInvited:
    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str
    survey_version: int
    trigger: Trigger
    purpose: str
    channel: str
    consent_position: int
    contact_id: str
    expires_at: datetime
    reminders: int
    trigger_ref: str | None = None


@frozen
class SurveyReminded:
    at: datetime
    customer_id: CustomerId
    invitation_id: str
    number: int
    consent_position: int
    contact_id: str


@frozen
class SurveyAnswered:
    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str
    survey_version: int
    answers: tuple[Answer, ...]
    duration_s: int | None = None
    comment: Personal = personal(default=None)


@frozen
class ServqualAnswered:
    """In the order of the items, 1 to 22, and of the dimensions; see `servqual`."""

    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str
    survey_version: int
    expectation: tuple[int, ...]
    perception: tuple[int, ...]
    weights: tuple[int, ...]
    duration_s: int | None = None
    comment: Personal = personal(default=None)


@frozen
class SurveyInvitationExpired:
    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str


@frozen
class SurveyWithheld:
    at: datetime
    customer_id: CustomerId
    invitation_id: str
    survey_id: str
    trigger: Trigger
    rule: str
    reason: str


Answered: TypeAlias = SurveyAnswered | ServqualAnswered
Event: TypeAlias = (
    SurveyInvited | SurveyReminded | Answered | SurveyInvitationExpired | SurveyWithheld
)
