"""The side of who brings friends in: one code, and whom it brought."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import field, frozen

from ..decider import Refused
from ..ids import CustomerId, SchemeId
from ..personal import Personal, Pseudonym, personal


class Rejection(StrEnum):
    """Why a claim came to nothing."""

    SELF = "self"
    ALREADY_REFERRED = "already_referred"
    CYCLE = "cycle"
    LIMIT = "limit"
    EXPIRED = "expired"
    CONDITION = "condition"
    NOT_FOUND = "not_found"


@frozen
class IssueReferralCode:
    """Give a customer their code; its `code_index` is a blind index of it."""

    at: datetime
    customer_id: CustomerId
    scheme_id: SchemeId
    code_index: str
    code: str | None = None


@frozen
class NoteFriend:
    """Note whom a code brought, unless it has brought as many as `limit`."""

    at: datetime
    customer_id: CustomerId
    friend_id: CustomerId
    claim_id: str
    limit: int | None


@frozen
class NoteFriendLost:
    at: datetime
    customer_id: CustomerId
    claim_id: str
    reason: Rejection


BringingCommand: TypeAlias = IssueReferralCode | NoteFriend | NoteFriendLost


@frozen
class ReferralCodeIssued:
    at: datetime
    customer_id: CustomerId
    scheme_id: SchemeId
    code_index: Pseudonym
    code: Personal = personal(default=None)


@frozen
class FriendBrought:
    at: datetime
    customer_id: CustomerId
    friend_id: CustomerId
    claim_id: str


@frozen
class FriendLost:
    at: datetime
    customer_id: CustomerId
    friend_id: CustomerId
    claim_id: str
    reason: Rejection


BringingEvent: TypeAlias = ReferralCodeIssued | FriendBrought | FriendLost


@frozen
class HasAnotherCode(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"{self.customer_id} has a code, and no one has two"


@frozen
class NoCodeIssued(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"{self.customer_id} has no code to bring friends in by"


@frozen
class BroughtEnough(Refused):
    customer_id: CustomerId
    limit: int

    def __str__(self) -> str:
        return f"{self.customer_id} has brought in {self.limit} friends, which is all"


@frozen
class Bringing:
    """A code, whom it ever brought, and who of them was lost, by their claims."""

    code: ReferralCodeIssued | None = None
    brought: Mapping[str, FriendBrought] = field(factory=dict, hash=False)
    lost: Mapping[str, FriendLost] = field(factory=dict, hash=False)

    @property
    def count(self) -> int:
        """How many were brought and not lost."""
        return len(self.brought) - len(self.lost)


def decide(command: BringingCommand, bringing: Bringing) -> Iterator[BringingEvent]:
    code = bringing.code
    match command:
        case IssueReferralCode(at, who, scheme, index, plain):
            if code is None:
                yield ReferralCodeIssued(at, who, scheme, index, plain)
            elif (code.code_index, code.scheme_id) != (index, scheme):
                raise HasAnotherCode(who)
        case NoteFriend(at, who, friend, claim, limit):
            if code is None:
                raise NoCodeIssued(who)
            if claim in bringing.brought:
                return
            if limit is not None and bringing.count >= limit:
                raise BroughtEnough(who, limit)
            yield FriendBrought(at, who, friend, claim)
        case NoteFriendLost(at, who, claim, reason):
            known = bringing.brought.get(claim)
            if known and claim not in bringing.lost:
                yield FriendLost(at, who, known.friend_id, claim, reason)
        case _:
            assert_never(command)


def evolve(bringing: Bringing, event: BringingEvent) -> Bringing:
    code, brought, lost = bringing.code, bringing.brought, bringing.lost
    match event:
        case ReferralCodeIssued():
            return Bringing(event, brought, lost)
        case FriendBrought(claim_id=claim):
            return Bringing(code, {**brought, claim: event}, lost)
        case FriendLost(claim_id=claim):
            return Bringing(code, brought, {**lost, claim: event})
        case _:
            assert_never(event)
