"""An order: placed, completed once or cancelled; later, goods and money come back."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from .line import Line
from .refund import OrderRefunded, RefundOrder, pay_back
from .returns import LineReturned, ReturnLines, take_back
from .sale import (
    CancelOrder,
    CompleteOrder,
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderIsCancelled,
    OrderIsCompleted,
    OrderNotCompleted,
    OrderNotPlaced,
    OrderPlaced,
    PlaceOrder,
    RecordPurchase,
    complete,
    describes,
    place,
)

__all__ = [
    "ORDERS",
    "CancelOrder",
    "Command",
    "CompleteOrder",
    "Event",
    "Line",
    "LineReturned",
    "Order",
    "OrderCancelled",
    "OrderCompleted",
    "OrderPlaced",
    "OrderRefunded",
    "PlaceOrder",
    "RecordPurchase",
    "RefundOrder",
    "ReturnLines",
]

Command: TypeAlias = (
    PlaceOrder
    | RecordPurchase
    | CompleteOrder
    | CancelOrder
    | ReturnLines
    | RefundOrder
)
Event: TypeAlias = (
    OrderPlaced | OrderCompleted | OrderCancelled | LineReturned | OrderRefunded
)


@frozen
class Order:
    """How far an order has come; nothing before it is placed."""

    placed: OrderPlaced | None = None
    completed: OrderCompleted | None = None
    cancelled: OrderCancelled | None = None
    returns: tuple[LineReturned, ...] = ()
    refunds: tuple[OrderRefunded, ...] = ()


def decide(command: Command, order: Order) -> Iterator[Event]:
    match command:
        case PlaceOrder():
            if not _known(command, order):
                yield place(command)
        case RecordPurchase(at, points_part=points_part):
            if _known(command, order):
                yield from _complete(at, points_part, order)
            else:
                placed = place(command)
                yield placed
                yield complete(at, points_part, placed)
        case CompleteOrder(at, points_part):
            yield from _complete(at, points_part, order)
        case CancelOrder(at, reason):
            yield from _cancel(at, reason, order)
        case ReturnLines():
            yield from take_back(command, _sold(order), order.returns)
        case RefundOrder():
            yield from pay_back(command, _sold(order), order.refunds)
        case _:
            assert_never(command)


def evolve(order: Order, event: Event) -> Order:
    match event:
        case OrderPlaced():
            return Order(event)
        case OrderCompleted():
            return Order(order.placed, event)
        case OrderCancelled():
            return Order(order.placed, None, event)
        case LineReturned():
            return but(order, returns=(*order.returns, event))
        case OrderRefunded():
            return but(order, refunds=(*order.refunds, event))
        case _:
            assert_never(event)


def _known(command: PlaceOrder | RecordPurchase, order: Order) -> bool:
    """Say whether this order is on record; refuse it under a name already taken."""
    if order.placed is None:
        return False
    if not describes(command, order.placed):
        raise OrderChanged(order.placed.order_id)
    return True


def _complete(at: datetime, points_part: int, order: Order) -> Iterator[OrderCompleted]:
    placed = _placed(order)
    if order.cancelled:
        raise OrderIsCancelled(placed.order_id)
    if order.completed is None:
        yield complete(at, points_part, placed)
    elif order.completed.points_part != points_part:
        raise OrderIsCompleted(placed.order_id)


def _cancel(at: datetime, reason: str, order: Order) -> Iterator[OrderCancelled]:
    placed = _placed(order)
    if order.completed:
        raise OrderIsCompleted(placed.order_id)
    if order.cancelled is None:
        yield OrderCancelled(at, placed.order_id, placed.customer_id, reason)


def _placed(order: Order) -> OrderPlaced:
    if order.placed is None:
        raise OrderNotPlaced
    return order.placed


def _sold(order: Order) -> OrderPlaced:
    placed = _placed(order)
    if order.completed is None:
        raise OrderNotCompleted(placed.order_id)
    return placed


ORDERS = Decider(Order(), decide, evolve)
