"""What can be told of surveys, and of those who are asked."""

from typing import Any, Final

from ...domain.feedback import complaint_terms as complaint
from ...domain.feedback import idea, remedy_terms, review, survey, triggers
from ...domain.feedback import invitation_terms as invitation
from .. import contexts
from ..asking import LookedUp
from ..inviting import to_answer, to_invite, to_remind
from .naming import named

_ANSWERED = LookedUp(("design",), to_answer)
# What no score has brought is a customer's own word.
_OWN_WORD = {
    "source": complaint.ComplaintSource.CUSTOMER,
    "evidence_ref": None,
    "score": None,
}

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
    *named(
        contexts.COMPLAINT,
        ("complaint_id",),
        (
            "file",
            complaint.FileComplaint,
            "Take a complaint, to be acknowledged by a time.",
            "complaint_id",
            None,
            LookedUp(tuple(_OWN_WORD), lambda _, __: _OWN_WORD),
        ),
        ("acknowledge", complaint.AcknowledgeComplaint, "Say that we have it."),
        (
            "find-cause",
            complaint.FindCause,
            "Say what the cause was, and who has to end it.",
        ),
        (
            "offer",
            remedy_terms.OfferRemedy,
            "Offer a remedy, one at a time.",
            "remedy_id",
        ),
        (
            "accept",
            remedy_terms.AcceptRemedy,
            "Note that a remedy was accepted, and what gave its value.",
        ),
        ("decline", remedy_terms.DeclineRemedy, "Note that a remedy was declined."),
        ("escalate", complaint.EscalateComplaint, "Take it up to the next level."),
        ("close", complaint.CloseComplaint, "Close a complaint."),
        (
            "fall-due",
            complaint.NoteComplaintDue,
            "Note a complaint overdue that nobody has acknowledged.",
        ),
    ),
    *named(
        contexts.REVIEW,
        ("review_id",),
        ("publish", review.PublishReview, "Take a review as published.", "review_id"),
        ("answer", review.AnswerReview, "Answer a review, once."),
    ),
    *named(
        contexts.IDEA,
        ("idea_id",),
        ("submit", idea.SubmitIdea, "Take a customer's idea.", "idea_id"),
        ("adopt", idea.AdoptIdea, "Adopt an idea, as a change that is named."),
        ("decline", idea.DeclineIdea, "Decline an idea, and say why."),
    ),
)

# What was withheld is noted, and a loop verified, by the policy that does it.
INTERNAL: Final[tuple[type[Any], ...]] = (
    invitation.NoteWithheld,
    complaint.VerifyLoop,
)
