"""Partners' rows go to the ledger, which is then what a settlement comes to."""

from datetime import UTC, datetime

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    BENEFIT,
    CLEARING,
    COALITION,
    MEMBERSHIP,
    POINTS,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.privacy.erasing import erase
from mijoz.domain.coalition.agreement_terms import (
    AmendAgreement,
    OnboardPartner,
    SignAgreement,
    SuspendAgreement,
)
from mijoz.domain.coalition.benefit import BenefitDiffers, GrantBenefit, NotForThem
from mijoz.domain.coalition.clearing_refusals import (
    ClearingDiffers,
    LedgerDiffers,
    RowIsReversed,
)
from mijoz.domain.coalition.clearing_terms import (
    ComputeSettlement,
    DisputeRows,
    OpenClearing,
    ResolveDispute,
)
from mijoz.domain.coalition.terms import Prices
from mijoz.domain.ids import AgreementId, ClearingId, CustomerId, PartnerId, ProgrammeId
from mijoz.domain.loyalty.membership import Suspend
from mijoz.domain.loyalty.points import (
    Earn,
    Redeem,
    ReverseEarn,
    ReverseRedemption,
)

from ..coalition.partners import (
    BAKERY,
    COUPON,
    DEAL,
    MARCH,
    SOON,
    TERMS,
    UNTIL,
    burn,
    clearing,
    earn,
    open_clearing,
    report,
    reverse,
    sums,
    with_a_bakery,
)
from ..engagement.club import (
    ANNA,
    AZIZA,
    BEK,
    CLUB,
    DAY,
    NOW,
    ZEBO,
    ask,
    points,
    state,
    tell,
)

APRIL = "april"
LATER = UNTIL + DAY


@pytest.fixture
def crm() -> Crm:
    return with_a_bakery()


def refused(crm: Crm, name: str = MARCH) -> dict[str, str]:
    return {row: each.rule for row, each in clearing(crm, name).refused.items()}


def compute(crm: Crm, name: str = MARCH, at: datetime = LATER) -> int:
    told = ask(crm, "clearing.compute", clearing_id=name, at=at)
    net: int = told.state.computed.net
    return net


def test_members_earn_and_burn_at_a_partner(crm: Crm) -> None:
    report(crm, earn("r-1", 50), burn("r-2", 20), earn("r-3", 7, BEK))
    assert (points(crm, AZIZA), points(crm, BEK)) == (30, 7)
    assert sums(crm) == (57, 20)
    assert compute(crm) == 570 - 160


def test_points_of_a_partner_count_towards_no_tier(crm: Crm) -> None:
    report(crm, earn("r-1", 50))
    ledger = crm.journal.stream(POINTS.stream(account(CLUB, AZIZA)))
    assert ledger[0].event.qualifying == 0
    assert ledger[0].event.source_ref == "clearing:march:r-1"


def test_a_row_that_the_ledger_refuses_is_refused_with_its_reason(crm: Crm) -> None:
    report(crm, burn("r-1", 20), earn("r-2", 50), burn("r-3", 20))
    assert refused(crm) == {"r-1": "NotEnoughPoints"}
    assert "20" in clearing(crm).refused["r-1"].reason
    assert points(crm, AZIZA) == 30
    assert sums(crm) == (50, 20)


def test_rows_are_of_members(crm: Crm) -> None:
    tell(crm, MEMBERSHIP, account(CLUB, BEK), Suspend(NOW, "fraud"))
    report(
        crm,
        earn("r-1", 5, ZEBO),
        earn("r-2", 5, CustomerId("nobody")),
        earn("r-3", 5, BEK),
        earn("r-4", 5, at=NOW - DAY),
    )
    assert set(refused(crm).values()) == {"not_a_member"}
    assert len(refused(crm)) == 4


def test_rows_are_of_nobody_who_was_erased(crm: Crm) -> None:
    erase(crm, AZIZA, "asked", ANNA)
    report(crm, earn("r-1", 5))
    assert refused(crm) == {"r-1": "not_a_member"}


