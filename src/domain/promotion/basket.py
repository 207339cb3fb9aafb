"""A basket at list prices, and what was known of who holds it."""

from enum import StrEnum
from typing import Final

from attrs import frozen

from .. import money
from ..decider import Refused
from ..ids import BudgetId, CustomerId, PoolId
from .terms import Scope, Segment, Side

MOST_ITEMS: Final = 10**9


class CouponProblem(StrEnum):
    """Why a coupon that was shown cannot be used."""

    NOT_ISSUED = "not_issued"
    REVOKED = "revoked"
    ISSUED_TO_ANOTHER = "issued_to_another"
    USED_UP = "used_up"
    USED_UP_BY_CUSTOMER = "used_up_by_customer"


@frozen
class BasketLine:
    """A position of a basket; `list_price` is the line's total in minor units."""

    line_id: str
    sku: str
    category: str | None
    quantity: int
    list_price: int


@frozen
class Shown:
    """A coupon whose code was shown, and what is the matter with it, if anything."""

    pool_id: PoolId
    number: int
    problem: CouponProblem | None = None


@frozen
class Referral:
    """One friend brought another; `used` once it gave a discount on that `side`."""

    referral_id: str
    side: Side
    used: bool = False


@frozen
class Left:
    """What is left of a budget, for who would spend it."""

    budget_id: BudgetId
    amount: int


@frozen
class Facts:
    """What was known as a basket was looked at.

    `spent` is in minor units of its currency, paid less refunded; `orders` were
    completed. Codes of no coupon of ours are only counted.
    """

    spent: int = 0
    orders: int = 0
    segments: tuple[Segment, ...] = ()
    coupons: tuple[Shown, ...] = ()
    unknown_codes: int = 0
    referral: Referral | None = None
    budgets: tuple[Left, ...] = ()


@frozen
class Basket:
    customer_id: CustomerId | None
    currency: str
    lines: tuple[BasketLine, ...]
    facts: Facts = Facts()

    def within(self, scope: Scope) -> tuple[BasketLine, ...]:
        """Return the lines in *scope*."""
        return tuple(
            each for each in self.lines if scope.holds(each.sku, each.category)
        )


@frozen
class EmptyBasket(Refused):
    def __str__(self) -> str:
        return "a basket without lines has nothing to take off from"


@frozen
class LineNamedTwice(Refused):
    line_id: str

    def __str__(self) -> str:
        return f"line {self.line_id} of the basket is named twice"


@frozen
class ImpossibleQuantity(Refused):
    line_id: str
    quantity: int

    def __str__(self) -> str:
        return f"line {self.line_id} cannot be of {self.quantity} items"


def check(basket: Basket) -> None:
    """Refuse a basket that nobody can hold."""
    if not basket.lines:
        raise EmptyBasket
    seen: set[str] = set()
    for line in basket.lines:
        if line.line_id in seen:
            raise LineNamedTwice(line.line_id)
        seen.add(line.line_id)
        if not 0 <= line.quantity <= MOST_ITEMS:
            raise ImpossibleQuantity(line.line_id, line.quantity)
        money.check(line.list_price, basket.currency, least=0)
