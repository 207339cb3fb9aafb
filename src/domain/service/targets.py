"""How soon a service answers and resolves, for each priority, in business minutes."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from ..decider import Refused

MOST_MINUTES: Final = 92 * 24 * 60


@frozen
class Target:
    """Within how many business minutes; priority 1 is the most urgent.

    Without a target for the first response there is none to miss.
    """

    priority: int
    first_response: int | None
    resolution: int


@frozen
class NoTargets(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of a service level has no targets"


@frozen
class RepeatedPriority(Refused):
    priority: int

    def __str__(self) -> str:
        return f"priority {self.priority} has more than one target"


@frozen
class ImpossibleTarget(Refused):
    priority: int
    first_response: int | None
    resolution: int

    def __str__(self) -> str:
        return (
            f"priority {self.priority} cannot have {self.first_response} minutes for an"
            f" answer and {self.resolution} for a resolution: give 1 to {MOST_MINUTES},"
            " and no less for the resolution"
        )


@frozen
class NoTargetFor(Refused):
    priority: int
    sla_id: str
    version: int

    def __str__(self) -> str:
        return (
            f"version {self.version} of service level {self.sla_id} has no target"
            f" for priority {self.priority}"
        )


def check(version: int, targets: Sequence[Target]) -> None:
    """Refuse targets that no service can have."""
    if not targets:
        raise NoTargets(version)
    seen: set[int] = set()
    for each in targets:
        if each.priority in seen:
            raise RepeatedPriority(each.priority)
        seen.add(each.priority)
        first = 1 if each.first_response is None else each.first_response
        possible = 1 <= first <= each.resolution <= MOST_MINUTES
        if each.priority < 1 or not possible:
            raise ImpossibleTarget(each.priority, each.first_response, each.resolution)
