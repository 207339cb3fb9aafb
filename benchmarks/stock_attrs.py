"""The stock library at its fastest: frozen events, msgspec, a projector function."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from typing import Any
from uuid import UUID, uuid4

import msgspec
from attrs import frozen
from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent, Transcoder

from .notes import ACTOR, CORRELATION, TAGS, TEXT, Contact
from .places import Address
from .stock import environment


@frozen
class Noted:
    """What the library wants of an event, and what ours keeps in its envelope."""

    originator_id: UUID
    originator_version: int
    text: str
    tags: tuple[str, ...]
    actor: str
    correlation_id: str


class TypedMapper(Mapper[UUID]):
    """Encodes and decodes by type, where the library's own goes by reflection."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(Noted).decode

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            "noted",
            self._encode(domain_event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        return self._decode(stored_event.state)


class TypedContacts(Application[UUID]):
    """All contacts, as typed events."""

    def construct_mapper(self) -> Mapper[UUID]:
        return TypedMapper(transcoder=self.construct_transcoder())

    def construct_transcoder(self) -> Transcoder:
        return JSONTranscoder()

    def contact(self, identity: UUID) -> Contact:
        """Return a contact, folded from its events."""
        project: Any = _project
        found: Any = self.repository.get(identity, projector_func=project)
        return found  # type: ignore[no-any-return]


def new_identity() -> UUID:
    """Return the identity of a contact that has no events yet."""
    return uuid4()


def noted(identity: UUID, after: int, count: int) -> list[Noted]:
    """Return so many notes of one contact."""
    return [
        Noted(identity, version, TEXT, TAGS, ACTOR, CORRELATION)
        for version in range(after + 1, after + count + 1)
    ]


@contextmanager
def opened(address: Address) -> Iterator[TypedContacts]:
    """Lend the application."""
    app: Any = TypedContacts(environment(address))
    try:
        yield app
    finally:
        app.close()


def _project(initial: Contact | None, events: Iterable[Noted]) -> Contact:
    return reduce(_evolve, events, initial or Contact())


def _evolve(contact: Contact, event: Noted) -> Contact:
    return Contact(contact.notes + 1, event.text)
