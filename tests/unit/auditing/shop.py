"""A shop of two customers on a clock that is set by hand: what auditors ask about."""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from mijoz.application.contexts import account
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin, Recorded
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
AZIZA, BOBUR, CLUB = CustomerId("aziza"), CustomerId("bobur"), ProgrammeId("club")
CANARY = "ZZCANARY"  # the name of every customer
OPENING = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    """Return a moment so many days after the opening."""
    return OPENING + timedelta(days=number)


@frozen
class Shop:
    crm: Crm
    clock: Ticking

    def learn_on(self, number: float) -> None:
        """Let what is told from now on be learned on that day."""
        self.clock.now = day(number)

    def order(
        self, who: CustomerId, order: str, on: float, paid: int = 10_000
    ) -> RecordPurchase:
        socks = (Line("1", "retro-socks", None, 1, paid, paid),)
        return RecordPurchase(day(on), OrderId(order), who, "shop", None, "UZS", socks)

    def buys(self, who: CustomerId, order: str, on: float, paid: int = 10_000) -> None:
        bought = self.order(who, order, on, paid)
        self.crm.orders.tell(order, bought, origin=ANNA)

    def refunds(self, order: str, on: float, amount: int) -> None:
        back = RefundOrder(day(on), f"r-{on}", (("1", amount),))
        self.crm.orders.tell(order, back, origin=ANNA)

    @property
    def log(self) -> list[Recorded]:
        return list(self.crm.journal.feed(0, 10_000))

    def one(self, kind: str) -> Recorded:
        """Return the only event of a kind."""
        (found,) = [each for each in self.log if each.type == kind]
        return found


def open_shop() -> Shop:
    """Return a shop with a programme of one point a hundred, and its two members."""
    clock = Ticking()
    clock.now = OPENING
    shop = Shop(compose(clock=clock), clock)
    crm = shop.crm
    terms = Terms("UTC", "points", 1, 100, "UZS", pending_days=14)
    publish = PublishVersion(OPENING, CLUB, 1, OPENING, terms)
    crm.programmes.tell(CLUB, publish, origin=ANNA)
    for who in (AZIZA, BOBUR):
        register = RegisterCustomer(OPENING, who, PartyKind.PERSON, "shop", name=CANARY)
        crm.customers.tell(who, register, origin=ANNA)
        member = MembershipId(account(CLUB, who))
        enrol = Enrol(OPENING, member, who, CLUB, "shop")
        crm.memberships.tell(member, enrol, origin=ANNA)
    return shop
