"""What a member's tier follows: points, grants, merges, and the membership's end."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from ..domain.customer.link import CustomerAbsorbed, CustomersUnmerged
from ..domain.loyalty.membership import (
    Member,
    MembershipEnded,
)
from ..domain.loyalty.points_events import EarnReversed, PointsEarned
from ..domain.loyalty.tier import NoSuchTier
from ..domain.loyalty.tier_policy import PublishTierPolicy, TierPolicy
from ..domain.loyalty.tier_status import TierStatus
from ..domain.loyalty.tier_terms import (
    EndTier,
    GrantTier,
    JoinTier,
    PartTier,
    TierGranted,
    TierGrantRevoked,
    TierReason,
)
from .aggregate import Aggregate
from .contexts import (
    LINK,
    MEMBERSHIP,
    PROGRAMME,
    TIER,
    TIER_POLICY,
    account,
)
from .desk import Unknown
from .entitling import in_their_own_name
from .envelope import Draft
from .identity import root_of
from .looking import by_policy, look, memberships
from .work import Reaction, Work


def tiers_are_offered(
    work: Work, _: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse tiers of no programme, and the grant of one to whom it cannot be given."""
    match command:
        case PublishTierPolicy(programme_id=programme):
            if not work.state(PROGRAMME, programme).versions:
                raise Unknown(PROGRAMME.kind, programme)
        case GrantTier(at=at, tier=tier):
            in_their_own_name(work, identity)
            policy: TierPolicy = work.state(TIER_POLICY, identity.partition(":")[0])
            found = policy.in_force(at)
            if found is None or not found.rules.rank_of(tier):
                raise NoSuchTier(tier, at)


def climb(work: Work, draft: Draft) -> None:
    """Have tiers looked at after an event that they follow; any other costs nothing."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _earned(work: Work, draft: Draft) -> None:
    earned: PointsEarned = draft.event
    because = TierReason.RETROACTIVE if earned.late else None
    look(work, _identity(draft), earned.at, draft, because)


def _told(work: Work, draft: Draft) -> None:
    look(work, _identity(draft), draft.event.at, draft)


def _ended(work: Work, draft: Draft) -> None:
    ended: MembershipEnded = draft.event
    programme, _, customer = (name := _identity(draft)).partition(":")
    version = _version(work, programme, ended.at)
    if version is None:
        return
    person = root_of(work, customer)
    over = [] if person == customer else [customer]
    if not memberships(work, programme, person):
        over.append(person)
    for each in over:
        origin = by_policy(work, draft, programme, version)
        end = EndTier(ended.at, version)
        work.handle(TIER, account(programme, each), end, origin)
    look(work, name, ended.at, draft)


def _merged(work: Work, draft: Draft) -> None:
    """Have each who survives, up to the root, hold at least what the absorbed does."""
    absorbed: CustomerAbsorbed = draft.event
    survivor, other, at = absorbed.customer_id, absorbed.absorbed, absorbed.at
    for programme in work.known(TIER_POLICY):
        name = account(programme, other)
        version = _version(work, programme, at)
        if version is None or not isinstance(work.state(MEMBERSHIP, name), Member):
            continue
        held: TierStatus = work.state(TIER, name)
        join = JoinTier(at, absorbed.merge_id, other, held.tier, held.due)
        for each in _lineage(work, survivor):
            origin = by_policy(work, draft, programme, version)
            work.handle(TIER, account(programme, each), join, origin)
        look(work, account(programme, survivor), at, draft, TierReason.MERGE)


def _unmerged(work: Work, draft: Draft) -> None:
    """Have each hold again what was theirs: both sides are told, the absorbed first."""
    parted: CustomersUnmerged = draft.event
    customer, at = parted.customer_id, parted.at
    for programme in work.known(TIER_POLICY):
        name = account(programme, customer)
        held: TierStatus = work.state(TIER, name)
        version = _version(work, programme, at)
        joined = held.joined.get(parted.merge_id)
        if joined is not None and version is not None:
            theirs: TierStatus = work.state(TIER, account(programme, joined.absorbed))
            for each in _lineage(work, customer):
                for merge_id in (*theirs.joined, parted.merge_id):
                    origin = by_policy(work, draft, programme, version)
                    part = PartTier(at, merge_id, version)
                    work.handle(TIER, account(programme, each), part, origin)
        look(work, name, at, draft, TierReason.UNMERGE)


def _lineage(work: Work, customer: str) -> Iterator[str]:
    """Yield a customer, the one who survived them, and so on up to the root."""
    yield customer
    while (merged := work.state(LINK, customer).merged) is not None:
        customer = merged.survivor
        yield customer


def _version(work: Work, programme: str, at: datetime) -> int | None:
    policy: TierPolicy = work.state(TIER_POLICY, programme)
    found = policy.in_force(at)
    return found.number if found else None


def _identity(draft: Draft) -> str:
    return draft.stream.partition("-")[2]


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    PointsEarned: _earned,
    EarnReversed: _told,
    TierGranted: _told,
    TierGrantRevoked: _told,
    MembershipEnded: _ended,
    CustomerAbsorbed: _merged,
    CustomersUnmerged: _unmerged,
}
