"""P1 and P3: an order that is completed earns, a refund takes that back."""

from mijoz.application.contexts import CUSTOMER, MEMBERSHIP, ORDER, PROGRAMME, account
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import EarnReversed, PointsEarned
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder

from .telling import Step, day, tell

AZIZA, CLUB, FIRST = CustomerId("aziza"), ProgrammeId("club"), OrderId("first")
MEMBER = MembershipId(account(CLUB, AZIZA))
TERMS = Terms("Asia/Tashkent", "points", 1, 100, "UZS", pending_days=14)
SOCKS = Line("1", "retro-socks", None, 1, 5_000, 5_000)
ENROLLED: tuple[Step, ...] = (
    (PROGRAMME, CLUB, PublishVersion(day(0), CLUB, 1, day(0), TERMS)),
    (CUSTOMER, AZIZA, RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop")),
    (MEMBERSHIP, MEMBER, Enrol(day(0), MEMBER, AZIZA, CLUB, "shop")),
)
BUYS: Step = (
    ORDER,
    FIRST,
    RecordPurchase(day(1), FIRST, AZIZA, "shop", None, "UZS", (SOCKS,)),
)


def test_an_order_earns_once_and_its_refund_takes_that_back_once() -> None:
    refund = (ORDER, FIRST, RefundOrder(day(2), "r", (("1", 5_000),)))
    told = tell(*ENROLLED, BUYS, refund)
    (earned,) = told.by("orders-earn")
    assert isinstance(earned, PointsEarned)
    assert earned.amount == 50
    (reversed_,) = told.by("refunds-reverse")
    assert isinstance(reversed_, EarnReversed)


def test_an_order_of_somebody_who_is_no_member_earns_nothing() -> None:
    told = tell(*ENROLLED[:2], BUYS)
    assert told.names()[-1] == "OrderCompleted"
