"""Why something of an employee cannot be."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import EmployeeId


@frozen
class EmployeeNotRegistered(Refused):
    def __str__(self) -> str:
        return "no such employee was registered"


@frozen
class EmployeeChanged(Refused):
    employee_id: EmployeeId

    def __str__(self) -> str:
        return f"employee {self.employee_id} is registered otherwise"


@frozen
class EmployeeHasLeft(Refused):
    employee_id: EmployeeId
    left_at: datetime

    def __str__(self) -> str:
        return f"employee {self.employee_id} has left, since {self.left_at}"


@frozen
class StillEmployed(Refused):
    employee_id: EmployeeId

    def __str__(self) -> str:
        return f"employee {self.employee_id} has not left: only then can they be erased"


@frozen
class EmployeeIsErased(Refused):
    employee_id: EmployeeId

    def __str__(self) -> str:
        return f"employee {self.employee_id} was erased, and nothing is told of them"


@frozen
class NotALevel(Refused):
    level: int

    def __str__(self) -> str:
        return f"a level of {self.level} is not between 1 and 5"


@frozen
class NotAScore(Refused):
    score: int

    def __str__(self) -> str:
        return f"a score of {self.score} is not between 0 and 100"


@frozen
class AssessmentChanged(Refused):
    assessment_id: str

    def __str__(self) -> str:
        return f"assessment {self.assessment_id} is on record with other content"


@frozen
class MotivationChanged(Refused):
    survey_ref: str

    def __str__(self) -> str:
        return f"survey {self.survey_ref} is on record with another score"
