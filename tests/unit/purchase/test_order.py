"""The rules of placing, completing and cancelling an order, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.purchase.line import ImpossibleLine, NoLines, RepeatedLine
from mijoz.domain.purchase.order import (
    ORDERS,
    CancelOrder,
    CompleteOrder,
    Line,
    OrderCancelled,
    OrderCompleted,
    OrderPlaced,
    PlaceOrder,
    RecordPurchase,
)
from mijoz.domain.purchase.sale import (
    ImpossiblePointsPart,
    NotACurrency,
    OrderChanged,
    OrderIsCancelled,
    OrderIsCompleted,
    OrderNotPlaced,
)
from mijoz.testing import Scenario

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
ORDER, AZIZA, BOBUR = OrderId("o-1"), CustomerId("aziza"), CustomerId("bobur")

SOCKS = Line("1", "retro-socks", "clothing", 2, 1_500, 2_000, 200)
CLOCK = Line("2", "retro-clock", None, 1, 9_000, 9_000)

PLACED = OrderPlaced(NOON, ORDER, AZIZA, "shop", "tashkent", "UZS", (SOCKS, CLOCK))
COMPLETED = OrderCompleted(
    LATER, ORDER, AZIZA, "UZS", 10_500, 0, ("1", "2"), (1_500, 9_000)
)
CANCELLED = OrderCancelled(LATER, ORDER, AZIZA, "changed her mind")

orders = Scenario(ORDERS)


def place(*lines: Line, currency: str = "UZS", at: datetime = NOON) -> PlaceOrder:
    return PlaceOrder(at, ORDER, AZIZA, "shop", "tashkent", currency, lines)


def record(*lines: Line, points_part: int = 0, at: datetime = NOON) -> RecordPurchase:
    where = "shop", "tashkent", "UZS"
    return RecordPurchase(at, ORDER, AZIZA, *where, lines, points_part)


def test_an_order_is_placed_as_it_was_asked_for() -> None:
    orders.when(place(SOCKS, CLOCK)).then(PLACED)


def test_an_order_placed_again_is_placed_once() -> None:
    orders.given(PLACED).when(place(SOCKS, CLOCK, at=LATER)).then_nothing()


def test_an_order_placed_again_after_its_end_is_placed_once() -> None:
    for end in (COMPLETED, CANCELLED):
        orders.given(PLACED, end).when(place(SOCKS, CLOCK)).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        place(SOCKS),
        place(SOCKS, CLOCK, currency="USD"),
        PlaceOrder(NOON, ORDER, BOBUR, "shop", "tashkent", "UZS", (SOCKS, CLOCK)),
        PlaceOrder(NOON, ORDER, AZIZA, "web", "tashkent", "UZS", (SOCKS, CLOCK)),
        PlaceOrder(NOON, ORDER, AZIZA, "shop", None, "UZS", (SOCKS, CLOCK)),
        PlaceOrder(
            NOON, OrderId("o-2"), AZIZA, "shop", "tashkent", "UZS", (SOCKS, CLOCK)
        ),
        record(SOCKS),
    ],
)
def test_another_order_cannot_take_its_name(other: PlaceOrder | RecordPurchase) -> None:
    orders.given(PLACED).when(other).then(OrderChanged(ORDER))


def test_an_order_has_lines() -> None:
    orders.when(place()).then(NoLines())


def test_a_line_is_named_once() -> None:
    orders.when(place(SOCKS, CLOCK, CLOCK)).then(RepeatedLine("2"))


def test_nothing_is_bought_in_less_than_no_quantity() -> None:
    line = Line("7", "air", None, -1, 0, 0)
    orders.when(place(CLOCK, line)).then(ImpossibleLine("7", "quantity", -1))


def test_a_coupon_may_be_rung_up_by_itself() -> None:
    coupon = Line("7", "coupon", None, 0, 0, 0, 200)
    assert orders.when(place(CLOCK, coupon)).refusal is None


def test_one_of_a_thing_can_be_bought_for_nothing() -> None:
    gift = Line("7", "sticker", None, 1, 0, 0)
    assert orders.when(place(gift)).refusal is None


def test_no_one_is_paid_to_buy() -> None:
    line = Line("7", "sticker", None, 1, -1, 0)
    orders.when(place(line)).then(ImpossibleLine("7", "paid", -1))


def test_no_one_pays_more_than_the_list_says() -> None:
    line = Line("7", "cap", None, 1, 1_001, 1_000)
    orders.when(place(line)).then(ImpossibleLine("7", "list_price", 1_000))


def test_the_list_price_can_be_paid_in_full() -> None:
    assert orders.when(place(Line("7", "cap", None, 1, 1_000, 1_000))).refusal is None


def test_a_discount_is_what_was_taken_off_the_list_price() -> None:
    assert Line("7", "cap", None, 1, 900, 1_000).discount == 100


def test_a_coupon_takes_nothing_or_more() -> None:
    line = Line("7", "cap", None, 1, 900, 1_000, -1)
    orders.when(place(line)).then(ImpossibleLine("7", "coupon_discount", -1))


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (Line("7", "coupon", None, 0, -1, 0), "paid", -1),
        (Line("7", "gift", None, 1, 0, -1), "list_price", -1),
        (Line("7", "gift", None, 1, 0, 0, -1), "coupon_discount", -1),
    ],
)
def test_the_field_that_is_wrong_is_named_and_none_that_is_nothing(
    line: Line, field: str, value: int
) -> None:
    orders.when(place(line)).then(ImpossibleLine("7", field, value))


@pytest.mark.parametrize("code", ["", "UZ", "UZSS", "uzs", "U2S", "ÜZS", "сум"])
def test_a_currency_is_three_capital_letters(code: str) -> None:
    orders.when(place(SOCKS, currency=code)).then(NotACurrency(code))


def test_an_order_of_long_ago_is_taken_now() -> None:
    long_ago = datetime(1998, 2, 28, tzinfo=UTC)
    assert orders.when(place(SOCKS, at=long_ago)).state.placed is not None


def test_completing_tells_what_was_paid_by_line() -> None:
    orders.given(PLACED).when(CompleteOrder(LATER)).then(COMPLETED)


def test_an_order_is_completed_once() -> None:
    orders.given(PLACED, COMPLETED).when(CompleteOrder(LATER)).then_nothing()


def test_an_order_is_not_completed_again_otherwise() -> None:
    story = orders.given(PLACED, COMPLETED)
    story.when(CompleteOrder(LATER, points_part=1)).then(OrderIsCompleted(ORDER))


def test_what_was_not_placed_is_not_completed() -> None:
    orders.when(CompleteOrder(LATER)).then(OrderNotPlaced())


def test_points_can_pay_for_all_of_an_order() -> None:
    story = orders.given(PLACED).when(CompleteOrder(LATER, points_part=10_500))
    assert story.state.completed is not None
    assert story.state.completed.points_part == story.state.completed.total


@pytest.mark.parametrize("part", [-1, 10_501])
def test_points_pay_for_no_more_than_all(part: int) -> None:
    story = orders.given(PLACED).when(CompleteOrder(LATER, points_part=part))
    story.then(ImpossiblePointsPart(part, 10_500))


def test_an_order_can_be_cancelled() -> None:
    orders.given(PLACED).when(CancelOrder(LATER, "changed her mind")).then(CANCELLED)


def test_an_order_is_cancelled_once() -> None:
    orders.given(PLACED, CANCELLED).when(CancelOrder(LATER, "again")).then_nothing()


def test_a_cancelled_order_takes_no_completion() -> None:
    story = orders.given(PLACED, CANCELLED)
    story.when(CompleteOrder(LATER)).then(OrderIsCancelled(ORDER))
    story.when(record(SOCKS, CLOCK)).then(OrderIsCancelled(ORDER))


def test_a_completed_order_takes_no_cancelling() -> None:
    story = orders.given(PLACED, COMPLETED).when(CancelOrder(LATER, "too late"))
    story.then(OrderIsCompleted(ORDER))


def test_what_was_not_placed_is_not_cancelled() -> None:
    orders.when(CancelOrder(LATER, "of what?")).then(OrderNotPlaced())


def test_a_purchase_is_placed_and_completed_at_one_moment() -> None:
    done = OrderCompleted(
        NOON, ORDER, AZIZA, "UZS", 10_500, 500, ("1", "2"), (1_500, 9_000)
    )
    orders.when(record(SOCKS, CLOCK, points_part=500)).then(PLACED, done)


def test_a_purchase_is_recorded_once() -> None:
    story = orders.when(record(SOCKS, CLOCK))
    story.when(record(SOCKS, CLOCK, at=LATER)).then_nothing()


def test_a_purchase_completes_the_order_that_was_placed() -> None:
    orders.given(PLACED).when(record(SOCKS, CLOCK, at=LATER)).then(COMPLETED)


def test_a_refused_purchase_leaves_nothing_behind() -> None:
    story = orders.when(record(CLOCK, points_part=9_001))
    story.then(ImpossiblePointsPart(9_001, 9_000))
    assert story.state == ORDERS.initial


@pytest.mark.parametrize("most", [0, 1])
def test_no_line_holds_more_than_can_be_summed(most: int) -> None:
    huge = 10**12 + most
    named = {"quantity": (huge, 0, 0, 0), "list_price": (1, huge, huge, 0)}
    for field, amounts in (*named.items(), ("coupon_discount", (1, 0, 0, huge))):
        story = orders.when(place(Line("7", "cap", None, *amounts)))
        assert (story.refusal is None) == (most == 0), field
        if most:
            story.then(ImpossibleLine("7", field, huge))
