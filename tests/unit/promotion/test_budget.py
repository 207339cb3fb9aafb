"""The rules of budgets, their slices and the purses they fill, one test a rule."""

from datetime import timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import BudgetId, OrderId
from mijoz.domain.money import MOST, NoSuchCurrency, NotAnAmount
from mijoz.domain.promotion import budget as b
from mijoz.domain.promotion import purse as p
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .promising import NOW

SOON = NOW + timedelta(hours=1)
EARLY = NOW - timedelta(microseconds=1)
COSTS, O1, O2 = BudgetId("costs"), OrderId("o-1"), OrderId("o-2")
OPEN = b.OpenBudget(NOW, COSTS, "UZS", 100, 40)
OPENED = b.BudgetOpened(NOW, COSTS, "UZS", 100, 40)
LEASE = b.LeaseSlice(SOON, "l-1", "shop", 10)
LEASED = b.BudgetSliceLeased(SOON, COSTS, "l-1", "shop", 40, 60)
RETURN = b.ReturnSlice(SOON, "r-1", "shop", 15)
FILL = p.FillPurse(SOON, COSTS, "shop", "l-1", 40)
FILLED = p.PurseFilled(SOON, COSTS, "shop", "l-1", 40)
SPENT = p.BudgetSpent(SOON, COSTS, "shop", O1, 25)
UNSPENT = p.BudgetUnspent(SOON, COSTS, "shop", O1, 25)
EMPTIED = p.PurseEmptied(SOON, COSTS, "shop", "r-1", 15)

budgets, purses = Scenario(b.BUDGETS), Scenario(p.PURSES)
opened, filled = budgets.given(OPENED), purses.given(FILLED)
leased = opened.given(LEASED)


def test_a_budget_is_opened_once() -> None:
    budgets.when(OPEN).then(OPENED)
    opened.when(but(OPEN, at=SOON)).then_nothing()
    opened.when(but(OPEN, limit=101)).then(b.BudgetChanged(COSTS))


def test_a_budget_is_an_amount_in_slices_of_it() -> None:
    budgets.when(but(OPEN, limit=0)).then(NotAnAmount(0, 1))
    budgets.when(but(OPEN, limit=MOST + 1)).then(NotAnAmount(MOST + 1, 1))
    budgets.when(but(OPEN, slice=0)).then(NotAnAmount(0, 1))
    budgets.when(but(OPEN, slice=101)).then(b.SliceTooLarge(101, 100))
    budgets.when(but(OPEN, currency="x")).then(NoSuchCurrency("x"))
    assert budgets.when(but(OPEN, slice=100)).news
    assert budgets.when(but(OPEN, limit=1, slice=1)).news


def test_a_slice_is_leased_to_a_holder_once() -> None:
    story = opened.when(LEASE)
    story.then(LEASED)
    assert (story.state.left, story.state.leased) == (60, {"shop": 40})
    story.when(LEASE).then_nothing()


def test_a_slice_is_no_less_than_is_asked_for() -> None:
    for least, amount in ((39, 40), (40, 40), (41, 41)):
        (event, *_) = opened.when(but(LEASE, least=least)).news
        assert isinstance(event, b.BudgetSliceLeased)
        assert event.amount == amount
    opened.when(but(LEASE, least=0)).then(NotAnAmount(0, 1))


def test_the_last_slice_is_exact_and_the_budget_then_exhausted() -> None:
    story = leased.given(but(LEASED, lease_id="l-2", left=20))
    last = but(LEASE, lease_id="l-3", least=20)
    story.when(last).then(
        b.BudgetSliceLeased(SOON, COSTS, "l-3", "shop", 20, 0),
        b.BudgetExhausted(SOON, COSTS),
    )
    story.when(but(last, least=21)).then(b.BudgetTooSmall(COSTS, 21, 20))
    over = story.when(last)
    assert over.state.left == 0
    over.when(but(LEASE, lease_id="l-4", least=1)).then(b.BudgetTooSmall(COSTS, 1, 0))


