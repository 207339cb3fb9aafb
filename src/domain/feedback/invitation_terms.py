"""What is told of a customer's invitations to surveys, and what happens."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import CustomerId, InvitationId, SurveyId
from ..personal import Personal, personal
from .answers import Answer
from .design import Design
from .scale import Instrument, Score
from .triggers import Trigger


@frozen
class Invite:
    """Ask a customer, on a consent; who keeps contacts reserves one of this id.

    `about_ref` is what the survey is about, such as ``encounter:e-1``, ``order:o-1`` or
    a period, ``2026-Q1``; `policy` the version of the triggers that had them asked.
    """

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    survey_id: SurveyId
    survey_version: int
    instrument: Instrument
    trigger: Trigger
    purpose: str
    channel: str
    consent_position: int | None
    expires_at: datetime
    about_ref: str | None = None
    remind_at: tuple[datetime, ...] = ()
    rest_days: int = 0
    policy: str | None = None


@frozen
class Remind:
    """Remind them for the nth time, once that reminder is due."""

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    number: int
    consent_position: int | None


@frozen
class AnswerSurvey:
    """`design` is what was asked; the answer to its first item is the score."""

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    design: Design
    answers: tuple[Answer, ...]
    duration_s: int | None = None
    comment: str | None = None


@frozen
class AnswerServqual:
    """Answer the 22 items twice, and share a hundred points out to five dimensions."""

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    design: Design
    expectation: tuple[int, ...]
    perception: tuple[int, ...]
    weights: tuple[int, ...]
    duration_s: int | None = None
    comment: str | None = None


@frozen
class WithdrawInvitation:
    """Take an invitation back that nobody has answered, such as one never sent."""

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    reason: str


@frozen
class NoteInvitationsDue:
    """Note which reminders are due, and which invitations are over, by now."""

    at: datetime


@frozen
class NoteWithheld:
    """Keep that a customer was not asked, or not reminded, and by which rule.

    `number` is that of the reminder, 0 for the invitation itself.
    """

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    survey_id: SurveyId
    trigger: Trigger
    number: int
    rule: str
    reason: str


Command: TypeAlias = (
    Invite
    | Remind
    | AnswerSurvey
    | AnswerServqual
    | WithdrawInvitation
    | NoteInvitationsDue
    | NoteWithheld
)


@frozen
class SurveyInvited:
    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    survey_id: SurveyId
    survey_version: int
    instrument: Instrument
    trigger: Trigger
    purpose: str
    channel: str
    consent_position: int
    expires_at: datetime
    about_ref: str | None = None
    remind_at: tuple[datetime, ...] = ()
    policy: str | None = None


@frozen
class SurveyReminderDue:
    """`at` is when it was due; of several that are, the last one counts."""

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    number: int


@frozen
class SurveyReminded:
    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    number: int
    consent_position: int


@frozen
class SurveyAnswered:
    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    survey_id: SurveyId
    survey_version: int
    score: Score
    answers: tuple[Answer, ...]
    duration_s: int | None = None
    comment: Personal = personal(default=None)


@frozen
class ServqualAnswered:
    """In the order of the items, 1 to 22, and of the dimensions; see `servqual`."""

    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    survey_id: SurveyId
    survey_version: int
    expectation: tuple[int, ...]
    perception: tuple[int, ...]
    weights: tuple[int, ...]
    duration_s: int | None = None
    comment: Personal = personal(default=None)


@frozen
class SurveyInvitationWithdrawn:
    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    reason: str


@frozen
class SurveyInvitationExpired:
    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId


@frozen
class SurveyWithheld:
    at: datetime
    customer_id: CustomerId
    invitation_id: InvitationId
    survey_id: SurveyId
    trigger: Trigger
    number: int
    rule: str
    reason: str


Answered: TypeAlias = SurveyAnswered | ServqualAnswered
Event: TypeAlias = (
    SurveyInvited
    | SurveyReminderDue
    | SurveyReminded
    | Answered
    | SurveyInvitationWithdrawn
    | SurveyInvitationExpired
    | SurveyWithheld
)
