"""What is told of the service in an encounter, and what happens in it."""

from datetime import datetime

from attrs import frozen

from ..ids import CustomerId, EmployeeId, EncounterId, LeadId, StandardId
from ..personal import Personal, personal
from .serving_kinds import Channel, Mistake, NextAction, Valence
from .steps import Role, StandardStep


@frozen
class StartService:
    """Who was waiting is served: by an employee, or by themselves if there is none.

    They are the customer whom the encounter is with, a lead, or an unknown visitor. The
    steps are those of the standard's version, or none.
    """

    at: datetime
    channel: Channel
    steps: tuple[StandardStep, ...]
    employee_id: EmployeeId | None = None
    location: str | None = None
    standard_id: StandardId | None = None
    version: int | None = None
    lead_id: LeadId | None = None
    anonymous_id: str | None = None


@frozen
class IdentifyVisitor:
    at: datetime
    customer_id: CustomerId


@frozen
class JoinEncounter:
    at: datetime
    participant_id: str
    role: Role


@frozen
class PerformStep:
    """`at` is when it ended; it began then too, unless `began_at` is told."""

    at: datetime
    step_id: str
    step: str
    by: Role
    participant_id: str | None = None
    began_at: datetime | None = None


@frozen
class WithdrawStep:
    at: datetime
    step_id: str
    mistake: Mistake


@frozen
class HandOver:
    at: datetime
    to_employee_id: EmployeeId
    reason: str


@frozen
class NoteExperience:
    at: datetime
    note_id: str
    valence: Valence
    topic: str
    text: str | None = None


@frozen
class AgreeNextAction:
    """By the employee who is at it, unless another is named."""

    at: datetime
    action_id: str
    action: NextAction
    due_at: datetime
    employee_id: EmployeeId | None = None
    note: str | None = None


@frozen
class EncounterStarted:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    channel: Channel
    steps: tuple[StandardStep, ...]
    employee_id: EmployeeId | None = None
    location: str | None = None
    standard_id: StandardId | None = None
    version: int | None = None
    lead_id: LeadId | None = None
    anonymous_id: Personal = personal(default=None)


@frozen
class VisitorIdentified:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId


@frozen
class ParticipantJoined:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    participant_id: str
    role: Role


@frozen
class StepPerformed:
    """`at` is when it ended."""

    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    step_id: str
    step: str
    by: Role
    participant_id: str | None
    began_at: datetime


@frozen
class StepWithdrawn:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    step_id: str
    mistake: Mistake


@frozen
class EncounterHandedOver:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    from_employee_id: EmployeeId | None
    to_employee_id: EmployeeId
    reason: str


@frozen
class ExperienceNoted:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    note_id: str
    valence: Valence
    topic: str
    text: Personal = personal(default=None)


@frozen
class NextActionAgreed:
    at: datetime
    encounter_id: EncounterId
    customer_id: CustomerId | None
    action_id: str
    action: NextAction
    due_at: datetime
    employee_id: EmployeeId
    note: Personal = personal(default=None)
