"""An encounter: opened, served step by step, closed, at times reopened."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

from attrs import astuple, frozen

from ..decider import Decider
from .closing import (
    CloseEncounter,
    ConformanceAssessed,
    EncounterClosed,
    EncounterReopened,
    EncounterWasClosed,
    Pause,
    ReopenEncounter,
    TooEarly,
    in_time,
    not_in_a_pause,
)
from .encounter_state import Encounter, EncounterStepRecorded, Event, evolve
from .opening import EncounterKind, EncounterOpened, OpenEncounter, start
from .serving import Command as Serving
from .serving import serve
from .serving_refusals import EncounterNotOpened

__all__ = [
    "ENCOUNTERS",
    "CloseEncounter",
    "Command",
    "ConformanceAssessed",
    "Encounter",
    "EncounterClosed",
    "EncounterKind",
    "EncounterNotOpened",
    "EncounterOpened",
    "EncounterReopened",
    "EncounterStepRecorded",
    "EncounterWasClosed",
    "Event",
    "OpenEncounter",
    "Pause",
    "RecordStep",
    "ReopenEncounter",
    "TooEarly",
]


@frozen
class RecordStep:
    at: datetime
    step: str
    actor: str | None = None


Command: TypeAlias = (
    OpenEncounter | RecordStep | CloseEncounter | ReopenEncounter | Serving
)


def decide(command: Command, encounter: Encounter) -> Iterator[Event]:
    """Yield what happens; of what has ended, how it went against its standard too."""
    closed_before = encounter.closed
    for event in list(_decide(command, encounter)):
        encounter = evolve(encounter, event)
        yield event
    closed = encounter.closed
    if closed and (found := _assess(command.at, encounter, closed)):
        known = encounter.assessed
        if closed_before is None or known is None or _figures(found) != _figures(known):
            yield found


def _decide(command: Command, encounter: Encounter) -> Iterator[Event]:
    if isinstance(command, OpenEncounter):
        yield from start(command, encounter.opened)
        return
    if encounter.opened is None:
        raise EncounterNotOpened
    at, opened, closed = command.at, encounter.opened, encounter.closed
    who = opened.encounter_id, encounter.customer_id
    match command:
        case RecordStep(step=step, actor=actor):
            event = EncounterStepRecorded(at, *who, step, actor)
            if (at, step, actor) not in {
                (each.at, each.step, each.actor) for each in encounter.steps
            }:
                in_time(at, opened.at)
                not_in_a_pause(at, at, encounter.pauses)
                yield event
        case CloseEncounter(outcome=outcome, met_standard=met_standard):
            if closed is None:
                in_time(at, encounter.latest or opened.at)
                yield EncounterClosed(at, *who, outcome, met_standard)
            elif (outcome, met_standard) != (closed.outcome, closed.met_standard):
                raise EncounterWasClosed(at, closed.at)
        case ReopenEncounter(reason=reason):
            if closed:
                in_time(at, closed.at)
                yield EncounterReopened(at, *who, reason)
        case _:
            yield from serve(command, encounter, opened)


def _assess(
    at: datetime, encounter: Encounter, closed: EncounterClosed
) -> ConformanceAssessed | None:
    started, found = encounter.started, encounter.conformance
    if started is None or started.standard_id is None or started.version is None:
        return None
    assert found is not None
    return ConformanceAssessed(
        max(at, closed.at),
        started.encounter_id,
        encounter.customer_id,
        started.standard_id,
        started.version,
        found.conforms,
        *astuple(found),
    )


def _figures(assessed: ConformanceAssessed) -> tuple[Any, ...]:
    """Return an assessment, whenever it was made and whoever it was about."""
    return astuple(assessed)[3:]


ENCOUNTERS = Decider(Encounter(), decide, evolve)
