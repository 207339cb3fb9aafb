"""P16: a withdrawal cancels what waits, and drops from audiences."""

from functools import partial
from typing import Any

from attrs import define, field

from mijoz.application.contexts import (
    CAMPAIGN,
    CONSENT,
    CUSTOMER,
    MAILING,
    MESSAGE,
    TEMPLATE,
)
from mijoz.application.dispatching import dispatch_due
from mijoz.application.handling import Handler
from mijoz.application.lawfulness import unlawful
from mijoz.application.messaging import stands_on
from mijoz.application.ports import Letter
from mijoz.domain.campaign.campaign import PlanCampaign
from mijoz.domain.communication.deciding import DecideMessage, MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.mailing_terms import (
    AudienceMemberDropped,
    LaunchMailing,
    PlanMailing,
    Recipient,
    Way,
)
from mijoz.domain.communication.message import MessageSuppressed, RecordUnsubscribe
from mijoz.domain.communication.sending import Hindrance
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.customer.consent import (
    ConsentWithdrawn,
    GrantConsent,
    LawfulBasis,
    WithdrawConsent,
)
from mijoz.domain.customer.profile import (
    AddIdentifier,
    IdentifierKind,
    PartyKind,
    RegisterCustomer,
)
from mijoz.domain.ids import CampaignId, CustomerId, MailingId, MessageId, TemplateId

from .telling import TIME, Step, Told, day, tell

AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
NAVRUZ, SALE, WEEKLY = CampaignId("navruz"), TemplateId("sale"), MailingId("weekly")
EMAIL = MessageChannel.EMAIL
WAY = Way(EMAIL, SALE, 1)
TEXT = TemplateText("en", "Socks, $name!", "Socks")


@define
class Loft:
    """An outbox; a letter that comes twice is one."""

    letters: dict[str, Letter] = field(factory=dict)
    name: str = "loft"
    channels: frozenset[str] = frozenset({"email"})

    def send(self, letter: Letter) -> str:
        assert self.letters.setdefault(letter.reference, letter) == letter
        return letter.reference


def customer(who: CustomerId) -> tuple[Step, ...]:
    register = RegisterCustomer(day(0), who, PartyKind.PERSON, "shop", name=who)
    add = AddIdentifier(day(0), IdentifierKind.EMAIL, f"{who}@example.org", who)
    grant = GrantConsent(
        day(0), who, "news", "email", LawfulBasis.CONSENT, "v1", "form"
    )
    return (
        (CUSTOMER, who, register),
        (CUSTOMER, who, add),
        (CONSENT, who, grant),
    )


def decide(who: CustomerId, number: float, handler: Handler) -> None:
    """Decide a message of the mailing, as its launch does."""
    name = MessageId(f"weekly:1:{who}")

    def story(work: Any) -> None:
        at = day(number)
        found = stands_on(work, who, "news", EMAIL, at, marketing=True)
        point = found["consent_position"], found["contact_point"], found["send_at"]
        command = DecideMessage(
            day(1), name, who, "news", EMAIL, SALE, 1, *point, "x", NAVRUZ, WEEKLY
        )
        if work.state(MESSAGE, name).decided is None:
            work.handle(MESSAGE, name, command)

    handler.run(story, TIME)


PLAN = PlanCampaign(day(0), NAVRUZ, "direct", day(0).date(), day(30).date())
LAUNCHED: tuple[Step, ...] = (
    (CAMPAIGN, NAVRUZ, PLAN),
    (TEMPLATE, SALE, PublishTemplate(day(0), SALE, 1, EMAIL, (TEXT,), "anna")),
    *customer(AZIZA),
    *customer(BEK),
    (
        MAILING,
        WEEKLY,
        PlanMailing(
            day(0),
            WEEKLY,
            NAVRUZ,
            "news",
            "all",
            1,
            (Way(EMAIL, SALE, 1),),
            day(1),
            "s",
        ),
    ),
    (
        MAILING,
        WEEKLY,
        LaunchMailing(
            day(1), 1, (Recipient(AZIZA, EMAIL), Recipient(BEK, EMAIL)), (), 0, 0, 0
        ),
    ),
    partial(decide, AZIZA, 1),
    partial(decide, BEK, 3),
)


def withdraw(number: float, who: CustomerId = AZIZA) -> Step:
    return CONSENT, who, WithdrawConsent(day(number), who, "news", "email", "form")


def dispatch(number: float, loft: Loft) -> Step:
    return lambda handler: dispatch_due(handler, loft, day(number), TIME)


def what_followed(told: Told) -> list[str]:
    return [type(each).__name__ for each in told.by("withdrawals-cancel")]


def test_a_withdrawal_cancels_what_waits_and_drops_from_the_audience() -> None:
    loft = Loft()
    told = tell(*LAUNCHED, withdraw(1.5), dispatch(2, loft), dispatch(4, loft))
    assert what_followed(told) == ["MessageSuppressed", "AudienceMemberDropped"]
    dropped = told.by("withdrawals-cancel")[1]
    assert isinstance(dropped, AudienceMemberDropped)
    assert (dropped.customer_id, dropped.round) == (AZIZA, 1)
    assert {each.to for each in loft.letters.values()} == {"bek@example.org"}


def test_a_message_is_sent_once_however_often_its_dispatcher_dies() -> None:
    loft = Loft()
    told = tell(*LAUNCHED, dispatch(2, loft), dispatch(4, loft))
    assert told.names().count("MessageDispatched") == 2
    assert len(loft.letters) == 2
    assert what_followed(told) == []


def test_who_unsubscribes_by_one_message_gets_no_other() -> None:
    loft = Loft()
    left = (MESSAGE, "weekly:1:aziza", RecordUnsubscribe(day(2), "link"))
    told = tell(*LAUNCHED, dispatch(1, loft), left)
    (withdrawn,) = told.by("unsubscribing-withdraws")
    assert isinstance(withdrawn, ConsentWithdrawn)
    assert withdrawn.evidence_ref == "message:weekly:1:aziza"
    assert told.names().count("MessageDispatched") == 1


def test_what_left_after_a_withdrawal_that_was_told_late_is_listed() -> None:
    told = tell(*LAUNCHED, dispatch(2, Loft()), withdraw(1.5), withdraw(1.5, BEK))
    (late,) = unlawful(told.crm.handler)
    assert (late.customer_id, late.dispatched_at) == (AZIZA, day(2))
    assert late.withdrawn_at == day(1.5)
    suppressed = [
        e for e in told.by("withdrawals-cancel") if isinstance(e, MessageSuppressed)
    ]
    assert [(each.customer_id, each.reason) for each in suppressed] == [
        (BEK, Hindrance.CONSENT_WITHDRAWN)
    ]