def test_what_is_returned_is_leased_again() -> None:
    story = leased.when(RETURN)
    story.then(b.BudgetSliceReturned(SOON, COSTS, "r-1", "shop", 15, 75))
    assert story.state.left == 75
    story.when(RETURN).then_nothing()


def test_no_more_is_returned_than_was_leased_to_that_holder() -> None:
    assert leased.when(but(RETURN, amount=40)).news
    leased.when(but(RETURN, amount=41)).then(b.MoreThanLeased("shop", 41, 40))
    leased.when(but(RETURN, holder_id="web")).then(b.MoreThanLeased("web", 15, 0))
    leased.when(but(RETURN, amount=0)).then(NotAnAmount(0, 1))


@pytest.mark.parametrize("command", [LEASE, RETURN])
def test_what_was_not_opened_is_not_leased(
    command: b.LeaseSlice | b.ReturnSlice,
) -> None:
    budgets.when(command).then(b.BudgetNotOpened())


def test_nothing_is_leased_before_a_budget_is_opened() -> None:
    another = but(LEASE, lease_id="l-9")
    commands: list[b.Command] = [another, RETURN]
    for command in commands:
        leased.when(but(command, at=EARLY)).then(TooEarly(EARLY, NOW))
        assert leased.when(but(command, at=NOW)).news


def test_a_purse_is_filled_by_each_slice_once() -> None:
    purses.when(FILL).then(FILLED)
    filled.when(FILL).then_nothing()
    assert filled.when(but(FILL, lease_id="l-2")).state.held == 80
    purses.when(but(FILL, amount=0)).then(NotAnAmount(0, 1))
    purses.when(but(FILL, amount=MOST + 1)).then(NotAnAmount(MOST + 1, 1))
    assert purses.when(but(FILL, amount=1)).news
    assert purses.when(but(FILL, amount=MOST)).news


def test_a_purse_is_spent_on_an_order_once() -> None:
    story = filled.when(p.SpendBudget(SOON, O1, 25))
    story.then(SPENT)
    assert story.state.held == 15
    story.when(p.SpendBudget(SOON, O1, 25)).then_nothing()
    story.when(p.SpendBudget(SOON, O1, 24)).then(p.OrderSpentOtherwise(O1, 25))


def test_no_more_is_spent_than_a_purse_holds() -> None:
    assert filled.when(p.SpendBudget(SOON, O1, 40)).state.held == 0
    filled.when(p.SpendBudget(SOON, O1, 41)).then(p.PurseTooSmall("shop", 41, 40))
    filled.when(p.SpendBudget(SOON, O1, 0)).then(NotAnAmount(0, 1))


def test_what_an_order_spent_comes_back_once_with_its_cancellation() -> None:
    spent = filled.given(SPENT)
    story = spent.when(p.UnspendBudget(SOON, O1))
    story.then(UNSPENT)
    assert story.state.held == 40
    story.when(p.UnspendBudget(SOON, O1)).then_nothing()
    spent.when(p.UnspendBudget(SOON, O2)).then_nothing()


def test_a_purse_gives_back_what_is_not_spent() -> None:
    story = filled.given(SPENT).when(p.EmptyPurse(SOON, "r-1"))
    story.then(EMPTIED)
    assert story.state.held == 0
    story.when(p.EmptyPurse(SOON, "r-2")).then_nothing()
    more = filled.given(SPENT, EMPTIED, but(FILLED, lease_id="l-2"))
    more.when(p.EmptyPurse(SOON, "r-1")).then_nothing()
    assert more.when(p.EmptyPurse(SOON, "r-2")).news


@pytest.mark.parametrize(
    "command",
    [
        p.SpendBudget(SOON, O1, 1),
        p.UnspendBudget(SOON, O1),
        p.EmptyPurse(SOON, "r-1"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_purse_that_was_never_filled_is_none(command: p.Command) -> None:
    purses.when(command).then(p.NoPurse())
