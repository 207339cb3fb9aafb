"""A line of an order, and what can be true of one."""

from collections.abc import Sequence

from attrs import frozen

from ..decider import Refused

MOST = 10**12  # of anything on one line, so that no total outgrows 64 bits


@frozen
class Line:
    """A position of an order; every amount is the line's total in minor units.

    `coupon_discount` is what coupons gave, whoever bears it: a shop's own coupon lowers
    what is paid, a manufacturer's is money to the shop and part of what is paid. A
    quantity of 0 is a line without goods, such as a coupon that was rung up by itself.

    No validators: an import makes millions of these. `check` asks the questions, once,
    when an order is placed.
    """

    line_id: str
    sku: str
    category: str | None
    quantity: int
    paid: int
    list_price: int
    coupon_discount: int = 0

    @property
    def discount(self) -> int:
        """What was taken off the list price, for whatever reason."""
        return self.list_price - self.paid


@frozen
class NoLines(Refused):
    def __str__(self) -> str:
        return "no lines were named"


@frozen
class RepeatedLine(Refused):
    line_id: str

    def __str__(self) -> str:
        return f"line {self.line_id} is named more than once"


@frozen
class ImpossibleLine(Refused):
    line_id: str
    field: str
    value: int

    def __str__(self) -> str:
        return f"line {self.line_id}: {self.field} cannot be {self.value}"


@frozen
class UnknownLine(Refused):
    line_id: str

    def __str__(self) -> str:
        return f"the order has no line {self.line_id}"


def check(lines: tuple[Line, ...]) -> None:
    """Refuse *lines* that no order can have, naming the line and its field."""
    for line in lines:
        if not (
            0 <= line.quantity <= MOST
            and 0 <= line.paid <= line.list_price <= MOST
            and 0 <= line.coupon_discount <= MOST
        ):
            raise _impossible(line)
    once([line.line_id for line in lines])


def once(line_ids: Sequence[str]) -> None:
    """Refuse *line_ids* that name no line, or a line twice."""
    if not line_ids:
        raise NoLines
    if len(set(line_ids)) < len(line_ids):
        seen: set[str] = set()
        for line_id in line_ids:
            if line_id in seen:
                raise RepeatedLine(line_id)
            seen.add(line_id)


def _impossible(line: Line) -> ImpossibleLine:
    if not 0 <= line.quantity <= MOST:
        return ImpossibleLine(line.line_id, "quantity", line.quantity)
    if line.paid < 0:
        return ImpossibleLine(line.line_id, "paid", line.paid)
    if not line.paid <= line.list_price <= MOST:
        return ImpossibleLine(line.line_id, "list_price", line.list_price)
    return ImpossibleLine(line.line_id, "coupon_discount", line.coupon_discount)
