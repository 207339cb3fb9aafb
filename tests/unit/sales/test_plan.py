"""The rules of plans, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, GoalId, PlanId
from mijoz.domain.personal import Erased
from mijoz.domain.sales.plan import (
    PLANS,
    AccountPlanned,
    CompleteStep,
    DraftPlan,
    PlanChanged,
    PlanNotDrafted,
    PlanOfAnother,
    PlanOutOfOrder,
    PlanStepCompleted,
    Step,
    StepIsDone,
    UnknownStep,
)
from mijoz.domain.sales.steps import NoSteps, RepeatedStep
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=1), NOW - timedelta(microseconds=1)
PLAN, FIRM, BOBUR = PlanId("p-1"), CustomerId("firm"), CustomerId("bobur")
GOALS = (GoalId("g-1"),)
VISIT, OFFER = Step("visit", "see their shop", LATER), Step("offer", "send an offer")

DRAFT = DraftPlan(NOW, PLAN, FIRM, 1, "anna", (VISIT, OFFER), GOALS, "win the son")
PLANNED = AccountPlanned(
    NOW, PLAN, FIRM, 1, "anna", (VISIT, OFFER), GOALS, "win the son"
)
SECOND = but(DRAFT, at=LATER, version=2, steps=(OFFER,))
DONE = PlanStepCompleted(LATER, PLAN, FIRM, 1, "visit", "they liked it")
COMPLETE = CompleteStep(LATER, "visit", "they liked it")

plans = Scenario(PLANS)
planned = plans.given(PLANNED)


def test_a_plan_is_drafted_with_its_goals_and_steps() -> None:
    plans.when(DRAFT).then(PLANNED)


def test_a_version_is_drafted_once_and_never_changes() -> None:
    planned.when(but(DRAFT, at=LATER)).then_nothing()
    planned.when(but(DRAFT, owner="bek")).then(PlanChanged(1))
    plans.given(but(PLANNED, strategy=Erased())).when(DRAFT).then_nothing()


def test_a_later_version_replaces_the_one_before() -> None:
    story = planned.when(SECOND)
    story.then(but(PLANNED, at=LATER, version=2, steps=(OFFER,)))
    story.when(COMPLETE).then(UnknownStep("visit"))
    story.when(DRAFT).then_nothing()
    story.when(but(DRAFT, owner="bek")).then(PlanChanged(1))


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_versions_come_one_after_the_other(number: int) -> None:
    planned.when(but(SECOND, version=number)).then(PlanOutOfOrder(number, 1))


@pytest.mark.parametrize("number", [0, 2])
def test_the_first_version_is_the_first(number: int) -> None:
    plans.when(but(DRAFT, version=number)).then(PlanOutOfOrder(number, 0))


def test_a_plan_is_for_one_customer() -> None:
    planned.when(but(SECOND, customer_id=BOBUR)).then(PlanOfAnother(FIRM))


def test_a_later_version_is_not_from_before() -> None:
    planned.when(but(SECOND, at=BEFORE)).then(TooEarly(BEFORE, NOW))
    assert planned.when(but(SECOND, at=NOW)).news


def test_a_plan_has_steps_each_once() -> None:
    plans.when(but(DRAFT, steps=())).then(NoSteps(1))
    plans.when(but(DRAFT, steps=(VISIT, VISIT))).then(RepeatedStep("visit"))


def test_a_step_is_completed_once_with_what_came_of_it() -> None:
    story = planned.when(COMPLETE)
    story.then(DONE)
    story.when(but(COMPLETE, at=LATER + timedelta(1))).then_nothing()
    story.when(but(COMPLETE, outcome="they did not")).then(
        StepIsDone("visit", "they liked it")
    )


def test_a_step_that_was_done_stays_done() -> None:
    planned.given(DONE).when(SECOND).when(COMPLETE).then_nothing()


def test_a_step_is_one_of_the_plans_and_not_from_before_it() -> None:
    plans.when(COMPLETE).then(PlanNotDrafted())
    planned.when(but(COMPLETE, step_id="sing")).then(UnknownStep("sing"))
    planned.when(but(COMPLETE, at=BEFORE)).then(TooEarly(BEFORE, NOW))
    assert planned.when(but(COMPLETE, at=NOW)).news
