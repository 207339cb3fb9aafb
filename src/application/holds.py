"""Holds that are part of something larger: it alone sets them, and lets them go."""

from typing import Any

from ..domain.loyalty.points import CaptureHold, Hold, ReleaseHold
from ..domain.loyalty.points_refusals import HoldIsReserved
from .aggregate import Aggregate
from .contexts import PAYOUT, POINTS, REDEMPTION, account
from .work import Work


def redemption_hold(redemption_id: str) -> str:
    """Return the name of the hold of a redemption."""
    return f"{REDEMPTION.kind}:{redemption_id}"


def payout_hold(payout_id: str) -> str:
    """Return the name of the hold of a payout."""
    return f"{PAYOUT.kind}:{payout_id}"


def holds_follow_their_cause(
    work: Work, aggregate: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse to move by hand what a redemption or a payout holds, or will hold."""
    if aggregate is not POINTS:
        return
    if not isinstance(command, Hold | CaptureHold | ReleaseHold):
        return
    kind, _, name = command.hold_id.partition(":")
    asked: Any
    had: object
    over: object
    if kind == REDEMPTION.kind:
        redemption = work.state(REDEMPTION, name)
        asked, had = redemption.requested, redemption.fulfilled
        over = redemption.cancelled or redemption.lapsed
    elif kind == PAYOUT.kind:
        payout = work.state(PAYOUT, name)
        asked, had, over = payout.requested, payout.paid, payout.failed
    else:
        return
    may = {Hold: asked, CaptureHold: had or over, ReleaseHold: over}[type(command)]
    if not may or account(asked.programme_id, asked.customer_id) != identity:
        raise HoldIsReserved(command.hold_id)
