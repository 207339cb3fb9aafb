"""Which lines of an order a return means, that names a line or only what was sold."""

from collections.abc import Sequence
from typing import TypeAlias

from ...domain.purchase.order import Line, Order
from ...domain.purchase.refund import refunded
from ...domain.purchase.returns import returned

Pairs: TypeAlias = tuple[tuple[str, int], ...]
"""Ids of lines, each with how many goods, or how much money, go back for it."""


def goods_of(order: Order, line: str | None, sku: str, quantity: int) -> Pairs:
    """Return the lines that *quantity* goods come back of."""
    left = {
        each.line_id: each.quantity - returned(each.line_id, order.returns)
        for each in _meant(order, line, sku)
    }
    return _spread(left, quantity)


def money_of(order: Order, line: str | None, sku: str, amount: int) -> Pairs:
    """Return the lines that an *amount* goes back for."""
    left = {
        each.line_id: each.paid - refunded(each.line_id, order.refunds)
        for each in _meant(order, line, sku)
    }
    return _spread(left, amount)


def _meant(order: Order, line: str | None, sku: str) -> Sequence[Line]:
    lines = order.placed.lines if order.placed else ()
    named = [each for each in lines if each.line_id == line]
    return named or [each for each in lines if each.sku == sku]


def _spread(left: dict[str, int], wanted: int) -> Pairs:
    """Take *wanted* of what is left, line by line; the last is asked for the rest."""
    parts: dict[str, int] = {}
    for line, most in left.items():
        taken = min(wanted, most)
        if taken > 0:
            parts[line] = taken
            wanted -= taken
    if wanted > 0 and left:
        last = list(left)[-1]
        parts[last] = parts.get(last, 0) + wanted
    return tuple(parts.items())
