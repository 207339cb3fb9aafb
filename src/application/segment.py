"""Who is meant by a segment: an expression over what a customer's card says.

``all``, or conditions joined by ``and``: ``programme=club``, ``channel=web``,
``orders>=2``, ``points>=100``. Only ``=`` is for words.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from .projections.card import Card

_NUMBERS: Final = ("orders", "points", "campaigns", "coupons", "encounters", "feedback")
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_CONDITION: Final = re.compile(r"\s*(\w+)\s*(>=|<=|>|<|=)\s*(\S+)\s*")


class BadSegment(ValueError):
    """An expression says nothing that can be looked up on a card."""

    def __init__(self, expression: str) -> None:
        super().__init__(
            f"{expression!r} is no segment: all, or conditions such as programme=club"
            " and orders>=2"
        )


def meant(expression: str) -> Callable[[Card], bool]:
    """Return whether a card is meant by an expression.

    Raises:
        BadSegment: It is none.
    """
    if expression.strip() == "all":
        return lambda _: True
    conditions = [_condition(each, expression) for each in expression.split(" and ")]
    return lambda card: all(holds(card) for holds in conditions)


def _condition(text: str, expression: str) -> Callable[[Card], bool]:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise BadSegment(expression)
    name, sign, value = found.groups()
    if name in _NUMBERS and re.fullmatch(r"-?\d+", value):
        compare, number = _OPERATORS[sign], int(value)
        return lambda card: compare(getattr(card, name), number)
    if sign != "=":
        raise BadSegment(expression)
    if name == "programme":
        return lambda card: value in card.programmes
    if name == "channel":
        return lambda card: card.channel == value
    raise BadSegment(expression)
