"""A club with a bakery that members earn and burn at: for the tests of coalitions."""

from datetime import datetime
from typing import Any, Final

from mijoz.application.contexts import CLEARING, COALITION
from mijoz.application.crm import Crm
from mijoz.application.partner_ledger import ledger_sums
from mijoz.domain.coalition.agreement_terms import OnboardPartner, SignAgreement
from mijoz.domain.coalition.clearing import Clearing
from mijoz.domain.coalition.clearing_terms import Row, RowKind
from mijoz.domain.coalition.terms import AgreementTerms, Benefit, BenefitKind, Prices
from mijoz.domain.ids import AgreementId, CustomerId, PartnerId

from ..engagement.club import ANNA, AZIZA, BEK, CLUB, DAY, NOW, a_club, ask, state, tell

BAKERY, DEAL = PartnerId("bakery"), AgreementId("a-1")
PRICES = Prices(100, 80, 10, "UZS")
COUPON = Benefit("b-1", BenefitKind.COUPON, "10 %", 30, 1_000, None, "UZS")
TERMS = AgreementTerms(NOW, NOW + 90 * DAY, PRICES, 14, "bread", (COUPON,))
UNTIL, MARCH = NOW + 30 * DAY, "march"
SOON: Final = NOW + DAY


def with_a_bakery(*members: CustomerId) -> Crm:
    """Return a club with a bakery and the clearing of its March; Zebo is no member."""
    crm = a_club(*(members or (AZIZA, BEK)))
    tell(crm, COALITION, CLUB, OnboardPartner(NOW, CLUB, BAKERY, "Non", "bread"))
    tell(crm, COALITION, CLUB, SignAgreement(NOW, DEAL, BAKERY, TERMS))
    open_clearing(crm, MARCH)
    return crm


def open_clearing(crm: Crm, name: str, until: datetime = UNTIL) -> None:
    said = {"programme_id": CLUB, "partner_id": BAKERY, "clearing_id": name}
    ask(crm, "clearing.open", at=NOW, since=NOW, until=until, **said)


def report(
    crm: Crm,
    *rows: Row,
    clearing: str = MARCH,
    at: datetime = SOON,
) -> Any:
    known = len(state(crm, CLEARING, clearing).reports)
    said = {
        "clearing_id": clearing,
        "report_id": f"f-{known}",
        "file_sha256": f"{known:064x}",
    }
    return ask(crm, "clearing.report", at=at, rows=rows, **said)


def earn(name: str, points: int, who: CustomerId = AZIZA, at: datetime = SOON) -> Row:
    return Row(name, RowKind.EARN, at, who, points)


def burn(name: str, points: int, who: CustomerId = AZIZA, at: datetime = SOON) -> Row:
    return Row(name, RowKind.BURN, at, who, points)


def reverse(
    name: str, of: str, points: int, who: CustomerId = AZIZA, at: datetime = SOON
) -> Row:
    return Row(name, RowKind.REVERSAL, at, who, points, of)


def clearing(crm: Crm, name: str = MARCH) -> Clearing:
    found: Clearing = state(crm, CLEARING, name)
    return found


def sums(crm: Crm, name: str = MARCH) -> tuple[int, int]:
    """Return what the ledger says of a clearing."""
    return ledger_sums(crm.handler.begin(ANNA), CLUB, name)
