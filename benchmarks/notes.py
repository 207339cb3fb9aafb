"""What is measured with: contacts, and notes added to them. The same for everyone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from attrs import frozen

from mijoz.adapters.identity import new_id
from mijoz.application.aggregate import Aggregate
from mijoz.application.envelope import Draft, Origin
from mijoz.domain.decider import Decider, Refused

TEXT: Final = (
    "Aziza asked whether the blue kettle comes with a longer lead;"
    " call her back on Thursday after ten"
)
TAGS: Final = ("call-back", "kettles")
ACTOR: Final = "user:anna"
CORRELATION: Final = "01980e2c-8a53-7c0e-9d3f-2b1a5c6d7e8f"
ORIGIN: Final = Origin(ACTOR, CORRELATION)


@frozen
class AddNote:
    at: datetime
    text: str
    tags: tuple[str, ...]


@frozen
class NoteAdded:
    at: datetime
    text: str
    tags: tuple[str, ...]


@frozen
class NothingToNote(Refused):
    def __str__(self) -> str:
        return "a note says something"


@frozen
class Contact:
    notes: int = 0
    last: str = ""


def decide(command: AddNote, _: Contact) -> Iterator[NoteAdded]:
    if not command.text:
        raise NothingToNote
    yield NoteAdded(command.at, command.text, command.tags)


def evolve(contact: Contact, event: NoteAdded) -> Contact:
    return Contact(contact.notes + 1, event.text)


CONTACTS: Final = Decider(Contact(), decide, evolve)
CONTACT: Final = Aggregate("contact", CONTACTS, lambda identity, _: identity)


def drafts(identity: str, after: int, count: int) -> tuple[Draft, ...]:
    """Return new notes of one contact, from scratch: event, identity, envelope."""
    stream = CONTACT.stream(identity)
    return tuple(
        Draft(
            new_id(),
            stream,
            revision,
            identity,
            NoteAdded(datetime.now(UTC), TEXT, TAGS),
            ORIGIN,
        )
        for revision in range(after + 1, after + count + 1)
    )
