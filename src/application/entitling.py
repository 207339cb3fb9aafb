"""What privileges follow: the tier that is held, looked at before one is used."""

from typing import Any, Final

from ..domain.customer.profile import PersonErased
from ..domain.loyalty.membership import (
    FormerMember,
    Member,
    NoLongerAMember,
    Outsider,
)
from ..domain.loyalty.privilege_terms import (
    EntitleByTier,
    GrantPrivilege,
    NoPrivilegesWhileSuspended,
    UsePrivilege,
)
from ..domain.loyalty.tier import HeldBySurvivor
from ..domain.loyalty.tier_policy import TierPolicy
from ..domain.loyalty.tier_rules import Privilege
from ..domain.loyalty.tier_terms import TierChanged, TierQualified
from .aggregate import Aggregate
from .contexts import CUSTOMER, LINK, MEMBERSHIP, PRIVILEGE, TIER_POLICY
from .desk import Unknown
from .envelope import Draft
from .looking import look
from .work import Work

_POLICY: Final = "tiers-entitle"


def privileges_are_members(
    work: Work, _: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse privileges to all but members; have the tier looked at that gives them.

    So no privilege is used of a tier that is over, whoever has swept.
    """
    if not isinstance(command, UsePrivilege | GrantPrivilege):
        return
    member = in_their_own_name(work, identity)
    if not isinstance(command, UsePrivilege):
        return
    if member.suspended:
        raise NoPrivilegesWhileSuspended
    look(work, identity, command.at)


def in_their_own_name(work: Work, identity: str) -> Member:
    """Return a member; refuse who is none, was erased, or is one with another."""
    customer = identity.partition(":")[2]
    member = work.state(MEMBERSHIP, identity)
    if isinstance(member, Outsider):
        raise Unknown(MEMBERSHIP.kind, identity)
    if isinstance(member, FormerMember):
        raise NoLongerAMember
    if erased := work.state(CUSTOMER, customer).erased:
        raise PersonErased(erased.certificate_id)
    if merged := work.state(LINK, customer).merged:
        raise HeldBySurvivor(merged.survivor)
    return member


def entitle(work: Work, draft: Draft) -> None:
    """Have a member just what their tier gives, as it changes or is confirmed."""
    match draft.event:
        case TierChanged(to_tier=tier):
            _entitle(work, draft, tier, anew=False)
        case TierQualified(tier=tier):
            _entitle(work, draft, tier, anew=True)


def _entitle(work: Work, draft: Draft, tier: str | None, *, anew: bool) -> None:
    identity, number = draft.stream.partition("-")[2], draft.event.policy_version
    programme = identity.partition(":")[0]
    given: tuple[Privilege, ...] = ()
    policy: TierPolicy = work.state(TIER_POLICY, programme)
    for version in policy.versions:
        if version.number == number:
            given = version.rules.privileges(tier)
    if not given and not work.state(PRIVILEGE, identity).standing:
        return
    ref = f"{TIER_POLICY.kind}:{programme}@{number}"
    told = EntitleByTier(draft.event.at, tier, number, given, anew)
    work.handle(PRIVILEGE, identity, told, work.caused_by(draft, _POLICY, ref))
