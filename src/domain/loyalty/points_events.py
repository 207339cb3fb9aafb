"""What happens to points. Whatever a decision used is in its event."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from .lots import Part
from .policies import RefundPolicy


@frozen
class PointsEarned:
    at: datetime
    lot_id: str
    source_ref: str
    amount: int
    available_at: datetime
    expires_at: datetime | None
    programme_id: str
    programme_version: int
    line_ids: tuple[str, ...]
    line_paid: tuple[int, ...]
    line_points: tuple[int, ...]
    qualifying: int
    late: bool

    @property
    def pending(self) -> bool:
        """Whether the points have to wait before they can be spent."""
        return self.available_at > self.at


@frozen
class PointsReleased:
    at: datetime
    lot_id: str
    amount: int


@frozen
class PointsHeld:
    at: datetime
    hold_id: str
    amount: int
    parts: tuple[Part, ...]
    timeout_at: datetime


@frozen
class HoldCaptured:
    at: datetime
    hold_id: str
    redemption_id: str
    reward: str
    amount: int
    parts: tuple[Part, ...]
    returned: tuple[Part, ...]


@frozen
class HoldReleased:
    at: datetime
    hold_id: str
    amount: int
    parts: tuple[Part, ...]


@frozen
class HoldExpired:
    at: datetime
    hold_id: str
    amount: int
    parts: tuple[Part, ...]


@frozen
class PointsRedeemed:
    at: datetime
    redemption_id: str
    reward: str
    amount: int
    parts: tuple[Part, ...]


@frozen
class EarnReversed:
    """What a refund took back: from where it still was, then as the policy says.

    `amount` = `pending` + `parts` + `expired` + `arrears` + `waived`: points that
    were pending, that could be spent, that had expired unspent and so leave the
    breakage, that are owed from now on, and that the policy lets the member keep.
    """

    at: datetime
    refund_id: str
    source_ref: str
    lot_id: str
    line_ids: tuple[str, ...]
    line_refunded: tuple[int, ...]
    line_reversed: tuple[int, ...]
    amount: int
    qualifying: int
    pending: int
    parts: tuple[Part, ...]
    expired: tuple[Part, ...]
    arrears: int
    waived: int
    policy: RefundPolicy


@frozen
class Grace:
    """A lot that stands in for an expired one, its root."""

    lot_id: str
    root: str
    amount: int


@frozen
class RedemptionReversed:
    """Points are back in their lots; those in expired lots expire by the next event."""

    at: datetime
    cancellation_id: str
    redemption_id: str
    amount: int
    parts: tuple[Part, ...]
    graces: tuple[Grace, ...]
    grace_until: datetime | None


@frozen
class ArrearsSettled:
    """Points of one lot pay what is owed for another, or for the same."""

    at: datetime
    lot_id: str
    amount: int
    owed_for: str
    pending: bool


@frozen
class PointsExpired:
    at: datetime
    lot_id: str
    amount: int
    pending: bool


@frozen
class PointsAdjusted:
    """Points given, in a lot named after the adjustment, or taken from lots."""

    at: datetime
    adjustment_id: str
    amount: int
    reason_code: str
    approver: str
    second_approver: str | None
    parts: tuple[Part, ...]
    expires_at: datetime | None


@frozen
class PointsRefused:
    at: datetime
    command_ref: str
    rule: str
    reason: str


Event: TypeAlias = (
    PointsEarned
    | PointsReleased
    | PointsHeld
    | HoldCaptured
    | HoldReleased
    | HoldExpired
    | PointsRedeemed
    | EarnReversed
    | RedemptionReversed
    | ArrearsSettled
    | PointsExpired
    | PointsAdjusted
    | PointsRefused
)
