"""Orders from tables: lines, what became of them, and what came back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mijoz.domain.customer.profile import CustomerRegistered, IdentifierAdded
from mijoz.domain.purchase.order import (
    LineReturned,
    OrderCancelled,
    OrderCompleted,
    OrderPlaced,
    OrderRefunded,
)

from .conftest import ORDERS, Bench

Told = Callable[..., list[Any]]
HEAD = "order,card,time,item,n,paid\n"
STATUS = ORDERS + 'status = "status"\ncompleted_at = "done"\nreturned_at = "back"\n'
STATUS += 'cancelled_at = "off"\nreason = "why"\nrefunded = "money"\n'
STATUS_HEAD = "order,card,time,item,n,paid,status,done,off,why,back,money\n"


def at(hour: int, day: int = 1) -> datetime:
    return datetime(2025, 7, day, hour, tzinfo=UTC)


def lines(events: list[Any]) -> list[tuple[str, str, int, int]]:
    [placed] = [each for each in events if isinstance(each, OrderPlaced)]
    return [(each.line_id, each.sku, each.quantity, each.paid) for each in placed.lines]


def test_rows_of_one_order_are_its_lines_wherever_they_stand(told: Told) -> None:
    events = told(
        HEAD + "o1,c1,2025-07-01 09:00,sock,2,3.50\n"
        "o2,c2,2025-07-01 10:00,cap,1,9\n"
        "o1,c1,2025-07-01 09:00,cap,1,9.99\n"
    )
    one = [each for each in events if getattr(each, "order_id", "") == "till:o1"]
    assert lines(one) == [("1", "sock", 2, 350), ("2", "cap", 1, 999)]


def test_a_customer_is_registered_on_first_sight_and_then_known(bench: Bench) -> None:
    bench.run(
        HEAD + "o1,c1,2025-07-02,sock,1,1\n"
        "o2,c1,2025-07-01,sock,1,1\n"
        "o3,c2,2025-07-03,sock,1,1\n"
    )
    registered = list(bench.of(CustomerRegistered))
    assert [each.channel for each in registered] == ["shop", "shop"]
    first = datetime(
        2025, 6, 30, 19, tzinfo=UTC
    )  # the earlier order, not the first row
    assert registered[0].at == first
    assert bench.crm.customers.find("external", "till:c1") == registered[0].customer_id
    assert [each.value for each in bench.of(IdentifierAdded)] == ["till:c1", "till:c2"]


def test_a_customer_met_in_an_earlier_import_is_found_again(bench: Bench) -> None:
    bench.run(HEAD + "o1,c1,2025-07-01,sock,1,1\n")
    bench.run(HEAD + "o2,c1,2025-07-02,sock,1,1\n")
    assert len(list(bench.of(CustomerRegistered))) == 1


def test_what_is_imported_says_so(bench: Bench) -> None:
    bench.run(HEAD + "o1,c1,2025-07-01,sock,1,1\n")
    told = {(each.actor, each.time_quality) for each in bench.crm.journal.feed(0)}
    assert told == {("import:till", "imported")}


def test_orders_are_told_in_the_order_of_time(bench: Bench) -> None:
    bench.run(
        HEAD + "late,c,2025-07-03,sock,1,1\n"
        "early,c,2025-07-01,sock,1,1\n"
        "middle,c,2025-07-02,sock,1,1\n"
    )
    ids = [each.order_id for each in bench.of(OrderCompleted)]
    assert ids == ["till:early", "till:middle", "till:late"]


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("placed", [OrderPlaced]),
        ("completed", [OrderPlaced, OrderCompleted]),
        ("", [OrderPlaced, OrderCompleted]),
        ("cancelled", [OrderPlaced, OrderCancelled]),
        ("returned", [OrderPlaced, OrderCompleted, LineReturned, OrderRefunded]),
    ],
)
def test_a_status_says_what_became_of_an_order(
    told: Told, status: str, kinds: list[type]
) -> None:
    events = told(
        STATUS_HEAD + f"o,c,2025-07-01T10:00,sock,2,5,{status},,,,,\n", STATUS
    )
    assert [type(each) for each in events[2:]] == kinds


def test_what_became_of_an_order_has_its_own_time(told: Told) -> None:
    events = told(
        STATUS_HEAD
        + "a,c,2025-07-01T05:00Z,sock,2,5,cancelled,,2025-07-02T05:00Z,no stock,,\n"
        + "b,c,2025-07-01T05:00Z,sock,2,5,returned,2025-07-01T06:00Z,,,"
        + "2025-07-03T05:00Z,\n",
        STATUS,
    )
    times = {type(each): each.at for each in events if type(each) is not OrderPlaced}
    assert times[OrderCancelled] == at(5, 2)
    assert times[OrderCompleted] == at(6)
    assert times[LineReturned] == times[OrderRefunded] == at(5, 3)
    assert [e.reason for e in events if isinstance(e, OrderCancelled)] == ["no stock"]


def test_a_returned_line_is_refunded_what_was_paid_unless_it_says_less(
    told: Told,
) -> None:
    events = told(
        STATUS_HEAD + "o,c,2025-07-01,sock,2,5,returned,,,,,\n"
        "o,c,2025-07-01,cap,1,9,returned,,,,,8\n"
        "o,c,2025-07-01,hat,1,7,completed,,,,,1.50\n"
        "o,c,2025-07-01,tie,1,7,completed,,,,,\n",
        STATUS,
    )
    back = [(e.line_id, e.quantity) for e in events if isinstance(e, LineReturned)]
    assert back == [("1", 2), ("2", 1)]
    [refund] = [each for each in events if isinstance(each, OrderRefunded)]
    assert (refund.line_ids, refund.line_amounts) == (("1", "2", "3"), (500, 800, 150))


def test_a_row_below_zero_is_a_return_of_what_the_order_sold(told: Told) -> None:
    events = told(
        HEAD + "o,c,2025-07-01,sock,2,5\n"
        "o,c,2025-07-01,sock,1,2\n"
        "o,c,2025-07-09,sock,-3,-7\n"
    )
    back = [(e.line_id, e.quantity) for e in events if isinstance(e, LineReturned)]
    assert back == [("1", 2), ("2", 1)]
    [refund] = [each for each in events if isinstance(each, OrderRefunded)]
    assert (refund.line_amounts, refund.amount) == ((500, 200), 700)
    assert refund.at == datetime(2025, 7, 8, 19, tzinfo=UTC)


def test_money_alone_may_come_back(told: Told) -> None:
    events = told(HEAD + "o,c,2025-07-01,sock,2,5\no,c,2025-07-09,sock,0,-1\n")
    assert [type(each) for each in events[-2:]] == [OrderCompleted, OrderRefunded]


def test_a_return_in_a_later_file_is_told_of_the_order_of_the_first(
    bench: Bench,
) -> None:
    sale = HEAD + "o,c,2025-07-01,sock,2,5\n"
    bench.run(sale)
    counts = bench.run(sale + "o,c,2025-07-09,sock,-1,-2.5\n").counts
    assert (counts.known, counts.imported, counts.events) == (1, 1, 2)


def test_two_returns_that_are_alike_are_two(bench: Bench) -> None:
    back = "o,c,2025-07-09,sock,-1,-2\n"
    bench.run(HEAD + "o,c,2025-07-01,sock,2,4\n" + back + back)
    assert len(list(bench.of(LineReturned))) == 2


def test_a_return_of_what_was_not_sold_is_left_out(bench: Bench) -> None:
    bench.run(HEAD + "o,c,2025-07-01,sock,2,5\no,c,2025-07-09,cap,-1,-1\n")
    assert bench.quarantined == [(2, "item", "is of no line of this order")]
    assert len(list(bench.of(OrderCompleted))) == 1


def test_a_return_of_more_than_was_sold_is_left_out(bench: Bench) -> None:
    bench.run(HEAD + "o,c,2025-07-01,sock,2,5\no,c,2025-07-09,sock,-3,-1\n")
    assert bench.quarantined == [(2, "n", "line 1: 3 to return, 2 left")]


def test_a_return_without_its_order_is_left_out(bench: Bench) -> None:
    bench.run(HEAD + "o,c,2025-07-09,sock,-3,-1\n")
    assert bench.quarantined == [(1, None, "no such order was placed")]


def test_a_return_may_not_be_paid_for(bench: Bench) -> None:
    bench.run(HEAD + "o,c,2025-07-01,sock,2,5\no,c,2025-07-09,sock,-1,1\n")
    assert bench.quarantined[1][:2] == (2, "paid")


def test_one_bad_row_holds_the_whole_order_back(bench: Bench) -> None:
    report = bench.run(
        HEAD + "o1,c,2025-07-01,sock,2,5\n"
        "o2,c,2025-07-01,sock,2,5\n"
        "o1,c,2025-07-01,cap,one,5\n"
    )
    assert (report.counts.imported, report.counts.quarantined) == (1, 1)
    assert (report.rows, report.rows_left_out) == (3, 2)
    assert bench.quarantined == [
        (1, None, "is held back with row 3, of the same thing"),
        (3, "n", "is not a whole number"),
    ]


def test_rows_of_one_order_may_not_contradict_each_other(bench: Bench) -> None:
    bench.run(HEAD + "o,c1,2025-07-01,sock,2,5\no,c2,2025-07-01,cap,1,5\n")
    assert bench.quarantined[1] == (2, "card", "differs from row 1, of the same order")


def test_rows_of_one_order_may_not_differ_in_status(bench: Bench) -> None:
    bench.run(
        STATUS_HEAD + "o,c,2025-07-01,sock,2,5,placed,,,,,\n"
        "o,c,2025-07-01,cap,2,5,cancelled,,,,,\n",
        STATUS,
    )
    assert bench.quarantined[1][:2] == (2, "status")


def test_an_order_may_be_completed_at_the_moment_it_is_placed(told: Told) -> None:
    time = "2025-07-02T00:00"
    events = told(STATUS_HEAD + f"o,c,{time},sock,2,5,completed,{time},,,,\n", STATUS)
    assert [type(each) for each in events[2:]] == [OrderPlaced, OrderCompleted]


def test_an_order_is_not_completed_before_it_is_placed(bench: Bench) -> None:
    row = "o,c,2025-07-02T00:00,sock,2,5,completed,2025-07-01T00:00,,,,\n"
    bench.run(STATUS_HEAD + row, STATUS)
    assert bench.quarantined == [(1, "done", "lies before the order was placed")]


def test_what_a_rule_refuses_names_the_row_and_the_column(bench: Bench) -> None:
    mapping = ORDERS + 'list_price = "list"\n'
    bench.run(
        "order,card,time,item,n,paid,list\n"
        "o,c,2025-07-01,sock,2,5,5\no,c,2025-07-01,cap,2,5,4\n",
        mapping,
    )
    assert bench.quarantined == [
        (1, None, "is held back with row 2, of the same thing"),
        (2, "list", "line 2: list_price cannot be 400"),
    ]


def test_orders_without_ids_are_told_apart_by_their_content(bench: Bench) -> None:
    mapping = ORDERS.replace('order_id = "order"\n', "")
    mapping = mapping.replace("[columns]", 'key = "content"\n[columns]')
    rows = ["c,2025-07-01,sock,1,5", "c,2025-07-01,sock,1,5", "c,2025-07-02,cap,1,5"]
    head, new = "card,time,item,n,paid", "d,2025-07-03,cap,1,5"
    assert bench.run("\n".join([head, *rows]), mapping).counts.imported == 3
    again = bench.run("\n".join([head, *reversed(rows), new]), mapping)
    assert (again.counts.known, again.counts.imported) == (3, 1)


def test_orders_without_ids_may_be_told_apart_by_their_rows(bench: Bench) -> None:
    mapping = ORDERS.replace('order_id = "order"\n', "")
    mapping = mapping.replace("[columns]", 'key = "row"\n[columns]')
    table = "card,time,item,n,paid\nc,2025-07-01,sock,1,5\n"
    bench.run(table, mapping)
    counts = bench.run(table + "c,2025-07-01,sock,1,5\n", mapping).counts
    assert (counts.known, counts.imported) == (1, 1)
    ids = [each.order_id for each in bench.of(OrderCompleted)]
    assert ids == ["till:1", "till:2"]
