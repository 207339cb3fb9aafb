"""Why a ledger of points says no."""

from attrs import frozen

from ..decider import Refused


@frozen
class InvalidValue(Refused):
    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field} cannot be {self.value}"


@frozen
class LinesDisagree(Refused):
    source_ref: str

    def __str__(self) -> str:
        return f"the lines of {self.source_ref} do not agree with one another"


@frozen
class LotIdTaken(Refused):
    lot_id: str

    def __str__(self) -> str:
        return f"lot {self.lot_id} has another source already"


@frozen
class NotEnoughPoints(Refused):
    asked: int
    held: int

    def __str__(self) -> str:
        return f"{self.asked} points were asked for, {self.held} can be spent"


@frozen
class UnknownHold(Refused):
    hold_id: str

    def __str__(self) -> str:
        return f"nothing was ever held as {self.hold_id}"


@frozen
class HoldIsResolved(Refused):
    hold_id: str
    how: str

    def __str__(self) -> str:
        return f"hold {self.hold_id} is {self.how}"


@frozen
class HoldIsReserved(Refused):
    hold_id: str

    def __str__(self) -> str:
        return f"hold {self.hold_id} is moved by its redemption or payout alone"


@frozen
class MoreThanHeld(Refused):
    asked: int
    held: int

    def __str__(self) -> str:
        return f"{self.asked} points cannot be captured of {self.held}"


@frozen
class RedemptionIdTaken(Refused):
    redemption_id: str

    def __str__(self) -> str:
        return f"redemption {self.redemption_id} has spent other points already"


@frozen
class UnknownRedemption(Refused):
    redemption_id: str

    def __str__(self) -> str:
        return f"there was no redemption {self.redemption_id}"


@frozen
class MoreThanRedeemed(Refused):
    asked: int
    left: int

    def __str__(self) -> str:
        return f"{self.asked} points cannot be given back, {self.left} are left to be"


@frozen
class UnknownSource(Refused):
    source_ref: str

    def __str__(self) -> str:
        return f"{self.source_ref} earned nothing here"


@frozen
class UnknownLine(Refused):
    source_ref: str
    line_id: str

    def __str__(self) -> str:
        return f"{self.source_ref} has no line {self.line_id}"


@frozen
class RefundExceedsPayment(Refused):
    line_id: str
    asked: int
    left: int

    def __str__(self) -> str:
        return (
            f"{self.asked} cannot be refunded for line {self.line_id},"
            f" {self.left} is left of what was paid"
        )


@frozen
class NeedsTwoPeople(Refused):
    amount: int
    limit: int

    def __str__(self) -> str:
        return (
            f"adjusting {self.amount} points needs a second approver,"
            f" being above {self.limit}"
        )
