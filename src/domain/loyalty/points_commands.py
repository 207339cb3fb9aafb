"""What can be asked of a ledger of points."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from .policies import RefundPolicy, SpendOrder


@frozen
class Earn:
    """Earn a lot, once for each `source_ref`.

    The three tuples are parallel, one entry an order line: what was paid for it in
    money, and which of the points are its. They are empty when there was no order.
    `qualifying` is how many of the points count towards a tier; None is all of them.
    """

    at: datetime
    lot_id: str
    source_ref: str
    amount: int
    available_at: datetime
    expires_at: datetime | None
    programme_id: str
    programme_version: int
    line_ids: tuple[str, ...] = ()
    line_paid: tuple[int, ...] = ()
    line_points: tuple[int, ...] = ()
    qualifying: int | None = None


@frozen
class SettleDue:
    """Let all that is due by then happen: releases, timeouts, expiries."""

    at: datetime


@frozen
class Hold:
    at: datetime
    hold_id: str
    amount: int
    timeout_at: datetime
    spend_order: SpendOrder = SpendOrder.FEFO


@frozen
class CaptureHold:
    """Redeem what is held, or as much of it as `amount`; the rest returns."""

    at: datetime
    hold_id: str
    redemption_id: str
    reward: str
    amount: int | None = None


@frozen
class ReleaseHold:
    at: datetime
    hold_id: str


@frozen
class Redeem:
    at: datetime
    redemption_id: str
    reward: str
    amount: int
    spend_order: SpendOrder = SpendOrder.FEFO


@frozen
class ReverseEarn:
    """Take back what refunded lines had earned.

    `amounts` is what this refund pays back for each of `line_ids`, not what was
    refunded before it. A lot that was earned without lines is reversed as a whole.
    """

    at: datetime
    refund_id: str
    source_ref: str
    line_ids: tuple[str, ...] = ()
    amounts: tuple[int, ...] = ()
    policy: RefundPolicy = RefundPolicy.SAME_LOT_THEN_ARREARS
    spend_order: SpendOrder = SpendOrder.FEFO


@frozen
class ReverseRedemption:
    """Give redeemed points back, or as many as `amount`, to the lots they came from.

    What comes back to an expired lot expires at once, or gets a grace lot that is
    good until `grace_until`.
    """

    at: datetime
    cancellation_id: str
    redemption_id: str
    amount: int | None = None
    grace_until: datetime | None = None


@frozen
class Adjust:
    """Give points, or take them if `amount` is negative, because someone says so.

    Above `limit` points a second person must say so too.
    """

    at: datetime
    adjustment_id: str
    amount: int
    reason_code: str
    approver: str
    second_approver: str | None = None
    expires_at: datetime | None = None
    limit: int | None = None
    spend_order: SpendOrder = SpendOrder.FEFO


@frozen
class NoteRefusal:
    """Remember that a command was refused, and by which rule."""

    at: datetime
    command_ref: str
    rule: str
    reason: str


Command: TypeAlias = (
    Earn
    | SettleDue
    | Hold
    | CaptureHold
    | ReleaseHold
    | Redeem
    | ReverseEarn
    | ReverseRedemption
    | Adjust
    | NoteRefusal
)