def test_rows_are_of_the_period_or_before_and_not_of_the_future(crm: Crm) -> None:
    report(crm, earn("r-1", 5, at=SOON + DAY), earn("r-2", 5, at=SOON))
    report(crm, earn("r-3", 5, at=UNTIL), earn("r-4", 5, at=UNTIL - DAY), at=LATER)
    assert refused(crm) == {"r-1": "of_another_period", "r-3": "of_another_period"}


def test_rows_are_under_an_agreement_in_force(crm: Crm) -> None:
    tell(crm, COALITION, CLUB, SuspendAgreement(SOON, DEAL, "arrears"))
    report(crm, earn("r-1", 5), earn("r-2", 5, at=NOW))
    assert refused(crm) == {"r-1": "no_agreement_in_force"}


def test_rows_are_in_the_currency_of_their_clearing(crm: Crm) -> None:
    dollars = but(TERMS, starts_at=UNTIL, ends_at=None)
    dollars = but(dollars, prices=Prices(1, 1, 1, "USD"))
    after = UNTIL + 90 * DAY
    tell(
        crm,
        COALITION,
        CLUB,
        SignAgreement(
            NOW, AgreementId("a-2"), BAKERY, but(dollars, starts_at=NOW + 90 * DAY)
        ),
    )
    open_clearing(crm, "dollars", after)
    report(crm, earn("r-1", 5), clearing="dollars")
    assert refused(crm, "dollars") == {"r-1": "in_another_currency"}
    assert points(crm, AZIZA) == 0


def test_a_row_is_cleared_once_in_whichever_clearing(crm: Crm) -> None:
    open_clearing(crm, APRIL)
    report(crm, earn("r-1", 5))
    report(crm, earn("r-1", 5), earn("r-2", 6), clearing=APRIL)
    assert refused(crm, APRIL) == {"r-1": "reported_before"}
    assert points(crm, AZIZA) == 11


def test_prices_are_those_of_when_it_happened(crm: Crm) -> None:
    twice = Prices(200, 80, 10, "UZS")
    amend = AmendAgreement(NOW, DEAL, 2, SOON + DAY, twice, "review")
    tell(crm, COALITION, CLUB, amend)
    report(crm, earn("r-1", 10), earn("r-2", 10, at=SOON + DAY), at=LATER)
    assert compute(crm) == 100 + 200


def test_a_reversal_takes_a_row_back_at_the_price_it_had(crm: Crm) -> None:
    amend = AmendAgreement(NOW, DEAL, 2, SOON, Prices(1, 1, 1, "UZS"), "review")
    tell(crm, COALITION, CLUB, amend)
    report(crm, earn("r-1", 50, at=NOW), burn("r-2", 20, at=NOW))
    report(crm, reverse("r-3", "r-2", 20), reverse("r-4", "r-1", 50))
    assert points(crm, AZIZA) == 0
    assert sums(crm) == (0, 0)
    assert compute(crm) == 0


def test_a_reversal_may_come_in_a_later_clearing(crm: Crm) -> None:
    open_clearing(crm, APRIL, UNTIL + 30 * DAY)
    report(crm, earn("r-1", 50))
    assert compute(crm) == 500
    report(crm, reverse("r-2", "r-1", 50, at=LATER), clearing=APRIL, at=LATER)
    assert (sums(crm), sums(crm, APRIL)) == ((50, 0), (-50, 0))
    assert compute(crm, APRIL, UNTIL + 40 * DAY) == -500
    again = reverse("r-3", "r-1", 50, at=LATER)
    open_clearing(crm, "may", UNTIL + 60 * DAY)
    report(crm, again, clearing="may", at=LATER)
    assert refused(crm, "may") == {"r-3": "reversed_before"}


