"""All that a firm holds of a person, for the person: the events, and what they make."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...domain.customer.access import NoteExport
from ...domain.customer.profile import Profile
from ...domain.ids import CustomerId
from .. import contexts
from ..aggregate import Aggregate
from ..crm import Crm
from ..desk import Desk
from ..envelope import Origin, Recorded
from ..projections.card import Card
from .reading import Reading

_THEIRS: Sequence[Aggregate[Any, Any, Any]] = (
    contexts.CONSENT,
    contexts.MEMBERSHIP,
    contexts.ORDER,
    contexts.OUTREACH,
    contexts.ENCOUNTER,
    contexts.FEEDBACK,
)


@frozen
class Holdings:
    """What is held: ``states`` by kind and identity, ``accesses`` who read it before.

    ``events`` are opened; ``position`` is the last of the log that was looked at.
    """

    customer_id: str
    position: int
    card: Card
    profile: Profile | None
    states: Mapping[str, Mapping[str, Any]]
    events: Sequence[Recorded]
    accesses: Sequence[Recorded]


def holdings(crm: Crm, customer: str, reading: Reading) -> Holdings:
    """Return all that is held of a customer, opened for a reading, which is noted.

    Raises:
        Unknown: Nothing is held of them.
        Gone: They were erased.
    """
    handler = crm.handler
    replay = crm.customers.history(customer, reading=reading)
    streams: dict[str, list[Recorded]] = {}
    for each in replay.events:
        streams.setdefault(each.stream, []).append(each)
    states: dict[str, dict[str, Any]] = {}
    for kind in _THEIRS:
        prefix = kind.stream("")
        for stream, events in streams.items():
            if stream.startswith(prefix):
                told = kind.decider.fold(each.event for each in events)
                states.setdefault(kind.kind, {})[stream.removeprefix(prefix)] = told
    own = streams.get(contexts.CUSTOMER.stream(customer), ())
    profile = contexts.CUSTOMER.decider.fold(each.event for each in own)
    return Holdings(
        customer,
        replay.position,
        replay.state,
        profile if own else None,
        states,
        replay.events,
        handler.journal.stream(contexts.ACCESS.stream(customer)),
    )


def note_export(crm: Crm, customer: str, reading: Reading, digest: str) -> None:
    """Note in the journal that all of it was written out, and under what digest."""
    note = NoteExport(
        reading.at, CustomerId(customer), reading.reader, reading.purpose, digest
    )
    Desk(contexts.ACCESS, crm.handler).tell(
        customer, note, origin=Origin(reading.reader)
    )
