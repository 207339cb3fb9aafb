"""By what a customer is recognised: e-mail, phone, card, device, or an id elsewhere."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId
from ..personal import Personal, Pseudonym, personal


class IdentifierKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    DEVICE = "device"
    ANONYMOUS = "anonymous"
    EXTERNAL = "external"


@frozen
class AddIdentifier:
    at: datetime
    kind: IdentifierKind
    value: str | None
    blind_index: str


@frozen
class VerifyIdentifier:
    at: datetime
    kind: IdentifierKind
    blind_index: str
    method: str


@frozen
class RemoveIdentifier:
    at: datetime
    kind: IdentifierKind
    blind_index: str
    reason: str


IdentifierCommand: TypeAlias = AddIdentifier | VerifyIdentifier | RemoveIdentifier


@frozen
class IdentifierAdded:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: Pseudonym
    value: Personal = personal(default=None)


@frozen
class IdentifierVerified:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: Pseudonym
    method: str


@frozen
class IdentifierRemoved:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: Pseudonym
    reason: str


IdentifierEvent: TypeAlias = IdentifierAdded | IdentifierVerified | IdentifierRemoved

Key: TypeAlias = tuple[IdentifierKind, str]
"""A kind and a blind index: what tells identifiers apart."""


@frozen
class UnknownIdentifier(Refused):
    kind: IdentifierKind
    blind_index: str

    def __str__(self) -> str:
        return f"the customer has no {self.kind} of index {self.blind_index}"


def decide(
    command: IdentifierCommand, customer: CustomerId, verified: Mapping[Key, bool]
) -> Iterator[IdentifierEvent]:
    """Yield what becomes of an identifier; `verified` holds those of the customer."""
    kind, index = command.kind, command.blind_index
    match command:
        case AddIdentifier(at, value=value):
            if (kind, index) not in verified:
                yield IdentifierAdded(at, customer, kind, index, value)
        case VerifyIdentifier(at, method=method):
            if (kind, index) not in verified:
                raise UnknownIdentifier(kind, index)
            if not verified[kind, index]:
                yield IdentifierVerified(at, customer, kind, index, method)
        case RemoveIdentifier(at, reason=reason):
            if (kind, index) in verified:
                yield IdentifierRemoved(at, customer, kind, index, reason)
        case _:
            assert_never(command)


def evolve(verified: Mapping[Key, bool], event: IdentifierEvent) -> Mapping[Key, bool]:
    key = event.kind, event.blind_index
    match event:
        case IdentifierAdded():
            return {**verified, key: False}
        case IdentifierVerified():
            return {**verified, key: True}
        case IdentifierRemoved():
            return {each: verified[each] for each in verified if each != key}
        case _:
            assert_never(event)
