"""The rules of pipelines and their stages, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import PipelineId
from mijoz.domain.sales.pipeline import (
    PIPELINES,
    PipelineChanged,
    PipelineOutOfOrder,
    PipelinePublished,
    PublishPipeline,
)
from mijoz.domain.sales.stages import (
    ImpossibleHours,
    ImpossibleProbability,
    NoStages,
    RepeatedStage,
    Stage,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
B2B = PipelineId("b2b")
STAGES = (Stage("new", 1_000, "call", 24), Stage("offer", 5_000))
PUBLISH = PublishPipeline(NOW, B2B, 1, STAGES)
PUBLISHED = PipelinePublished(NOW, B2B, 1, STAGES)

pipelines = Scenario(PIPELINES)
b2b = pipelines.given(PUBLISHED)


def test_a_pipeline_is_published_in_versions() -> None:
    pipelines.when(PUBLISH).then(PUBLISHED)
    story = b2b.when(but(PUBLISH, version=3))
    story.then(but(PUBLISHED, version=3))
    assert story.state.newest == but(PUBLISHED, version=3)
    assert story.state.version(1) == PUBLISHED
    assert story.state.version(2) is None


def test_a_version_is_published_once_and_never_changes() -> None:
    b2b.when(but(PUBLISH, at=LATER)).then_nothing()
    b2b.when(but(PUBLISH, stages=STAGES[:1])).then(PipelineChanged(1))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_versions_come_in_order(number: int) -> None:
    story = pipelines.given(but(PUBLISHED, version=3))
    story.when(but(PUBLISH, version=number)).then(PipelineOutOfOrder(number, 3))


def test_the_first_version_has_a_number() -> None:
    pipelines.when(but(PUBLISH, version=0)).then(PipelineOutOfOrder(0, 0))


def test_a_pipeline_has_stages_each_once() -> None:
    pipelines.when(but(PUBLISH, stages=())).then(NoStages(1))
    twice = but(PUBLISH, stages=(*STAGES, Stage("new", 1)))
    pipelines.when(twice).then(RepeatedStage("new"))


@pytest.mark.parametrize("chance", [0, 10_000])
def test_a_probability_is_from_nothing_to_certain(chance: int) -> None:
    assert pipelines.when(but(PUBLISH, stages=(Stage("new", chance),))).news


@pytest.mark.parametrize("chance", [-1, 10_001])
def test_a_probability_is_no_less_and_no_more(chance: int) -> None:
    story = pipelines.when(but(PUBLISH, stages=(Stage("new", chance),)))
    story.then(ImpossibleProbability("new", chance))


@pytest.mark.parametrize("hours", [1, 8_784])
def test_a_stages_task_has_its_hours(hours: int) -> None:
    assert pipelines.when(but(PUBLISH, stages=(Stage("new", 1, "call", hours),))).news


@pytest.mark.parametrize(
    "stage",
    [
        Stage("new", 1, "call", 0),
        Stage("new", 1, "call", 8_785),
        Stage("new", 1, "call", None),
        Stage("new", 1, None, 24),
    ],
)
def test_hours_are_a_tasks_and_a_task_has_some(stage: Stage) -> None:
    story = pipelines.when(but(PUBLISH, stages=(stage,)))
    story.then(ImpossibleHours("new", stage.hours))
