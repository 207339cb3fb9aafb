"""A shop whose customers agreed to news, for the tests of messages."""

from datetime import UTC, date, datetime
from typing import Any

from attrs import define, field

from mijoz.application.contexts import CAMPAIGN, CONSENT, CUSTOMER, MESSAGE, TEMPLATE
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.ports import Letter
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.campaign.campaign import PlanCampaign
from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.message import Message
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.profile import (
    AddIdentifier,
    IdentifierKind,
    PartyKind,
    RegisterCustomer,
)
from mijoz.domain.ids import CampaignId, CustomerId, TemplateId

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANNA = Origin("user:anna")
AZIZA, NAVRUZ, SALE = CustomerId("aziza"), CampaignId("navruz"), TemplateId("sale")
EN = TemplateText("en", "Dear $name, socks!", "Socks", "<b>$name</b>")
UZ = TemplateText("uz", "Hurmatli $name, paypoq!", "Paypoq")
EMAIL = MessageChannel.EMAIL
NAMED = {each.name: each for each in COMMANDS}


@define
class Pigeons:
    """An outbox that keeps what it was given; `fails` is raised once it has it."""

    letters: list[Letter] = field(factory=list)
    fails: BaseException | None = None
    name: str = "pigeons"
    channels: frozenset[str] = frozenset({"email", "sms"})

    def send(self, letter: Letter) -> str:
        self.letters.append(letter)
        if self.fails is not None:
            raise self.fails
        return f"ring-{letter.reference[:4]}"


def shop() -> Crm:
    crm = compose(clock=lambda: NOW)
    plan = PlanCampaign(NOW, NAVRUZ, "direct", date(2026, 5, 1), date(2026, 5, 31))
    tell(crm, CAMPAIGN, NAVRUZ, plan)
    texts = PublishTemplate(NOW, SALE, 1, EMAIL, (EN, UZ), "user:anna")
    tell(crm, TEMPLATE, SALE, texts)
    newcomer(crm, AZIZA)
    return crm


def newcomer(crm: Crm, customer: str, *, agrees: bool = True) -> None:
    who = CustomerId(customer)
    register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop", name=who.title())
    tell(crm, CUSTOMER, who, register, address(crm, f"{who}@example.org"))
    if agrees:
        tell(crm, CONSENT, who, grant(who))


def grant(who: CustomerId, channel: str = "email", at: datetime = NOW) -> GrantConsent:
    return GrantConsent(at, who, "news", channel, LawfulBasis.CONSENT, "v1", "form")


def address(crm: Crm, value: str, kind: str = "email") -> AddIdentifier:
    index = crm.handler.blind(kind, value)
    return AddIdentifier(NOW, IdentifierKind(kind), value, index)


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> list[str]:
    told = Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)
    return [type(each.event).__name__ for each in told.drafts]


def ask(crm: Crm, name: str, **said: Any) -> list[str]:
    """Tell a command by its name, as a caller would."""
    entry = NAMED[name]
    identity, command = entry.build(said, crm.handler, crm.clock)
    return tell(crm, entry.aggregate, identity, command)


def decide(crm: Crm, name: str = "m-1", **said: Any) -> list[str]:
    about: dict[str, Any] = {"customer_id": AZIZA, "purpose": "news"}
    about |= {"channel": EMAIL, "template_id": SALE, "why": "sale"}
    return ask(crm, "message.decide", message_id=name, **(about | said))


def message(crm: Crm, name: str = "m-1") -> Message:
    found: Message = crm.handler.begin(ANNA).state(MESSAGE, name)
    return found


def events(crm: Crm, stream: str) -> list[str]:
    return [each.type for each in crm.journal.stream(stream)]
