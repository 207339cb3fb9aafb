"""Goods that come back of a completed order, line by line."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OrderId
from .line import ImpossibleLine, UnknownLine, once
from .sale import OrderPlaced


@frozen
class ReturnLines:
    """`lines` pairs the id of each line with the quantity that came back."""

    at: datetime
    return_id: str
    lines: tuple[tuple[str, int], ...]


@frozen
class LineReturned:
    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    return_id: str
    line_id: str
    quantity: int


@frozen
class ReturnedMoreThanBought(Refused):
    line_id: str
    asked: int
    left: int

    def __str__(self) -> str:
        return f"line {self.line_id}: {self.asked} to return, {self.left} left"


@frozen
class ReturnChanged(Refused):
    return_id: str

    def __str__(self) -> str:
        return f"return {self.return_id} is on record with other lines"


def take_back(
    command: ReturnLines, order: OrderPlaced, before: tuple[LineReturned, ...]
) -> Iterator[LineReturned]:
    """Yield what comes back, never more of a line than was bought."""
    known = {
        (each.line_id, each.quantity)
        for each in before
        if each.return_id == command.return_id
    }
    if known:
        if known != set(command.lines):
            raise ReturnChanged(command.return_id)
        return
    once([line_id for line_id, _ in command.lines])
    bought = {line.line_id: line.quantity for line in order.lines}
    for line_id, quantity in command.lines:
        if line_id not in bought:
            raise UnknownLine(line_id)
        if quantity <= 0:
            raise ImpossibleLine(line_id, "quantity", quantity)
        left = bought[line_id] - returned(line_id, before)
        if quantity > left:
            raise ReturnedMoreThanBought(line_id, asked=quantity, left=left)
        yield LineReturned(
            command.at,
            order.order_id,
            order.customer_id,
            command.return_id,
            line_id,
            quantity,
        )


def returned(line_id: str, returns: tuple[LineReturned, ...]) -> int:
    """Return how many of a line have come back."""
    return sum(each.quantity for each in returns if each.line_id == line_id)
