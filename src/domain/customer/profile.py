"""A customer: registered once, known better over time, with us or gone."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CustomerId
from . import facts, identifiers, privacy, relationship
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
from .privacy import (
    ConfirmErasure,
    ErasePersonalData,
    ErasureConfirmed,
    LegalHoldPlaced,
    LegalHoldReleased,
    PersonalDataErased,
    PersonErased,
    PlaceLegalHold,
    Privacy,
    Reached,
    ReleaseLegalHold,
    UnderLegalHold,
)
from .registration import CustomerRegistered, PartyKind, RegisterCustomer, register
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
    "ConfirmErasure",
    "CorrectFact",
    "CustomerFactCorrected",
    "CustomerFactRecorded",
    "CustomerRegistered",
    "ErasePersonalData",
    "ErasureConfirmed",
    "Event",
    "FactKind",
    "IdentifierAdded",
    "IdentifierKind",
    "IdentifierRemoved",
    "IdentifierVerified",
    "LegalHoldPlaced",
    "LegalHoldReleased",
    "NeedKind",
    "PartyKind",
    "PersonErased",
    "PersonalDataErased",
    "PlaceLegalHold",
    "Privacy",
    "Profile",
    "Reached",
    "RecordFact",
    "RegisterCustomer",
    "RelationshipClosed",
    "RelationshipReopened",
    "ReleaseLegalHold",
    "RemoveIdentifier",
    "ReopenRelationship",
    "UnderLegalHold",
    "VerifyIdentifier",
]


Command: TypeAlias = (
    RegisterCustomer
    | identifiers.IdentifierCommand
    | facts.FactCommand
    | relationship.RelationshipCommand
    | privacy.PrivacyCommand
)


Event: TypeAlias = (
    CustomerRegistered
    | identifiers.IdentifierEvent
    | facts.FactEvent
    | relationship.RelationshipEvent
    | privacy.PrivacyEvent
)


@frozen
class NotRegistered(Refused):
    def __str__(self) -> str:
        return "no such customer is registered"


@frozen
class Profile:
    """Who a customer is to us; `registered` is None before they are anyone."""

    registered: CustomerRegistered | None = None
    verified: Mapping[identifiers.Key, bool] = field(factory=dict)
    facts: Mapping[str, Fact] = field(factory=dict)
    closed: bool = False
    privacy: Privacy = field(factory=Privacy)

    @property
    def erased(self) -> PersonalDataErased | None:
        """The decision by which this person was erased; None if they were not."""
        return self.privacy.erased

    @property
    def takes_marketing(self) -> bool:
        return bool(self.registered and not self.closed and not self.erased)


def decide(command: Command, profile: Profile) -> Iterator[Event]:
    match command:
        case RegisterCustomer():
            yield from register(command, profile.registered)
        case PlaceLegalHold() | ReleaseLegalHold():
            yield from privacy.decide(command, _who(profile), profile.privacy)
        case ErasePersonalData() | ConfirmErasure():
            yield from privacy.decide(command, _who(profile), profile.privacy)
        case _ if profile.erased:
            raise PersonErased(profile.erased.certificate_id)
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
        case LegalHoldPlaced() | LegalHoldReleased():
            return but(profile, privacy=privacy.evolve(profile.privacy, event))
        case PersonalDataErased() | ErasureConfirmed():
            return but(profile, privacy=privacy.evolve(profile.privacy, event))
        case _:
            assert_never(event)


CUSTOMERS = Decider(Profile(), decide, evolve)
