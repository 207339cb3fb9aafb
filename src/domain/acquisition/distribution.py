"""How leads are dealt out: by a policy in versions, each decision with what it saw."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import DistributionId, LeadId
from .dealing import Agent, Load, choose, loads
from .policy import DistributionPublished, PublishDistribution, publish

__all__ = [
    "DISTRIBUTIONS",
    "Agent",
    "ClearLead",
    "Command",
    "DealLead",
    "DealWaiting",
    "Distribution",
    "DistributionPublished",
    "Event",
    "LeadCleared",
    "LeadDealt",
    "LeadLeftWaiting",
    "Load",
    "PublishDistribution",
    "RedealLead",
]

Kept = TypeVar("Kept")


@frozen
class DealLead:
    at: datetime
    lead_id: LeadId
    channel: str


@frozen
class RedealLead:
    """Only if `from_agent` still has it: for some other agent to have."""

    at: datetime
    lead_id: LeadId
    from_agent: str


@frozen
class ClearLead:
    at: datetime
    lead_id: LeadId


@frozen
class DealWaiting:
    at: datetime


Command: TypeAlias = (
    PublishDistribution | DealLead | RedealLead | ClearLead | DealWaiting
)


@frozen
class LeadDealt:
    """`loads` are those of the agents it could have been, as `choose` was given."""

    at: datetime
    distribution_id: DistributionId
    lead_id: LeadId
    channel: str
    agent: str
    version: int
    loads: tuple[Load, ...]
    follow_up_by: datetime


@frozen
class LeadLeftWaiting:
    at: datetime
    distribution_id: DistributionId
    lead_id: LeadId
    channel: str
    version: int
    loads: tuple[Load, ...]


@frozen
class LeadCleared:
    """`agent` has one lead less open; None if it was waiting for one."""

    at: datetime
    distribution_id: DistributionId
    lead_id: LeadId
    agent: str | None


Event: TypeAlias = DistributionPublished | LeadDealt | LeadLeftWaiting | LeadCleared


@frozen
class DistributionNotPublished(Refused):
    def __str__(self) -> str:
        return "no such distribution of leads was published"


@frozen
class Distribution:
    """The versions, in order; the leads dealt and not cleared; those that wait."""

    versions: tuple[DistributionPublished, ...] = ()
    dealt: Mapping[LeadId, LeadDealt] = field(factory=dict)
    waiting: Mapping[LeadId, LeadLeftWaiting] = field(factory=dict)

    @property
    def newest(self) -> DistributionPublished | None:
        return self.versions[-1] if self.versions else None

    def takes(self, channel: str) -> bool:
        """Whether the newest version has anyone for leads of a channel."""
        return bool(self.newest and loads(self.newest.agents, channel, {}))


def decide(command: Command, distribution: Distribution) -> Iterator[Event]:
    if isinstance(command, PublishDistribution):
        yield from publish(command, distribution.versions)
        return
    policy = distribution.newest
    if policy is None:
        raise DistributionNotPublished
    match command:
        case DealLead(at, lead, channel):
            if lead not in distribution.dealt and lead not in distribution.waiting:
                yield _deal(at, lead, channel, policy, distribution)
        case RedealLead(at, lead, agent):
            known = distribution.dealt.get(lead)
            if known is None or known.agent != agent:
                return
            dealt = _deal(at, lead, known.channel, policy, distribution, agent)
            if isinstance(dealt, LeadDealt):
                yield LeadCleared(at, policy.distribution_id, lead, agent)
                yield dealt
        case ClearLead(at, lead):
            known = distribution.dealt.get(lead)
            if known is not None or lead in distribution.waiting:
                had = known.agent if known else None
                yield LeadCleared(at, policy.distribution_id, lead, had)
        case DealWaiting(at):
            yield from _deal_waiting(at, policy, distribution)
        case _:
            assert_never(command)


def _deal(
    at: datetime,
    lead: LeadId,
    channel: str,
    policy: DistributionPublished,
    distribution: Distribution,
    but_not: str | None = None,
) -> LeadDealt | LeadLeftWaiting:
    held = Counter(each.agent for each in distribution.dealt.values())
    among = loads(policy.agents, channel, held, but_not)
    found, name, version = choose(among), policy.distribution_id, policy.version
    if found is None:
        return LeadLeftWaiting(at, name, lead, channel, version, among)
    by = at + timedelta(minutes=policy.follow_up_minutes)
    return LeadDealt(at, name, lead, channel, found.agent, version, among, by)


def _deal_waiting(
    at: datetime, policy: DistributionPublished, distribution: Distribution
) -> Iterator[LeadDealt]:
    for lead, waits in distribution.waiting.items():
        moment = max(at, waits.at)
        event = _deal(moment, lead, waits.channel, policy, distribution)
        if isinstance(event, LeadDealt):
            distribution = evolve(distribution, event)
            yield event


def evolve(distribution: Distribution, event: Event) -> Distribution:
    match event:
        case DistributionPublished():
            return but(distribution, versions=(*distribution.versions, event))
        case LeadDealt(lead_id=lead):
            waiting = _without(distribution.waiting, lead)
            dealt = {**distribution.dealt, lead: event}
            return but(distribution, dealt=dealt, waiting=waiting)
        case LeadLeftWaiting(lead_id=lead):
            return but(distribution, waiting={**distribution.waiting, lead: event})
        case LeadCleared(lead_id=lead):
            return but(
                distribution,
                dealt=_without(distribution.dealt, lead),
                waiting=_without(distribution.waiting, lead),
            )
        case _:
            assert_never(event)


def _without(leads: Mapping[LeadId, Kept], lead: LeadId) -> Mapping[LeadId, Kept]:
    return {name: each for name, each in leads.items() if name != lead}


DISTRIBUTIONS = Decider(Distribution(), decide, evolve)
