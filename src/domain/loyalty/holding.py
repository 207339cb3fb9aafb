"""Points set aside: captured in whole or in part, released, or out of time; once."""

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from attrs import evolve as but

from .arrivals import Consequence, arrive
from .ledger import Held, Ledger
from .lots import Part, split, total
from .movements import lots_of, returned, spent
from .points_commands import CaptureHold, Hold, ReleaseHold
from .points_events import HoldCaptured, HoldExpired, HoldReleased, PointsHeld
from .points_refusals import (
    HoldIsResolved,
    InvalidValue,
    MoreThanHeld,
    RedemptionIdTaken,
    UnknownHold,
)
from .spending import afford


def hold(
    command: Hold, ledger: Ledger, horizon: datetime
) -> Iterator[PointsHeld | HoldExpired | Consequence]:
    at, key, timeout_at = command.at, command.hold_id, command.timeout_at
    if ("hold", key) in ledger.past.done:
        return
    if timeout_at <= at:
        raise InvalidValue("timeout_at", timeout_at.isoformat())
    parts = afford(command.amount, ledger, at, command.spend_order)
    yield PointsHeld(at, key, command.amount, parts, timeout_at)
    if timeout_at <= horizon:
        yield from run_out(Held(key, parts, timeout_at), ledger, horizon)


def run_out(
    held: Held, ledger: Ledger, horizon: datetime
) -> Iterator[HoldExpired | Consequence]:
    """Yield the end of a hold that nobody resolved in time."""
    at, parts = held.timeout_at, held.parts
    yield HoldExpired(at, held.hold_id, total(parts), parts)
    yield from arrive(lots_of(ledger, parts), ledger.debts, at, horizon)


def capture(
    command: CaptureHold, ledger: Ledger, horizon: datetime
) -> Iterator[HoldCaptured | Consequence]:
    key, redemption_id = command.hold_id, command.redemption_id
    held = ledger.hold(key)
    if held is None:
        how = _resolution(key, ledger)
        if how != captured_as(redemption_id):
            raise HoldIsResolved(key, how)
        return
    if redemption_id in ledger.past.redemptions:
        raise RedemptionIdTaken(redemption_id)
    amount = total(held.parts) if command.amount is None else command.amount
    if amount <= 0:
        raise InvalidValue("amount", str(amount))
    if amount > total(held.parts):
        raise MoreThanHeld(asked=amount, held=total(held.parts))
    parts, rest = split(held.parts, amount)
    yield HoldCaptured(
        command.at, key, redemption_id, command.reward, amount, parts, rest
    )
    yield from arrive(lots_of(ledger, rest), ledger.debts, command.at, horizon)


def release(
    command: ReleaseHold, ledger: Ledger, horizon: datetime
) -> Iterator[HoldReleased | Consequence]:
    held = ledger.hold(command.hold_id)
    if held is None:
        how = _resolution(command.hold_id, ledger)
        if how not in ("released", "expired"):
            raise HoldIsResolved(command.hold_id, how)
        return
    parts = held.parts
    yield HoldReleased(command.at, held.hold_id, total(parts), parts)
    yield from arrive(lots_of(ledger, parts), ledger.debts, command.at, horizon)


def captured_as(redemption_id: str) -> str:
    return f"captured as {redemption_id}"


def points_held(ledger: Ledger, event: PointsHeld) -> Ledger:
    holds = (*ledger.holds, Held(event.hold_id, event.parts, event.timeout_at))
    done = ledger.past.done.put(("hold", event.hold_id), "held")
    return but(
        ledger,
        good=spent(ledger, event.parts),
        holds=tuple(sorted(holds, key=attrgetter("timeout_at", "hold_id"))),
        past=but(ledger.past, done=done),
    )


def hold_captured(ledger: Ledger, event: HoldCaptured) -> Ledger:
    key, parts = event.redemption_id, event.parts
    ledger = _resolved(ledger, event.hold_id, captured_as(key), event.returned)
    redemptions = ledger.past.redemptions.put(key, parts)
    return but(ledger, past=but(ledger.past, redemptions=redemptions))


def hold_ended(ledger: Ledger, event: HoldReleased | HoldExpired, how: str) -> Ledger:
    return _resolved(ledger, event.hold_id, how, event.parts)


def _resolution(hold_id: str, ledger: Ledger) -> str:
    how = ledger.past.done.get(("hold", hold_id))
    if how is None:
        raise UnknownHold(hold_id)
    return how


def _resolved(ledger: Ledger, hold_id: str, how: str, back: tuple[Part, ...]) -> Ledger:
    done = ledger.past.done.put(("hold", hold_id), how)
    return but(
        ledger,
        good=returned(ledger, back),
        holds=tuple(held for held in ledger.holds if held.hold_id != hold_id),
        past=but(ledger.past, done=done),
    )
