"""Cashback: earned by a rate in force, out of a budget, and put back by refunds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mijoz.application.bonuses import give
from mijoz.application.contexts import (
    CASHBACK_BUDGET,
    MEMBERSHIP,
    ORDER,
    POINTS,
    PROGRAMME,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.privacy.erasing import erase
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.cashback_budget import (
    BudgetExceeded,
    CashbackBudget,
    SetCashbackBudget,
)
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.payout_terms import NotInMoney
from mijoz.domain.loyalty.points import (
    Adjust,
    Earn,
    Ledger,
    PointsEarned,
    PointsRefused,
)
from mijoz.domain.loyalty.policies import RefundPolicy
from mijoz.domain.loyalty.programme import PublishVersion, Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
CLUB, STARS, AZIZA = ProgrammeId("club"), ProgrammeId("stars"), CustomerId("aziza")
ACCOUNT = account(CLUB, AZIZA)


def rate(basis_points: int) -> Terms:
    return Terms("UTC", "UZS", basis_points, 10_000, "UZS")


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    tell(crm, PROGRAMME, CLUB, PublishVersion(NOW, CLUB, 1, NOW, rate(500)))
    points = Terms("UTC", "points", 1, 100, "UZS")
    tell(crm, PROGRAMME, STARS, PublishVersion(NOW, STARS, 1, NOW, points))
    enrol = Enrol(NOW, MembershipId(ACCOUNT), AZIZA, CLUB, "shop")
    tell(crm, MEMBERSHIP, ACCOUNT, enrol)
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def buy(crm: Crm, name: str, *paid: int, at: datetime = NOW) -> Any:
    lines = tuple(
        Line(str(number), "socks", None, 1, each, each)
        for number, each in enumerate(paid, 1)
    )
    order = RecordPurchase(at, OrderId(name), AZIZA, "shop", None, "UZS", lines)
    return tell(crm, ORDER, name, order)


def earned(crm: Crm) -> list[int]:
    events = crm.journal.replay(POINTS.stream(ACCOUNT))
    return [each.amount for each in events if isinstance(each, PointsEarned)]


def left(crm: Crm) -> int | None:
    budget: CashbackBudget = Desk(CASHBACK_BUDGET, crm.handler).state(CLUB)
    return budget.left


def set_budget(crm: Crm, amount: int) -> None:
    budget = SetCashbackBudget(NOW, CLUB, amount, "UZS", "spring")
    tell(crm, CASHBACK_BUDGET, CLUB, budget)


def test_an_order_earns_money_by_the_rate_of_the_version_in_force(crm: Crm) -> None:
    tell(crm, PROGRAMME, CLUB, PublishVersion(NOW, CLUB, 2, APRIL, rate(10_000)))
    buy(crm, "o-1", 1_019, at=APRIL - INSTANT)
    buy(crm, "o-2", 1_019, at=APRIL)
    assert earned(crm) == [50, 1_019]


def test_at_a_rate_of_nothing_nothing_is_earned(crm: Crm) -> None:
    tell(crm, PROGRAMME, CLUB, PublishVersion(NOW, CLUB, 2, APRIL, rate(0)))
    buy(crm, "o-1", 1_000_000, at=APRIL)
    assert earned(crm) == []


def test_companies_have_rates_of_their_own(crm: Crm) -> None:
    other = ProgrammeId("other")
    tell(crm, PROGRAMME, other, PublishVersion(NOW, other, 1, NOW, rate(700)))
    name = account(other, AZIZA)
    tell(crm, MEMBERSHIP, name, Enrol(NOW, MembershipId(name), AZIZA, other, "shop"))
    buy(crm, "o-1", 1_000)
    ledger: Ledger = Desk(POINTS, crm.handler).state(name)
    assert (earned(crm), ledger.available) == ([50], 70)


def test_what_is_earned_is_taken_out_of_the_budget_to_its_last_unit(crm: Crm) -> None:
    set_budget(crm, 80)
    buy(crm, "o-1", 1_000)
    assert (earned(crm), left(crm)) == ([50], 30)
    told = buy(crm, "o-2", 400, 600)
    assert (earned(crm), left(crm)) == ([50, 30], 0)
    lot = next(e.event for e in told.drafts if isinstance(e.event, PointsEarned))
    assert lot.line_points == (12, 18)
    (refused,) = (e.event for e in told.drafts if isinstance(e.event, PointsRefused))
    assert refused.rule == "BudgetExceeded"
    assert refused.reason == str(BudgetExceeded(asked=50, left=30))
    told = buy(crm, "o-3", 1_000)
    assert earned(crm) == [50, 30]
    assert type(told.drafts[-1].event) is PointsRefused


def test_an_order_that_the_budget_just_suffices_for_is_not_cut(crm: Crm) -> None:
    set_budget(crm, 50)
    told = buy(crm, "o-1", 1_000)
    assert (earned(crm), left(crm)) == ([50], 0)
    assert not [e for e in told.drafts if isinstance(e.event, PointsRefused)]


def test_nobody_earns_money_past_the_budget_by_hand(crm: Crm) -> None:
    set_budget(crm, 80)
    earn = Earn(NOW, "l", "by hand", 81, NOW, None, CLUB, 1)
    head = crm.journal.head()
    with pytest.raises(BudgetExceeded):
        tell(crm, POINTS, ACCOUNT, earn)
    assert crm.journal.head() == head
    tell(crm, POINTS, ACCOUNT, Earn(NOW, "l", "by hand", 80, NOW, None, CLUB, 1))
    assert left(crm) == 0


def test_what_someone_gives_by_their_word_is_not_of_the_budget(crm: Crm) -> None:
    set_budget(crm, 80)
    tell(crm, POINTS, ACCOUNT, Adjust(NOW, "sorry", 100, "sorry", "anna"))
    assert left(crm) == 80


def test_points_have_no_budget_of_money(crm: Crm) -> None:
    budget = SetCashbackBudget(NOW, STARS, 80, "UZS", "spring")
    with pytest.raises(NotInMoney) as caught:
        tell(crm, CASHBACK_BUDGET, STARS, budget)
    assert caught.value == NotInMoney(STARS, "UZS")
    dollars = SetCashbackBudget(NOW, CLUB, 80, "USD", "spring")
    with pytest.raises(NotInMoney):
        tell(crm, CASHBACK_BUDGET, CLUB, dollars)


def test_points_earned_by_hand_take_nothing_out_of_any_budget(crm: Crm) -> None:
    name = account(STARS, AZIZA)
    tell(crm, MEMBERSHIP, name, Enrol(NOW, MembershipId(name), AZIZA, STARS, "shop"))
    told = tell(crm, POINTS, name, Earn(NOW, "l", "x", 9, NOW, None, STARS, 1))
    assert len(told.drafts) == 1
    unknown = Earn(NOW, "m", "y", 9, NOW, None, CLUB, 7)
    set_budget(crm, 5)
    assert len(tell(crm, POINTS, ACCOUNT, unknown).drafts) == 1


def test_a_refund_puts_back_what_it_takes_line_by_line(crm: Crm) -> None:
    set_budget(crm, 80)
    buy(crm, "o-1", 400, 600)
    refund = RefundOrder(NOW, "r-1", (("2", 300),))
    crm.orders.tell("o-1", refund, origin=ANNA)
    assert left(crm) == 45
    crm.orders.tell("o-1", RefundOrder(NOW, "r-2", (("1", 400),)), origin=ANNA)
    assert left(crm) == 65


def test_what_a_policy_lets_a_member_keep_stays_given(crm: Crm) -> None:
    kept = ProgrammeId("kept")
    terms = Terms("UTC", "UZS", 500, 10_000, "UZS", refund_policy=RefundPolicy.WAIVE)
    tell(crm, PROGRAMME, kept, PublishVersion(NOW, kept, 1, NOW, terms))
    name = account(kept, AZIZA)
    tell(crm, MEMBERSHIP, name, Enrol(NOW, MembershipId(name), AZIZA, kept, "shop"))
    budget = SetCashbackBudget(NOW, kept, 80, "UZS", "spring")
    tell(crm, CASHBACK_BUDGET, kept, budget)
    buy(crm, "o-1", 1_000)
    tell(crm, POINTS, name, Adjust(NOW, "spent", -20, "spent", "anna"))
    crm.orders.tell("o-1", RefundOrder(NOW, "r-1", (("1", 1_000),)), origin=ANNA)
    state: CashbackBudget = Desk(CASHBACK_BUDGET, crm.handler).state(kept)
    assert state.given == 20


def test_the_budget_follows_refunds_of_someone_who_was_erased(crm: Crm) -> None:
    set_budget(crm, 80)
    buy(crm, "o-1", 1_000)
    erase(crm, AZIZA, "asked for", ANNA)
    crm.orders.tell("o-1", RefundOrder(NOW, "r-1", (("1", 1_000),)), origin=ANNA)
    assert left(crm) == 80


def test_a_bonus_past_the_budget_is_not_given_and_undoes_nothing(crm: Crm) -> None:
    set_budget(crm, 80)
    work = crm.handler.begin(ANNA)
    assert give(work, NOW, CLUB, AZIZA, 80, "friend:1", ANNA)
    assert not give(work, NOW, CLUB, AZIZA, 1, "friend:2", ANNA)
    crm.handler.commit(work)
    assert (earned(crm), left(crm)) == ([80], 0)
    *_, last = crm.journal.replay(POINTS.stream(ACCOUNT))
    reason = str(BudgetExceeded(1, 0))
    assert last == PointsRefused(NOW, "friend:2", "BudgetExceeded", reason)


def test_an_order_whose_earning_is_refused_stands_and_earns_nothing_of_it(
    crm: Crm,
) -> None:
    set_budget(crm, 80)
    tell(crm, POINTS, ACCOUNT, Adjust(NOW, "o-1", 5, "sorry", "anna"))
    told = buy(crm, "o-1", 1_000)
    refused = told.drafts[-1].event
    assert (type(refused), refused.rule) == (PointsRefused, "LotIdTaken")
    assert (earned(crm), left(crm)) == ([], 80)
