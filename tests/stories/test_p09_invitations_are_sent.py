"""P9 and P16: an invitation goes out as a message, or is withdrawn if it must not."""

from mijoz.application.contexts import CONSENT, CONTACT, CUSTOMER, INVITATION, MESSAGE
from mijoz.application.contexts import TEMPLATE as TEMPLATES
from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.message import MessageDecided, MessageSuppressed
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.customer.consent import WithdrawConsent
from mijoz.domain.customer.contact_terms import ContactReserved
from mijoz.domain.customer.profile import AddIdentifier, IdentifierKind
from mijoz.domain.feedback.invitation_terms import (
    SurveyInvitationWithdrawn,
    SurveyInvited,
)
from mijoz.domain.ids import TemplateId

from .asked import AZIZA, READY, WARMTH, encounter, sweep
from .telling import Step, day, tell

MET = "encounter_closed:e-1"
TEXT = TemplateText("en", "Were you satisfied, $name?", "One question")
WORDS: Step = (
    TEMPLATES,
    WARMTH,
    PublishTemplate(
        day(0), TemplateId(WARMTH), 1, MessageChannel.EMAIL, (TEXT,), "anna"
    ),
)
ADDRESS: Step = (
    CUSTOMER,
    AZIZA,
    AddIdentifier(day(0), IdentifierKind.EMAIL, "aziza@example.org", "index-1"),
)
NO: Step = (
    CONSENT,
    AZIZA,
    WithdrawConsent(day(2), AZIZA, "survey", "email", "link"),
)


def test_an_invitation_and_its_reminder_are_messages_with_the_contacts_they_took() -> (
    None
):
    told = tell(*READY, WORDS, ADDRESS, *encounter("e-1", 1), sweep(4))
    first, second = (told.of(MESSAGE, each) for each in (MET, f"{MET}:1"))
    for (message,), at in ((first, 1), (second, 4)):
        assert isinstance(message, MessageDecided)
        assert (message.at, message.why) == (day(at), f"invitation:{MET}")
        assert message.template_id == TemplateId(WARMTH)
        assert message.contact_point == "index-1"
    contacts = told.of(CONTACT, AZIZA)
    assert [type(each) for each in contacts] == [ContactReserved, ContactReserved]


def test_an_invitation_that_waits_is_withdrawn_with_the_consent() -> None:
    told = tell(*READY, WORDS, ADDRESS, *encounter("e-1", 1), NO)
    assert isinstance(told.of(MESSAGE, MET)[-1], MessageSuppressed)
    invited, withdrawn = told.of(INVITATION, AZIZA)
    assert isinstance(invited, SurveyInvited)
    assert isinstance(withdrawn, SurveyInvitationWithdrawn)
    assert withdrawn.reason == "consent_withdrawn"


def test_without_a_message_too_an_invitation_is_withdrawn_with_the_consent() -> None:
    told = tell(*READY, *encounter("e-1", 1), NO)
    assert isinstance(told.of(INVITATION, AZIZA)[-1], SurveyInvitationWithdrawn)


def test_whoever_cannot_be_reached_is_not_asked_and_the_reason_is_kept() -> None:
    told = tell(*READY, WORDS, *encounter("e-1", 1))
    (withheld,) = told.of(INVITATION, AZIZA)
    assert withheld.rule == "MessageIsHindered"
    assert told.of(CONTACT, AZIZA) == []
