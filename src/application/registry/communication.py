"""What can be told of templates, mailings and messages."""

from typing import Any, Final

from ...domain.communication import mailing_terms as mailing
from ...domain.communication import message, template
from .. import contexts
from ..asking import LookedUp
from ..messaging import standing
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.TEMPLATE,
        ("template_id",),
        (
            "publish",
            template.PublishTemplate,
            "Publish a version of a template's texts, never to change.",
        ),
    ),
    *named(
        contexts.MAILING,
        ("mailing_id",),
        (
            "plan",
            mailing.PlanMailing,
            "Plan a mailing: what, to whom, when, how often.",
            "mailing_id",
        ),
        ("pause", mailing.PauseMailing, "Send no more of it for now."),
        ("resume", mailing.ResumeMailing, "Send the rest of it after all."),
        ("end", mailing.EndMailing, "End it; what has not left is called off."),
    ),
    *named(
        contexts.MESSAGE,
        ("message_id",),
        (
            "decide",
            message.DecideMessage,
            "Decide on a message, on a consent and under the caps.",
            "message_id",
            None,
            LookedUp(
                ("template_version", "consent_position", "contact_point", "send_at"),
                standing,
            ),
        ),
        ("call-off", message.SuppressMessage, "Do not send it after all."),
        ("note-delivery", message.RecordDelivery, "Note that it was delivered."),
        ("note-open", message.RecordOpen, "Note that it was opened."),
        ("note-click", message.RecordClick, "Note that a link of it was followed."),
        ("note-reply", message.RecordReply, "Note that it was answered."),
        (
            "note-bounce",
            message.RecordBounce,
            "Note that it came back; a hard bounce stops the contact point.",
        ),
        (
            "unsubscribe",
            message.RecordUnsubscribe,
            "Unsubscribe by it: the consent is withdrawn.",
        ),
    ),
)
# An audience is selected, a text is rendered, and a dispatch is the outbox's word.
INTERNAL: Final[tuple[type[Any], ...]] = (
    mailing.LaunchMailing,
    mailing.DropFromAudience,
    message.RenderMessage,
    message.RecordDispatch,
)
