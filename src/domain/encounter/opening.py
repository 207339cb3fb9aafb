"""How an encounter begins: what it is about, by what channel, and with whom."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, EncounterId


class EncounterKind(StrEnum):
    QUESTION = "question"
    PROBLEM = "problem"
    REQUEST = "request"
    COMPLAINT = "complaint"
    CONSULTATION = "consultation"
    VISIT = "visit"


@frozen
class OpenEncounter:
    """`priority` is the desk's own number, 1 the most urgent."""

    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    kind: EncounterKind
    channel: str
    subject_ref: str | None = None
    category: str | None = None
    priority: int | None = None


@frozen
class EncounterOpened:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    kind: EncounterKind
    channel: str
    subject_ref: str | None = None
    category: str | None = None
    priority: int | None = None


@frozen
class EncounterChanged(Refused):
    encounter_id: EncounterId

    def __str__(self) -> str:
        return f"encounter {self.encounter_id} is on record with other content"


def start(
    command: OpenEncounter, known: EncounterOpened | None
) -> Iterator[EncounterOpened]:
    """Yield the opening, unless it is `known`; its time may differ."""
    event = EncounterOpened(
        command.at,
        command.encounter_id,
        command.customer_id,
        command.kind,
        command.channel,
        command.subject_ref,
        command.category,
        command.priority,
    )
    if known is None:
        yield event
    elif but(event, at=known.at) != known:
        raise EncounterChanged(known.encounter_id)
