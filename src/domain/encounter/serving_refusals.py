"""Why something of the service in an encounter cannot be."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, EmployeeId, EncounterId
from .steps import Role


@frozen
class EncounterNotOpened(Refused):
    def __str__(self) -> str:
        return "no such encounter was opened"


@frozen
class ServiceNotStarted(Refused):
    encounter_id: EncounterId

    def __str__(self) -> str:
        return f"service in encounter {self.encounter_id} has not started"


@frozen
class ServiceChanged(Refused):
    encounter_id: EncounterId

    def __str__(self) -> str:
        return f"service in encounter {self.encounter_id} started otherwise"


@frozen
class NotAStandard(Refused):
    encounter_id: EncounterId

    def __str__(self) -> str:
        return (
            f"encounter {self.encounter_id} names no whole standard: it takes its id,"
            " its version and its steps, or none of them"
        )


@frozen
class KnownPerson(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"the encounter is with customer {self.customer_id}, and nobody else"


@frozen
class ParticipantHasRole(Refused):
    participant_id: str
    role: Role

    def __str__(self) -> str:
        return f"{self.participant_id} takes part in it as {self.role}"


@frozen
class NotAParticipant(Refused):
    participant_id: str
    role: Role

    def __str__(self) -> str:
        return f"{self.participant_id} takes no part in it as {self.role}"


@frozen
class StepChanged(Refused):
    step_id: str

    def __str__(self) -> str:
        return f"step {self.step_id} is on record with other content"


@frozen
class UnknownStep(Refused):
    step_id: str

    def __str__(self) -> str:
        return f"no step {self.step_id} was performed in it"


@frozen
class StepEndsFirst(Refused):
    step_id: str
    began_at: datetime
    ended_at: datetime

    def __str__(self) -> str:
        return (
            f"step {self.step_id} cannot end at {self.ended_at}, before it began at"
            f" {self.began_at}"
        )


@frozen
class ExperienceChanged(Refused):
    note_id: str

    def __str__(self) -> str:
        return f"experience {self.note_id} is noted with other content"


@frozen
class NobodyToSealFor(Refused):
    """What someone unknown said could not be erased once they are known."""

    note_id: str

    def __str__(self) -> str:
        return (
            f"note {self.note_id} has a text, and the encounter is with nobody known:"
            " say it without"
        )


@frozen
class ActionChanged(Refused):
    action_id: str

    def __str__(self) -> str:
        return f"action {self.action_id} is agreed otherwise"


@frozen
class NobodyToAct(Refused):
    action_id: str

    def __str__(self) -> str:
        return f"action {self.action_id} names no employee, and none is at it"


@frozen
class StillWith(Refused):
    """Refused of a hand-over that is told after a later one."""

    employee_id: EmployeeId
    since: datetime

    def __str__(self) -> str:
        return f"it is with {self.employee_id} since {self.since}"
