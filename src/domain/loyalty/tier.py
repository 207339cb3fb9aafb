"""A member's tier: earned by entries, never by a balance, or granted for a while."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId
from .points_refusals import InvalidValue
from .tier_evaluation import evaluate
from .tier_status import TierStatus, evolve
from .tier_terms import Command as Command
from .tier_terms import (
    EndTier,
    EvaluateTier,
    GrantTier,
    JoinTier,
    PartTier,
    RevokeGrant,
    TierChanged,
    TierGranted,
    TierGrantRevoked,
    TierJoined,
    TierParted,
    TierReason,
)
from .tier_terms import Event as Event


@frozen
class GrantIdTaken(Refused):
    grant_id: str

    def __str__(self) -> str:
        return f"grant {self.grant_id} gave something else already"


@frozen
class AnotherGrantCounts(Refused):
    grant_id: str

    def __str__(self) -> str:
        return f"grant {self.grant_id} has to be revoked before there is another"


@frozen
class NoSuchTier(Refused):
    tier: str
    at: datetime

    def __str__(self) -> str:
        return f"there is no tier {self.tier} at {self.at.isoformat()}"


@frozen
class HeldBySurvivor(Refused):
    survivor: CustomerId

    def __str__(self) -> str:
        return f"the customer is one with {self.survivor}, who holds the tier of both"


@frozen
class UnknownGrant(Refused):
    grant_id: str

    def __str__(self) -> str:
        return f"no tier was ever granted as {self.grant_id}"


def decide(command: Command, status: TierStatus) -> Iterator[Event]:
    match command:
        case EvaluateTier():
            yield from evaluate(command, status)
        case GrantTier():
            yield from _grant(command, status)
        case RevokeGrant(at, grant_id, reason):
            if grant_id not in status.grants:
                raise UnknownGrant(grant_id)
            end = status.ends(grant_id)
            if end is None or at < end:
                yield TierGrantRevoked(at, grant_id, reason)
        case JoinTier(at, merge_id, absorbed, tier, until):
            if merge_id not in status.joined:
                yield TierJoined(at, merge_id, absorbed, tier, until)
        case PartTier():
            yield from _part(command, status)
        case EndTier(at, version):
            if status.tier is not None:
                yield _changed(at, status, None, TierReason.MEMBERSHIP_END, version)
        case _:
            assert_never(command)


def _part(command: PartTier, status: TierStatus) -> Iterator[Event]:
    """Restore what was held alone, once no other merge is left in force."""
    at, version, alone = command.at, command.policy_version, status.alone
    if command.merge_id not in status.joined:
        return
    yield TierParted(at, command.merge_id)
    if len(status.joined) == 1 and alone is not None and alone.tier != status.tier:
        yield _changed(at, status, alone, TierReason.UNMERGE, version)


def _changed(
    at: datetime,
    status: TierStatus,
    to: TierStatus | None,
    reason: TierReason,
    version: int,
) -> TierChanged:
    to = to or TierStatus()
    return TierChanged(
        at,
        status.tier,
        to.tier,
        at,
        to.valid_until,
        reason,
        version,
        grant_id=to.grant_id,
    )


def _grant(command: GrantTier, status: TierStatus) -> Iterator[Event]:
    at, key, until = command.at, command.grant_id, command.until
    new = TierGranted(at, key, command.tier, until, command.reason, command.approver)
    if known := status.grants.get(key):
        if (known.tier, known.until) != (new.tier, new.until):
            raise GrantIdTaken(key)
        return
    if until is not None and until <= at:
        raise InvalidValue("until", until.isoformat())
    if other := status.granted(at):
        raise AnotherGrantCounts(other.grant_id)
    yield new


TIERS = Decider[Command, Event, TierStatus](TierStatus(), decide, evolve)
