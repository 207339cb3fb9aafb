"""What no terms can say."""

from itertools import pairwise
from typing import Final

from attrs import frozen

from .. import money
from ..decider import Refused
from .terms import Kind, Reward, Step, Terms
from .windows import check as check_windows

WHOLE: Final = 10_000  # basis points
_LADDERS: Final = (Kind.QUANTITY, Kind.THRESHOLD, Kind.CUMULATIVE)


@frozen
class ImpossibleSteps(Refused):
    kind: Kind

    def __str__(self) -> str:
        if self.kind in _LADDERS:
            return f"the steps of a {self.kind} promotion must rise from above nothing"
        return f"a {self.kind} promotion has one step, from nothing or more on"


@frozen
class ImpossibleValue(Refused):
    reward: Reward
    value: int

    def __str__(self) -> str:
        return f"a {self.reward} cannot be {self.value}"


@frozen
class TermMissing(Refused):
    kind: Kind
    field: str

    def __str__(self) -> str:
        return f"a {self.kind} promotion must say its {self.field}"


@frozen
class TermOutOfPlace(Refused):
    kind: Kind
    field: str

    def __str__(self) -> str:
        return f"a {self.kind} promotion has no {self.field}"


@frozen
class NotSingleDays(Refused):
    def __str__(self) -> str:
        return "a day promotion is good on single days, or on days of the week"


@frozen
class ImpossibleOrders(Refused):
    most_orders: int

    def __str__(self) -> str:
        return f"nobody has completed {self.most_orders} orders or fewer"


def check(terms: Terms) -> None:
    """Refuse terms that promise nothing, or what cannot be kept."""
    kind = terms.kind
    money.check(0, terms.currency, least=0)
    check_windows(terms.windows, terms.time_zone)
    _check_steps(kind, terms.steps)
    for step in terms.steps:
        _check_value(terms.reward, step.value)
    if kind == Kind.DAY and not all(each.single_days for each in terms.windows):
        raise NotSingleDays
    needs = {"pool_id": Kind.COUPON, "side": Kind.FRIEND}
    for field, owner in needs.items():
        if kind == owner and getattr(terms, field) is None:
            raise TermMissing(kind, field)
        if kind != owner and getattr(terms, field) is not None:
            raise TermOutOfPlace(kind, field)
    if kind == Kind.SALE and not (terms.scope.skus or terms.scope.categories):
        raise TermMissing(kind, "scope")
    most = terms.audience.most_orders
    if most is not None and most < 0:
        raise ImpossibleOrders(most)


def _check_steps(kind: Kind, steps: tuple[Step, ...]) -> None:
    least = [each.least for each in steps]
    if kind in _LADDERS:
        possible = bool(least) and least[0] > 0
        possible = possible and all(low < high for low, high in pairwise(least))
    else:
        possible = len(least) == 1 and least[0] >= 0
    if not possible:
        raise ImpossibleSteps(kind)


def _check_value(reward: Reward, value: int) -> None:
    least, most = {
        Reward.SHARE: (1, WHOLE),
        Reward.AMOUNT: (1, money.MOST),
        Reward.PRICE: (0, money.MOST),
    }[reward]
    if not least <= value <= most:
        raise ImpossibleValue(reward, value)
