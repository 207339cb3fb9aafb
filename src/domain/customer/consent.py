"""What a customer allows, purpose by channel, at any moment, as far as we know.

Two clocks: decisions are kept in the order in which they were *made*, whenever we
learned of them, and the last one made by a moment is in force at it. So a grant told
late does not undo a withdrawal made after it, and does show what was allowed before.
Decisions of one moment stand in the order in which they were told.

A decision is repeated when all of it is the same, its time included; that yields
nothing. The same words at another time are another decision: left out, a late one
from between could come into force in their place.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from string import hexdigits
from typing import TypeAlias, assert_never

from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CustomerId


class LawfulBasis(StrEnum):
    """The six of the GDPR, article 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


@frozen
class GrantConsent:
    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    lawful_basis: LawfulBasis
    notice_version: str
    method: str
    notice_sha256: str | None = None
    evidence_ref: str | None = None


@frozen
class WithdrawConsent:
    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    method: str
    evidence_ref: str | None = None


Command: TypeAlias = GrantConsent | WithdrawConsent


@frozen
class ConsentGranted:
    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    lawful_basis: LawfulBasis
    notice_version: str
    method: str
    notice_sha256: str | None = None
    evidence_ref: str | None = None


@frozen
class ConsentWithdrawn:
    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    method: str
    evidence_ref: str | None = None


Event: TypeAlias = ConsentGranted | ConsentWithdrawn


@frozen
class NoNotice(Refused):
    purpose: str
    channel: str

    def __str__(self) -> str:
        return f"consent to {self.purpose} by {self.channel} names no notice version"


@frozen
class NotADigest(Refused):
    notice_sha256: str

    def __str__(self) -> str:
        return f"{self.notice_sha256!r} is not a SHA-256 digest in hexadecimal"


@frozen
class Consents:
    """Every decision of a customer, by purpose and channel, in the order made."""

    decisions: Mapping[tuple[str, str], tuple[Event, ...]] = field(factory=dict)

    def in_force(
        self, purpose: str, channel: str, at: datetime | None = None
    ) -> Event | None:
        """Return the decision in force *at* a moment, or after all that are known."""
        made = self.decisions.get((purpose, channel), ())
        count = len(made) if at is None else bisect_right(made, at, key=_made)
        return made[count - 1] if count else None

    def allows(self, purpose: str, channel: str, at: datetime | None = None) -> bool:
        """Say whether the customer allows it; what was never granted is not allowed."""
        return isinstance(self.in_force(purpose, channel, at), ConsentGranted)


def decide(command: Command, consents: Consents) -> Iterator[Event]:
    event = _decision(command)
    if event not in consents.decisions.get((event.purpose, event.channel), ()):
        yield event


def _decision(command: Command) -> Event:
    match command:
        case GrantConsent(notice_version=version, notice_sha256=digest):
            if not version.strip():
                raise NoNotice(command.purpose, command.channel)
            if digest is not None and not _is_sha256(digest):
                raise NotADigest(digest)
            return ConsentGranted(
                command.at,
                command.customer_id,
                command.purpose,
                command.channel,
                command.lawful_basis,
                version,
                command.method,
                digest,
                command.evidence_ref,
            )
        case WithdrawConsent():
            return ConsentWithdrawn(
                command.at,
                command.customer_id,
                command.purpose,
                command.channel,
                command.method,
                command.evidence_ref,
            )
        case _:
            assert_never(command)


def evolve(consents: Consents, event: Event) -> Consents:
    key = event.purpose, event.channel
    made = consents.decisions.get(key, ())
    place = bisect_right(made, event.at, key=_made)
    inserted = (*made[:place], event, *made[place:])
    return Consents({**consents.decisions, key: inserted})


def _made(decision: Event) -> datetime:
    return decision.at


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and all(character in hexdigits for character in text)


CONSENTS = Decider(Consents(), decide, evolve)
