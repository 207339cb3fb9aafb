"""A redemption: a reward asked for, then had, called off, or not had in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..personal import same
from ..times import not_before
from .points_refusals import InvalidValue
from .redemption_terms import (
    CancelRedemption,
    Command,
    Event,
    FulfilReward,
    MoreThanRequested,
    NoteRedemptionDue,
    RedemptionCancelled,
    RedemptionChanged,
    RedemptionIsOver,
    RedemptionLapsed,
    RedemptionNotRequested,
    RequestReward,
    RewardFulfilled,
    RewardRequested,
)

MOST = 1_000  # of one reward at once


@frozen
class Redemption:
    requested: RewardRequested | None = None
    fulfilled: RewardFulfilled | None = None
    cancelled: RedemptionCancelled | None = None
    lapsed: RedemptionLapsed | None = None

    @property
    def ended(self) -> RewardFulfilled | RedemptionCancelled | RedemptionLapsed | None:
        return self.fulfilled or self.cancelled or self.lapsed

    @property
    def due(self) -> datetime | None:
        """When it lapses, if it still can."""
        return self.requested.due_at if self.requested and not self.ended else None


def decide(command: Command, redemption: Redemption) -> Iterator[Event]:
    if isinstance(command, RequestReward):
        yield from _request(command, redemption.requested)
        return
    if redemption.requested is None:
        raise RedemptionNotRequested
    asked, at = redemption.requested, command.at
    not_before(asked.at, at)
    who = asked.redemption_id, asked.customer_id
    match command:
        case FulfilReward():
            event = _fulfilled(command, asked)
            if (known := redemption.fulfilled) and but(event, at=known.at) == known:
                return
            _check_waiting(at, redemption)
            if event.quantity < 1:
                raise InvalidValue("quantity", str(event.quantity))
            if event.quantity > asked.quantity:
                raise MoreThanRequested(event.quantity, asked.quantity)
            yield event
        case CancelRedemption(at, reason):
            if redemption.cancelled:
                return
            _check_waiting(at, redemption)
            yield RedemptionCancelled(at, *who, reason)
        case NoteRedemptionDue(at):
            if redemption.due is not None and redemption.due <= at:
                yield RedemptionLapsed(redemption.due, *who)
        case _:
            assert_never(command)


def _request(
    command: RequestReward, known: RewardRequested | None
) -> Iterator[RewardRequested]:
    event = RewardRequested(
        command.at,
        command.redemption_id,
        command.customer_id,
        command.programme_id,
        command.reward_id,
        command.version,
        command.terms,
        command.quantity,
        command.quantity * command.terms.points,
        command.at + timedelta(hours=command.terms.hours),
        command.address,
    )
    if known is None:
        if not 1 <= command.quantity <= MOST:
            raise InvalidValue("quantity", str(command.quantity))
        yield event
        return
    # Asked again later it may meet with other terms, and is still this one.
    asked = but(
        event,
        version=known.version,
        terms=known.terms,
        points=known.points,
        due_at=known.due_at,
    )
    if not same(asked, known):
        raise RedemptionChanged(known.redemption_id)


def _fulfilled(command: FulfilReward, asked: RewardRequested) -> RewardFulfilled:
    quantity = asked.quantity if command.quantity is None else command.quantity
    return RewardFulfilled(
        command.at,
        asked.redemption_id,
        asked.customer_id,
        quantity,
        quantity * asked.terms.points,
        command.delivery,
        command.delivery_ref,
    )


def _check_waiting(at: datetime, redemption: Redemption) -> None:
    """Refuse what comes too late, whether anyone has noted that or not."""
    asked, ended = redemption.requested, redemption.ended
    assert asked is not None
    if ended:
        raise RedemptionIsOver(asked.redemption_id, type(ended).__name__, ended.at)
    if at >= asked.due_at:
        name = RedemptionLapsed.__name__
        raise RedemptionIsOver(asked.redemption_id, name, asked.due_at)


def evolve(redemption: Redemption, event: Event) -> Redemption:
    match event:
        case RewardRequested():
            return but(redemption, requested=event)
        case RewardFulfilled():
            return but(redemption, fulfilled=event)
        case RedemptionCancelled():
            return but(redemption, cancelled=event)
        case RedemptionLapsed():
            return but(redemption, lapsed=event)
        case _:
            assert_never(event)


REDEMPTIONS = Decider(Redemption(), decide, evolve)
