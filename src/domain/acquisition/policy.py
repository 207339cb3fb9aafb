"""The policy by which leads are dealt out: its versions, and what they may say."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import DistributionId
from .dealing import Agent, check

MOST_MINUTES = 60 * 24 * 366


@frozen
class PublishDistribution:
    """`follow_up_minutes` is how long an agent has to get back to a lead dealt."""

    at: datetime
    distribution_id: DistributionId
    version: int
    agents: tuple[Agent, ...]
    follow_up_minutes: int


@frozen
class DistributionPublished:
    at: datetime
    distribution_id: DistributionId
    version: int
    agents: tuple[Agent, ...]
    follow_up_minutes: int


@frozen
class DistributionChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} is published, and says otherwise"


@frozen
class DistributionOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} must come after version {self.after}"


@frozen
class ImpossibleFollowUp(Refused):
    minutes: int

    def __str__(self) -> str:
        return f"nobody can be given {self.minutes} minutes to follow a lead up"


def publish(
    command: PublishDistribution, versions: Sequence[DistributionPublished]
) -> Iterator[DistributionPublished]:
    """Yield the version, unless it is among `versions`: what is published stays."""
    number, minutes = command.version, command.follow_up_minutes
    event = DistributionPublished(
        command.at, command.distribution_id, number, command.agents, minutes
    )
    for known in versions:
        if known.version == number:
            if but(event, at=known.at) != known:
                raise DistributionChanged(number)
            return
    last = versions[-1].version if versions else 0
    if number <= last:
        raise DistributionOutOfOrder(number, after=last)
    if not 1 <= minutes <= MOST_MINUTES:
        raise ImpossibleFollowUp(minutes)
    check(number, command.agents)
    yield event
