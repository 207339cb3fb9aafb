"""A pipeline: its stages come in versions, and what is published stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import PipelineId
from .stages import Stage, check


@frozen
class PublishPipeline:
    at: datetime
    pipeline_id: PipelineId
    version: int
    stages: tuple[Stage, ...]


Command: TypeAlias = PublishPipeline


@frozen
class PipelinePublished:
    at: datetime
    pipeline_id: PipelineId
    version: int
    stages: tuple[Stage, ...]


Event: TypeAlias = PipelinePublished


@frozen
class PipelineChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} is published, and says otherwise"


@frozen
class PipelineOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} must come after version {self.after}"


@frozen
class StagesDiffer(Refused):
    """Refused of an opportunity that is opened with other stages than published."""

    pipeline_id: PipelineId
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of pipeline {self.pipeline_id} has other stages"


@frozen
class Pipeline:
    versions: tuple[PipelinePublished, ...] = ()

    @property
    def newest(self) -> PipelinePublished | None:
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> PipelinePublished | None:
        """Return the version of that number."""
        return next((each for each in self.versions if each.version == number), None)


def decide(command: Command, pipeline: Pipeline) -> Iterator[Event]:
    number = command.version
    event = PipelinePublished(command.at, command.pipeline_id, number, command.stages)
    if known := pipeline.version(number):
        if but(event, at=known.at) != known:
            raise PipelineChanged(number)
        return
    last = pipeline.newest.version if pipeline.newest else 0
    if number <= last:
        raise PipelineOutOfOrder(number, after=last)
    check(number, command.stages)
    yield event


def evolve(pipeline: Pipeline, event: Event) -> Pipeline:
    match event:
        case PipelinePublished():
            return Pipeline((*pipeline.versions, event))
        case _:
            assert_never(event)


PIPELINES = Decider(Pipeline(), decide, evolve)
