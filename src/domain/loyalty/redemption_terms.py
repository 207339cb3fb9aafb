"""What can be asked of a redemption, what happens to it, and why it says no."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, ProgrammeId, RewardId
from ..personal import Personal, personal
from .reward_terms import RewardTerms


class Delivery(StrEnum):
    """How a reward came to whom it is for."""

    HANDED_OVER = "handed_over"
    SHIPPED = "shipped"
    SENT = "sent"
    APPLIED = "applied"


@frozen
class RequestReward:
    """Ask for a reward on terms that count now; `address` is where it is to go."""

    at: datetime
    redemption_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    reward_id: RewardId
    version: int
    terms: RewardTerms
    quantity: int = 1
    address: str | None = None


@frozen
class FulfilReward:
    """Note that it was had: all of it, or `quantity` of it and no more to come."""

    at: datetime
    delivery: Delivery
    delivery_ref: str | None = None
    quantity: int | None = None


@frozen
class CancelRedemption:
    at: datetime
    reason: str


@frozen
class NoteRedemptionDue:
    at: datetime


Command: TypeAlias = RequestReward | FulfilReward | CancelRedemption | NoteRedemptionDue


@frozen
class RewardRequested:
    """`points` are those of all of it. Had by `due_at`, or not at all."""

    at: datetime
    redemption_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    reward_id: RewardId
    version: int
    terms: RewardTerms
    quantity: int
    points: int
    due_at: datetime
    address: Personal = personal(default=None)


@frozen
class RewardFulfilled:
    at: datetime
    redemption_id: str
    customer_id: CustomerId
    quantity: int
    points: int
    delivery: Delivery
    delivery_ref: str | None


@frozen
class RedemptionCancelled:
    at: datetime
    redemption_id: str
    customer_id: CustomerId
    reason: str


@frozen
class RedemptionLapsed:
    """`at` is when it was due, and had not been had."""

    at: datetime
    redemption_id: str
    customer_id: CustomerId


Event: TypeAlias = (
    RewardRequested | RewardFulfilled | RedemptionCancelled | RedemptionLapsed
)


@frozen
class RedemptionNotRequested(Refused):
    def __str__(self) -> str:
        return "no such redemption was requested"


@frozen
class RedemptionChanged(Refused):
    redemption_id: str

    def __str__(self) -> str:
        return f"redemption {self.redemption_id} was requested otherwise"


@frozen
class RedemptionIsOver(Refused):
    redemption_id: str
    how: str
    at: datetime

    def __str__(self) -> str:
        return (
            f"redemption {self.redemption_id} is over:"
            f" {self.how} at {self.at.isoformat()}"
        )


@frozen
class MoreThanRequested(Refused):
    asked: int
    requested: int

    def __str__(self) -> str:
        return f"{self.asked} cannot be had of {self.requested} that were requested"
