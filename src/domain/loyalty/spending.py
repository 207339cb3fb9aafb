"""Points redeemed, and given back if the redemption is cancelled."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve as but

from .arrivals import Consequence, arrive
from .ledger import UNTOUCHED, Ledger, Past
from .lots import SPENDING, Lot, Part, allocate, give, soonest_to_expire, split, total
from .movements import lots_of, returned, spent
from .points_commands import Redeem, ReverseRedemption
from .points_events import Grace, PointsRedeemed, RedemptionReversed
from .points_refusals import (
    InvalidValue,
    MoreThanRedeemed,
    NotEnoughPoints,
    UnknownRedemption,
)
from .policies import SpendOrder


def afford(
    amount: int, ledger: Ledger, at: datetime, order: SpendOrder
) -> tuple[Part, ...]:
    """Return *amount* points of lots that were available *at* that time, or refuse."""
    lots = [lot for lot in ledger.good if lot.available_at <= at]
    spendable = total(lots) + ledger.arrears
    if amount <= 0:
        raise InvalidValue("amount", str(amount))
    if amount > spendable:
        raise NotEnoughPoints(asked=amount, held=spendable)
    return allocate(amount, sorted(lots, key=SPENDING[order]))


def redeem(command: Redeem, ledger: Ledger) -> Iterator[PointsRedeemed]:
    if command.redemption_id in ledger.past.redemptions:
        return
    amount = command.amount
    parts = afford(amount, ledger, command.at, command.spend_order)
    yield PointsRedeemed(
        command.at, command.redemption_id, command.reward, amount, parts
    )


def reverse_redemption(
    command: ReverseRedemption, ledger: Ledger, horizon: datetime
) -> Iterator[RedemptionReversed | Consequence]:
    at, key = command.at, command.cancellation_id
    if ("cancellation", key) in ledger.past.done:
        return
    parts = ledger.past.redemptions.get(command.redemption_id)
    if parts is None:
        raise UnknownRedemption(command.redemption_id)
    left = total(parts)
    amount = left if command.amount is None else command.amount
    if amount > left:
        raise MoreThanRedeemed(asked=amount, left=left)
    if command.amount is not None and amount <= 0:
        raise InvalidValue("amount", str(amount))
    if not amount:
        return
    until = command.grace_until
    if until is not None and until <= at:
        raise InvalidValue("grace_until", until.isoformat())
    # What was spent last comes back first: it is the part that stays good longest.
    _, parts = split(parts, left - amount)
    expired = {
        lot.lot_id: Grace(f"{lot.lot_id}/{key}", lot.root, lot.remaining)
        for lot in lots_of(ledger, parts)
        if until is not None and lot.expires_at <= at
    }
    event = RedemptionReversed(
        at,
        key,
        command.redemption_id,
        amount,
        tuple(part for part in parts if part.lot_id not in expired),
        tuple(expired.values()),
        until if expired else None,
    )
    yield event
    lots = lots_of(ledger, event.parts) + grace_lots(event)
    yield from arrive(lots, ledger.debts, at, horizon)


def grace_lots(event: RedemptionReversed) -> tuple[Lot, ...]:
    """Return the new lots that stand in for expired ones."""
    at, until = event.at, event.grace_until
    return tuple(
        Lot(grace.lot_id, grace.root, grace.amount, at, at, until)
        for grace in event.graces
        if until is not None
    )


def redeemed(ledger: Ledger, event: PointsRedeemed) -> Ledger:
    redemptions = ledger.past.redemptions.put(event.redemption_id, event.parts)
    past = but(ledger.past, redemptions=redemptions)
    return but(ledger, good=spent(ledger, event.parts), past=past)


def redemption_reversed(ledger: Ledger, event: RedemptionReversed) -> Ledger:
    good, past = returned(ledger, event.parts), ledger.past
    lots, sequels = past.lots, past.sequels
    for lot in grace_lots(event):
        good = give(good, lot, soonest_to_expire)
        lots = lots.put(lot.lot_id, lot)
        sequel = sequels.get(lot.root) or UNTOUCHED
        graces = (*sequel.graces, lot.lot_id)
        sequels = sequels.put(lot.root, but(sequel, graces=graces))
    parts = past.redemptions[event.redemption_id]
    kept, _ = split(parts, total(parts) - event.amount)
    past = Past(
        lots,
        past.earnings,
        sequels,
        past.redemptions.put(event.redemption_id, kept),
        past.done.put(("cancellation", event.cancellation_id), "reversed"),
        past.reversals,
    )
    return but(ledger, good=good, past=past)
