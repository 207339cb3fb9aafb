"""An employee: registered, moved between departments, assessed, and gone one day."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..personal import same
from ..times import not_before
from .employee_refusals import (
    AssessmentChanged,
    EmployeeChanged,
    EmployeeHasLeft,
    EmployeeIsErased,
    EmployeeNotRegistered,
    MotivationChanged,
    NotALevel,
    NotAScore,
    StillEmployed,
)
from .employee_terms import (
    AssessCompetency,
    CompetencyAssessed,
    EmployeeErased,
    EmployeeLeft,
    EmployeeRegistered,
    EmployeeTransferred,
    EraseEmployee,
    LeaveStaff,
    MotivationSurveyed,
    RecordMotivation,
    RegisterEmployee,
    TransferEmployee,
)
from .employee_terms import Command as Command
from .employee_terms import Event as Event

_LEVELS = range(1, 6)
_SCORES = range(101)


@frozen
class Employee:
    """Where they work now, and what is known of them."""

    registered: EmployeeRegistered | None = None
    transfers: tuple[EmployeeTransferred, ...] = ()
    competencies: Mapping[str, CompetencyAssessed] = field(factory=dict)
    motivation: Mapping[str, MotivationSurveyed] = field(factory=dict)
    left: EmployeeLeft | None = None
    erased: EmployeeErased | None = None

    @property
    def place(self) -> tuple[str, str] | None:
        """Their department and position."""
        last = self.transfers[-1] if self.transfers else self.registered
        return (last.department, last.position) if last else None


def decide(command: Command, employee: Employee) -> Iterator[Event]:
    registered, place = employee.registered, employee.place
    if isinstance(command, RegisterEmployee):
        event = EmployeeRegistered(
            command.at,
            command.employee_id,
            command.department,
            command.position,
            command.name,
        )
        if registered is None:
            yield event
        elif not same(event, registered):
            raise EmployeeChanged(command.employee_id)
        return
    if registered is None or place is None:
        raise EmployeeNotRegistered
    at, who = command.at, registered.employee_id
    if employee.erased:
        if isinstance(command, EraseEmployee):
            return
        raise EmployeeIsErased(who)
    not_before(registered.at, at)
    match command:
        case TransferEmployee(_, department, position):
            if (department, position) != place:
                _still_there(at, employee)
                if employee.transfers:
                    not_before(employee.transfers[-1].at, at)
                yield EmployeeTransferred(at, who, place[0], department, position)
        case AssessCompetency():
            yield from _assess(command, employee, registered)
        case RecordMotivation(_, ref, score):
            known = employee.motivation.get(ref)
            if known is None:
                if score not in _SCORES:
                    raise NotAScore(score)
                _still_there(at, employee)
                yield MotivationSurveyed(at, who, ref, score)
            elif known.score != score:
                raise MotivationChanged(ref)
        case LeaveStaff(_, reason):
            if employee.left is None:
                not_before(_latest(employee, registered), at)
                yield EmployeeLeft(at, who, reason)
            elif employee.left.reason != reason:
                raise EmployeeHasLeft(who, employee.left.at)
        case EraseEmployee(_, why):
            if employee.left is None:
                raise StillEmployed(who)
            not_before(employee.left.at, at)
            yield EmployeeErased(at, who, why)
        case _:
            assert_never(command)


def _assess(
    command: AssessCompetency, employee: Employee, registered: EmployeeRegistered
) -> Iterator[Event]:
    event = CompetencyAssessed(
        command.at,
        registered.employee_id,
        command.assessment_id,
        command.kind,
        command.skill,
        command.level,
        command.assessor_id,
    )
    if known := employee.competencies.get(command.assessment_id):
        if but(event, at=known.at) != known:
            raise AssessmentChanged(command.assessment_id)
        return
    if command.level not in _LEVELS:
        raise NotALevel(command.level)
    _still_there(command.at, employee)
    yield event


def _still_there(at: datetime, employee: Employee) -> None:
    """Refuse what came after they left; what was before may be told later."""
    if employee.left and at > employee.left.at:
        raise EmployeeHasLeft(employee.left.employee_id, employee.left.at)


def _latest(employee: Employee, registered: EmployeeRegistered) -> datetime:
    """Return the last moment at which they are known to have been there."""
    moments = [registered.at]
    moments += [each.at for each in employee.transfers]
    moments += [each.at for each in employee.competencies.values()]
    moments += [each.at for each in employee.motivation.values()]
    return max(moments)


def evolve(employee: Employee, event: Event) -> Employee:
    match event:
        case EmployeeRegistered():
            return but(employee, registered=event)
        case EmployeeTransferred():
            return but(employee, transfers=(*employee.transfers, event))
        case CompetencyAssessed(assessment_id=name):
            return but(employee, competencies={**employee.competencies, name: event})
        case MotivationSurveyed(survey_ref=name):
            return but(employee, motivation={**employee.motivation, name: event})
        case EmployeeLeft():
            return but(employee, left=event)
        case EmployeeErased():
            return but(employee, erased=event)
        case _:
            assert_never(event)


EMPLOYEES = Decider(Employee(), decide, evolve)
