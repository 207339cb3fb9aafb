"""How an encounter ends, and at times begins again; when nothing can be done in it."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, EncounterId, StandardId


@frozen
class CloseEncounter:
    at: datetime
    outcome: str
    met_standard: bool | None = None


@frozen
class ReopenEncounter:
    at: datetime
    reason: str | None = None


@frozen
class EncounterClosed:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    outcome: str
    met_standard: bool | None = None


@frozen
class EncounterReopened:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    reason: str | None = None


@frozen
class ConformanceAssessed:
    """How it went against its standard, as known when it ended, or when told later."""

    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    standard_id: StandardId
    version: int
    conforms: bool
    performed: int
    missing: tuple[str, ...]
    out_of_order: tuple[str, ...]
    unknown: tuple[str, ...]
    extra: tuple[str, ...]
    wrong_role: tuple[str, ...]
    overrun: tuple[str, ...]


@frozen
class EncounterWasClosed(Refused):
    at: datetime
    closed_at: datetime

    def __str__(self) -> str:
        return f"at {self.at} the encounter was closed, since {self.closed_at}"


@frozen
class TooEarly(Refused):
    at: datetime
    earliest: datetime

    def __str__(self) -> str:
        return f"{self.at} lies before {self.earliest}, when the encounter was there"


@frozen
class Pause:
    """From a closing to the reopening after it, if it came."""

    closed: EncounterClosed
    until: datetime | None = None


def in_time(at: datetime, earliest: datetime) -> None:
    """Refuse what lies before the encounter was there."""
    if at < earliest:
        raise TooEarly(at, earliest)


def not_in_a_pause(began: datetime, ended: datetime, pauses: tuple[Pause, ...]) -> None:
    """Refuse what went on, however briefly, while the encounter was closed."""
    for pause in pauses:
        after_closing = pause.closed.at < ended
        if after_closing and (pause.until is None or began < pause.until):
            raise EncounterWasClosed(ended, pause.closed.at)
