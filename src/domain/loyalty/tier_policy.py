"""A programme's tiers, in numbered versions: what is published stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import ProgrammeId
from .programme import (
    PublishedVersionsNeverChange,
    VersionsOutOfOrder,
    WouldChangeThePast,
)
from .terms import InvalidTerm
from .tier_rules import TierRules as TierRules


@frozen
class PublishTierPolicy:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_from: datetime
    rules: TierRules


Command: TypeAlias = PublishTierPolicy


@frozen
class TierPolicyPublished:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_from: datetime
    rules: TierRules


Event: TypeAlias = TierPolicyPublished


@frozen
class TierDropped(Refused):
    version: int
    tier: str

    def __str__(self) -> str:
        return f"version {self.version} has no tier {self.tier}, which someone may hold"


@frozen
class PolicyVersion:
    number: int
    effective_from: datetime
    rules: TierRules


@frozen
class TierPolicy:
    versions: tuple[PolicyVersion, ...] = ()

    def in_force(self, at: datetime) -> PolicyVersion | None:
        """Return the version that counts at a moment: the last to have taken effect."""
        for version in reversed(self.versions):
            if version.effective_from <= at:
                return version
        return None

    def looks(
        self, seen: datetime, at: datetime
    ) -> Iterator[tuple[datetime, PolicyVersion]]:
        """Yield when a tier last seen at *seen* is looked at up to *at*, by what.

        A version has its last look as the next takes effect: what ends then has been
        under it. What that look has seen once, it need not see again.
        """
        at = max(at, seen)
        for number, version in enumerate(self.versions, 1):
            last = number == len(self.versions)
            end = at if last else self.versions[number].effective_from
            if version.effective_from <= at and (seen < end or end >= at):
                yield min(end, at), version


def decide(command: Command, policy: TierPolicy) -> Iterator[Event]:
    number, start, rules = command.version, command.effective_from, command.rules
    for known in policy.versions:
        if known.number == number:
            if known != PolicyVersion(number, start, rules):
                raise PublishedVersionsNeverChange(number)
            return
    if number <= 0:
        raise InvalidTerm("version", str(number))
    rules.check()
    if policy.versions:
        last = policy.versions[-1]
        if number <= last.number or start <= last.effective_from:
            raise VersionsOutOfOrder(number, after=last.number)
        if start < command.at:
            raise WouldChangeThePast(number, start)
        for tier in last.rules.tiers:
            if not rules.rank_of(tier.name):
                raise TierDropped(number, tier.name)
    yield TierPolicyPublished(command.at, command.programme_id, number, start, rules)


def evolve(policy: TierPolicy, event: Event) -> TierPolicy:
    version = PolicyVersion(event.version, event.effective_from, event.rules)
    return TierPolicy((*policy.versions, version))


TIER_POLICIES = Decider(TierPolicy(), decide, evolve)
