"""The stages of a sale: their order, how likely each wins, and the task it brings."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from ..decider import Refused

CERTAIN: Final = 10_000  # basis points
MOST_HOURS: Final = 24 * 366


@frozen
class Stage:
    """`probability` is of winning, in basis points.

    `task` is what the owner is to do once the stage is reached, within `hours`.
    """

    stage: str
    probability: int
    task: str | None = None
    hours: int | None = None


@frozen
class NoStages(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of a pipeline has no stages"


@frozen
class RepeatedStage(Refused):
    stage: str

    def __str__(self) -> str:
        return f"stage {self.stage} is named more than once"


@frozen
class ImpossibleProbability(Refused):
    stage: str
    probability: int

    def __str__(self) -> str:
        return f"stage {self.stage} cannot win {self.probability} times in {CERTAIN}"


@frozen
class ImpossibleHours(Refused):
    stage: str
    hours: int | None

    def __str__(self) -> str:
        return f"the task of stage {self.stage} cannot take {self.hours} hours"


def check(version: int, stages: Sequence[Stage]) -> None:
    """Refuse stages that no sale can go through."""
    if not stages:
        raise NoStages(version)
    seen: set[str] = set()
    for each in stages:
        if each.stage in seen:
            raise RepeatedStage(each.stage)
        seen.add(each.stage)
        if not 0 <= each.probability <= CERTAIN:
            raise ImpossibleProbability(each.stage, each.probability)
        if each.task is None:
            possible = each.hours is None
        else:
            possible = each.hours is not None and 1 <= each.hours <= MOST_HOURS
        if not possible:
            raise ImpossibleHours(each.stage, each.hours)
