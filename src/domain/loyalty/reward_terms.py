"""What can be asked of a reward, and what happens to it."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import ProgrammeId, RewardId


class RewardKind(StrEnum):
    """A gift of ours, money off a purchase, or something that a partner gives."""

    GIFT = "gift"
    DISCOUNT = "discount"
    PARTNER = "partner"


@frozen
class RewardTerms:
    """What one costs in points, and is worth in money, to whoever gets it.

    Who asks for it has it within `hours`, or the points are theirs again.
    """

    points: int
    worth: int
    currency: str
    hours: int


@frozen
class DefineReward:
    """Offer a reward in a programme. There is `stock` of it; None is without limit."""

    at: datetime
    reward_id: RewardId
    programme_id: ProgrammeId
    name: str
    kind: RewardKind
    terms: RewardTerms
    stock: int | None = None
    partner_id: str | None = None


@frozen
class ReviseReward:
    """Offer it on other terms from now on; the first were version 1."""

    at: datetime
    version: int
    terms: RewardTerms


@frozen
class ChangeStock:
    """Add to the stock, or take from it what nobody has reserved."""

    at: datetime
    change_id: str
    amount: int
    reason: str


@frozen
class WithdrawReward:
    at: datetime
    reason: str


@frozen
class ReserveStock:
    """Set some aside for a redemption, on the terms that it was asked for by."""

    at: datetime
    redemption_id: str
    programme_id: ProgrammeId
    quantity: int
    version: int
    terms: RewardTerms


@frozen
class TakeStock:
    """Hand out what was reserved, or as many as `quantity`; the rest returns."""

    at: datetime
    redemption_id: str
    quantity: int


@frozen
class ReleaseStock:
    at: datetime
    redemption_id: str


Command: TypeAlias = (
    DefineReward
    | ReviseReward
    | ChangeStock
    | WithdrawReward
    | ReserveStock
    | TakeStock
    | ReleaseStock
)


@frozen
class RewardDefined:
    at: datetime
    reward_id: RewardId
    programme_id: ProgrammeId
    name: str
    kind: RewardKind
    terms: RewardTerms
    stock: int | None
    partner_id: str | None


@frozen
class RewardRevised:
    at: datetime
    reward_id: RewardId
    version: int
    terms: RewardTerms


@frozen
class StockChanged:
    at: datetime
    reward_id: RewardId
    change_id: str
    amount: int
    reason: str


@frozen
class RewardWithdrawn:
    at: datetime
    reward_id: RewardId
    reason: str


@frozen
class StockReserved:
    at: datetime
    reward_id: RewardId
    redemption_id: str
    quantity: int


@frozen
class StockTaken:
    at: datetime
    reward_id: RewardId
    redemption_id: str
    quantity: int
    returned: int


@frozen
class StockReleased:
    at: datetime
    reward_id: RewardId
    redemption_id: str
    quantity: int


Event: TypeAlias = (
    RewardDefined
    | RewardRevised
    | StockChanged
    | RewardWithdrawn
    | StockReserved
    | StockTaken
    | StockReleased
)
