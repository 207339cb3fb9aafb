"""Badges: what a customer was recognised for, each once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import field, frozen

from ..decider import Decider
from ..ids import CustomerId


@frozen
class AwardBadge:
    """`because_ref` is what it is for, such as a challenge."""

    at: datetime
    customer_id: CustomerId
    badge: str
    because_ref: str


Command: TypeAlias = AwardBadge


@frozen
class BadgeAwarded:
    at: datetime
    customer_id: CustomerId
    badge: str
    because_ref: str


Event: TypeAlias = BadgeAwarded


@frozen
class Badges:
    """A customer's badges, by name."""

    awarded: Mapping[str, BadgeAwarded] = field(factory=dict, hash=False)


def decide(command: Command, badges: Badges) -> Iterator[Event]:
    if command.badge not in badges.awarded:
        yield BadgeAwarded(
            command.at, command.customer_id, command.badge, command.because_ref
        )


def evolve(badges: Badges, event: Event) -> Badges:
    match event:
        case BadgeAwarded():
            return Badges({**badges.awarded, event.badge: event})
        case _:
            assert_never(event)


BADGES = Decider(Badges(), decide, evolve)
