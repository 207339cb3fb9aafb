"""Who gets a lead: a pure choice among agents, by what each has open already."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from ..decider import Refused


@frozen
class Agent:
    """Someone who takes leads, at most `capacity` open at once.

    Of the `channels` named, or of any if none are.
    """

    agent: str
    capacity: int
    channels: tuple[str, ...] = ()


@frozen
class Load:
    """What an agent held when a lead was dealt, of at most `capacity`."""

    agent: str
    held: int
    capacity: int


@frozen
class NoAgents(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} has no agents to deal leads to"


@frozen
class RepeatedAgent(Refused):
    agent: str

    def __str__(self) -> str:
        return f"agent {self.agent} is named more than once"


@frozen
class ImpossibleCapacity(Refused):
    agent: str
    capacity: int

    def __str__(self) -> str:
        return f"agent {self.agent} cannot have {self.capacity} leads open"


def check(version: int, agents: Sequence[Agent]) -> None:
    """Refuse agents that leads cannot be dealt out to."""
    if not agents:
        raise NoAgents(version)
    seen: set[str] = set()
    for each in agents:
        if each.agent in seen:
            raise RepeatedAgent(each.agent)
        if each.capacity < 1:
            raise ImpossibleCapacity(each.agent, each.capacity)
        seen.add(each.agent)


def loads(
    agents: Iterable[Agent],
    channel: str,
    open_leads: Mapping[str, int],
    but_not: str | None = None,
) -> tuple[Load, ...]:
    """Return the loads of those who take leads of a channel, in the policy's order."""
    return tuple(
        Load(each.agent, open_leads.get(each.agent, 0), each.capacity)
        for each in agents
        if (not each.channels or channel in each.channels) and each.agent != but_not
    )


def choose(among: Sequence[Load]) -> Load | None:
    """Return whose share of their capacity is smallest; None if nobody has room.

    Of equals the first. It is what a recorded decision is replayed by.
    """
    free = [each for each in among if each.held < each.capacity]
    return min(free, key=lambda each: Fraction(each.held, each.capacity), default=None)
