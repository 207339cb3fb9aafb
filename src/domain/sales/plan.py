"""A plan for a customer: a strategy, goals to reach, and steps to take in order."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, GoalId, PlanId
from ..personal import Personal, personal, same
from ..times import not_before
from .steps import Step, check

__all__ = [
    "PLANS",
    "AccountPlanned",
    "Command",
    "CompleteStep",
    "DraftPlan",
    "Event",
    "Plan",
    "PlanStepCompleted",
    "Step",
]


@frozen
class DraftPlan:
    """A later version replaces the one before; steps that were done stay done."""

    at: datetime
    plan_id: PlanId
    customer_id: CustomerId
    version: int
    owner: str
    steps: tuple[Step, ...]
    goals: tuple[GoalId, ...] = ()
    strategy: str | None = None


@frozen
class CompleteStep:
    at: datetime
    step_id: str
    outcome: str


Command: TypeAlias = DraftPlan | CompleteStep


@frozen
class AccountPlanned:
    at: datetime
    plan_id: PlanId
    customer_id: CustomerId
    version: int
    owner: str
    steps: tuple[Step, ...]
    goals: tuple[GoalId, ...] = ()
    strategy: Personal = personal(default=None)


@frozen
class PlanStepCompleted:
    at: datetime
    plan_id: PlanId
    customer_id: CustomerId
    version: int
    step_id: str
    outcome: str


Event: TypeAlias = AccountPlanned | PlanStepCompleted


@frozen
class PlanNotDrafted(Refused):
    def __str__(self) -> str:
        return "no such plan was drafted"


@frozen
class PlanChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the plan says otherwise"


@frozen
class PlanOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} of the plan must be the one after {self.after}"


@frozen
class PlanOfAnother(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"the plan is for customer {self.customer_id}"


@frozen
class UnknownStep(Refused):
    step_id: str

    def __str__(self) -> str:
        return f"the plan has no step {self.step_id}"


@frozen
class StepIsDone(Refused):
    step_id: str
    outcome: str

    def __str__(self) -> str:
        return f"step {self.step_id} is done: {self.outcome}"


@frozen
class Plan:
    """The versions of a plan, in order, and the steps that were done."""

    versions: tuple[AccountPlanned, ...] = ()
    done: tuple[PlanStepCompleted, ...] = ()


def decide(command: Command, plan: Plan) -> Iterator[Event]:
    match command:
        case DraftPlan():
            yield from _draft(command, plan)
        case CompleteStep(at, step, outcome):
            if not plan.versions:
                raise PlanNotDrafted
            now = plan.versions[-1]
            known = next((each for each in plan.done if each.step_id == step), None)
            if known is None:
                if step not in [each.step_id for each in now.steps]:
                    raise UnknownStep(step)
                not_before(now.at, at)
                who = now.plan_id, now.customer_id, now.version
                yield PlanStepCompleted(at, *who, step, outcome)
            elif known.outcome != outcome:
                raise StepIsDone(step, known.outcome)
        case _:
            assert_never(command)


def _draft(command: DraftPlan, plan: Plan) -> Iterator[AccountPlanned]:
    number = command.version
    event = AccountPlanned(
        command.at,
        command.plan_id,
        command.customer_id,
        number,
        command.owner,
        command.steps,
        command.goals,
        command.strategy,
    )
    last = len(plan.versions)
    if 1 <= number <= last:
        if not same(event, plan.versions[number - 1]):
            raise PlanChanged(number)
        return
    if number != last + 1:
        raise PlanOutOfOrder(number, after=last)
    if plan.versions:
        before = plan.versions[-1]
        not_before(before.at, command.at)
        if before.customer_id != command.customer_id:
            raise PlanOfAnother(before.customer_id)
    check(number, command.steps)
    yield event


def evolve(plan: Plan, event: Event) -> Plan:
    match event:
        case AccountPlanned():
            return but(plan, versions=(*plan.versions, event))
        case PlanStepCompleted():
            return but(plan, done=(*plan.done, event))
        case _:
            assert_never(event)


PLANS = Decider(Plan(), decide, evolve)
