"""The tier that a member holds, by what it is held, and until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from .ledger import AT_FIRST
from .tier_terms import (
    Event,
    TierChanged,
    TierGranted,
    TierGrantRevoked,
    TierJoined,
    TierKeptInGrace,
    TierParted,
    TierQualified,
    TierReason,
    TierRetentionWarned,
)


@frozen
class TierStatus:
    """A tier, earned or held by a grant, and every grant with when it was revoked.

    `seen` is the latest moment at which anything happened. `warned` is the end of
    which a warning was given. Of the grants one counts at a time, if any does.
    `joined` are the merges in force, and `alone` what was before the first of them.
    """

    tier: str | None = None
    since: datetime | None = None
    valid_until: datetime | None = None
    in_grace: bool = False
    grant_id: str | None = None
    warned: datetime | None = None
    grants: Mapping[str, TierGranted] = field(factory=dict)
    revoked: Mapping[str, datetime] = field(factory=dict)
    joined: Mapping[str, TierJoined] = field(factory=dict)
    alone: "TierStatus | None" = None
    seen: datetime = AT_FIRST

    @property
    def due(self) -> datetime | None:
        """Return when the tier is to be looked at again, if it ever is."""
        return self.ends(self.grant_id) if self.grant_id else self.valid_until

    def ends(self, grant_id: str) -> datetime | None:
        """Return when a grant ends or has ended; None if it never does."""
        return self.revoked.get(grant_id) or self.grants[grant_id].until

    def granted(self, at: datetime) -> TierGranted | None:
        """Return the grant that counts at a moment."""
        for grant in self.grants.values():
            end = self.ends(grant.grant_id)
            if grant.at <= at and (end is None or at < end):
                return grant
        return None


def evolve(status: TierStatus, event: Event) -> TierStatus:
    status = but(status, seen=max(status.seen, event.at))
    match event:
        case TierQualified(valid_until=until):
            return but(status, valid_until=until, in_grace=False, grant_id=None)
        case TierKeptInGrace(valid_until=until):
            return but(status, valid_until=until, in_grace=True, grant_id=None)
        case TierChanged():
            return but(
                status,
                tier=event.to_tier,
                since=event.effective_from,
                valid_until=event.valid_until,
                in_grace=status.in_grace and event.reason is TierReason.UNMERGE,
                grant_id=event.grant_id,
            )
        case TierRetentionWarned(by=by):
            return but(status, warned=by)
        case TierGranted(grant_id=grant_id):
            return but(status, grants={**status.grants, grant_id: event})
        case TierGrantRevoked(at, grant_id):
            return but(status, revoked={**status.revoked, grant_id: at})
        case TierJoined(merge_id=merge_id):
            joined = {**status.joined, merge_id: event}
            return but(status, joined=joined, alone=status.alone or status)
        case TierParted(merge_id=merge_id):
            return _parted(status, merge_id)
        case _:
            assert_never(event)


def _parted(status: TierStatus, merge_id: str) -> TierStatus:
    joined = {key: each for key, each in status.joined.items() if key != merge_id}
    alone = status.alone
    if joined or alone is None:
        return but(status, joined=joined)
    return but(
        status,
        joined=joined,
        alone=None,
        since=alone.since,
        valid_until=alone.valid_until,
        in_grace=alone.in_grace,
        grant_id=alone.grant_id,
    )
