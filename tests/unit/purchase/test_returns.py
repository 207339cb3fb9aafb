"""The rules of goods that come back, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.purchase.line import (
    ImpossibleLine,
    NoLines,
    RepeatedLine,
    UnknownLine,
)
from mijoz.domain.purchase.order import (
    ORDERS,
    CancelOrder,
    Line,
    LineReturned,
    PlaceOrder,
    RecordPurchase,
    ReturnLines,
)
from mijoz.domain.purchase.returns import ReturnChanged, ReturnedMoreThanBought
from mijoz.domain.purchase.sale import OrderNotCompleted, OrderNotPlaced
from mijoz.testing import Scenario

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
ORDER, AZIZA = OrderId("o-1"), CustomerId("aziza")
LINES = (
    Line("1", "retro-socks", None, 3, 1_500, 1_500),
    Line("2", "retro-clock", None, 1, 9_000, 9_000),
)
PLACE = PlaceOrder(NOON, ORDER, AZIZA, "shop", None, "UZS", LINES)

bought = Scenario(ORDERS).when(
    RecordPurchase(NOON, ORDER, AZIZA, "shop", None, "UZS", LINES)
)


def bring(*lines: tuple[str, int], name: str = "r-1") -> ReturnLines:
    return ReturnLines(LATER, name, lines)


def back(line_id: str, quantity: int, name: str = "r-1") -> LineReturned:
    return LineReturned(LATER, ORDER, AZIZA, name, line_id, quantity)


def test_each_line_that_comes_back_is_told() -> None:
    bought.when(bring(("1", 2), ("2", 1))).then(back("1", 2), back("2", 1))


def test_a_whole_line_can_come_back_bit_by_bit() -> None:
    story = bought.when(bring(("1", 1))).when(bring(("1", 2), name="r-2"))
    story.then(back("1", 2, "r-2"))


def test_no_more_comes_back_than_was_bought() -> None:
    story = bought.when(bring(("1", 4)))
    story.then(ReturnedMoreThanBought("1", asked=4, left=3))


def test_what_came_back_before_counts() -> None:
    story = bought.when(bring(("1", 2))).when(bring(("1", 2), name="r-2"))
    story.then(ReturnedMoreThanBought("1", asked=2, left=1))


def test_lines_are_counted_apart() -> None:
    story = bought.when(bring(("1", 3))).when(bring(("2", 1), name="r-2"))
    story.then(back("2", 1, "r-2"))


def test_a_return_is_taken_once() -> None:
    bought.when(bring(("1", 1))).when(bring(("1", 1))).then_nothing()


def test_a_return_of_two_lines_is_taken_once_in_any_order() -> None:
    story = bought.when(bring(("1", 1), ("2", 1)))
    story.when(bring(("2", 1), ("1", 1))).then_nothing()


def test_another_return_cannot_take_its_name() -> None:
    story = bought.when(bring(("1", 1)))
    story.when(bring(("1", 2))).then(ReturnChanged("r-1"))


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_comes_back_in_no_quantity(quantity: int) -> None:
    story = bought.when(bring(("1", quantity)))
    story.then(ImpossibleLine("1", "quantity", quantity))


def test_a_line_that_was_not_bought_does_not_come_back() -> None:
    bought.when(bring(("9", 1))).then(UnknownLine("9"))


def test_a_return_names_a_line_once() -> None:
    bought.when(bring(("1", 1), ("1", 2))).then(RepeatedLine("1"))


def test_a_return_names_a_line() -> None:
    bought.when(bring()).then(NoLines())


def test_a_return_that_is_refused_late_returns_nothing() -> None:
    story = bought.when(bring(("2", 1), ("1", 4)))
    story.then(ReturnedMoreThanBought("1", asked=4, left=3))
    assert story.state.returns == ()


def test_goods_come_back_of_completed_orders_alone() -> None:
    placed = Scenario(ORDERS).when(PLACE)
    placed.when(bring(("1", 1))).then(OrderNotCompleted(ORDER))
    cancelled = placed.when(CancelOrder(LATER, "too dear"))
    cancelled.when(bring(("1", 1))).then(OrderNotCompleted(ORDER))
    Scenario(ORDERS).when(bring(("1", 1))).then(OrderNotPlaced())
