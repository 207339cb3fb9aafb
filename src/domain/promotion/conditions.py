"""What a promotion asks for, in the order in which it is looked at."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from attrs import frozen

from ..ids import PromotionId
from .basket import Basket, Shown
from .promotion import Rule
from .terms import Kind, Step, Terms
from .windows import good


class Condition(StrEnum):
    """What was not so, each in words that finish "it did not apply, for …"."""

    PAUSED = "paused"
    CURRENCY = "currency"
    WINDOW = "window"
    AUDIENCE = "audience"
    ORDERS = "orders"
    NO_REFERRAL = "no_referral"
    REFERRAL_USED = "referral_used"
    NO_COUPON = "no_coupon"
    COUPON_UNUSABLE = "coupon_unusable"
    SCOPE = "scope"
    LEAST = "least"
    GROUP_TAKEN = "group_taken"
    EXCLUDED = "excluded"
    NOTHING_LEFT = "nothing_left"
    BUDGET = "budget"


@frozen
class NotApplied:
    """The first condition that failed: what it needed, what there was, beside which.

    `needed` and `had` are of `least`, `orders` and `budget`; `beside` is the promotion
    that had taken the group, or excludes or is excluded.
    """

    promotion_id: PromotionId
    version: int
    condition: Condition
    needed: int | None = None
    had: int | None = None
    beside: PromotionId | None = None


def measure(terms: Terms, basket: Basket) -> int:
    """Return what the steps of *terms* are held against; see `Step`.

    It is of list prices: no other promotion lowers it, and more in the basket never
    does.
    """
    lines = basket.within(terms.scope)
    if terms.kind == Kind.QUANTITY:
        return sum(each.quantity for each in lines)
    if terms.kind == Kind.CUMULATIVE:
        return basket.facts.spent
    return sum(each.list_price for each in lines)


def step_of(terms: Terms, basket: Basket) -> Step | None:
    """Return the highest step that a basket reaches."""
    reached = measure(terms, basket)
    return max(
        (each for each in terms.steps if each.least <= reached),
        key=lambda each: each.least,
        default=None,
    )


def coupon_of(terms: Terms, basket: Basket) -> Shown | None:
    """Return the coupon that is used: the first that can be, of those shown."""
    usable = [
        each
        for each in basket.facts.coupons
        if each.pool_id == terms.pool_id and each.problem is None
    ]
    return min(usable, key=lambda each: each.number, default=None)


def _paused(rule: Rule, _: Basket, __: datetime) -> bool:
    return not rule.paused


def _currency(rule: Rule, basket: Basket, _: datetime) -> bool:
    return rule.terms.currency == basket.currency


def _window(rule: Rule, _: Basket, at: datetime) -> bool:
    return good(rule.terms.windows, rule.terms.time_zone, at)


def _audience(rule: Rule, basket: Basket, _: datetime) -> bool:
    whom = rule.terms.audience
    if not whom.segments and not whom.customers:
        return True
    return basket.customer_id in whom.customers or any(
        each in whom.segments for each in basket.facts.segments
    )


def _orders(rule: Rule, basket: Basket, _: datetime) -> bool:
    most = rule.terms.audience.most_orders
    known = basket.customer_id is not None
    return most is None or (known and basket.facts.orders <= most)


def _referral(rule: Rule, basket: Basket, _: datetime) -> bool:
    side, referral = rule.terms.side, basket.facts.referral
    return side is None or (referral is not None and referral.side == side)


def _referral_unused(rule: Rule, basket: Basket, _: datetime) -> bool:
    referral = basket.facts.referral
    return rule.terms.side is None or referral is None or not referral.used


def _coupon(rule: Rule, basket: Basket, _: datetime) -> bool:
    pool = rule.terms.pool_id
    return pool is None or any(each.pool_id == pool for each in basket.facts.coupons)


def _coupon_usable(rule: Rule, basket: Basket, _: datetime) -> bool:
    return rule.terms.pool_id is None or coupon_of(rule.terms, basket) is not None


def _scope(rule: Rule, basket: Basket, _: datetime) -> bool:
    return bool(basket.within(rule.terms.scope))


def _least(rule: Rule, basket: Basket, _: datetime) -> bool:
    return step_of(rule.terms, basket) is not None


_Test: TypeAlias = Callable[[Rule, Basket, datetime], bool]
_TESTS: Final[tuple[tuple[Condition, _Test], ...]] = (
    (Condition.PAUSED, _paused),
    (Condition.CURRENCY, _currency),
    (Condition.WINDOW, _window),
    (Condition.AUDIENCE, _audience),
    (Condition.ORDERS, _orders),
    (Condition.NO_REFERRAL, _referral),
    (Condition.REFERRAL_USED, _referral_unused),
    (Condition.NO_COUPON, _coupon),
    (Condition.COUPON_UNUSABLE, _coupon_usable),
    (Condition.SCOPE, _scope),
    (Condition.LEAST, _least),
)


def first_failed(rule: Rule, basket: Basket, at: datetime) -> NotApplied | None:
    """Return the first condition of the promotion itself that fails, if one does."""
    for condition, holds in _TESTS:
        if not holds(rule, basket, at):
            needed, had = _figures(condition, rule.terms, basket)
            name, version = rule.promotion_id, rule.version
            return NotApplied(name, version, condition, needed, had)
    return None


def _figures(
    condition: Condition, terms: Terms, basket: Basket
) -> tuple[int | None, int | None]:
    if condition == Condition.LEAST:
        return min(each.least for each in terms.steps), measure(terms, basket)
    if condition == Condition.ORDERS and basket.customer_id is not None:
        return terms.audience.most_orders, basket.facts.orders
    return None, None
