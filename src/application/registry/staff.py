"""What can be told of employees."""

from typing import Any, Final

from ...domain.staff import employee_terms as employee
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.EMPLOYEE,
        ("employee_id",),
        (
            "register",
            employee.RegisterEmployee,
            "Register an employee, in a department.",
            "employee_id",
        ),
        (
            "transfer",
            employee.TransferEmployee,
            "Move them to another department or position.",
        ),
        (
            "assess",
            employee.AssessCompetency,
            "Note how well they can do something, by whom.",
            "assessment_id",
        ),
        (
            "record-motivation",
            employee.RecordMotivation,
            "Note how motivated a survey found them.",
        ),
        ("leave", employee.LeaveStaff, "Note that they have left, and why."),
    ),
)

# Someone is erased with their key: `mijoz service erase-employee`.
INTERNAL: Final[tuple[type[Any], ...]] = (employee.EraseEmployee,)
