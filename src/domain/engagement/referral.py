"""Referrals: one customer's code, their friends, and how they came themselves.

Whoever has brought in a friend is nobody's friend to be brought in: so no chain of
referrals ever closes, at any depth, and each customer's own history is enough to tell.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..times import not_before
from . import bringing
from .bringing import (
    Bringing,
    BringingCommand,
    BringingEvent,
    FriendBrought,
    FriendLost,
    IssueReferralCode,
    NoteFriend,
    NoteFriendLost,
    ReferralCodeIssued,
    Rejection,
)
from .claiming import (
    ClaimChanged,
    ClaimReferral,
    NoteReferralDue,
    NothingClaimed,
    QualifyReferral,
    ReferralClaimed,
    ReferralIsQualified,
    ReferralIsRejected,
    ReferralIsRewarded,
    ReferralQualified,
    ReferralRejected,
    ReferralRewarded,
    ReferralRewardRevoked,
    RejectReferral,
    claimed,
    fall_due,
    qualify,
)

__all__ = [
    "REFERRALS",
    "ClaimReferral",
    "Command",
    "Event",
    "FriendBrought",
    "FriendLost",
    "IssueReferralCode",
    "NoteFriend",
    "NoteFriendLost",
    "NoteReferralDue",
    "QualifyReferral",
    "Referral",
    "ReferralClaimed",
    "ReferralCodeIssued",
    "ReferralQualified",
    "ReferralRejected",
    "ReferralRewardRevoked",
    "ReferralRewarded",
    "RejectReferral",
    "Rejection",
]

Command: TypeAlias = (
    BringingCommand | ClaimReferral | QualifyReferral | RejectReferral | NoteReferralDue
)
Event: TypeAlias = (
    BringingEvent
    | ReferralClaimed
    | ReferralQualified
    | ReferralRewarded
    | ReferralRejected
    | ReferralRewardRevoked
)


@frozen
class Referral:
    """Both sides of one customer: whom they brought, and who brought them.

    `claimed` stands unless it is None; `rejected` are all claims that came to nothing,
    by their ids.
    """

    bringing: Bringing = field(factory=Bringing)
    claimed: ReferralClaimed | None = None
    qualified: ReferralQualified | None = None
    rewarded: ReferralRewarded | None = None
    revoked: ReferralRewardRevoked | None = None
    rejected: Mapping[str, ReferralRejected] = field(factory=dict, hash=False)

    @property
    def due(self) -> datetime | None:
        """When a claim that stands is rewarded, or expires."""
        if self.claimed is None or self.rewarded:
            return None
        return self.qualified.due_at if self.qualified else self.claimed.expires_at

    def waits_at(self, at: datetime) -> ReferralClaimed | None:
        """Return the claim that an order of that moment could qualify."""
        claim = self.claimed
        if claim is None or self.qualified or not claim.at <= at < claim.expires_at:
            return None
        return claim


def decide(command: Command, referral: Referral) -> Iterator[Event]:
    """Yield what fell due first, and then what *command* causes if it still can."""
    match command:
        case IssueReferralCode() | NoteFriend() | NoteFriendLost():
            yield from bringing.decide(command, referral.bringing)
            return
        case _:
            if referral.due is not None and referral.due <= command.at:
                assert referral.claimed is not None
                for event in fall_due(referral.claimed, referral.qualified):
                    referral = evolve(referral, event)
                    yield event
                if not isinstance(command, ClaimReferral):
                    return
    match command:
        case ClaimReferral():
            yield from _claim(command, referral)
        case QualifyReferral():
            yield from _qualify(command, referral)
        case RejectReferral():
            yield from _reject(command, referral)
        case NoteReferralDue():
            return
        case _:
            assert_never(command)


def _claim(command: ClaimReferral, referral: Referral) -> Iterator[Event]:
    name, known = command.claim_id, referral.claimed
    before = known if known and known.claim_id == name else referral.rejected.get(name)
    if before:
        if before.referrer_id != command.referrer_id:
            raise ClaimChanged(name)
        return
    rejection = None
    if command.referrer_id == command.customer_id:
        rejection = Rejection.SELF
    elif known:
        rejection = Rejection.ALREADY_REFERRED
    elif referral.bringing.brought:
        rejection = Rejection.CYCLE
    yield claimed(command, rejection)


def _qualify(command: QualifyReferral, referral: Referral) -> Iterator[Event]:
    claim, known = referral.claimed, referral.qualified
    if claim is None:
        raise NothingClaimed
    if known is None:
        yield qualify(command, claim)
    elif known.order_id != command.order_id:
        raise ReferralIsQualified(claim.claim_id, known.order_id)


def _reject(command: RejectReferral, referral: Referral) -> Iterator[Event]:
    at, name, reason = command.at, command.claim_id, command.reason
    if known := referral.rejected.get(name):
        if known.reason != reason:
            raise ReferralIsRejected(name, known.reason)
        return
    claim, qualified = referral.claimed, referral.qualified
    if claim is None or claim.claim_id != name:
        raise NothingClaimed
    not_before(claim.at, at)
    who = name, claim.customer_id, claim.referrer_id
    if referral.rewarded is None or qualified is None:
        yield ReferralRejected(at, *who, reason)
    elif referral.revoked is None:
        if at >= qualified.due_at:
            raise ReferralIsRewarded(name, referral.rewarded.at)
        yield ReferralRewardRevoked(at, *who, reason)


def evolve(referral: Referral, event: Event) -> Referral:
    match event:
        case ReferralCodeIssued() | FriendBrought() | FriendLost():
            return but(referral, bringing=bringing.evolve(referral.bringing, event))
        case ReferralClaimed():
            return but(referral, claimed=event)
        case ReferralQualified():
            return but(referral, qualified=event)
        case ReferralRewarded():
            return but(referral, rewarded=event)
        case ReferralRejected(claim_id=name):
            rejected = {**referral.rejected, name: event}
            if referral.claimed and referral.claimed.claim_id == name:
                return Referral(referral.bringing, rejected=rejected)
            return but(referral, rejected=rejected)
        case ReferralRewardRevoked():
            return but(referral, revoked=event)
        case _:
            assert_never(event)


REFERRALS = Decider(Referral(), decide, evolve)
