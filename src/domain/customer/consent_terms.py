"""What is told of consents, and what happens."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId
from ..personal import Pseudonym
from . import opt_in_terms as opt_in
from .identifiers import IdentifierKind


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


@frozen
class BindConsent:
    """Of what is allowed now, allow it at this contact point only, or at it as well."""

    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    kind: IdentifierKind
    contact_point: str


Decision: TypeAlias = GrantConsent | WithdrawConsent
Command: TypeAlias = Decision | BindConsent | opt_in.OptInCommand


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


@frozen
class ConsentBound:
    """What was granted at `granted_at` is for this contact point."""

    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    granted_at: datetime
    kind: IdentifierKind
    contact_point: Pseudonym


Decided: TypeAlias = ConsentGranted | ConsentWithdrawn
Event: TypeAlias = Decided | ConsentBound | opt_in.OptInEvent


@frozen
class NothingToBind(Refused):
    purpose: str
    channel: str

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel} is not allowed, so nowhere either"
