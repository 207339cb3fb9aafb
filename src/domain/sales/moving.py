"""From stage to stage: on to a later one, or back with a reason."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OpportunityId
from .opening import OpportunityOpened
from .stages import Stage


@frozen
class AdvanceStage:
    at: datetime
    to_stage: str
    reason: str | None = None


@frozen
class SendBackStage:
    at: datetime
    to_stage: str
    reason: str


MovingCommand: TypeAlias = AdvanceStage | SendBackStage


@frozen
class StageAdvanced:
    """`probability` is the new stage's, in basis points."""

    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    from_stage: str
    to_stage: str
    probability: int
    reason: str | None = None


@frozen
class StageSentBack:
    """`probability` is the new stage's, in basis points."""

    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    from_stage: str
    to_stage: str
    probability: int
    reason: str


MovingEvent: TypeAlias = StageAdvanced | StageSentBack


@frozen
class UnknownStage(Refused):
    stage: str
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the pipeline has no stage {self.stage}"


@frozen
class NotALaterStage(Refused):
    stage: str
    present: str

    def __str__(self) -> str:
        return (
            f"stage {self.stage} does not come after {self.present}: send it back there"
        )


@frozen
class NotAnEarlierStage(Refused):
    stage: str
    present: str

    def __str__(self) -> str:
        return f"stage {self.stage} does not come before {self.present}: advance there"


def decide(
    command: MovingCommand, opened: OpportunityOpened, now: Stage
) -> Iterator[MovingEvent]:
    """Yield the move from the stage of *now*, unless it is there already."""
    order = [each.stage for each in opened.stages]
    if command.to_stage not in order:
        raise UnknownStage(command.to_stage, opened.version)
    if command.to_stage == now.stage:
        return
    after = order.index(command.to_stage) > order.index(now.stage)
    to = named(command.to_stage, opened.stages)
    who = opened.opportunity_id, opened.customer_id
    match command:
        case AdvanceStage(at, name, reason):
            if not after:
                raise NotALaterStage(name, now.stage)
            yield StageAdvanced(at, *who, now.stage, name, to.probability, reason)
        case SendBackStage(at, name, reason):
            if after:
                raise NotAnEarlierStage(name, now.stage)
            yield StageSentBack(at, *who, now.stage, name, to.probability, reason)
        case _:
            assert_never(command)


def named(name: str, stages: Sequence[Stage]) -> Stage:
    """Return the stage of that name."""
    return next(each for each in stages if each.stage == name)
