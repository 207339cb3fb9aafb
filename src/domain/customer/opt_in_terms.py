"""What is told of double opt-ins, what happens, and why it does not."""

from datetime import datetime
from string import hexdigits
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId
from ..personal import Pseudonym
from .identifiers import IdentifierKind


@frozen
class RequestConsent:
    """The token is sent to the contact point; only its digest is told here."""

    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    kind: IdentifierKind
    contact_point: str
    notice_version: str
    method: str
    token_sha256: str
    expires_at: datetime
    notice_sha256: str | None = None
    evidence_ref: str | None = None


@frozen
class ConfirmOptIn:
    """`token` is what was sent; it is not kept."""

    at: datetime
    customer_id: CustomerId
    token: str


@frozen
class NoteOptInDue:
    at: datetime


@frozen
class ConsentRequested:
    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    kind: IdentifierKind
    contact_point: Pseudonym
    notice_version: str
    method: str
    token_sha256: str
    expires_at: datetime
    notice_sha256: str | None = None
    evidence_ref: str | None = None


@frozen
class DoubleOptInConfirmed:
    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    kind: IdentifierKind
    contact_point: Pseudonym
    token_sha256: str


@frozen
class OptInExpired:
    """`at` is when the token was good no longer."""

    at: datetime
    customer_id: CustomerId
    purpose: str
    channel: str
    token_sha256: str


OptInCommand: TypeAlias = RequestConsent | ConfirmOptIn | NoteOptInDue
OptInEvent: TypeAlias = ConsentRequested | DoubleOptInConfirmed | OptInExpired


@frozen
class NotADigest(Refused):
    notice_sha256: str

    def __str__(self) -> str:
        return f"{self.notice_sha256!r} is not a SHA-256 digest in hexadecimal"


@frozen
class NoNotice(Refused):
    purpose: str
    channel: str

    def __str__(self) -> str:
        return f"consent to {self.purpose} by {self.channel} names no notice version"


@frozen
class UnknownToken(Refused):
    def __str__(self) -> str:
        return "nobody asked for consent with this token, or it was withdrawn since"


@frozen
class TokenHasExpired(Refused):
    expires_at: datetime

    def __str__(self) -> str:
        return f"the token was good until {self.expires_at}: ask for consent again"


@frozen
class TokenUsedTwice(Refused):
    token_sha256: str

    def __str__(self) -> str:
        return f"the token of digest {self.token_sha256} was sent before"


def check_digest(text: str) -> None:
    """Refuse what is no SHA-256 digest."""
    if len(text) != 64 or any(each not in hexdigits for each in text):
        raise NotADigest(text)
