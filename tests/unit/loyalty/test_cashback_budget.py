"""The rules of a budget for cashback, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.cashback_budget import (
    CASHBACK_BUDGETS,
    BudgetBelowGiven,
    BudgetExceeded,
    BudgetInOtherCurrency,
    CashbackBudgetSet,
    CashbackGranted,
    CashbackReturned,
    GrantCashback,
    ReturnCashback,
    SetCashbackBudget,
)
from mijoz.domain.loyalty.points_refusals import InvalidValue
from mijoz.domain.money import MOST, NoSuchCurrency, NotAnAmount
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON = NOW + timedelta(days=1)
CLUB, AZIZA, BEK = ProgrammeId("club"), CustomerId("aziza"), CustomerId("bek")
SET = SetCashbackBudget(NOW, CLUB, 100, "UZS", "spring")
WAS_SET = CashbackBudgetSet(NOW, CLUB, 100, "UZS", "spring")
GRANT = GrantCashback(SOON, AZIZA, "order:1", 60)
GRANTED = CashbackGranted(SOON, CLUB, AZIZA, "order:1", 60, 40)
RETURN = ReturnCashback(SOON, AZIZA, "order:1", "r-1", 10)
RETURNED = CashbackReturned(SOON, CLUB, AZIZA, "order:1", "r-1", 10)

budgets = Scenario(CASHBACK_BUDGETS)
was_set = budgets.given(WAS_SET)
granted = was_set.given(GRANTED)


def test_a_budget_is_set_and_set_anew() -> None:
    story = budgets.when(SET)
    story.then(WAS_SET)
    assert (story.state.left, budgets.state.left) == (100, None)
    story.when(but(SET, at=SOON, reason="again")).then_nothing()
    more = story.when(but(SET, amount=200))
    more.then(but(WAS_SET, amount=200))
    assert more.state.left == 200


@pytest.mark.parametrize("amount", [-1, MOST + 1])
def test_a_budget_is_an_amount_of_money(amount: int) -> None:
    budgets.when(but(SET, amount=amount)).then(NotAnAmount(amount, 0))
    assert budgets.when(but(SET, amount=0)).state.left == 0
    budgets.when(but(SET, currency="sum")).then(NoSuchCurrency("sum"))
    was_set.when(but(SET, currency="USD")).then(BudgetInOtherCurrency("USD", "UZS"))


def test_a_budget_is_not_less_than_what_is_given() -> None:
    granted.when(but(SET, amount=59)).then(BudgetBelowGiven(59, 60))
    assert granted.when(but(SET, amount=60)).state.left == 0


def test_what_is_earned_is_taken_out_of_the_budget_once_for_each_source() -> None:
    story = was_set.when(GRANT)
    story.then(GRANTED)
    assert (story.state.given, story.state.left) == (60, 40)
    story.when(GRANT).then_nothing()
    assert story.when(but(GRANT, customer_id=BEK, amount=1)).news


def test_the_whole_budget_is_given_and_no_more() -> None:
    assert was_set.when(but(GRANT, amount=100)).state.left == 0
    was_set.when(but(GRANT, amount=101)).then(BudgetExceeded(101, 100))
    other = but(GRANT, source_ref="order:2", amount=41)
    granted.when(other).then(BudgetExceeded(41, 40))
    assert granted.when(but(other, amount=40)).state.left == 0


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_not_given(amount: int) -> None:
    refused = InvalidValue("amount", str(amount))
    was_set.when(but(GRANT, amount=amount)).then(refused)
    assert was_set.when(but(GRANT, amount=1)).news


def test_where_no_budget_is_set_none_is_kept() -> None:
    budgets.when(GRANT).then_nothing()
    budgets.when(RETURN).then_nothing()


def test_what_a_refund_takes_back_can_be_given_again_once_for_each_refund() -> None:
    story = granted.when(RETURN)
    story.then(RETURNED)
    assert (story.state.given, story.state.left) == (50, 50)
    story.when(RETURN).then_nothing()
    assert granted.when(but(RETURN, amount=1)).state.left == 41
    rest = but(RETURN, refund_id="r-2", amount=50)
    assert story.when(rest).state.left == 100
    refused = InvalidValue("amount", "51")
    story.when(but(rest, amount=51)).then(refused)


def test_what_was_not_given_of_the_budget_does_not_come_back_to_it() -> None:
    granted.when(but(RETURN, source_ref="order:2")).then_nothing()
    granted.when(but(RETURN, customer_id=BEK)).then_nothing()
    granted.when(but(RETURN, amount=0)).then_nothing()
    granted.when(but(RETURN, amount=-1)).then(InvalidValue("amount", "-1"))
