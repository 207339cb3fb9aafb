"""The service in an encounter: started, shared, handed on, felt, and followed up."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from attrs import evolve as but

from ..ids import CustomerId, EmployeeId, EncounterId
from ..personal import same
from ..times import due_after
from .closing import in_time, not_in_a_pause
from .encounter_state import Encounter, Event
from .opening import EncounterOpened
from .performing import perform, withdraw
from .serving_refusals import (
    ActionChanged,
    ExperienceChanged,
    KnownPerson,
    NobodyToAct,
    NobodyToSealFor,
    NotAStandard,
    ParticipantHasRole,
    ServiceChanged,
    ServiceNotStarted,
    StillWith,
)
from .serving_terms import (
    AgreeNextAction,
    EncounterHandedOver,
    EncounterStarted,
    ExperienceNoted,
    HandOver,
    IdentifyVisitor,
    JoinEncounter,
    NextActionAgreed,
    NoteExperience,
    ParticipantJoined,
    PerformStep,
    StartService,
    VisitorIdentified,
    WithdrawStep,
)
from .steps import Role

Command: TypeAlias = (
    StartService
    | IdentifyVisitor
    | JoinEncounter
    | PerformStep
    | WithdrawStep
    | HandOver
    | NoteExperience
    | AgreeNextAction
)
Who: TypeAlias = tuple[EncounterId, CustomerId | None]


def serve(
    command: Command, encounter: Encounter, opened: EncounterOpened
) -> Iterator[Event]:
    """Yield what a command about the service in an opened encounter causes."""
    who = opened.encounter_id, encounter.customer_id
    match command:
        case StartService():
            yield from _start(command, encounter, who)
            return
        case IdentifyVisitor():
            yield from _identify(command, encounter, opened)
            return
        case NoteExperience():
            in_time(command.at, opened.at)
            yield from _note(command, encounter, who)
            return
    if encounter.started is None:
        raise ServiceNotStarted(opened.encounter_id)
    match command:
        case JoinEncounter(at, name, role):
            if encounter.participants.get(name) != role:
                _free_for(name, role, encounter)
                in_time(at, encounter.started.at)
                not_in_a_pause(at, at, encounter.pauses)
                yield ParticipantJoined(at, *who, name, role)
        case PerformStep():
            yield from perform(command, encounter, encounter.started, who)
        case WithdrawStep():
            yield from withdraw(command, encounter, who)
        case HandOver(at, to, reason):
            holder = encounter.employee_id
            if to != holder and not _handed(command, encounter):
                _free_for(to, Role.EMPLOYEE, encounter)
                in_time(at, encounter.started.at)
                not_in_a_pause(at, at, encounter.pauses)
                if encounter.hand_overs and at < encounter.hand_overs[-1].at:
                    last = encounter.hand_overs[-1]
                    raise StillWith(last.to_employee_id, last.at)
                yield EncounterHandedOver(at, *who, holder, to, reason)
        case AgreeNextAction():
            yield from _agree(command, encounter, encounter.started, who)
        case _:
            assert_never(command)


def _handed(command: HandOver, encounter: Encounter) -> bool:
    said = command.at, command.to_employee_id, command.reason
    return said in {
        (each.at, each.to_employee_id, each.reason) for each in encounter.hand_overs
    }


def _start(command: StartService, encounter: Encounter, who: Who) -> Iterator[Event]:
    event = EncounterStarted(
        command.at,
        *who,
        command.channel,
        command.steps,
        command.employee_id,
        command.location,
        command.standard_id,
        command.version,
        command.lead_id,
        command.anonymous_id,
    )
    assert encounter.opened is not None
    if known := encounter.started:
        if not same(but(event, customer_id=known.customer_id), known):
            raise ServiceChanged(event.encounter_id)
        return
    whole = event.standard_id is not None, event.version is not None, bool(event.steps)
    if any(whole) and not all(whole):
        raise NotAStandard(event.encounter_id)
    if event.customer_id and (event.lead_id or event.anonymous_id):
        raise KnownPerson(event.customer_id)
    in_time(event.at, encounter.opened.at)
    not_in_a_pause(event.at, event.at, encounter.pauses)
    yield event


def _identify(
    command: IdentifyVisitor, encounter: Encounter, opened: EncounterOpened
) -> Iterator[Event]:
    if known := encounter.customer_id:
        if known != command.customer_id:
            raise KnownPerson(known)
        return
    in_time(command.at, opened.at)
    _free_for(command.customer_id, Role.CUSTOMER, encounter)
    yield VisitorIdentified(command.at, opened.encounter_id, command.customer_id)


def _note(command: NoteExperience, encounter: Encounter, who: Who) -> Iterator[Event]:
    name, text = command.note_id, command.text
    event = ExperienceNoted(
        command.at, *who, name, command.valence, command.topic, text
    )
    if known := encounter.experiences.get(name):
        if not same(but(event, customer_id=known.customer_id), known):
            raise ExperienceChanged(name)
        return
    if text is not None and who[1] is None:
        raise NobodyToSealFor(name)
    yield event


def _agree(
    command: AgreeNextAction,
    encounter: Encounter,
    started: EncounterStarted,
    who: Who,
) -> Iterator[Event]:
    name, note = command.action_id, command.note
    known = encounter.next_actions.get(name)
    employee: EmployeeId | None = command.employee_id or (
        known.employee_id if known else encounter.employee_id
    )
    if employee is None:
        raise NobodyToAct(name)
    event = NextActionAgreed(
        command.at, *who, name, command.action, command.due_at, employee, note
    )
    if known:
        if not same(but(event, customer_id=known.customer_id), known):
            raise ActionChanged(name)
        return
    if note is not None and who[1] is None:
        raise NobodyToSealFor(name)
    due_after(event.at, event.due_at)
    in_time(event.at, started.at)
    not_in_a_pause(event.at, event.at, encounter.pauses)
    yield event


def _free_for(name: str, role: Role, encounter: Encounter) -> None:
    """Refuse someone who takes part under another role."""
    held = encounter.participants.get(name)
    if held is not None and held != role:
        raise ParticipantHasRole(name, held)
