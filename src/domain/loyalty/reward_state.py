"""A reward as it stands: its terms one after the other, and its stock."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from .reward_stock import Reserved, reserved
from .reward_terms import (
    Event,
    RewardDefined,
    RewardRevised,
    RewardTerms,
    RewardWithdrawn,
    StockChanged,
    StockReleased,
    StockReserved,
    StockTaken,
)


@frozen
class Reward:
    """`stock` is what is there, reserved or not; None is without limit."""

    defined: RewardDefined | None = None
    revisions: tuple[RewardRevised, ...] = ()
    withdrawn: RewardWithdrawn | None = None
    stock: int | None = None
    reservations: Mapping[str, Reserved] = field(factory=dict)
    changes: Mapping[str, StockChanged] = field(factory=dict)

    @property
    def reserved(self) -> int:
        return sum(each.waiting for each in self.reservations.values())

    @property
    def left(self) -> int | None:
        """How many can still be asked for; None is without limit."""
        return None if self.stock is None else self.stock - self.reserved

    def terms_at(self, at: datetime) -> tuple[int, RewardTerms] | None:
        """Return the terms that count at a moment, and their version."""
        for revised in reversed(self.revisions):
            if revised.at <= at:
                return revised.version, revised.terms
        if self.defined is None or at < self.defined.at:
            return None
        return 1, self.defined.terms


def evolve(reward: Reward, event: Event) -> Reward:
    match event:
        case RewardDefined(stock=stock):
            return but(reward, defined=event, stock=stock)
        case RewardRevised():
            return but(reward, revisions=(*reward.revisions, event))
        case RewardWithdrawn():
            return but(reward, withdrawn=event)
        case StockChanged(change_id=name, amount=amount):
            changes = {**reward.changes, name: event}
            return but(reward, changes=changes, stock=_sum(reward.stock, amount))
        case StockReserved() | StockReleased() | StockTaken():
            before = reward.reservations
            name, after = event.redemption_id, reserved(event)
            reward = but(reward, reservations={**before, name: after})
            if isinstance(event, StockTaken):
                return but(reward, stock=_sum(reward.stock, -event.quantity))
            return reward
        case _:
            assert_never(event)


def _sum(stock: int | None, amount: int) -> int | None:
    return None if stock is None else stock + amount
