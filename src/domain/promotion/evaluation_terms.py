"""What can be asked of an evaluation, what becomes of it, and what is refused."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OrderId
from .basket import BasketLine, Facts
from .conditions import NotApplied
from .evaluating import Applied, Effect
from .promotion import Rule
from .terms import Segment, Side


@frozen
class EvaluatePromotions:
    """`holder_id` is who spends the budgets, such as a shop.

    What is shown, `codes`, `segments` and a referral, is looked up, and comes to
    `facts`; `rules` are the promotions in force. Codes are not kept.
    """

    at: datetime
    order_id: OrderId
    currency: str
    lines: tuple[BasketLine, ...]
    facts: Facts
    rules: tuple[Rule, ...]
    customer_id: CustomerId | None = None
    holder_id: str = "all"
    codes: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    referral_id: str | None = None
    side: Side | None = None


@frozen
class BindEvaluation:
    at: datetime


@frozen
class VoidEvaluation:
    at: datetime


Command: TypeAlias = EvaluatePromotions | BindEvaluation | VoidEvaluation


@frozen
class PromotionEvaluated:
    """All that was looked at, and what came of it: evaluated again, it is the same."""

    at: datetime
    order_id: OrderId
    customer_id: CustomerId | None
    currency: str
    holder_id: str
    lines: tuple[BasketLine, ...]
    facts: Facts
    applied: tuple[Applied, ...]
    not_applied: tuple[NotApplied, ...]
    effects: tuple[Effect, ...]
    discount: int


@frozen
class PromotionsBound:
    """`referral_id` gave the discount of its `side`, which it does once."""

    at: datetime
    order_id: OrderId
    customer_id: CustomerId | None
    currency: str
    discount: int
    referral_id: str | None = None
    side: Side | None = None


@frozen
class PromotionsVoided:
    """The order was called off: what had been bound to it is free again."""

    at: datetime
    order_id: OrderId
    customer_id: CustomerId | None
    currency: str
    discount: int
    referral_id: str | None = None
    side: Side | None = None


Event: TypeAlias = PromotionEvaluated | PromotionsBound | PromotionsVoided


@frozen
class NothingEvaluated(Refused):
    def __str__(self) -> str:
        return "no promotions were evaluated for such an order"


@frozen
class EvaluationIsBound(Refused):
    order_id: OrderId

    def __str__(self) -> str:
        return f"the promotions of order {self.order_id} are bound: it was placed"


@frozen
class OrderWasPlaced(Refused):
    """Refused of an evaluation that comes too late to name a price."""

    order_id: OrderId

    def __str__(self) -> str:
        return f"order {self.order_id} was placed without an evaluation"


@frozen
class RulesDiffer(Refused):
    """Refused of an evaluation by other promotions than are in force."""

    order_id: OrderId

    def __str__(self) -> str:
        return f"order {self.order_id} was held against promotions not in force then"


@frozen
class NotAsEvaluated(Refused):
    """Refused of an order that is placed otherwise than it was evaluated."""

    order_id: OrderId
    field: str

    def __str__(self) -> str:
        return f"order {self.order_id} is not as evaluated: its {self.field} differ"


@frozen
class EvaluationOutdated(Refused):
    """Refused of an order whose promotions would come to something else by now."""

    order_id: OrderId
    evaluated: int
    by_now: int

    def __str__(self) -> str:
        return (
            f"the promotions of order {self.order_id}, evaluated at {self.evaluated},"
            f" come to {self.by_now} now, or are others: evaluate it again"
        )
