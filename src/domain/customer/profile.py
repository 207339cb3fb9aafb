"""A customer: registered once, known better over time, with us or gone."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CustomerId
from ..personal import personal
from . import facts, identifiers, relationship
from .facts import (
    CorrectFact,
    CustomerFactCorrected,
    CustomerFactRecorded,
    Fact,
    FactKind,
    NeedKind,
    RecordFact,
)
from .identifiers import (
    AddIdentifier,
    IdentifierAdded,
    IdentifierKind,
    IdentifierRemoved,
    IdentifierVerified,
    RemoveIdentifier,
    VerifyIdentifier,
)
from .relationship import (
    CloseReason,
    CloseRelationship,
    RelationshipClosed,
    RelationshipReopened,
    ReopenRelationship,
)

__all__ = [
    "CUSTOMERS",
    "AddIdentifier",
    "CloseReason",
    "CloseRelationship",
    "Command",
    "CorrectFact",
    "CustomerFactCorrected",
    "CustomerFactRecorded",
    "CustomerRegistered",
    "Event",
    "FactKind",
    "IdentifierAdded",
    "IdentifierKind",
    "IdentifierRemoved",
    "IdentifierVerified",
    "NeedKind",
    "PartyKind",
    "Profile",
    "RecordFact",
    "RegisterCustomer",
    "RelationshipClosed",
    "RelationshipReopened",
    "RemoveIdentifier",
    "ReopenRelationship",
    "VerifyIdentifier",
]


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"


@frozen
class RegisterCustomer:
    at: datetime
    customer_id: CustomerId
    party_kind: PartyKind
    channel: str
    campaign: str | None = None
    referrer: CustomerId | None = None
    name: str | None = None


Command: TypeAlias = (
    RegisterCustomer
    | identifiers.IdentifierCommand
    | facts.FactCommand
    | relationship.RelationshipCommand
)


@frozen
class CustomerRegistered:
    at: datetime
    customer_id: CustomerId
    party_kind: PartyKind
    channel: str
    campaign: str | None = None
    referrer: CustomerId | None = None
    name: str | None = personal(default=None)


Event: TypeAlias = (
    CustomerRegistered
    | identifiers.IdentifierEvent
    | facts.FactEvent
    | relationship.RelationshipEvent
)


@frozen
class NotRegistered(Refused):
    def __str__(self) -> str:
        return "no such customer is registered"


@frozen
class AlreadyRegistered(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} is registered with other particulars"


@frozen
class ReferredBySelf(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} cannot refer to themselves"


@frozen
class Profile:
    """Who a customer is to us; `registered` is None before they are anyone."""

    registered: CustomerRegistered | None = None
    verified: Mapping[identifiers.Key, bool] = field(factory=dict)
    facts: Mapping[str, Fact] = field(factory=dict)
    closed: bool = False

    @property
    def takes_marketing(self) -> bool:
        return self.registered is not None and not self.closed


def decide(command: Command, profile: Profile) -> Iterator[Event]:
    match command:
        case RegisterCustomer():
            yield from _register(command, profile)
        case AddIdentifier() | VerifyIdentifier() | RemoveIdentifier():
            yield from identifiers.decide(command, _who(profile), profile.verified)
        case RecordFact() | CorrectFact():
            yield from facts.decide(command, _who(profile), profile.facts)
        case CloseRelationship() | ReopenRelationship():
            yield from relationship.decide(command, _who(profile), profile.closed)
        case _:
            assert_never(command)


def _who(profile: Profile) -> CustomerId:
    if profile.registered is None:
        raise NotRegistered
    return profile.registered.customer_id


def _register(
    command: RegisterCustomer, profile: Profile
) -> Iterator[CustomerRegistered]:
    event = CustomerRegistered(
        command.at,
        command.customer_id,
        command.party_kind,
        command.channel,
        command.campaign,
        command.referrer,
        command.name,
    )
    if profile.registered is None:
        if event.referrer == event.customer_id:
            raise ReferredBySelf(event.customer_id)
        yield event
    elif but(event, at=profile.registered.at) != profile.registered:
        raise AlreadyRegistered(profile.registered.customer_id)


def evolve(profile: Profile, event: Event) -> Profile:
    match event:
        case CustomerRegistered():
            return but(profile, registered=event)
        case IdentifierAdded() | IdentifierVerified() | IdentifierRemoved():
            return but(profile, verified=identifiers.evolve(profile.verified, event))
        case CustomerFactRecorded() | CustomerFactCorrected():
            return but(profile, facts=facts.evolve(profile.facts, event))
        case RelationshipClosed():
            return but(profile, closed=True)
        case RelationshipReopened():
            return but(profile, closed=False)
        case _:
            assert_never(event)


CUSTOMERS = Decider(Profile(), decide, evolve)
