"""Why a reward says no."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ProgrammeId, RewardId


@frozen
class RewardNotDefined(Refused):
    def __str__(self) -> str:
        return "no such reward was defined"


@frozen
class RewardChanged(Refused):
    reward_id: RewardId

    def __str__(self) -> str:
        return f"reward {self.reward_id} is defined otherwise"


@frozen
class PartnerNotNamed(Refused):
    kind: str

    def __str__(self) -> str:
        return f"a reward of the kind {self.kind} names a partner if it is a partner's"


@frozen
class RewardVersionsOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"terms {self.version} do not follow upon terms {self.after}"


@frozen
class RewardIsWithdrawn(Refused):
    reward_id: RewardId
    at: datetime

    def __str__(self) -> str:
        return f"reward {self.reward_id} is withdrawn since {self.at.isoformat()}"


@frozen
class NotInProgramme(Refused):
    reward_id: RewardId
    programme_id: ProgrammeId

    def __str__(self) -> str:
        return f"reward {self.reward_id} is not one of programme {self.programme_id}"


@frozen
class TermsDiffer(Refused):
    reward_id: RewardId
    version: int

    def __str__(self) -> str:
        return f"terms {self.version} of reward {self.reward_id} are not these, or past"


@frozen
class NotEnoughStock(Refused):
    asked: int
    left: int

    def __str__(self) -> str:
        return f"{self.asked} were asked for, {self.left} are left"


@frozen
class StockIsUnlimited(Refused):
    reward_id: RewardId

    def __str__(self) -> str:
        return f"reward {self.reward_id} has no stock to change"


@frozen
class StockChangeDiffers(Refused):
    change_id: str

    def __str__(self) -> str:
        return f"stock change {self.change_id} is on record otherwise"


@frozen
class NothingReserved(Refused):
    redemption_id: str

    def __str__(self) -> str:
        return f"nothing is reserved for redemption {self.redemption_id}"


@frozen
class ReservationIsResolved(Refused):
    redemption_id: str
    how: str

    def __str__(self) -> str:
        return f"what redemption {self.redemption_id} reserved is {self.how}"


@frozen
class MoreThanReserved(Refused):
    asked: int
    reserved: int

    def __str__(self) -> str:
        return f"{self.asked} cannot be handed out of {self.reserved}"
