"""A team: who is of it, what each of them has a part in, and what they aim at."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from ...domain.encounter.encounter import ConformanceAssessed
from ...domain.encounter.serving_kinds import Valence
from ...domain.encounter.serving_terms import ExperienceNoted
from ...domain.sales.goal import Goal
from ..contexts import EMPLOYEE
from ..envelope import Recorded
from .gathering import Gathered

# Fields that name somebody who has a part in an event.
_PARTS: Final = (
    "employee_id",
    "from_employee_id",
    "to_employee_id",
    "participant_id",
    "owner_id",
    "assignee",
    "agent",
    "owner",
    "holder",
    "held_by",
    "by",
)
_AMISS: Final = {
    "NoShowRecorded",
    "TaskOverdue",
    "PromiseBroken",
    "LeadFollowUpMissed",
    "GoalMissed",
    "SlaBreached",
    "ComplaintOverdue",
}


@frozen
class Deed:
    """Something an employee had a part in."""

    at: datetime
    position: int | None
    employee: str
    what: str
    ref: str
    customer: str | None
    amiss: bool


@frozen
class Target:
    """A goal of an employee's: `value` is what was measured last."""

    employee: str
    metric: str
    target: int
    unit: str
    due_at: datetime
    value: int | None
    standing: str


class Team:
    """Who is looked at, and whose each thing is as far as the log was read."""

    def __init__(
        self, gathered: Gathered, department: str | None, employee: str | None
    ) -> None:
        self._gathered = gathered
        self._department, self._employee = department, employee
        self._holders: dict[str, str] = {}

    def has(self, name: str, at: datetime) -> bool:
        """Whether someone is one of them at a moment."""
        if name not in self._gathered.staff or self._employee not in (None, name):
            return False
        where = self._gathered.department(name, at)
        return self._department is None or where == self._department

    def learn(self, each: Recorded) -> None:
        """Note whose a thing is from now on."""
        for name in ("to_employee_id", "employee_id", "assignee", "owner", "holder"):
            if holder := getattr(each.event, name, None):
                self._holders[each.stream] = holder
                return
        if by := getattr(each.event, "by", None):
            self._holders.setdefault(each.stream, _plain(by))

    def deeds(self, each: Recorded) -> Iterator[Deed]:
        """Yield what an event is of theirs, once for each of them."""
        if each.stream.startswith(EMPLOYEE.stream("")):
            return
        amiss = _amiss(each)
        said = [_plain(each.actor), *(getattr(each.event, name, "") for name in _PARTS)]
        if amiss:
            said.append(self._holders.get(each.stream, ""))
        for name in dict.fromkeys(_plain(one) for one in said if one):
            if self.has(name, each.occurred_at):
                yield Deed(
                    each.occurred_at,
                    each.position,
                    name,
                    each.type,
                    each.stream,
                    each.subject,
                    amiss,
                )

    def targets(self, goal: Goal, at: datetime) -> Iterator[Target]:
        """Yield a goal that is one of theirs, as it stands."""
        told = goal.set
        if told is None or told.holder is None or not self.has(_plain(told.holder), at):
            return
        last = goal.measured[-1].value if goal.measured else None
        standing = "reached" if goal.reached else "missed" if goal.missed else "open"
        yield Target(
            _plain(told.holder),
            told.metric,
            told.target,
            told.unit,
            told.due_at,
            last,
            standing,
        )


def _plain(name: object) -> str:
    """Return an employee's id, of how an actor is written."""
    return str(name).removeprefix("user:")


def _amiss(each: Recorded) -> bool:
    match each.event:
        case ConformanceAssessed(conforms=conforms):
            return not conforms
        case ExperienceNoted(valence=valence):
            return valence is Valence.NEGATIVE
        case _:
            return each.type in _AMISS
