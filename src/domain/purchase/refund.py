"""Money that goes back for a completed order, line by line."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OrderId
from .line import ImpossibleLine, UnknownLine, once
from .sale import OrderPlaced


@frozen
class RefundOrder:
    """`lines` pairs the id of each line with the minor units that go back for it."""

    at: datetime
    refund_id: str
    lines: tuple[tuple[str, int], ...]


@frozen
class OrderRefunded:
    """`line_ids` and `line_amounts` run in parallel and sum to `amount`."""

    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    refund_id: str
    line_ids: tuple[str, ...]
    line_amounts: tuple[int, ...]
    currency: str
    amount: int


@frozen
class RefundedMoreThanPaid(Refused):
    line_id: str
    asked: int
    left: int

    def __str__(self) -> str:
        return f"line {self.line_id}: {self.asked} to refund, {self.left} left"


@frozen
class RefundChanged(Refused):
    refund_id: str

    def __str__(self) -> str:
        return f"refund {self.refund_id} is on record with other lines"


def pay_back(
    command: RefundOrder, order: OrderPlaced, before: tuple[OrderRefunded, ...]
) -> Iterator[OrderRefunded]:
    """Yield the refund, never more for a line than was paid for it."""
    for refund in before:
        if refund.refund_id == command.refund_id:
            if set(_pairs(refund)) != set(command.lines):
                raise RefundChanged(command.refund_id)
            return
    line_ids = tuple(line_id for line_id, _ in command.lines)
    amounts = tuple(amount for _, amount in command.lines)
    once(line_ids)
    paid = {line.line_id: line.paid for line in order.lines}
    for line_id, amount in command.lines:
        if line_id not in paid:
            raise UnknownLine(line_id)
        if amount <= 0:
            raise ImpossibleLine(line_id, "amount", amount)
        left = paid[line_id] - refunded(line_id, before)
        if amount > left:
            raise RefundedMoreThanPaid(line_id, asked=amount, left=left)
    yield OrderRefunded(
        command.at,
        order.order_id,
        order.customer_id,
        command.refund_id,
        line_ids,
        amounts,
        order.currency,
        sum(amounts),
    )


def refunded(line_id: str, refunds: tuple[OrderRefunded, ...]) -> int:
    """Return how much of what was paid for a line has gone back."""
    return sum(
        amount
        for refund in refunds
        for each, amount in _pairs(refund)
        if each == line_id
    )


def _pairs(refund: OrderRefunded) -> Iterator[tuple[str, int]]:
    return zip(refund.line_ids, refund.line_amounts, strict=True)
