"""A customer's part in a programme: enrolled once, suspended and reinstated, ended."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, MembershipId, ProgrammeId
from . import cards
from .cards import CardCommand, CardEvent, CardIssued, CardReplaced
from .cards import IssueCard as IssueCard
from .cards import ReplaceCard as ReplaceCard
from .policies import BalancePolicy as BalancePolicy


@frozen
class Enrol:
    at: datetime
    membership_id: MembershipId
    customer_id: CustomerId
    programme_id: ProgrammeId
    channel: str
    consent_ref: str | None = None


@frozen
class Suspend:
    at: datetime
    reason: str


@frozen
class Reinstate:
    at: datetime


@frozen
class Leave:
    at: datetime
    reason: str
    balance_policy: BalancePolicy


Command: TypeAlias = Enrol | CardCommand | Suspend | Reinstate | Leave


@frozen
class MemberEnrolled:
    at: datetime
    membership_id: MembershipId
    customer_id: CustomerId
    programme_id: ProgrammeId
    channel: str
    consent_ref: str | None


@frozen
class MembershipSuspended:
    at: datetime
    reason: str


@frozen
class MembershipReinstated:
    at: datetime


@frozen
class MembershipEnded:
    at: datetime
    reason: str
    balance_policy: BalancePolicy


Event: TypeAlias = (
    MemberEnrolled
    | CardEvent
    | MembershipSuspended
    | MembershipReinstated
    | MembershipEnded
)


@frozen
class NotAMember(Refused):
    def __str__(self) -> str:
        return "nobody has enrolled under this membership"


@frozen
class NoLongerAMember(Refused):
    def __str__(self) -> str:
        return "the membership has ended, and does not begin again"


@frozen
class MembershipTaken(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"the membership is {self.customer_id}'s, in its own programme"


@frozen
class MemberIsSuspended(Refused):
    def __str__(self) -> str:
        return "a suspended member gets no card"


@frozen
class Outsider:
    """Nobody, so far."""


@frozen
class Member:
    """Someone in the programme; the last of their cards is the one that counts."""

    customer_id: CustomerId
    programme_id: ProgrammeId
    enrolled_at: datetime
    cards: tuple[str, ...] = ()
    suspended: bool = False

    def earns(self, at: datetime) -> bool:
        """Say whether an order of that moment counts for them, as things stand now."""
        return at >= self.enrolled_at and not self.suspended


@frozen
class FormerMember:
    customer_id: CustomerId
    programme_id: ProgrammeId
    balance_policy: BalancePolicy


Membership: TypeAlias = Outsider | Member | FormerMember


def decide(command: Command, membership: Membership) -> Iterator[Event]:
    match membership, command:
        case Outsider(), Enrol():
            yield MemberEnrolled(
                command.at,
                command.membership_id,
                command.customer_id,
                command.programme_id,
                command.channel,
                command.consent_ref,
            )
        case Outsider(), _:
            raise NotAMember
        case FormerMember(), Leave():
            return
        case FormerMember(), _:
            raise NoLongerAMember
        case Member(), _:
            yield from _of_member(command, membership)
        case _:
            assert_never(membership)


def _of_member(command: Command, member: Member) -> Iterator[Event]:
    match command:
        case Enrol(customer_id=customer_id, programme_id=programme_id):
            if (customer_id, programme_id) != (member.customer_id, member.programme_id):
                raise MembershipTaken(member.customer_id)
        case IssueCard() | ReplaceCard():
            if member.suspended:
                raise MemberIsSuspended
            yield from cards.decide(command, member.cards)
        case Suspend(at, reason):
            if not member.suspended:
                yield MembershipSuspended(at, reason)
        case Reinstate(at):
            if member.suspended:
                yield MembershipReinstated(at)
        case Leave(at, reason, balance_policy):
            yield MembershipEnded(at, reason, balance_policy)
        case _:
            assert_never(command)


def evolve(membership: Membership, event: Event) -> Membership:
    match event, membership:
        case MemberEnrolled(at, _, customer_id, programme_id), _:
            return Member(customer_id, programme_id, at)
        case ((CardIssued() | CardReplaced()), Member()):
            return but(membership, cards=(*membership.cards, event.number_index))
        case ((MembershipSuspended() | MembershipReinstated()), Member()):
            return but(membership, suspended=isinstance(event, MembershipSuspended))
        case MembershipEnded(), Member(customer_id, programme_id, _):
            return FormerMember(customer_id, programme_id, event.balance_policy)
    return membership


MEMBERSHIPS = Decider[Command, Event, Membership](Outsider(), decide, evolve)
