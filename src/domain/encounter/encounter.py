"""An encounter: opened, worked on step by step, closed, at times reopened."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, EncounterId
from .opening import EncounterKind, EncounterOpened, OpenEncounter, start

__all__ = [
    "ENCOUNTERS",
    "CloseEncounter",
    "Command",
    "Encounter",
    "EncounterClosed",
    "EncounterKind",
    "EncounterOpened",
    "EncounterReopened",
    "EncounterStepRecorded",
    "Event",
    "OpenEncounter",
    "RecordStep",
    "ReopenEncounter",
]


@frozen
class RecordStep:
    at: datetime
    step: str
    actor: str | None = None


@frozen
class CloseEncounter:
    at: datetime
    outcome: str
    met_standard: bool | None = None


@frozen
class ReopenEncounter:
    at: datetime
    reason: str | None = None


Command: TypeAlias = OpenEncounter | RecordStep | CloseEncounter | ReopenEncounter


@frozen
class EncounterStepRecorded:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    step: str
    actor: str | None = None


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


Event: TypeAlias = (
    EncounterOpened | EncounterStepRecorded | EncounterClosed | EncounterReopened
)


@frozen
class EncounterNotOpened(Refused):
    def __str__(self) -> str:
        return "no such encounter was opened"


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


@frozen
class Encounter:
    """What was done so far, and when nothing could be."""

    opened: EncounterOpened | None = None
    steps: tuple[EncounterStepRecorded, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def closed(self) -> EncounterClosed | None:
        """The closing that stands, if one does."""
        last = self.pauses[-1] if self.pauses else None
        return last.closed if last and last.until is None else None


def decide(command: Command, encounter: Encounter) -> Iterator[Event]:
    if isinstance(command, OpenEncounter):
        yield from start(command, encounter.opened)
        return
    if encounter.opened is None:
        raise EncounterNotOpened
    at, opened, closed = command.at, encounter.opened, encounter.closed
    who = opened.encounter_id, opened.customer_id
    match command:
        case RecordStep(step=step, actor=actor):
            event = EncounterStepRecorded(at, *who, step, actor)
            if event not in encounter.steps:
                _in_time(at, opened.at)
                _not_in_a_pause(at, encounter.pauses)
                yield event
        case CloseEncounter(outcome=outcome, met_standard=met_standard):
            if closed is None:
                _in_time(at, _latest(opened, encounter))
                yield EncounterClosed(at, *who, outcome, met_standard)
            elif (outcome, met_standard) != (closed.outcome, closed.met_standard):
                raise EncounterWasClosed(at, closed.at)
        case ReopenEncounter(reason=reason):
            if closed:
                _in_time(at, closed.at)
                yield EncounterReopened(at, *who, reason)
        case _:
            assert_never(command)


def evolve(encounter: Encounter, event: Event) -> Encounter:
    match event:
        case EncounterOpened():
            return but(encounter, opened=event)
        case EncounterStepRecorded():
            return but(encounter, steps=(*encounter.steps, event))
        case EncounterClosed():
            return but(encounter, pauses=(*encounter.pauses, Pause(event)))
        case EncounterReopened(at):
            *before, last = encounter.pauses
            return but(encounter, pauses=(*before, Pause(last.closed, at)))
        case _:
            assert_never(event)


def _in_time(at: datetime, earliest: datetime) -> None:
    if at < earliest:
        raise TooEarly(at, earliest)


def _not_in_a_pause(at: datetime, pauses: tuple[Pause, ...]) -> None:
    for pause in pauses:
        if pause.closed.at < at and (pause.until is None or at < pause.until):
            raise EncounterWasClosed(at, pause.closed.at)


def _latest(opened: EncounterOpened, encounter: Encounter) -> datetime:
    """Return the last moment at which something is known to have gone on."""
    steps = (step.at for step in encounter.steps)
    reopened = (pause.until for pause in encounter.pauses if pause.until)
    return max([opened.at, *steps, *reopened])


ENCOUNTERS = Decider(Encounter(), decide, evolve)