def test_a_reversal_takes_back_one_row_as_it_was_and_once(crm: Crm) -> None:
    report(crm, earn("r-1", 50), earn("r-2", 5, at=NOW))
    report(
        crm,
        reverse("r-3", "r-9", 50),
        reverse("r-4", "r-1", 49),
        reverse("r-5", "r-1", 50, BEK),
        reverse("r-6", "r-1", 50, at=NOW),
        reverse("r-7", "r-1", 50),
        reverse("r-8", "r-1", 50),
        reverse("r-10", "r-7", 50),
        reverse("r-11", "r-2", 5, at=NOW),
    )
    assert refused(crm) == {
        "r-3": "reverses_nothing",
        "r-4": "reverses_something_else",
        "r-5": "reverses_something_else",
        "r-6": "before_what_it_reverses",
        "r-8": "reversed_before",
        "r-10": "reverses_something_else",
    }
    assert sums(crm) == (0, 0) == (clearing(crm).earned, clearing(crm).burned)


@pytest.mark.parametrize(
    "movement",
    [
        Earn(SOON, "x", "clearing:march:x", 5, SOON, None, CLUB, 1),
        ReverseEarn(SOON, "x", "clearing:march:r-1"),
        Redeem(SOON, "clearing:march:x", "partner:bakery", 5),
        ReverseRedemption(SOON, "x", "clearing:march:r-2"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_moves_in_the_ledger_beside_the_rows_forbids_settling(
    crm: Crm, movement: object
) -> None:
    report(crm, earn("r-1", 50), burn("r-2", 20))
    tell(crm, POINTS, account(CLUB, AZIZA), movement)
    with pytest.raises(LedgerDiffers):
        compute(crm)


def test_what_was_taken_back_beside_the_rows_is_not_taken_back_again(crm: Crm) -> None:
    report(crm, earn("r-1", 50))
    by_hand = ReverseEarn(SOON, "x", "clearing:march:r-1")
    tell(crm, POINTS, account(CLUB, AZIZA), by_hand)
    report(crm, reverse("r-2", "r-1", 50))
    assert refused(crm) == {"r-2": "not_moved_in_whole"}


def test_nobody_settles_by_other_sums_than_the_ledgers(crm: Crm) -> None:
    report(crm, earn("r-1", 50))
    with pytest.raises(LedgerDiffers):
        tell(crm, CLEARING, MARCH, ComputeSettlement(LATER, 49, 0))
    with pytest.raises(Unknown):
        ask(crm, "clearing.compute", clearing_id="never", at=LATER)


def test_other_clearings_and_other_points_are_not_counted(crm: Crm) -> None:
    open_clearing(crm, "march2")
    report(crm, earn("r-1", 50))
    report(crm, earn("r-2", 7), clearing="march2")
    other = Earn(SOON, "y", "order:march:", 5, SOON, None, CLUB, 1)
    tell(crm, POINTS, account(CLUB, AZIZA), other)
    assert (sums(crm), sums(crm, "march2")) == ((50, 0), (7, 0))


def test_a_dispute_that_is_upheld_takes_the_row_back_and_is_settled_anew(
    crm: Crm,
) -> None:
    report(crm, earn("r-1", 50), burn("r-2", 20))
    assert compute(crm) == 340
    tell(crm, CLEARING, MARCH, DisputeRows(LATER, ("r-2", "r-1"), "bakery", "never"))
    tell(crm, CLEARING, MARCH, ResolveDispute(LATER, "r-2", True, "no receipt"))
    assert points(crm, AZIZA) == 50
    tell(crm, CLEARING, MARCH, ResolveDispute(LATER, "r-1", False, "a receipt"))
    assert points(crm, AZIZA) == 50
    assert compute(crm) == 500
    tell(crm, CLEARING, MARCH, DisputeRows(LATER, ("r-1",), "bakery", "never"))
    tell(crm, CLEARING, MARCH, ResolveDispute(LATER, "r-1", True, "found out"))
    assert points(crm, AZIZA) == 0
    assert compute(crm) == 0


def test_what_was_reversed_since_is_not_upheld_and_the_reverse(crm: Crm) -> None:
    open_clearing(crm, APRIL, UNTIL + 30 * DAY)
    report(crm, earn("r-1", 50), earn("r-2", 5))
    compute(crm)
    tell(crm, CLEARING, MARCH, DisputeRows(LATER, ("r-1", "r-2"), "bakery", "never"))
    report(crm, reverse("r-3", "r-1", 50, at=LATER), clearing=APRIL, at=LATER)
    with pytest.raises(RowIsReversed):
        tell(crm, CLEARING, MARCH, ResolveDispute(LATER, "r-1", True, "no receipt"))
    tell(crm, CLEARING, MARCH, ResolveDispute(LATER, "r-2", True, "no receipt"))
    report(crm, reverse("r-4", "r-2", 5, at=LATER), clearing=APRIL, at=LATER)
    assert refused(crm, APRIL) == {"r-4": "reversed_before"}


def test_silence_agrees_by_the_sweep(crm: Crm) -> None:
    report(crm, earn("r-1", 50))
    compute(crm)
    due = LATER + 14 * DAY
    assert sweep_due(crm.handler, due - DAY, ANNA) == 0
    assert sweep_due(crm.handler, due, ANNA) == 1
    assert clearing(crm).agreed


def test_a_clearing_is_by_the_newest_agreement(crm: Crm) -> None:
    name = ClearingId("x")
    right = OpenClearing(NOW, name, CLUB, BAKERY, NOW, UNTIL, "UZS", 14)
    for wrong in (but(right, currency="USD"), but(right, dispute_days=15)):
        with pytest.raises(ClearingDiffers):
            tell(crm, CLEARING, name, wrong)
    tell(crm, CLEARING, name, right)
    short = SignAgreement(
        NOW,
        AgreementId("a-2"),
        BAKERY,
        but(TERMS, starts_at=NOW + 90 * DAY, ends_at=None, dispute_days=7),
    )
    tell(crm, COALITION, CLUB, short)
    tell(crm, CLEARING, name, right)
    said = {"programme_id": CLUB, "partner_id": "nobody", "clearing_id": "y"}
    with pytest.raises(Unknown):
        ask(crm, "clearing.open", since=NOW, until=UNTIL, **said)


def test_a_partner_joins_a_programme_that_is_published(crm: Crm) -> None:
    other = ProgrammeId("other")
    partner = OnboardPartner(NOW, other, BAKERY, "Non", "bread")
    with pytest.raises(Unknown):
        tell(crm, COALITION, other, partner)


GRANT = GrantBenefit(SOON, "g-1", AZIZA, CLUB, DEAL, "b-1", BAKERY, COUPON)


def test_a_member_gets_and_uses_what_a_partner_offers(crm: Crm) -> None:
    said = {
        "grant_id": "g-1",
        "customer_id": AZIZA,
        "programme_id": CLUB,
        "agreement_id": DEAL,
        "benefit_id": "b-1",
    }
    ask(crm, "benefit.grant", at=SOON, **said)
    ask(crm, "benefit.use", at=SOON, grant_id="g-1", receipt_ref="till:9", amount=500)
    assert state(crm, BENEFIT, "g-1").used.worth == 50
    for wrong in ({"agreement_id": "a-9"}, {"benefit_id": "b-9"}):
        with pytest.raises(Unknown):
            ask(crm, "benefit.grant", at=SOON, **(said | wrong))


def test_a_benefit_is_granted_as_it_is_offered_now(crm: Crm) -> None:
    wrong = [
        but(GRANT, partner_id=PartnerId("x")),
        but(GRANT, benefit=but(COUPON, share=9_000)),
        but(GRANT, benefit_id="b-2"),
        but(GRANT, agreement_id=AgreementId("x")),
        but(GRANT, at=NOW + 90 * DAY),
    ]
    for each in wrong:
        with pytest.raises(BenefitDiffers):
            tell(crm, BENEFIT, "g-1", each)
    with pytest.raises(NotForThem):
        tell(crm, BENEFIT, "g-1", but(GRANT, customer_id=ZEBO))
    tell(crm, MEMBERSHIP, account(CLUB, BEK), Suspend(NOW, "fraud"))
    with pytest.raises(NotForThem):
        tell(crm, BENEFIT, "g-1", but(GRANT, customer_id=BEK))
    tell(crm, BENEFIT, "g-1", GRANT)
    due = datetime(2026, 4, 1, 9, tzinfo=UTC)
    assert sweep_due(crm.handler, due, ANNA) == 1
