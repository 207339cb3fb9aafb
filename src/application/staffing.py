"""Erasing an employee's name: decided in the log, done by destroying their key.

What they did stays, under the id that it always had: authorship survives leaving.
"""

from collections.abc import Sequence

from ..domain.staff.employee_terms import EraseEmployee
from .contexts import EMPLOYEE
from .crm import Crm
from .envelope import Origin


def erase_employee(
    crm: Crm, employee: str, reason: str, origin: Origin
) -> Sequence[str]:
    """Erase what is personal of someone who has left; return the ids of keys that went.

    It can be run again if it was stopped half way.

    Raises:
        Refused: There is no such employee, or they have not left.
    """
    stream = EMPLOYEE.stream(employee)
    erase = EraseEmployee(crm.clock(), reason)
    crm.handler.run(lambda work: work.handle(EMPLOYEE, employee, erase), origin)
    keys = tuple(crm.keys.destroy(f"stream {stream}"))  # events about no customer
    crm.handler.states.forget(stream)
    crm.scrub()
    return keys
