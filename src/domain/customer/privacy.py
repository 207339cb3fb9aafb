"""A person's right to be forgotten, and what may stand against it: a legal hold."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Refused
from ..ids import CustomerId


@frozen
class PlaceLegalHold:
    """Keep what is known of a person, for a reason that law gives."""

    at: datetime
    hold_id: str
    reason: str


@frozen
class ReleaseLegalHold:
    at: datetime
    hold_id: str
    reason: str


@frozen
class ErasePersonalData:
    at: datetime
    certificate_id: str
    reason: str


@frozen
class ConfirmErasure:
    """Note which keys are destroyed, and every place that the erasure reached."""

    at: datetime
    keys: tuple[str, ...]
    places: tuple["Reached", ...]


PrivacyCommand: TypeAlias = (
    PlaceLegalHold | ReleaseLegalHold | ErasePersonalData | ConfirmErasure
)


@frozen
class LegalHoldPlaced:
    at: datetime
    customer_id: CustomerId
    hold_id: str
    reason: str


@frozen
class LegalHoldReleased:
    at: datetime
    customer_id: CustomerId
    hold_id: str
    reason: str


@frozen
class PersonalDataErased:
    at: datetime
    customer_id: CustomerId
    certificate_id: str
    reason: str


@frozen
class Reached:
    """One place that an erasure went to, and what became of what was there."""

    place: str
    outcome: str


@frozen
class ErasureConfirmed:
    """`keys` are the ids of the data keys that were destroyed."""

    at: datetime
    customer_id: CustomerId
    certificate_id: str
    keys: tuple[str, ...]
    places: tuple[Reached, ...]


PrivacyEvent: TypeAlias = (
    LegalHoldPlaced | LegalHoldReleased | PersonalDataErased | ErasureConfirmed
)


@frozen
class Privacy:
    """What stands against an erasure, and what became of it."""

    holds: Mapping[str, LegalHoldPlaced] = field(factory=dict)
    erased: PersonalDataErased | None = None
    confirmed: ErasureConfirmed | None = None


@frozen
class UnderLegalHold(Refused):
    hold_id: str
    reason: str

    def __str__(self) -> str:
        return (
            f"legal hold {self.hold_id} ({self.reason}) forbids the erasure:"
            " it must be released first"
        )


@frozen
class HoldOnRecord(Refused):
    hold_id: str

    def __str__(self) -> str:
        return f"legal hold {self.hold_id} is on record with another reason"


@frozen
class UnknownHold(Refused):
    hold_id: str

    def __str__(self) -> str:
        return f"there is no legal hold {self.hold_id} on this customer"


@frozen
class PersonErased(Refused):
    certificate_id: str

    def __str__(self) -> str:
        return f"the person was erased (certificate {self.certificate_id})"


@frozen
class NotErased(Refused):
    def __str__(self) -> str:
        return "no erasure was decided that could be confirmed"


def decide(
    command: PrivacyCommand, customer: CustomerId, privacy: Privacy
) -> Iterator[PrivacyEvent]:
    """Yield what becomes of a person's data; an erasure is decided and confirmed once.

    Nothing is held that is erased already.
    """
    match command:
        case PlaceLegalHold(at, hold_id, reason):
            held = privacy.holds.get(hold_id)
            if privacy.erased:
                raise PersonErased(privacy.erased.certificate_id)
            if held is None:
                yield LegalHoldPlaced(at, customer, hold_id, reason)
            elif held.reason != reason:
                raise HoldOnRecord(hold_id)
        case ReleaseLegalHold(at, hold_id, reason):
            if hold_id not in privacy.holds:
                raise UnknownHold(hold_id)
            yield LegalHoldReleased(at, customer, hold_id, reason)
        case ErasePersonalData(at, certificate_id, reason):
            for held in privacy.holds.values():
                raise UnderLegalHold(held.hold_id, held.reason)
            if not privacy.erased:
                yield PersonalDataErased(at, customer, certificate_id, reason)
        case ConfirmErasure(at, keys, places):
            if not privacy.erased:
                raise NotErased
            if not privacy.confirmed:
                certificate = privacy.erased.certificate_id
                yield ErasureConfirmed(at, customer, certificate, keys, places)
        case _:
            assert_never(command)


def evolve(privacy: Privacy, event: PrivacyEvent) -> Privacy:
    match event:
        case LegalHoldPlaced(hold_id=hold_id):
            return but(privacy, holds={**privacy.holds, hold_id: event})
        case LegalHoldReleased(hold_id=hold_id):
            left = {key: held for key, held in privacy.holds.items() if key != hold_id}
            return but(privacy, holds=left)
        case PersonalDataErased():
            return but(privacy, erased=event)
        case ErasureConfirmed():
            return but(privacy, confirmed=event)
        case _:
            assert_never(event)
