"""What is told of a member's tier, and what happens to it."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import CustomerId
from .tier_entries import Entry, Evidence
from .tier_policy import PolicyVersion
from .tier_rules import TierPart


class TierReason(StrEnum):
    """Why a tier changes; retroactive is by what was told late, or from before then."""

    UPGRADE = "upgrade"
    WINDOW_END = "window_end"
    GRANT = "grant"
    RETROACTIVE = "retroactive"
    MERGE = "merge"
    UNMERGE = "unmerge"
    MEMBERSHIP_END = "membership_end"


@frozen
class EvaluateTier:
    """Look at a tier by a version of the policy, and all entries of the member.

    `because` is why it is, if not for something new that was told in time.
    """

    at: datetime
    policy: PolicyVersion
    enrolled_at: datetime
    entries: tuple[Entry, ...]
    because: TierReason | None = None


@frozen
class GrantTier:
    """Give a tier until a moment, or for good, because someone says so."""

    at: datetime
    grant_id: str
    tier: str
    until: datetime | None
    reason: str
    approver: str


@frozen
class RevokeGrant:
    at: datetime
    grant_id: str
    reason: str


@frozen
class JoinTier:
    """Count the tier of another who is now one with the member, until then at least.

    None is until a window ends.
    """

    at: datetime
    merge_id: str
    absorbed: CustomerId
    tier: str | None
    until: datetime | None


@frozen
class PartTier:
    """Hold again what was held before a merge that is undone."""

    at: datetime
    merge_id: str
    policy_version: int


@frozen
class EndTier:
    """Hold no tier any more: the membership has ended."""

    at: datetime
    policy_version: int


Command: TypeAlias = (
    EvaluateTier | GrantTier | RevokeGrant | JoinTier | PartTier | EndTier
)


@frozen
class TierQualified:
    """A tier is held by what was earned: a window has ended, or a grant."""

    at: datetime
    tier: str
    valid_until: datetime | None
    policy_version: int
    evidence: Evidence


@frozen
class TierKeptInGrace:
    """A window that has ended did not earn the tier, which is kept a while."""

    at: datetime
    tier: str
    valid_until: datetime
    policy_version: int
    evidence: Evidence


@frozen
class TierChanged:
    """Another tier is held, from `effective_from`, at least until `valid_until`.

    `evidence` is that of the window with the line that was reached, or missed.
    `crossing_entry` reached it, of which `crossing_parts` count in these tiers.
    `grant_id` is the grant by which the tier is held now, if it is not earned.
    """

    at: datetime
    from_tier: str | None
    to_tier: str | None
    effective_from: datetime
    valid_until: datetime | None
    reason: TierReason
    policy_version: int
    evidence: Evidence | None = None
    crossing_entry: str | None = None
    crossing_parts: tuple[TierPart, ...] = ()
    grant_id: str | None = None


@frozen
class TierRetentionWarned:
    """So much is missing for the tier to be earned again by a moment."""

    at: datetime
    tier: str
    missing: int
    by: datetime
    policy_version: int


@frozen
class TierGranted:
    at: datetime
    grant_id: str
    tier: str
    until: datetime | None
    reason: str
    approver: str


@frozen
class TierGrantRevoked:
    at: datetime
    grant_id: str
    reason: str


@frozen
class TierJoined:
    at: datetime
    merge_id: str
    absorbed: CustomerId
    tier: str | None
    until: datetime | None


@frozen
class TierParted:
    at: datetime
    merge_id: str


Event: TypeAlias = (
    TierQualified
    | TierKeptInGrace
    | TierChanged
    | TierRetentionWarned
    | TierGranted
    | TierGrantRevoked
    | TierJoined
    | TierParted
)
