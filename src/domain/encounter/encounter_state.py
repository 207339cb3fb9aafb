"""What an encounter has come to."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..ids import CustomerId, EmployeeId, EncounterId
from .closing import ConformanceAssessed, EncounterClosed, EncounterReopened, Pause
from .conformance import Conformance, Performed, conformance
from .opening import EncounterOpened
from .serving_terms import (
    EncounterHandedOver,
    EncounterStarted,
    ExperienceNoted,
    NextActionAgreed,
    ParticipantJoined,
    StepPerformed,
    StepWithdrawn,
    VisitorIdentified,
)
from .steps import Role


@frozen
class EncounterStepRecorded:
    """Something done under the desk's own word for it, whoever did it."""

    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    step: str
    actor: str | None = None


Event: TypeAlias = (
    EncounterOpened
    | EncounterStepRecorded
    | EncounterClosed
    | EncounterReopened
    | EncounterStarted
    | VisitorIdentified
    | ParticipantJoined
    | StepPerformed
    | StepWithdrawn
    | EncounterHandedOver
    | ExperienceNoted
    | NextActionAgreed
    | ConformanceAssessed
)


@frozen
class Encounter:
    """What was done so far, by whom, and when nothing could be.

    Who is `performing` a step is told with it; `withdrawn` are those that were not so.
    """

    opened: EncounterOpened | None = None
    steps: tuple[EncounterStepRecorded, ...] = ()
    pauses: tuple[Pause, ...] = ()
    started: EncounterStarted | None = None
    identified: VisitorIdentified | None = None
    participants: Mapping[str, Role] = field(factory=dict)
    performed: Mapping[str, StepPerformed] = field(factory=dict)
    withdrawn: Mapping[str, StepWithdrawn] = field(factory=dict)
    hand_overs: tuple[EncounterHandedOver, ...] = ()
    experiences: Mapping[str, ExperienceNoted] = field(factory=dict)
    next_actions: Mapping[str, NextActionAgreed] = field(factory=dict)
    assessed: ConformanceAssessed | None = None

    @property
    def closed(self) -> EncounterClosed | None:
        """The closing that stands, if one does."""
        last = self.pauses[-1] if self.pauses else None
        return last.closed if last and last.until is None else None

    @property
    def customer_id(self) -> CustomerId | None:
        """Whom it is with, as soon as that is known."""
        if self.identified:
            return self.identified.customer_id
        return self.opened.customer_id if self.opened else None

    @property
    def employee_id(self) -> EmployeeId | None:
        """Who is at it now."""
        if self.hand_overs:
            return self.hand_overs[-1].to_employee_id
        return self.started.employee_id if self.started else None

    @property
    def standing(self) -> list[StepPerformed]:
        """The steps that were performed and are not withdrawn."""
        return [
            each for name, each in self.performed.items() if name not in self.withdrawn
        ]

    @property
    def conformance(self) -> Conformance | None:
        """How it goes against its standard, as known now; None without a standard."""
        if self.started is None or self.started.standard_id is None:
            return None
        told = [Performed(each.step, each.at, each.at) for each in self.steps]
        done = [
            Performed(each.step, each.began_at, each.at, each.by)
            for each in self.standing
        ]
        return conformance(self.started.steps, told + done)

    @property
    def latest(self) -> datetime | None:
        """The last moment at which something is known to have gone on."""
        moments = [self.opened.at] if self.opened else []
        moments += [self.started.at] if self.started else []
        moments += [each.at for each in self.steps]
        moments += [each.at for each in self.standing]
        moments += [each.at for each in self.hand_overs]
        moments += [each.at for each in self.next_actions.values()]
        moments += [each.until for each in self.pauses if each.until]
        return max(moments, default=None)


def evolve(encounter: Encounter, event: Event) -> Encounter:
    match event:
        case EncounterOpened():
            people = _with(encounter.participants, event.customer_id, Role.CUSTOMER)
            return but(encounter, opened=event, participants=people)
        case EncounterStepRecorded():
            return but(encounter, steps=(*encounter.steps, event))
        case EncounterClosed():
            return but(encounter, pauses=(*encounter.pauses, Pause(event)))
        case EncounterReopened(at):
            *before, last = encounter.pauses
            return but(encounter, pauses=(*before, Pause(last.closed, at)))
        case EncounterStarted():
            people = _with(encounter.participants, event.lead_id, Role.CUSTOMER)
            people = _with(people, event.employee_id, Role.EMPLOYEE)
            return but(encounter, started=event, participants=people)
        case VisitorIdentified():
            people = _with(encounter.participants, event.customer_id, Role.CUSTOMER)
            return but(encounter, identified=event, participants=people)
        case ParticipantJoined():
            people = _with(encounter.participants, event.participant_id, event.role)
            return but(encounter, participants=people)
        case StepPerformed(step_id=name):
            return but(encounter, performed={**encounter.performed, name: event})
        case StepWithdrawn(step_id=name):
            return but(encounter, withdrawn={**encounter.withdrawn, name: event})
        case EncounterHandedOver():
            people = _with(encounter.participants, event.to_employee_id, Role.EMPLOYEE)
            hand_overs = (*encounter.hand_overs, event)
            return but(encounter, hand_overs=hand_overs, participants=people)
        case ExperienceNoted(note_id=name):
            return but(encounter, experiences={**encounter.experiences, name: event})
        case NextActionAgreed(action_id=name):
            return but(encounter, next_actions={**encounter.next_actions, name: event})
        case ConformanceAssessed():
            return but(encounter, assessed=event)
        case _:
            assert_never(event)


def _with(
    people: Mapping[str, Role], name: str | None, role: Role
) -> Mapping[str, Role]:
    return people if name is None else {**people, name: role}
