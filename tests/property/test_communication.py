"""Whatever is told in whatever order, nothing leaves without consent or over a cap."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mijoz.application.contexts import CONSENT, CONTACT, CUSTOMER, MESSAGE, TEMPLATE
from mijoz.application.desk import Desk
from mijoz.application.dispatching import dispatch_due
from mijoz.application.envelope import Origin
from mijoz.application.lawfulness import unlawful
from mijoz.application.messaging import stands_on
from mijoz.application.ports import Letter, OutboxUnavailable
from mijoz.composition import compose
from mijoz.domain.communication.deciding import DecideMessage, MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis, WithdrawConsent
from mijoz.domain.customer.contact_terms import Cap, SetPreference
from mijoz.domain.customer.profile import (
    AddIdentifier,
    IdentifierKind,
    PartyKind,
    RegisterCustomer,
)
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, MessageId, TemplateId

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
AZIZA, SALE, ANNA = CustomerId("aziza"), TemplateId("sale"), Origin("user:anna")
EMAIL, CAP = MessageChannel.EMAIL, Cap(2, 7)


class Correspondence(RuleBasedStateMachine):
    """A customer who grants and withdraws, a firm that writes, mail that fails."""

    def __init__(self) -> None:
        super().__init__()
        self.at = START
        self.sent: dict[str, list[datetime]] = {}
        self.letters: dict[str, Letter] = {}
        self.fails = False
        self.allowed = False
        self.count = 0
        self.name, self.channels = "loft", frozenset({"email"})

    def send(self, letter: Letter) -> str:
        """Take a letter, as an outbox: it may fail once it has it."""
        assert self.allowed
        assert self.letters.setdefault(letter.reference, letter) == letter
        self.sent.setdefault(letter.reference, []).append(self.at)
        if self.fails:
            raise OutboxUnavailable("no wind")
        return letter.reference

    @initialize()
    def open(self) -> None:
        self.crm = compose(clock=lambda: self.at)
        index = self.crm.handler.blind("email", "a@example.org")
        register = RegisterCustomer(self.at, AZIZA, PartyKind.PERSON, "shop")
        add = AddIdentifier(self.at, IdentifierKind.EMAIL, "a@example.org", index)
        text = TemplateText("en", "Socks!", "Socks")
        self.tell(CUSTOMER, AZIZA, register)
        self.tell(CUSTOMER, AZIZA, add)
        self.tell(CONTACT, AZIZA, SetPreference(self.at, AZIZA, (CAP,)))
        publish = PublishTemplate(self.at, SALE, 1, EMAIL, (text,), "anna")
        self.tell(TEMPLATE, SALE, publish)

    def tell(self, aggregate: Any, name: str, command: Any) -> None:
        try:
            Desk(aggregate, self.crm.handler).tell(name, command, origin=ANNA)
        except Refused:
            return

    @rule()
    def grant(self) -> None:
        self.at += timedelta(seconds=1)  # the same at one moment is told again
        basis = LawfulBasis.CONSENT
        said = GrantConsent(self.at, AZIZA, "news", "email", basis, "v1", "form")
        self.tell(CONSENT, AZIZA, said)
        self.allowed = True

    @rule()
    def withdraw(self) -> None:
        self.at += timedelta(seconds=1)
        said = WithdrawConsent(self.at, AZIZA, "news", "email", "form")
        self.tell(CONSENT, AZIZA, said)
        self.allowed = False

    @rule(wanted=st.integers(0, 48))
    def decide(self, wanted: int) -> None:
        self.count += 1
        name = MessageId(f"m-{self.count}")
        send_at = self.at + timedelta(hours=wanted)
        work = self.crm.handler.begin(ANNA)
        found = stands_on(work, AZIZA, "news", EMAIL, send_at, marketing=False)
        basis = found["consent_position"], found["contact_point"], found["send_at"]
        self.tell(
            MESSAGE,
            name,
            DecideMessage(self.at, name, AZIZA, "news", EMAIL, SALE, 1, *basis, "x"),
        )

    @rule(hours=st.integers(1, 72))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule(fails=st.booleans())
    def dispatch(self, fails: bool) -> None:
        self.fails = fails
        dispatch_due(self.crm.handler, self, self.at, ANNA)

    @invariant()
    def nothing_left_without_a_consent(self) -> None:
        if hasattr(self, "crm"):
            assert unlawful(self.crm.handler) == []

    @invariant()
    def no_days_hold_more_letters_than_the_cap(self) -> None:
        first = sorted(min(moments) for moments in self.sent.values())
        days = timedelta(days=CAP.days)
        for end in first:
            assert sum(end - days < each <= end for each in first) <= CAP.count

    @invariant()
    def what_waits_has_a_consent(self) -> None:
        if hasattr(self, "crm") and not self.allowed:
            assert not self.crm.handler.begin(ANNA).state(CONTACT, AZIZA).waiting

    @invariant()
    def each_is_recorded_once(self) -> None:
        if hasattr(self, "crm"):
            for stream in self.crm.journal.streams("message"):
                names = [each.type for each in self.crm.journal.stream(stream)]
                assert len(names) == len(set(names))


Correspondence.TestCase.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None
)
TestCorrespondence = Correspondence.TestCase
