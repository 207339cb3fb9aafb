"""What is told of an employee, and what happens."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import EmployeeId
from ..personal import Personal, personal


class CompetencyKind(StrEnum):
    QUALIFICATION = "qualification"
    COMMUNICATION = "communication"
    PRODUCT = "product"
    LANGUAGE = "language"
    TOOL = "tool"


class Leaving(StrEnum):
    RESIGNED = "resigned"
    DISMISSED = "dismissed"
    TERM_ENDED = "term_ended"
    RETIRED = "retired"
    DECEASED = "deceased"
    OTHER = "other"


@frozen
class RegisterEmployee:
    at: datetime
    employee_id: EmployeeId
    department: str
    position: str
    name: str | None = None


@frozen
class TransferEmployee:
    at: datetime
    department: str
    position: str


@frozen
class AssessCompetency:
    """`level` is from 1, a beginner, to 5, who teaches others."""

    at: datetime
    assessment_id: str
    kind: CompetencyKind
    skill: str
    level: int
    assessor_id: str


@frozen
class RecordMotivation:
    """`score` is from 0 to 100; `survey_ref` names where it comes from, once each."""

    at: datetime
    survey_ref: str
    score: int


@frozen
class LeaveStaff:
    at: datetime
    reason: Leaving


@frozen
class EraseEmployee:
    at: datetime
    reason: str


Command: TypeAlias = (
    RegisterEmployee
    | TransferEmployee
    | AssessCompetency
    | RecordMotivation
    | LeaveStaff
    | EraseEmployee
)


@frozen
class EmployeeRegistered:
    at: datetime
    employee_id: EmployeeId
    department: str
    position: str
    name: Personal = personal(default=None)


@frozen
class EmployeeTransferred:
    at: datetime
    employee_id: EmployeeId
    from_department: str
    department: str
    position: str


@frozen
class CompetencyAssessed:
    at: datetime
    employee_id: EmployeeId
    assessment_id: str
    kind: CompetencyKind
    skill: str
    level: int
    assessor_id: str


@frozen
class MotivationSurveyed:
    at: datetime
    employee_id: EmployeeId
    survey_ref: str
    score: int


@frozen
class EmployeeLeft:
    at: datetime
    employee_id: EmployeeId
    reason: Leaving


@frozen
class EmployeeErased:
    """From now on their key is to be destroyed, and nothing is told of them."""

    at: datetime
    employee_id: EmployeeId
    reason: str


Event: TypeAlias = (
    EmployeeRegistered
    | EmployeeTransferred
    | CompetencyAssessed
    | MotivationSurveyed
    | EmployeeLeft
    | EmployeeErased
)
