"""No contact without a consent, looked at when it is decided and when it goes out."""

from datetime import UTC, datetime

import pytest

from mijoz.application.contexts import CONTACT
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis, WithdrawConsent
from mijoz.domain.customer.contact_refusals import NoConsent, UnknownContact
from mijoz.domain.customer.contact_terms import ReserveContact, UseContact
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AZIZA = CustomerId("aziza")
ANNA = Origin("user:anna")


@pytest.fixture
def crm() -> Crm:
    """Return a shop with one customer, who agreed to news by e-mail."""
    crm = compose(clock=lambda: NOW)
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    grant = GrantConsent(NOW, AZIZA, "news", "email", LawfulBasis.CONSENT, "v1", "form")
    crm.consents.tell(AZIZA, grant, origin=ANNA)
    return crm


def reserve(crm: Crm, position: int | None, channel: str = "email") -> None:
    told = ReserveContact(NOW, AZIZA, "m-1", "news", channel, position)
    Desk(CONTACT, crm.handler).tell(AZIZA, told, origin=ANNA)


def use(crm: Crm, position: int | None) -> list[str]:
    told = UseContact(NOW, AZIZA, "m-1", position)
    done = Desk(CONTACT, crm.handler).tell(AZIZA, told, origin=ANNA)
    return [type(draft.event).__name__ for draft in done.drafts]


def withdraw(crm: Crm) -> None:
    told = WithdrawConsent(NOW, AZIZA, "news", "email", "link")
    crm.consents.tell(AZIZA, told, origin=ANNA)


def test_a_contact_stands_on_the_consents_as_they_are(crm: Crm) -> None:
    reserve(crm, 1)
    assert use(crm, 1) == ["ContactUsed"]


@pytest.mark.parametrize("position", [None, 0, 2])
def test_a_position_that_is_not_theirs_is_none(crm: Crm, position: int | None) -> None:
    with pytest.raises(NoConsent):
        reserve(crm, position)


def test_a_consent_is_for_its_channel_alone(crm: Crm) -> None:
    with pytest.raises(NoConsent):
        reserve(crm, 1, "sms")


def test_a_consent_withdrawn_before_the_dispatch_takes_the_contact_back(
    crm: Crm,
) -> None:
    reserve(crm, 1)
    withdraw(crm)
    for position in (None, 1, 2):
        with pytest.raises(UnknownContact):
            use(crm, position)
    assert not Desk(CONTACT, crm.handler).state(AZIZA).reserved
