"""A rule: who fulfils all of its conditions is in, whoever does not is out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from .shopper import Shopper


class Field(StrEnum):
    ORDERS = "orders"
    SPENT = "spent"
    MARGIN = "margin"
    DAYS_SINCE_ORDER = "days_since_order"
    DAYS_REGISTERED = "days_registered"
    PROGRAMMES = "programmes"


@frozen
class Condition:
    """The field is at least, and at most, so much; None for no bound.

    No condition on the days since an order holds for one who has none.
    """

    field: Field
    least: int | None = None
    most: int | None = None


def classify(
    conditions: tuple[Condition, ...], shoppers: Iterable[Shopper], at: datetime
) -> Mapping[str, str]:
    """Return who is ``in`` and who is ``out``."""
    return {
        each.customer_id: "in"
        if all(_holds(condition, each, at) for condition in conditions)
        else "out"
        for each in shoppers
    }


def _holds(condition: Condition, shopper: Shopper, at: datetime) -> bool:
    value = _value(condition.field, shopper, at)
    if value is None:
        return False
    least, most = condition.least, condition.most
    return (least is None or value >= least) and (most is None or value <= most)


def _value(field: Field, shopper: Shopper, at: datetime) -> int | None:
    match field:
        case Field.ORDERS:
            return shopper.orders
        case Field.SPENT:
            return shopper.spent
        case Field.MARGIN:
            return shopper.margin
        case Field.DAYS_SINCE_ORDER:
            return shopper.recency(at)
        case Field.DAYS_REGISTERED:
            came = shopper.registered_at
            return None if came is None else (at - came).days
        case Field.PROGRAMMES:
            return shopper.programmes
