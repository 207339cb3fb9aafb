"""What holds of orders, whatever anyone asks for, and in whatever order."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.purchase.order import (
    ORDERS,
    CancelOrder,
    Command,
    CompleteOrder,
    Event,
    Line,
    LineReturned,
    OrderCancelled,
    OrderCompleted,
    OrderPlaced,
    OrderRefunded,
    PlaceOrder,
    RecordPurchase,
    RefundOrder,
    ReturnLines,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
WHO = OrderId("o-1"), CustomerId("aziza"), "shop", None, "UZS"


@st.composite
def lines(draw: st.DrawFn, line_id: str) -> Line:
    paid, discount = draw(st.integers(-1, 30)), draw(st.integers(0, 5))
    coupons = draw(st.integers(0, 5))
    quantity = draw(st.integers(0, 4))
    return Line(line_id, "sock", None, quantity, paid, paid + discount, coupons)


times = st.integers(-5, 5).map(lambda hours: START + timedelta(hours=hours))
names = st.sampled_from(["a", "b", "c", "d"])
parts = st.lists(
    st.tuples(st.sampled_from(["1", "2", "3"]), st.integers(-1, 12)), max_size=3
).map(tuple)
baskets = st.tuples(lines("1"), lines("2"))
after: st.SearchStrategy[Command] = st.one_of(
    st.builds(RefundOrder, times, names, parts),
    st.builds(ReturnLines, times, names, parts),
    st.builds(CompleteOrder, times, st.integers(-1, 3)),
    st.builds(CancelOrder, times, names),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Command]:
    """Draw commands in any order, most of them about one possible basket."""
    paid = draw(st.integers(0, 30))
    good = (
        Line("1", "sock", None, 3, paid, 30),
        Line("2", "clock", None, 1, 20, 20),
    )
    basket = st.one_of(st.just(good), baskets)
    placing = st.one_of(
        st.builds(PlaceOrder, times, *map(st.just, WHO), basket),
        st.builds(
            RecordPurchase, times, *map(st.just, WHO), basket, st.integers(-1, 60)
        ),
    )
    return draw(st.lists(st.one_of(placing, after, after, after), max_size=25))


def play(story: list[Command]) -> list[Event]:
    """Return what *story* causes when every refusal is shrugged off."""
    events: list[Event] = []
    order = ORDERS.initial
    for command in story:
        try:
            news = list(ORDERS.decide(command, order))
        except Refused:
            continue
        events += news
        order = ORDERS.fold(news, order)
    return events


@given(stories())
def test_no_line_is_refunded_above_what_was_paid_for_it(story: list[Command]) -> None:
    paid: dict[str, int] = {}
    back: Counter[str] = Counter()
    for event in play(story):
        if isinstance(event, OrderPlaced):
            paid = {line.line_id: line.paid for line in event.lines}
        if isinstance(event, OrderRefunded):
            amounts = dict(zip(event.line_ids, event.line_amounts, strict=True))
            assert event.amount == sum(amounts.values()) > 0
            back.update(amounts)
    assert all(0 < back[line_id] <= paid[line_id] for line_id in back)


@given(stories())
def test_no_more_of_a_line_comes_back_than_was_bought(story: list[Command]) -> None:
    bought: dict[str, int] = {}
    back: Counter[str] = Counter()
    for event in play(story):
        if isinstance(event, OrderPlaced):
            bought = {line.line_id: line.quantity for line in event.lines}
        if isinstance(event, LineReturned):
            assert event.quantity > 0
            back[event.line_id] += event.quantity
    assert all(back[line_id] <= bought[line_id] for line_id in back)


@given(stories())
def test_an_order_is_placed_once_and_ends_once(story: list[Command]) -> None:
    kinds = [type(event) for event in play(story)]
    assert kinds.count(OrderPlaced) <= 1
    assert kinds.count(OrderCompleted) + kinds.count(OrderCancelled) <= 1
    if kinds:
        assert kinds[0] is OrderPlaced
    for back in (LineReturned, OrderRefunded):
        if back in kinds:
            assert kinds.index(OrderCompleted) < kinds.index(back)


@given(stories())
def test_a_completed_order_says_what_its_lines_say(story: list[Command]) -> None:
    for event in play(story):
        if isinstance(event, OrderPlaced):
            for line in event.lines:
                assert 0 <= line.paid <= line.list_price
                assert line.coupon_discount >= 0
            asked = [(line.line_id, line.paid) for line in event.lines]
        if isinstance(event, OrderCompleted):
            assert list(zip(event.line_ids, event.line_paid, strict=True)) == asked
            assert 0 <= event.points_part <= event.total == sum(event.line_paid)


@given(stories())
def test_whatever_was_done_is_not_done_twice(story: list[Command]) -> None:
    order = ORDERS.initial
    for command in story:
        try:
            order = ORDERS.fold(list(ORDERS.decide(command, order)), order)
        except Refused:
            continue
        assert list(ORDERS.decide(command, order)) == []


@given(stories(), st.integers(0, 20))
def test_an_order_folds_the_same_in_one_go_or_two(
    story: list[Command], cut: int
) -> None:
    events = play(story)
    assert ORDERS.fold(events) == ORDERS.fold(events[cut:], ORDERS.fold(events[:cut]))
