"""How a tier is looked at: by what the person behind it has earned, all together."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from ..domain.loyalty.ledger import Ledger
from ..domain.loyalty.membership import Member
from ..domain.loyalty.tier_entries import qualifying
from ..domain.loyalty.tier_policy import TierPolicy
from ..domain.loyalty.tier_status import TierStatus
from ..domain.loyalty.tier_terms import EvaluateTier, TierReason
from .aggregate import Aggregate
from .contexts import CUSTOMER, LINK, MEMBERSHIP, POINTS, TIER, TIER_POLICY, account
from .envelope import Draft, Origin
from .handling import Handler
from .identity import root_of
from .work import Work

_POLICY: Final = "tiers-are-evaluated"


def look(
    work: Work,
    identity: str,
    at: datetime,
    cause: Draft | None = None,
    because: TierReason | None = None,
) -> None:
    """Have a member's tier looked at, as far as all that they have earned is known.

    What two have earned who were merged counts together, for the one who survived.
    Nothing is looked at where there are no tiers, or nobody is a member.
    """
    programme, _, customer = identity.partition(":")
    policy: TierPolicy = work.state(TIER_POLICY, programme)
    if not policy.versions:
        return
    person = root_of(work, customer)
    members = memberships(work, programme, person)
    if not members or work.state(CUSTOMER, person).erased:
        return
    ledgers: list[Ledger] = [
        work.state(POINTS, account(programme, each.customer_id)) for each in members
    ]
    entries = tuple(entry for each in ledgers for entry in qualifying(each))
    enrolled = min(each.enrolled_at for each in members)
    name = account(programme, person)
    status: TierStatus = work.state(TIER, name)
    at = max(at, *(each.seen for each in ledgers))
    for moment, version in policy.looks(status.seen, at):
        evaluate = EvaluateTier(moment, version, enrolled, entries, because)
        origin = by_policy(work, cause, programme, version.number)
        work.handle(TIER, name, evaluate, origin)


def memberships(work: Work, programme: str, person: str) -> Sequence[Member]:
    """Return the memberships in a programme of all who are one person."""
    every = (account(programme, each) for each in _one_with(work, person))
    states = [work.state(MEMBERSHIP, each) for each in every]
    return [each for each in states if isinstance(each, Member)]


def by_policy(work: Work, cause: Draft | None, programme: str, version: int) -> Origin:
    """Return the origin of what tiers do by themselves, by a version of rules."""
    ref = f"{TIER_POLICY.kind}:{programme}@{version}"
    if cause is not None:
        return work.caused_by(cause, _POLICY, ref)
    told = work.origin
    return Origin(
        f"policy:{_POLICY}", told.correlation_id, None, told.time_quality, (ref,)
    )


def in_tiers(handler: Handler) -> Sequence[str]:
    """Return the accounts of all for whom a programme has tiers, each once."""
    offered = set(_names(handler, TIER_POLICY))
    names = {*_names(handler, POINTS), *_names(handler, TIER)} if offered else ()
    return sorted(each for each in names if each.partition(":")[0] in offered)


def _one_with(work: Work, customer: str) -> Iterator[str]:
    yield customer
    for each in work.state(LINK, customer).absorbed.values():
        yield from _one_with(work, each)


def _names(handler: Handler, aggregate: Aggregate[Any, Any, Any]) -> Iterator[str]:
    prefix = f"{aggregate.kind}-"
    for each in handler.journal.streams(aggregate.kind):
        yield each.removeprefix(prefix)
