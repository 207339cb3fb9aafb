"""What sales take from their pipeline: its stages, and the tasks that they bring."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..domain.ids import TaskId
from ..domain.sales.opportunity import (
    OpenOpportunity,
    Opportunity,
    OpportunityOpened,
    StageAdvanced,
)
from ..domain.sales.pipeline import Pipeline, PipelinePublished, StagesDiffer
from ..domain.sales.task import AssignTask
from .aggregate import Aggregate
from .contexts import CUSTOMER, OPPORTUNITY, PIPELINE, TASK
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Work


def published_stages(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the stages of the pipeline's version that is said, under their name.

    Raises:
        Unknown: No such version is published.
    """
    work = handler.begin(Origin("service:registry"))
    return {"stages": _version(work, said["pipeline_id"], said["version"]).stages}


def opportunities_follow_their_pipeline(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse an opportunity whose stages are not those that were published."""
    if not isinstance(command, OpenOpportunity):
        return
    found = _version(work, command.pipeline_id, command.version)
    if found.stages != command.stages:
        raise StagesDiffer(command.pipeline_id, command.version)


def sell(work: Work, draft: Draft) -> None:
    """Have the owner of a sale do what the stage that it has come to brings."""
    match draft.event:
        case OpportunityOpened() as opened:
            _ask(work, draft, opened, opened.stages[0].stage)
        case StageAdvanced(opportunity_id=name, to_stage=stage):
            sale: Opportunity = work.state(OPPORTUNITY, name)
            assert sale.opened is not None
            _ask(work, draft, sale.opened, stage)


def _ask(work: Work, draft: Draft, opened: OpportunityOpened, name: str) -> None:
    stage = next(each for each in opened.stages if each.stage == name)
    if stage.task is None or stage.hours is None:
        return
    if work.state(CUSTOMER, opened.customer_id).erased:
        return
    policy = f"pipeline:{opened.pipeline_id}@{opened.version}"
    at, task_id = draft.event.at, TaskId(f"{opened.opportunity_id}:{draft.revision}")
    assign = AssignTask(
        at,
        task_id,
        opened.customer_id,
        opened.owner,
        stage.task,
        at + timedelta(hours=stage.hours),
        f"{OPPORTUNITY.kind}:{opened.opportunity_id}",
        policy,
    )
    work.handle(
        TASK, task_id, assign, work.caused_by(draft, "stages-bring-tasks", policy)
    )


def _version(work: Work, name: str, number: int) -> PipelinePublished:
    pipeline: Pipeline = work.state(PIPELINE, name)
    found = pipeline.version(number)
    if found is None:
        raise Unknown("pipeline version", f"{name}@{number}")
    return found
