"""Eight processes spend from two hundred points: two hundred are spent."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mijoz.application.contexts import POINTS, account
from mijoz.application.envelope import Origin
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import Adjust
from mijoz.domain.loyalty.postings import Account, balances
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms

from .children import Children
from .findings import opened

pytestmark = pytest.mark.slow
PROCESSES, GIVEN = 8, 200
AT = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Origin("user:anna")
MEMBER = MembershipId(account("club", "aziza"))


def given(store: str) -> None:
    with opened(store) as crm:
        terms = Terms("UTC", "points", 1, 100, "UZS")
        club, aziza = ProgrammeId("club"), CustomerId("aziza")
        crm.programmes.tell(club, PublishVersion(AT, club, 1, AT, terms), origin=ANNA)
        register = RegisterCustomer(AT, aziza, PartyKind.PERSON, "shop")
        crm.customers.tell(aziza, register, origin=ANNA)
        enrol = Enrol(AT, MEMBER, aziza, club, "shop")
        crm.memberships.tell(MEMBER, enrol, origin=ANNA)
        gift = Adjust(AT, "gift", GIVEN, "goodwill", "anna")
        crm.points.tell(MEMBER, gift, origin=ANNA)


def spend(store: str, children: Children, how: str) -> int:
    several = [
        children.start("redeemer", store, MEMBER, f"w{n}", how)
        for n in range(PROCESSES)
    ]
    for each in several:
        assert each.hear() == "ready"
    for each in several:
        each.ask("go")
    return sum(int(each.finish()) for each in several)


def left(store: str) -> int:
    """Return how many points are there by the journal's own account of them."""
    with opened(store) as crm:
        return balances(crm.journal.replay(POINTS.stream(MEMBER)))[Account.AVAILABLE]


def test_no_more_is_spent_than_there_is(
    store: str, children: Children, tell: Callable[[str], None]
) -> None:
    given(store)
    assert spend(store, children, "honest") == GIVEN
    assert left(store) == 0
    with opened(store) as crm:
        assert crm.points.state(MEMBER).available == 0
        positions = [each.position for each in crm.journal.feed(0, 10_000)]
    assert positions == list(range(1, GIVEN + 5))
    tell(f"{GIVEN} of {GIVEN} redeemed by {PROCESSES}")


def test_whoever_looks_first_and_takes_later_is_found_out(
    store: str, children: Children, tell: Callable[[str], None]
) -> None:
    """The control: what is taken was decided on what the stream held before."""
    given(store)
    taken = spend(store, children, "hasty")
    tell(f"{taken} of {GIVEN} taken by {PROCESSES}")
    assert left(store) == GIVEN - taken < 0
