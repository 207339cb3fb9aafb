"""Each event as movements between accounts, which always sum to zero."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import assert_never

from attrs import frozen

from .lots import total
from .points_events import (
    ArrearsSettled,
    EarnReversed,
    Event,
    HoldCaptured,
    HoldExpired,
    HoldReleased,
    PointsAdjusted,
    PointsEarned,
    PointsExpired,
    PointsHeld,
    PointsRedeemed,
    PointsRefused,
    PointsReleased,
    RedemptionReversed,
)


class Account(StrEnum):
    """Where points are. Only the issuer's and the arrears are below zero."""

    ISSUER = "issuer"
    PENDING = "pending"
    AVAILABLE = "available"
    HELD = "held"
    ARREARS = "arrears"
    REDEEMED = "redeemed"
    BREAKAGE = "breakage"


@frozen
class Posting:
    account: Account
    amount: int


def postings(event: Event) -> tuple[Posting, ...]:
    """Return what *event*, by itself, adds to each account and takes from it."""
    return tuple(
        posting
        for source, target, amount in _moves(event)
        if amount
        for posting in (Posting(source, -amount), Posting(target, amount))
    )


def balances(events: Iterable[Event]) -> dict[Account, int]:
    """Return what each account holds after *events*."""
    held = dict.fromkeys(Account, 0)
    for event in events:
        for posting in postings(event):
            held[posting.account] += posting.amount
    return held


def _moves(event: Event) -> Iterator[tuple[Account, Account, int]]:
    """Yield out of which account, into which, and how much: so nothing is lost."""
    a = Account
    match event:
        case PointsEarned(amount=amount):
            yield a.ISSUER, a.PENDING if event.pending else a.AVAILABLE, amount
        case PointsReleased(amount=amount):
            yield a.PENDING, a.AVAILABLE, amount
        case PointsHeld(amount=amount):
            yield a.AVAILABLE, a.HELD, amount
        case HoldCaptured(amount=amount):
            yield a.HELD, a.REDEEMED, amount
            yield a.HELD, a.AVAILABLE, total(event.returned)
        case HoldReleased(amount=amount) | HoldExpired(amount=amount):
            yield a.HELD, a.AVAILABLE, amount
        case PointsRedeemed(amount=amount):
            yield a.AVAILABLE, a.REDEEMED, amount
        case EarnReversed():
            yield a.PENDING, a.ISSUER, event.pending
            yield a.AVAILABLE, a.ISSUER, total(event.parts)
            yield a.BREAKAGE, a.ISSUER, total(event.expired)
            yield a.ARREARS, a.ISSUER, event.arrears
        case RedemptionReversed(amount=amount):
            yield a.REDEEMED, a.AVAILABLE, amount
        case ArrearsSettled(amount=amount, pending=pending):
            yield a.PENDING if pending else a.AVAILABLE, a.ARREARS, amount
        case PointsExpired(amount=amount, pending=pending):
            yield a.PENDING if pending else a.AVAILABLE, a.BREAKAGE, amount
        case PointsAdjusted(amount=amount):
            yield a.ISSUER, a.AVAILABLE, amount
        case PointsRefused():
            return
        case _:
            assert_never(event)
