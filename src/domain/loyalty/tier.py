"""A member's tier: earned by entries, never by a balance, or granted for a while."""

from collections.abc import Iterator
from typing import assert_never

from attrs import frozen

from ..decider import Decider, Refused
from .points_refusals import InvalidValue
from .tier_evaluation import evaluate
from .tier_status import TierStatus, evolve
from .tier_terms import Command as Command
from .tier_terms import (
    EvaluateTier,
    GrantTier,
    RevokeGrant,
    TierGranted,
    TierGrantRevoked,
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
        case _:
            assert_never(command)


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
