"""Who read what of a person, and what for: a reading of sealed fields is an event."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId


@frozen
class NoteRead:
    """Note that someone is given what is personal in so many ``events`` of a person.

    ``reader`` is ``kind:id``, such as ``user:anna``.
    """

    at: datetime
    customer_id: CustomerId
    reader: str
    purpose: str
    events: int


@frozen
class NoteExport:
    """Note that all that is held of a person was written out, and under what digest.

    ``digest`` is the SHA-256 of what was written, in hexadecimal.
    """

    at: datetime
    customer_id: CustomerId
    reader: str
    purpose: str
    digest: str


Command: TypeAlias = NoteRead | NoteExport


@frozen
class PersonalDataRead:
    at: datetime
    customer_id: CustomerId
    reader: str
    purpose: str
    events: int


@frozen
class PersonalDataExported:
    at: datetime
    customer_id: CustomerId
    reader: str
    purpose: str
    digest: str


Event: TypeAlias = PersonalDataRead | PersonalDataExported


@frozen
class NoPurpose(Refused):
    def __str__(self) -> str:
        return "what is personal is opened for a purpose: say which"


@frozen
class Access:
    """How often a person's data was read, and every export that was made of it."""

    reads: int = 0
    exports: tuple[PersonalDataExported, ...] = ()


def decide(command: Command, _: Access) -> Iterator[Event]:
    if not command.purpose.strip():
        raise NoPurpose
    match command:
        case NoteRead(at, customer, reader, purpose, events):
            yield PersonalDataRead(at, customer, reader, purpose, events)
        case NoteExport(at, customer, reader, purpose, digest):
            yield PersonalDataExported(at, customer, reader, purpose, digest)
        case _:
            assert_never(command)


def evolve(access: Access, event: Event) -> Access:
    match event:
        case PersonalDataRead():
            return but(access, reads=access.reads + 1)
        case PersonalDataExported():
            return but(access, exports=(*access.exports, event))
        case _:
            assert_never(event)


ACCESSES = Decider(Access(), decide, evolve)
