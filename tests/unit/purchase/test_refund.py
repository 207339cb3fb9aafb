"""The rules of money that goes back, one test a rule."""

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
    Line,
    OrderRefunded,
    PlaceOrder,
    RecordPurchase,
    RefundOrder,
    ReturnLines,
)
from mijoz.domain.purchase.refund import RefundChanged, RefundedMoreThanPaid
from mijoz.domain.purchase.sale import OrderNotCompleted, OrderNotPlaced
from mijoz.testing import Scenario

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
ORDER, AZIZA = OrderId("o-1"), CustomerId("aziza")
LINES = (
    Line("1", "retro-socks", None, 3, 1_500, 1_500),
    Line("2", "retro-clock", None, 1, 9_000, 9_000),
    Line("3", "sticker", None, 1, 0, 100),
)

bought = Scenario(ORDERS).when(
    RecordPurchase(NOON, ORDER, AZIZA, "shop", None, "UZS", LINES)
)


def refund(*lines: tuple[str, int], name: str = "f-1") -> RefundOrder:
    return RefundOrder(LATER, name, lines)


def test_a_refund_tells_its_amounts_by_line_and_their_sum() -> None:
    bought.when(refund(("2", 4_000), ("1", 500))).then(
        OrderRefunded(
            LATER, ORDER, AZIZA, "f-1", ("2", "1"), (4_000, 500), "UZS", 4_500
        )
    )


def test_all_that_was_paid_for_a_line_can_go_back() -> None:
    story = bought.when(refund(("1", 1_000))).when(refund(("1", 500), name="f-2"))
    assert story.refusal is None
    assert len(story.state.refunds) == 2


def test_no_more_goes_back_than_was_paid() -> None:
    story = bought.when(refund(("1", 1_501)))
    story.then(RefundedMoreThanPaid("1", asked=1_501, left=1_500))


def test_what_went_back_before_counts() -> None:
    story = bought.when(refund(("2", 1), ("1", 1_000)))
    story.when(refund(("1", 501), name="f-2")).then(
        RefundedMoreThanPaid("1", asked=501, left=500)
    )


def test_a_refund_of_one_line_leaves_the_others_whole() -> None:
    story = bought.when(refund(("1", 1_500)))
    assert story.when(refund(("2", 9_000), name="f-2")).refusal is None


def test_nothing_goes_back_for_what_was_free() -> None:
    story = bought.when(refund(("3", 1)))
    story.then(RefundedMoreThanPaid("3", asked=1, left=0))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_refund_gives_something_back(amount: int) -> None:
    story = bought.when(refund(("1", amount)))
    story.then(ImpossibleLine("1", "amount", amount))


def test_a_refund_is_made_once() -> None:
    story = bought.when(refund(("1", 1), ("2", 2)))
    story.when(refund(("2", 2), ("1", 1))).then_nothing()


def test_a_refund_of_everything_is_made_once() -> None:
    story = bought.when(refund(("1", 1_500)))
    story.when(refund(("1", 1_500))).then_nothing()


def test_another_refund_cannot_take_its_name() -> None:
    story = bought.when(refund(("1", 1)))
    story.when(refund(("1", 2))).then(RefundChanged("f-1"))


def test_a_line_that_was_not_bought_is_not_refunded() -> None:
    bought.when(refund(("9", 1))).then(UnknownLine("9"))


def test_a_refund_names_a_line_once() -> None:
    bought.when(refund(("1", 1_000), ("1", 1_000))).then(RepeatedLine("1"))


def test_a_refund_names_a_line() -> None:
    bought.when(refund()).then(NoLines())


def test_money_and_goods_go_back_apart() -> None:
    story = bought.when(ReturnLines(LATER, "r-1", (("1", 3),)))
    assert story.when(refund(("1", 1_500))).refusal is None


def test_money_goes_back_for_completed_orders_alone() -> None:
    Scenario(ORDERS).when(refund(("1", 1))).then(OrderNotPlaced())
    placed = PlaceOrder(NOON, ORDER, AZIZA, "shop", None, "UZS", LINES)
    story = Scenario(ORDERS).when(placed).when(refund(("1", 1)))
    story.then(OrderNotCompleted(ORDER))
