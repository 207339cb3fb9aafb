"""What a promotion promises: the terms of one version."""

from enum import StrEnum

from attrs import frozen

from ..ids import BudgetId, CustomerId, PoolId, PromotionId
from .windows import Window


class Kind(StrEnum):
    """What a promotion is for, which says what it asks for."""

    FRIEND = "friend"
    QUANTITY = "quantity"
    COUPON = "coupon"
    DAY = "day"
    THRESHOLD = "threshold"
    FIXED = "fixed"
    CUMULATIVE = "cumulative"
    SALE = "sale"


class Reward(StrEnum):
    """What a step's value is: basis points off, minor units off, or an item's price."""

    SHARE = "share"
    AMOUNT = "amount"
    PRICE = "price"


class Side(StrEnum):
    """Who of two friends buys: who brought the other, or who was brought."""

    REFERRER = "referrer"
    FRIEND = "friend"


@frozen
class Step:
    """From `least` on it gives `value`, which is what the `Reward` says.

    Items are counted for `quantity`, what the customer has spent so far for
    `cumulative`, and else the list price of the lines in scope, in minor units.
    """

    least: int
    value: int


@frozen
class Scope:
    """The lines it is about: of these, but for those; nothing named is every line."""

    skus: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    except_skus: tuple[str, ...] = ()
    except_categories: tuple[str, ...] = ()

    def holds(self, sku: str, category: str | None) -> bool:
        """Whether a line of that kind is in scope."""
        if sku in self.except_skus or category in self.except_categories:
            return False
        if not self.skus and not self.categories:
            return True
        return sku in self.skus or category in self.categories


@frozen
class Segment:
    """A version of a segment: who is in it is known by that version alone."""

    segment: str
    version: int


@frozen
class Audience:
    """Whom it is for: members of one of these segments, or one of these customers.

    Nobody named is everybody. With `most_orders` it is only for who has completed no
    more orders than that: 0 is a first order.
    """

    segments: tuple[Segment, ...] = ()
    customers: tuple[CustomerId, ...] = ()
    most_orders: int | None = None


@frozen
class Stacking:
    """Beside what it applies: of one `group` only one does, the highest `priority`.

    What `excludes` another never applies beside it, whichever of the two comes first.
    """

    group: str | None = None
    priority: int = 0
    excludes: tuple[PromotionId, ...] = ()


@frozen
class Terms:
    """All that one version says.

    A coupon's `pool_id` is where its codes are from; a friend's `side` is who has the
    discount. With a `budget_id`, it takes off no more than is left there.
    """

    kind: Kind
    currency: str
    reward: Reward
    steps: tuple[Step, ...]
    time_zone: str
    windows: tuple[Window, ...]
    scope: Scope = Scope()
    audience: Audience = Audience()
    stacking: Stacking = Stacking()
    pool_id: PoolId | None = None
    side: Side | None = None
    budget_id: BudgetId | None = None
