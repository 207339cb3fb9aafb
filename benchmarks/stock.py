"""The stock library as its own documentation would have it used."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from .notes import ACTOR, CORRELATION, TAGS, TEXT
from .places import Address


class Contact(Aggregate):
    """A contact whose methods are its events."""

    @staticmethod
    def create_id(identity: UUID) -> UUID:
        return identity

    @event("Registered")
    def __init__(self, identity: UUID) -> None:
        self.identity = identity
        self.notes = 0
        self.last = ""

    @event("NoteAdded")
    def add_note(
        self, text: str, tags: list[str], actor: str, correlation_id: str
    ) -> None:
        self.notes += 1
        self.last = text


class Contacts(Application[UUID]):
    """All contacts."""

    def add_note(self, contact: UUID) -> None:
        """Load, decide, append: what the library calls a command method."""
        found: Contact = self.repository.get(contact)
        note(found)
        self.save(found)


def note(contact: Contact) -> None:
    """Add the note that everyone adds."""
    contact.add_note(TEXT, list(TAGS), ACTOR, CORRELATION)


def noted(count: int, identity: UUID | None = None) -> Contact:
    """Return a new contact with as many events, none of them saved."""
    contact = Contact(identity or uuid4())
    for _ in range(count - 1):
        note(contact)
    return contact


def write(app: Contacts, count: int, identity: UUID) -> None:
    """Save a new contact with as many events.

    A thousand at a time: on PostgreSQL a save of some megabytes was seen to hang, the
    server waiting for the client in the middle of the library's pipeline.
    """
    contact = noted(1, identity)
    for number in range(1, count):
        note(contact)
        if number % 1_000 == 0:
            app.save(contact)
    app.save(contact)


def environment(address: Address) -> dict[str, str]:
    """Return the variables that put the library's tables at an address."""
    if "://" not in address:
        return {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": address,
            "SQLITE_LOCK_TIMEOUT": "30",
        }
    url = urlsplit(address)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": url.path.removeprefix("/"),
        "POSTGRES_HOST": parse_qs(url.query)["host"][0],
        "POSTGRES_USER": url.username or "postgres",
        "POSTGRES_PASSWORD": "trusted",
    }


@contextmanager
def opened(address: Address, **settings: str) -> Iterator[Contacts]:
    """Lend the application, with the library's own defaults but for *settings*."""
    app: Any = Contacts(environment(address) | settings)
    try:
        yield app
    finally:
        app.close()
