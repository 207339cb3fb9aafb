"""Who takes part in a purchase, on the buyer's side, and as what.

The roles of the buying centre: Webster and Wind, "A general model for understanding
organizational buying behavior", Journal of Marketing 36 (1972).
"""

from collections.abc import Iterator, Set
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OpportunityId
from .opening import OpportunityOpened


class BuyingRole(StrEnum):
    BUYER = "buyer"
    USER = "user"
    DECIDER = "decider"
    INFLUENCER = "influencer"
    GATEKEEPER = "gatekeeper"


@frozen
class AddParticipant:
    """`person_id` is a customer's id too: of a person, who may buy for another."""

    at: datetime
    person_id: CustomerId
    role: BuyingRole


@frozen
class RemoveParticipant:
    at: datetime
    person_id: CustomerId
    role: BuyingRole


BuyingCommand: TypeAlias = AddParticipant | RemoveParticipant


@frozen
class ParticipantAdded:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    person_id: CustomerId
    role: BuyingRole


@frozen
class ParticipantRemoved:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    person_id: CustomerId
    role: BuyingRole


BuyingEvent: TypeAlias = ParticipantAdded | ParticipantRemoved
Part: TypeAlias = tuple[CustomerId, BuyingRole]


@frozen
class NoSuchParticipant(Refused):
    person_id: CustomerId
    role: BuyingRole

    def __str__(self) -> str:
        return f"{self.person_id} takes no part as {self.role}"


def decide(
    command: BuyingCommand,
    opened: OpportunityOpened,
    parts: Set[Part],
    left: Set[Part],
) -> Iterator[BuyingEvent]:
    """Yield who joins or leaves; `parts` are those taken now, `left` once were."""
    who = opened.opportunity_id, opened.customer_id
    part = command.person_id, command.role
    match command:
        case AddParticipant(at):
            if part not in parts:
                yield ParticipantAdded(at, *who, *part)
        case RemoveParticipant(at):
            if part in parts:
                yield ParticipantRemoved(at, *who, *part)
            elif part not in left:
                raise NoSuchParticipant(*part)
        case _:
            assert_never(command)
