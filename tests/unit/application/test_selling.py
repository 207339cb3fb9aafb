"""What sales take from their pipeline, and what time brings to them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    CONTRACT,
    GOAL,
    OPPORTUNITY,
    PIPELINE,
    SETTLEMENT,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.privacy.erasing import erase
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, PersonErased, RegisterCustomer
from mijoz.domain.ids import (
    ContractId,
    CustomerId,
    GoalId,
    OpportunityId,
    PipelineId,
)
from mijoz.domain.sales.contract import ContractExpired, SignContract
from mijoz.domain.sales.figures import weighted
from mijoz.domain.sales.goal import GoalMissed, SetGoal
from mijoz.domain.sales.opportunity import (
    AdvanceStage,
    OpenOpportunity,
    ReviseAmount,
    SendBackStage,
    Stage,
)
from mijoz.domain.sales.pipeline import PublishPipeline, StagesDiffer
from mijoz.domain.sales.settlement import BookInvoice, ReceivePayment
from mijoz.domain.sales.task import TaskAssigned, TaskOverdue
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=60)
FIRM, B2B, SALE = CustomerId("firm"), PipelineId("b2b"), OpportunityId("s-1")
STAGES = (
    Stage("new", 1_000, "call", 24),
    Stage("offer", 5_000),
    Stage("terms", 8_000, "visit", 48),
)
APRIL = date(2026, 4, 30)
OPEN = OpenOpportunity(NOW, SALE, FIRM, B2B, 1, STAGES, 900, "UZS", APRIL, "anna")


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def crm(clock: Ticking) -> Crm:
    crm = compose(clock=clock)
    register = RegisterCustomer(NOW, FIRM, PartyKind.ORGANIZATION, "fair")
    crm.customers.tell(FIRM, register, origin=ANNA)
    tell(crm, PIPELINE, B2B, PublishPipeline(NOW, B2B, 1, STAGES))
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def tasks(crm: Crm) -> list[TaskAssigned]:
    events = [each.event for each in crm.journal.feed(0)]
    return [each for each in events if isinstance(each, TaskAssigned)]


def test_a_stage_brings_its_task_to_the_owner_with_its_cause(crm: Crm) -> None:
    tell(crm, OPPORTUNITY, SALE, OPEN)
    (opened,) = crm.journal.stream("opportunity-s-1")
    (asked,) = crm.journal.stream("task-s-1:1")
    assert asked.event == TaskAssigned(
        NOW,
        "s-1:1",  # type: ignore[arg-type]
        FIRM,
        "anna",
        "call",
        NOW + timedelta(hours=24),
        "opportunity:s-1",
        "pipeline:b2b@1",
    )
    assert (asked.causation_id, asked.policy_refs) == (opened.id, ("pipeline:b2b@1",))
    assert asked.subject == FIRM


def test_a_stage_without_a_task_brings_none_and_each_visit_brings_its_own(
    crm: Crm,
) -> None:
    tell(crm, OPPORTUNITY, SALE, OPEN, AdvanceStage(SOON, "offer"))
    assert [each.task for each in tasks(crm)] == ["call"]
    tell(crm, OPPORTUNITY, SALE, AdvanceStage(SOON, "terms"))
    tell(crm, OPPORTUNITY, SALE, SendBackStage(SOON, "offer", "too dear"))
    tell(crm, OPPORTUNITY, SALE, AdvanceStage(LATER, "terms"))
    assert [each.task_id for each in tasks(crm)] == ["s-1:1", "s-1:3", "s-1:5"]


def test_an_opportunity_has_the_stages_that_were_published(crm: Crm) -> None:
    with pytest.raises(StagesDiffer):
        tell(crm, OPPORTUNITY, SALE, but(OPEN, stages=STAGES[:2]))
    with pytest.raises(Unknown):
        tell(crm, OPPORTUNITY, SALE, but(OPEN, version=2))


def test_who_opens_an_opportunity_by_name_does_not_say_its_stages(crm: Crm) -> None:
    (entry,) = (each for each in COMMANDS if each.name == "opportunity.open")
    assert "stages" not in {each.name for each in entry.asked}
    said = {name: getattr(OPEN, name) for name in (each.name for each in entry.asked)}
    assert entry.build(said, crm.handler, crm.clock) == (SALE, OPEN)
    with pytest.raises(Unknown):
        entry.build({**said, "version": 2}, crm.handler, crm.clock)


def test_an_opportunity_goes_on_under_the_version_it_was_opened_under(crm: Crm) -> None:
    tell(crm, OPPORTUNITY, SALE, OPEN)
    tell(crm, PIPELINE, B2B, PublishPipeline(SOON, B2B, 2, STAGES[:1]))
    assert tell(crm, OPPORTUNITY, SALE, AdvanceStage(SOON, "offer")).drafts


def test_a_forecast_is_as_it_was_known_then(crm: Crm, clock: Ticking) -> None:
    tell(crm, OPPORTUNITY, SALE, OPEN)
    monday = clock.now
    clock.forward(days=7)
    tell(crm, OPPORTUNITY, SALE, ReviseAmount(SOON, 2_000, "more socks"))
    desk = Desk(OPPORTUNITY, crm.handler)
    then, now = desk.state(SALE, known_at=monday), desk.state(SALE)
    assert weighted([then], date(2026, 4, 1), APRIL) == {"UZS": 90}
    assert weighted([now], date(2026, 4, 1), APRIL) == {"UZS": 200}


def test_what_is_due_is_noted_at_its_own_time_and_once(crm: Crm) -> None:
    due, goal, deal = SOON + timedelta(hours=23), GoalId("g"), ContractId("c")
    tell(crm, OPPORTUNITY, SALE, OPEN)
    tell(crm, GOAL, goal, SetGoal(NOW, goal, FIRM, "revenue", "UZS", 9, due))
    sign = SignContract(NOW, deal, FIRM, NOW, due, 1, "UZS")
    tell(crm, CONTRACT, deal, sign)
    assert sweep_due(crm.handler, due - timedelta(microseconds=1), ANNA) == 0
    assert sweep_due(crm.handler, LATER, ANNA) == 3
    assert sweep_due(crm.handler, LATER, ANNA) == 0
    told = {type(each.event): each.event.at for each in crm.journal.about(FIRM)}
    assert {told[each] for each in (TaskOverdue, GoalMissed, ContractExpired)} == {due}


def test_more_is_swept_than_goes_into_one_transaction(crm: Crm) -> None:
    for number in range(201):
        goal = GoalId(f"g-{number}")
        tell(crm, GOAL, goal, SetGoal(NOW, goal, None, "calls", "calls", 9, SOON))
    assert sweep_due(crm.handler, SOON, ANNA) == 201


def test_the_books_of_someone_erased_are_kept_to_their_end(crm: Crm) -> None:
    name = account("UZS", FIRM)
    invoice = BookInvoice(NOW, FIRM, "UZS", "i-1", 100, LATER)
    tell(crm, OPPORTUNITY, SALE, OPEN)
    tell(crm, SETTLEMENT, name, invoice)
    erase(crm, FIRM, "they asked", ANNA)
    with pytest.raises(PersonErased):
        tell(crm, SETTLEMENT, name, but(invoice, invoice_id="i-2"))
    pay = ReceivePayment(LATER, FIRM, "UZS", "p-1", 100, "card")
    tell(crm, SETTLEMENT, name, pay)
    assert Desk(SETTLEMENT, crm.handler).state(name).balance == 0
    before = len(tasks(crm))
    tell(crm, OPPORTUNITY, SALE, AdvanceStage(LATER, "terms"))
    assert len(tasks(crm)) == before
