"""What encounters take from their standard, and the tasks that are agreed in them."""

from collections.abc import Mapping
from typing import Any

from ..domain.encounter.serving_terms import NextActionAgreed, StartService
from ..domain.encounter.standard import Standard, StandardDiffers
from ..domain.encounter.steps import StandardStep
from ..domain.ids import TaskId
from ..domain.sales.task import AssignTask
from .aggregate import Aggregate
from .contexts import CUSTOMER, ENCOUNTER, STANDARD, TASK
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Work


def standard_steps(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the steps of the standard's version that is said; none if none is.

    Raises:
        Unknown: No such version is in force.
    """
    name, version = said.get("standard_id"), said.get("version")
    if name is None or version is None:
        return {"steps": ()}
    work = handler.begin(Origin("service:registry"))
    return {"steps": _steps(work, name, version)}


def encounters_follow_their_standard(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a start whose steps are not those that its standard has."""
    if not isinstance(command, StartService):
        return
    name, version = command.standard_id, command.version
    if name is None or version is None:
        return  # with steps alone it is refused by the encounter's own rules
    if _steps(work, name, version) != command.steps:
        raise StandardDiffers(name, version)


def serve(work: Work, draft: Draft) -> None:
    """Have what was agreed in an encounter be somebody's task."""
    agreed = draft.event
    if not isinstance(agreed, NextActionAgreed):
        return
    if agreed.customer_id and work.state(CUSTOMER, agreed.customer_id).erased:
        return
    task_id = TaskId(f"{agreed.encounter_id}:{agreed.action_id}")
    ref = f"{ENCOUNTER.kind}:{agreed.encounter_id}"
    policy = "next-actions-are-tasks@1"
    assign = AssignTask(
        agreed.at,
        task_id,
        agreed.customer_id,
        agreed.employee_id,
        agreed.action,
        agreed.due_at,
        ref,
        policy,
    )
    origin = work.caused_by(draft, "next-actions-are-tasks", policy)
    work.handle(TASK, task_id, assign, origin)


def _steps(work: Work, name: str, number: int) -> tuple[StandardStep, ...]:
    standard: Standard = work.state(STANDARD, name)
    steps = standard.version(number)
    if steps is None:
        raise Unknown("standard version", f"{name}@{number}")
    return steps
