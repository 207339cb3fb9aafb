"""Cashback on its way to become money: held, sent to be paid, and paid or restored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from ..domain.decider import Refused
from ..domain.loyalty.lots import NEVER
from ..domain.loyalty.movements import lots_of
from ..domain.loyalty.payout import Payout
from ..domain.loyalty.payout_terms import (
    CancelPayout,
    CashbackPaidOut,
    CashbackPayoutFailed,
    CashbackPayoutRequested,
    ConfirmPayout,
    DispatchPayout,
    FailPayout,
)
from ..domain.loyalty.points import (
    CaptureHold,
    Hold,
    Ledger,
    ReleaseHold,
    ReverseRedemption,
)
from ..domain.loyalty.programme import LoyaltyProgramme
from .contexts import PAYOUT, POINTS, PROGRAMME, account
from .envelope import Draft, Origin
from .handling import Handler
from .holds import payout_hold
from .ports import Declined, Paid, PaymentOrder, Payments
from .rewarding import spend_order
from .work import Reaction, Work


@frozen
class Paying:
    """How many payouts were sent to be paid now, and what became of all that wait."""

    sent: int = 0
    paid: int = 0
    failed: int = 0
    waiting: int = 0


def pay_out(work: Work, draft: Draft) -> None:
    """Have the ledger follow a payout: what it holds is spent, or restored."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def dispatch(
    handler: Handler, payments: Payments, at: datetime, origin: Origin
) -> Paying:
    """Have every payout that waits be paid, and note what became of it.

    That somebody is asked to pay is on record before they are, and they are asked by
    the payout's own key: whenever we die, asking again pays nothing twice. Of someone
    who was erased nothing is left to pay to, so theirs fail.
    """
    counts = dict.fromkeys(("sent", "paid", "failed", "waiting"), 0)
    for stream in handler.journal.streams(PAYOUT.kind):
        name = stream.removeprefix(PAYOUT.stream(""))
        payout: Payout = handler.begin(origin).state(PAYOUT, name)
        if payout.waits:
            for what in _pay(handler, payments, name, at, origin):
                counts[what] += 1
    return Paying(**counts)


def _pay(
    handler: Handler, payments: Payments, name: str, at: datetime, origin: Origin
) -> list[str]:
    def tell(command: Any) -> Payout:
        handler.run(lambda work: work.handle(PAYOUT, name, command), origin)
        told: Payout = handler.begin(origin).state(PAYOUT, name)
        return told

    payout: Payout = handler.begin(origin).state(PAYOUT, name)
    asked, before = payout.requested, payout.dispatched
    assert asked is not None
    at = max(at, before.at if before else asked.at)
    if not isinstance(asked.pay_to, str):
        if before:
            return ["waiting"]  # they may be paid yet: whoever pays tells
        tell(CancelPayout(at, "nobody is left to pay"))
        return ["failed"]
    try:
        tell(DispatchPayout(at, payments.service))
    except Refused:
        return ["waiting"]  # another service was asked, or it has just been called off
    done = [] if before else ["sent"]
    order = PaymentOrder(name, asked.amount, asked.currency, asked.pay_to)
    match payments.pay(order):
        case Paid(reference):
            tell(ConfirmPayout(at, reference))
            return [*done, "paid"]
        case Declined(reason):
            tell(FailPayout(at, reason))
            return [*done, "failed"]
        case None:
            return [*done, "waiting"]


def _hold(work: Work, draft: Draft) -> None:
    asked: CashbackPayoutRequested = draft.event
    order = spend_order(work, asked.programme_id, asked.at)
    # It has no timeout: money that may be on its way is not to be spent otherwise.
    hold = Hold(asked.at, payout_hold(asked.payout_id), asked.amount, NEVER, order)
    work.handle(POINTS, _account(asked), hold, _origin(work, draft))


def _capture(work: Work, draft: Draft) -> None:
    paid: CashbackPaidOut = draft.event
    asked = _asked(work, paid.payout_id)
    name = payout_hold(paid.payout_id)
    capture = CaptureHold(paid.at, name, name, "payout")
    work.handle(POINTS, _account(asked), capture, _origin(work, draft))


def _restore(work: Work, draft: Draft) -> None:
    failed: CashbackPayoutFailed = draft.event
    asked, name, at = _asked(work, failed.payout_id), failed.payout_id, failed.at
    identity, hold, origin = _account(asked), payout_hold(name), _origin(work, draft)
    programme: LoyaltyProgramme = work.state(PROGRAMME, asked.programme_id)
    version = programme.in_force(at)
    until = version.terms.grace_until(at) if version else None
    if until is not None and _has_lapsed(work.state(POINTS, identity), hold, at):
        # What expired meanwhile gets the grace that any redemption undone would have.
        work.handle(POINTS, identity, CaptureHold(at, hold, hold, "payout"), origin)
        undo = ReverseRedemption(at, hold, hold, grace_until=until)
        work.handle(POINTS, identity, undo, origin)
    else:
        work.handle(POINTS, identity, ReleaseHold(at, hold), origin)


def _has_lapsed(ledger: Ledger, hold: str, at: datetime) -> bool:
    held = ledger.hold(hold)
    lots = lots_of(ledger, held.parts) if held else ()
    return any(lot.expires_at <= at for lot in lots)


def _asked(work: Work, name: str) -> CashbackPayoutRequested:
    asked: CashbackPayoutRequested | None = work.state(PAYOUT, name).requested
    assert asked is not None
    return asked


def _account(asked: CashbackPayoutRequested) -> str:
    return account(asked.programme_id, asked.customer_id)


def _origin(work: Work, draft: Draft) -> Origin:
    return work.caused_by(draft, "cashback-is-paid-out")


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    CashbackPayoutRequested: _hold,
    CashbackPaidOut: _capture,
    CashbackPayoutFailed: _restore,
}
