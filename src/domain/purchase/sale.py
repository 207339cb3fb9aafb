"""The making of an order: placed, then completed or cancelled."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OrderId
from .line import Line, check


@frozen
class PlaceOrder:
    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    channel: str
    location: str | None
    currency: str
    lines: tuple[Line, ...]


@frozen
class RecordPurchase:
    """An order placed and paid at one moment: a till's, or a history's."""

    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    channel: str
    location: str | None
    currency: str
    lines: tuple[Line, ...]
    points_part: int = 0


@frozen
class CompleteOrder:
    at: datetime
    points_part: int = 0


@frozen
class CancelOrder:
    at: datetime
    reason: str


@frozen
class OrderPlaced:
    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    channel: str
    location: str | None
    currency: str
    lines: tuple[Line, ...]


@frozen
class OrderCompleted:
    """`line_ids` and `line_paid` run in parallel and sum to `total`.

    `points_part` is what of the total was paid with points, in minor units.
    """

    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    currency: str
    total: int
    points_part: int
    line_ids: tuple[str, ...]
    line_paid: tuple[int, ...]


@frozen
class OrderCancelled:
    at: datetime
    order_id: OrderId
    customer_id: CustomerId
    reason: str


@frozen
class OrderNotPlaced(Refused):
    def __str__(self) -> str:
        return "no such order was placed"


@frozen
class OrderChanged(Refused):
    order_id: OrderId

    def __str__(self) -> str:
        return f"order {self.order_id} is on record with other content"


@frozen
class OrderNotCompleted(Refused):
    order_id: OrderId

    def __str__(self) -> str:
        return f"order {self.order_id} is not completed"


@frozen
class OrderIsCompleted(Refused):
    order_id: OrderId

    def __str__(self) -> str:
        return f"order {self.order_id} is completed already"


@frozen
class OrderIsCancelled(Refused):
    order_id: OrderId

    def __str__(self) -> str:
        return f"order {self.order_id} is cancelled"


@frozen
class NotACurrency(Refused):
    currency: str

    def __str__(self) -> str:
        return f"{self.currency!r} is not an ISO 4217 code"


@frozen
class ImpossiblePointsPart(Refused):
    points_part: int
    total: int

    def __str__(self) -> str:
        return f"{self.points_part} of {self.total} cannot be paid with points"


def place(command: PlaceOrder | RecordPurchase) -> OrderPlaced:
    """Return the order that *command* describes, if such an order can be."""
    code = command.currency
    if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        raise NotACurrency(code)
    check(command.lines)
    return OrderPlaced(
        command.at,
        command.order_id,
        command.customer_id,
        command.channel,
        command.location,
        command.currency,
        command.lines,
    )


def describes(command: PlaceOrder | RecordPurchase, order: OrderPlaced) -> bool:
    """Say whether *command* places this very order again, at whatever time."""
    return (
        command.order_id == order.order_id
        and command.customer_id == order.customer_id
        and command.channel == order.channel
        and command.location == order.location
        and command.currency == order.currency
        and command.lines == order.lines
    )


def complete(at: datetime, points_part: int, order: OrderPlaced) -> OrderCompleted:
    """Return the completion of *order*, with what was paid for each line."""
    line_paid = tuple([line.paid for line in order.lines])
    total = sum(line_paid)
    if not 0 <= points_part <= total:
        raise ImpossiblePointsPart(points_part, total)
    return OrderCompleted(
        at,
        order.order_id,
        order.customer_id,
        order.currency,
        total,
        points_part,
        tuple([line.line_id for line in order.lines]),
        line_paid,
    )
