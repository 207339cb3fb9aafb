"""The steps of a service standard: in order, each with whose part it is."""

from enum import StrEnum
from typing import Final

from attrs import frozen

from ..decider import Refused

_LONGEST: Final = 366 * 24 * 60  # minutes


class Role(StrEnum):
    """Who has a part in an encounter: service is made by several together."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    SYSTEM = "system"


@frozen
class StandardStep:
    """`tools` are what it takes, and `minutes` how long it may last."""

    step: str
    role: Role
    required: bool = True
    tools: tuple[str, ...] = ()
    minutes: int | None = None


@frozen
class NoSteps(Refused):
    def __str__(self) -> str:
        return "a service standard has at least one step"


@frozen
class StepTwice(Refused):
    step: str

    def __str__(self) -> str:
        return f"step {self.step} stands twice in the standard"


@frozen
class NotMinutes(Refused):
    step: str
    minutes: int

    def __str__(self) -> str:
        return f"step {self.step} cannot last {self.minutes} minutes"


def check(steps: tuple[StandardStep, ...]) -> None:
    """Refuse steps that cannot be a standard's."""
    if not steps:
        raise NoSteps
    seen = set()
    for each in steps:
        if each.step in seen:
            raise StepTwice(each.step)
        seen.add(each.step)
        if each.minutes is not None and not 1 <= each.minutes <= _LONGEST:
            raise NotMinutes(each.step, each.minutes)
