"""What can be told of surveys, and of those who are asked."""

from typing import Any, Final

from ...domain.feedback import invitation_terms as invitation
from ...domain.feedback import survey, triggers
from .. import contexts
from ..asking import LookedUp
from ..inviting import to_answer, to_invite, to_remind
from .naming import named

_ANSWERED = LookedUp(("design",), to_answer)

COMMANDS: Final = (
    *named(
        contexts.SURVEY,
        ("survey_id",),
        ("design", survey.DesignSurvey, "Design a survey.", "survey_id"),
        ("revise", survey.ReviseSurvey, "Publish its next version, and say why."),
        ("close", survey.CloseSurvey, "Ask it no more, and say why."),
    ),
    *named(
        contexts.TRIGGER,
        ("policy_id",),
        (
            "publish",
            triggers.PublishTriggers,
            "Publish which survey is sent upon what, never to change.",
        ),
    ),
    *named(
        contexts.INVITATION,
        ("customer_id",),
        (
            "invite",
            invitation.Invite,
            "Ask a customer, on a consent and under the caps.",
            "invitation_id",
            None,
            LookedUp(
                ("survey_version", "instrument", "consent_position", "policy"),
                to_invite,
            ),
        ),
        (
            "remind",
            invitation.Remind,
            "Remind a customer of an invitation, once that is due.",
            None,
            None,
            LookedUp(("consent_position",), to_remind),
        ),
        (
            "answer",
            invitation.AnswerSurvey,
            "Answer what an invitation asks.",
            None,
            None,
            _ANSWERED,
        ),
        (
            "answer-servqual",
            invitation.AnswerServqual,
            "Answer the 22 items of SERVQUAL, as expected and as found.",
            None,
            None,
            _ANSWERED,
        ),
        (
            "withdraw",
            invitation.WithdrawInvitation,
            "Take back an invitation that nobody has answered.",
        ),
        (
            "fall-due",
            invitation.NoteInvitationsDue,
            "Note which reminders are due and which invitations are over.",
        ),
    ),
)

# What was withheld is noted by the policy that withheld it.
INTERNAL: Final[tuple[type[Any], ...]] = (invitation.NoteWithheld,)
