"""A shop with a club, and customers who are told things, for tests of engagement."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mijoz.application.contexts import (
    CUSTOMER,
    MEMBERSHIP,
    ORDER,
    POINTS,
    PROGRAMME,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.programme import PublishVersion, Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CLUB = ProgrammeId("club")
AZIZA, BEK, ZEBO = CustomerId("aziza"), CustomerId("bek"), CustomerId("zebo")
PEOPLE = AZIZA, BEK, ZEBO
NAMED = {each.name: each for each in COMMANDS}
# A point for every 1,000,000 paid: what else is earned stands out.
TERMS = Terms("UTC", "points", 1, 1_000_000, "UZS")


def a_club(*members: CustomerId) -> Crm:
    """Return a shop with a programme, all people registered, *members* enrolled."""
    crm = compose(clock=Ticking())
    tell(crm, PROGRAMME, CLUB, PublishVersion(NOW, CLUB, 1, NOW, TERMS))
    for each in PEOPLE:
        person = RegisterCustomer(NOW, each, PartyKind.PERSON, "shop")
        tell(crm, CUSTOMER, each, person)
    for each in members:
        enrol(crm, each)
    return crm


def enrol(crm: Crm, who: CustomerId) -> None:
    name = account(CLUB, who)
    tell(crm, MEMBERSHIP, name, Enrol(NOW, MembershipId(name), who, CLUB, "shop"))


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def ask(crm: Crm, command: str, **said: Any) -> Any:
    """Tell a command by its name, as any surface would."""
    entry = NAMED[command]
    identity, built = entry.build(said, crm.handler, crm.clock)
    return tell(crm, entry.aggregate, identity, built)


def state(crm: Crm, aggregate: Any, name: str) -> Any:
    return Desk(aggregate, crm.handler).state(name)


def buy(crm: Crm, who: CustomerId, order: str, paid: int, at: datetime) -> None:
    line = Line("1", "retro-clock", None, 1, paid, paid)
    name = OrderId(order)
    record = RecordPurchase(at, name, who, "shop", None, "UZS", (line,))
    tell(crm, ORDER, order, record)


def refund(crm: Crm, order: str, amount: int, at: datetime) -> None:
    tell(crm, ORDER, order, RefundOrder(at, f"{order}-back", (("1", amount),)))


def points(crm: Crm, who: CustomerId) -> int:
    """Return what a member could spend."""
    if not crm.journal.stream(POINTS.stream(account(CLUB, who))):
        return 0
    spendable: int = state(crm, POINTS, account(CLUB, who)).spendable
    return spendable
