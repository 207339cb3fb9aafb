"""A card is one member's alone; and what ties a customer to us is on one page."""

import pytest

from mijoz.application.contexts import CONSENT, CONTACT, MEMBERSHIP, PRIVILEGE
from mijoz.application.crm import Crm
from mijoz.application.ports import ClaimTaken
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.contact_terms import ReserveContact
from mijoz.domain.ids import CustomerId
from mijoz.domain.loyalty.membership import IssueCard, Member, ReplaceCard
from mijoz.domain.loyalty.privilege_terms import GrantPrivilege

from .tiered import buy, club, day, tell

A, B = "club:a", "club:b"


@pytest.fixture
def crm() -> Crm:
    return club()


def test_a_card_is_one_members_alone_until_it_is_replaced(crm: Crm) -> None:
    index = crm.handler.blind("card", "77")
    tell(crm, MEMBERSHIP, A, IssueCard(day(1), index, "77"))
    tell(crm, MEMBERSHIP, A, IssueCard(day(2), index, "77"))
    with pytest.raises(ClaimTaken):
        tell(crm, MEMBERSHIP, B, IssueCard(day(2), index, "77"))
    other = crm.handler.blind("card", "78")
    tell(crm, MEMBERSHIP, A, ReplaceCard(day(3), other, "lost", "78"))
    with pytest.raises(ClaimTaken):
        tell(crm, MEMBERSHIP, B, IssueCard(day(4), other, "78"))
    member = crm.memberships.state(A)
    assert isinstance(member, Member)
    assert len(member.cards) == 2


def test_loyalty_offers_and_communication_are_on_one_page(crm: Crm) -> None:
    a = CustomerId("a")
    buy(crm, "a", 5, 100)
    own = GrantPrivilege(day(6), "P", "tailor", 1, None, "birthday", "anna")
    tell(crm, PRIVILEGE, A, own)
    basis = LawfulBasis.CONSENT
    consent = GrantConsent(day(6), a, "news", "email", basis, "v1", "form")
    tell(crm, CONSENT, "a", consent)
    tell(crm, CONTACT, "a", ReserveContact(day(7), a, "C", "news", "email", 1))
    page = crm.customers.history("a")
    told = {each.type for each in page.events}
    assert {"MemberEnrolled", "PointsEarned", "TierChanged"} <= told  # a programme
    assert "PrivilegeGranted" in told  # an offering of their own
    assert {"ConsentGranted", "ContactReserved"} <= told  # communication
    assert list(page.state.programmes) == ["club"]
