"""P26: what a partner reports is matched with the ledger, settled, disputed, agreed."""

from collections import Counter
from functools import partial

from mijoz.application.contexts import (
    CLEARING,
    COALITION,
    CUSTOMER,
    MEMBERSHIP,
    PROGRAMME,
    account,
)
from mijoz.application.due import sweep_due
from mijoz.application.handling import Handler
from mijoz.domain.coalition.agreement_terms import OnboardPartner, SignAgreement
from mijoz.domain.coalition.clearing_terms import (
    ComputeSettlement,
    DisputeRows,
    OpenClearing,
    PartnerRowCleared,
    PartnerRowRefused,
    ReportActivity,
    ResolveDispute,
    Row,
    RowKind,
    SettlementAgreed,
    SettlementComputed,
)
from mijoz.domain.coalition.terms import AgreementTerms, Prices
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import (
    AgreementId,
    ClearingId,
    CustomerId,
    MembershipId,
    PartnerId,
    ProgrammeId,
)
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import PointsEarned, PointsRedeemed, RedemptionReversed
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms

from .telling import TIME, Step, day, tell

AZIZA, CLUB, BAKERY = CustomerId("aziza"), ProgrammeId("club"), PartnerId("bakery")
MEMBER, MARCH = MembershipId(account(CLUB, AZIZA)), ClearingId("march")
TERMS = Terms("UTC", "points", 1, 100, "UZS")
DEAL = AgreementTerms(day(0), None, Prices(100, 80, 10, "UZS"), 14, "bread")
FILE = ReportActivity(
    day(10),
    "f-1",
    "a" * 64,
    (
        Row("r-1", RowKind.EARN, day(8), AZIZA, 50),
        Row("r-2", RowKind.BURN, day(9), AZIZA, 20),
        Row("r-3", RowKind.BURN, day(9), AZIZA, 200),
    ),
)
REPORTED: tuple[Step, ...] = (
    (PROGRAMME, CLUB, PublishVersion(day(0), CLUB, 1, day(0), TERMS)),
    (CUSTOMER, AZIZA, RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop")),
    (MEMBERSHIP, MEMBER, Enrol(day(0), MEMBER, AZIZA, CLUB, "shop")),
    (COALITION, CLUB, OnboardPartner(day(0), CLUB, BAKERY, "Non", "bread")),
    (COALITION, CLUB, SignAgreement(day(0), AgreementId("a-1"), BAKERY, DEAL)),
    (
        CLEARING,
        MARCH,
        OpenClearing(day(1), MARCH, CLUB, BAKERY, day(0), day(31), "UZS", 14),
    ),
    (CLEARING, MARCH, FILE),
)
COMPUTED: Step = (CLEARING, MARCH, ComputeSettlement(day(31), 50, 20))


def sweep(number: float) -> Step:
    def run(handler: Handler) -> None:
        sweep_due(handler, day(number), TIME)

    return partial(run)


def test_rows_are_matched_one_by_one_and_silence_agrees_once() -> None:
    told = tell(*REPORTED, COMPUTED, sweep(44), sweep(45), sweep(46))
    kinds = Counter(type(each) for each in told.by("partners-are-cleared"))
    assert kinds == {
        PointsEarned: 1,
        PointsRedeemed: 1,
        PartnerRowCleared: 2,
        PartnerRowRefused: 1,
    }
    *_, computed, agreed = told.of(CLEARING, MARCH)
    assert isinstance(computed, SettlementComputed)
    assert isinstance(agreed, SettlementAgreed)
    assert (computed.net, agreed.net, agreed.at) == (340, 340, day(45))


def test_what_is_disputed_is_taken_back_and_settled_anew() -> None:
    told = tell(
        *REPORTED,
        COMPUTED,
        (CLEARING, MARCH, DisputeRows(day(32), ("r-2",), "bakery", "never came")),
        sweep(46),
        (CLEARING, MARCH, ResolveDispute(day(47), "r-2", True, "no receipt")),
        (CLEARING, MARCH, ComputeSettlement(day(47), 50, 0)),
        sweep(61),
    )
    assert isinstance(told.by("partners-are-cleared")[-1], RedemptionReversed)
    agreed = told.of(CLEARING, MARCH)[-1]
    assert isinstance(agreed, SettlementAgreed)
    assert (agreed.round, agreed.net, agreed.at) == (2, 500, day(61))
