"""The steps of a plan: each has a name of its own, and perhaps a time."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from ..decider import Refused


@frozen
class Step:
    step_id: str
    action: str
    due_at: datetime | None = None


@frozen
class NoSteps(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the plan has no steps"


@frozen
class RepeatedStep(Refused):
    step_id: str

    def __str__(self) -> str:
        return f"step {self.step_id} is named more than once"


def check(version: int, steps: Sequence[Step]) -> None:
    """Refuse steps that no plan can have."""
    if not steps:
        raise NoSteps(version)
    seen: set[str] = set()
    for each in steps:
        if each.step_id in seen:
            raise RepeatedStep(each.step_id)
        seen.add(each.step_id)
