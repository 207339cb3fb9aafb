"""ABC: who brings most of it, by Pareto's law of the vital few (Dickie, 1951)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from .shopper import Shopper

WHOLE = 1_000


class Measure(StrEnum):
    REVENUE = "revenue"
    MARGIN = "margin"


@frozen
class CostShare:
    """What goods of a category cost, in per mille of what is paid for them."""

    category: str
    per_mille: int


@frozen
class Abc:
    """A are those who bring the first ``a_per_mille`` of the whole, B up to the next.

    The rest are C, and so is whoever brings nothing, or costs. A margin is by declared
    costs: ``costs`` by category, ``other_cost_per_mille`` for the rest.
    """

    measure: Measure
    a_per_mille: int
    b_per_mille: int
    costs: tuple[CostShare, ...] = ()
    other_cost_per_mille: int = 0


def classify(abc: Abc, shoppers: Iterable[Shopper]) -> Mapping[str, str]:
    """Return each customer's class; equal amounts go by the customers' ids.

    Who brings the part in which a threshold is crossed still belongs before it.
    """
    amounts = {each.customer_id: _amount(abc, each) for each in shoppers}
    whole = sum(amount for amount in amounts.values() if amount > 0)
    classes, before = dict[str, str](), 0
    for customer, amount in sorted(amounts.items(), key=lambda e: (-e[1], e[0])):
        if amount <= 0 or before * WHOLE >= abc.b_per_mille * whole:
            classes[customer] = "C"
        elif before * WHOLE >= abc.a_per_mille * whole:
            classes[customer] = "B"
        else:
            classes[customer] = "A"
        before += max(amount, 0)
    return classes


def _amount(abc: Abc, shopper: Shopper) -> int:
    return shopper.spent if abc.measure == Measure.REVENUE else shopper.margin
