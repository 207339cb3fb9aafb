"""P8: a claim waits for the friend's order and for what may come back of it."""

from functools import partial

from mijoz.application.contexts import (
    CUSTOMER,
    MEMBERSHIP,
    ORDER,
    PROGRAMME,
    REFERRAL,
    SCHEME,
    account,
)
from mijoz.application.due import sweep_due
from mijoz.application.handling import Handler
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.engagement.referral import (
    ClaimReferral,
    IssueReferralCode,
    ReferralRejected,
    ReferralRewarded,
    Rejection,
)
from mijoz.domain.engagement.scheme import PublishScheme, SchemeTerms
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId, SchemeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import PointsEarned
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder

from .telling import TIME, Step, day, tell

AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
CLUB, FRIENDS, FIRST = ProgrammeId("club"), SchemeId("friends"), OrderId("first")
TERMS = Terms("UTC", "points", 1, 1_000_000, "UZS")
BRINGS = SchemeTerms(CLUB, 50, 100, "UZS", 1_000, 30, 14)
SOCKS = Line("1", "retro-socks", None, 1, 5_000, 5_000)


def person(who: CustomerId) -> tuple[Step, ...]:
    member = MembershipId(account(CLUB, who))
    return (
        (CUSTOMER, who, RegisterCustomer(day(0), who, PartyKind.PERSON, "shop")),
        (MEMBERSHIP, member, Enrol(day(0), member, who, CLUB, "shop")),
    )


CLAIMED: tuple[Step, ...] = (
    (PROGRAMME, CLUB, PublishVersion(day(0), CLUB, 1, day(0), TERMS)),
    *person(AZIZA),
    *person(BEK),
    (SCHEME, FRIENDS, PublishScheme(day(0), FRIENDS, 1, BRINGS)),
    (REFERRAL, AZIZA, IssueReferralCode(day(0), AZIZA, FRIENDS, "blind")),
    (
        REFERRAL,
        BEK,
        ClaimReferral(day(1), "c-1", BEK, "blind", AZIZA, FRIENDS, 1, BRINGS),
    ),
)
BUYS: Step = (
    ORDER,
    FIRST,
    RecordPurchase(day(3), FIRST, BEK, "shop", None, "UZS", (SOCKS,)),
)


def sweep(number: float) -> Step:
    def run(handler: Handler) -> None:
        sweep_due(handler, day(number), TIME)

    return partial(run)


def test_both_sides_are_rewarded_once_and_together() -> None:
    told = tell(*CLAIMED, BUYS, sweep(16), sweep(17), sweep(18))
    (rewarded,) = (
        each for _, each, _ in told.happenings if isinstance(each, ReferralRewarded)
    )
    assert rewarded.at == day(17)
    earned = [each for _, each, _ in told.happenings if isinstance(each, PointsEarned)]
    assert [each.amount for each in earned] == [50, 100]


def test_a_refund_in_time_rejects_and_nobody_earns() -> None:
    refund = (ORDER, FIRST, RefundOrder(day(10), "r", (("1", 5_000),)))
    told = tell(*CLAIMED, BUYS, refund, sweep(17))
    events = [each for _, each, _ in told.happenings]
    (rejected,) = (each for each in events if isinstance(each, ReferralRejected))
    assert rejected.reason is Rejection.CONDITION
    assert not [each for each in events if isinstance(each, PointsEarned)]


def test_without_an_order_a_claim_expires() -> None:
    told = tell(*CLAIMED, sweep(31))
    (rejected,) = (
        each for _, each, _ in told.happenings if isinstance(each, ReferralRejected)
    )
    assert (rejected.reason, rejected.at) == (Rejection.EXPIRED, day(31))
    assert told.names()[-1] == "FriendLost"
