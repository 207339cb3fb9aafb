"""What can be asked of a promotion, what becomes of it, and what is refused."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import BudgetId, PromotionId
from .terms import Terms


@frozen
class PublishPromotion:
    at: datetime
    promotion_id: PromotionId
    version: int
    terms: Terms


@frozen
class PausePromotion:
    at: datetime
    reason: str


@frozen
class ResumePromotion:
    at: datetime
    reason: str


@frozen
class EndPromotion:
    at: datetime
    reason: str


Command: TypeAlias = PublishPromotion | PausePromotion | ResumePromotion | EndPromotion


@frozen
class PromotionPublished:
    """In force from `at` on, in the place of the version before."""

    at: datetime
    promotion_id: PromotionId
    version: int
    terms: Terms


@frozen
class PromotionPaused:
    at: datetime
    promotion_id: PromotionId
    reason: str


@frozen
class PromotionResumed:
    at: datetime
    promotion_id: PromotionId
    reason: str


@frozen
class PromotionEnded:
    at: datetime
    promotion_id: PromotionId
    reason: str


Event: TypeAlias = (
    PromotionPublished | PromotionPaused | PromotionResumed | PromotionEnded
)


@frozen
class PromotionNotPublished(Refused):
    def __str__(self) -> str:
        return "no such promotion was published"


@frozen
class PromotionChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} is published, and says otherwise"


@frozen
class PromotionOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} must come after version {self.after}"


@frozen
class PromotionIsEnded(Refused):
    promotion_id: PromotionId
    reason: str

    def __str__(self) -> str:
        return f"promotion {self.promotion_id} has ended: {self.reason}"


@frozen
class BudgetOfAnotherCurrency(Refused):
    budget_id: BudgetId
    currency: str

    def __str__(self) -> str:
        return f"budget {self.budget_id} is in {self.currency}, the promotion is not"
