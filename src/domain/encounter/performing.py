"""The steps of an encounter: performed by those who take part, taken back if not so."""

from collections.abc import Iterator

from ..ids import CustomerId, EncounterId
from .closing import in_time, not_in_a_pause
from .encounter_state import Encounter
from .serving_refusals import NotAParticipant, StepChanged, StepEndsFirst, UnknownStep
from .serving_terms import (
    EncounterStarted,
    PerformStep,
    StepPerformed,
    StepWithdrawn,
    WithdrawStep,
)


def perform(
    command: PerformStep,
    encounter: Encounter,
    started: EncounterStarted,
    who: tuple[EncounterId, CustomerId | None],
) -> Iterator[StepPerformed]:
    """Yield a step, unless it is on record; it may be told after the closing."""
    at, name, participant = command.at, command.step_id, command.participant_id
    began = at if command.began_at is None else command.began_at
    if known := encounter.performed.get(name):
        said = at, command.step, command.by, participant, began
        have = known.at, known.step, known.by, known.participant_id, known.began_at
        if said != have:
            raise StepChanged(name)
        return
    if at < began:
        raise StepEndsFirst(name, began, at)
    if participant is not None and (
        encounter.participants.get(participant) != command.by
    ):
        raise NotAParticipant(participant, command.by)
    in_time(began, started.at)
    not_in_a_pause(began, at, encounter.pauses)
    yield StepPerformed(at, *who, name, command.step, command.by, participant, began)


def withdraw(
    command: WithdrawStep,
    encounter: Encounter,
    who: tuple[EncounterId, CustomerId | None],
) -> Iterator[StepWithdrawn]:
    """Yield that a step was not so, unless that is on record."""
    step = encounter.performed.get(command.step_id)
    if step is None:
        raise UnknownStep(command.step_id)
    if command.step_id not in encounter.withdrawn:
        in_time(command.at, step.at)
        yield StepWithdrawn(command.at, *who, command.step_id, command.mistake)
