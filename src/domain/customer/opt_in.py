"""Double opt-in: consent is asked for, and given by whoever has the token in time."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..times import due_after, not_before
from .opt_in_terms import (
    ConfirmOptIn,
    ConsentRequested,
    DoubleOptInConfirmed,
    NoNotice,
    NoteOptInDue,
    OptInEvent,
    OptInExpired,
    RequestConsent,
    TokenHasExpired,
    TokenUsedTwice,
    UnknownToken,
    check_digest,
)


@frozen
class OptIns:
    """What was asked for, by the token's digest: it waits, or was `settled`."""

    waiting: Mapping[str, ConsentRequested] = field(factory=dict)
    settled: Mapping[str, DoubleOptInConfirmed | OptInExpired | None] = field(
        factory=dict
    )

    @property
    def due(self) -> datetime | None:
        """When the next token expires."""
        return min((each.expires_at for each in self.waiting.values()), default=None)

    def without(self, purpose: str, channel: str, at: datetime) -> "OptIns":
        """Return what waits once consent was withdrawn at a time."""
        gone = {
            token: None
            for token, each in self.waiting.items()
            if (each.purpose, each.channel) == (purpose, channel) and each.at <= at
        }
        left = {name: self.waiting[name] for name in self.waiting if name not in gone}
        return OptIns(left, {**self.settled, **gone})


def request(command: RequestConsent, known: OptIns) -> Iterator[ConsentRequested]:
    """Yield that consent was asked for, unless it was."""
    if not command.notice_version.strip():
        raise NoNotice(command.purpose, command.channel)
    for digest in (command.token_sha256, command.notice_sha256):
        if digest is not None:
            check_digest(digest)
    event = ConsentRequested(
        command.at,
        command.customer_id,
        command.purpose,
        command.channel,
        command.kind,
        command.contact_point,
        command.notice_version,
        command.method,
        command.token_sha256.lower(),
        command.expires_at,
        command.notice_sha256,
        command.evidence_ref,
    )
    token = event.token_sha256
    if (waits := known.waiting.get(token)) is not None:
        if but(event, at=waits.at) != waits:
            raise TokenUsedTwice(token)
        return
    if token in known.settled:
        raise TokenUsedTwice(token)
    due_after(command.at, command.expires_at)
    yield event


def confirm(
    command: ConfirmOptIn, known: OptIns
) -> tuple[ConsentRequested, DoubleOptInConfirmed] | None:
    """Return what was asked for and that it is confirmed; None if it was before."""
    token = sha256(command.token.encode()).hexdigest()
    match known.settled.get(token):
        case DoubleOptInConfirmed():
            return None
        case OptInExpired(at=expired):
            raise TokenHasExpired(expired)
    asked = known.waiting.get(token)
    if asked is None:
        raise UnknownToken
    not_before(asked.at, command.at)
    if command.at >= asked.expires_at:
        raise TokenHasExpired(asked.expires_at)
    return asked, DoubleOptInConfirmed(
        command.at,
        asked.customer_id,
        asked.purpose,
        asked.channel,
        asked.kind,
        asked.contact_point,
        token,
    )


def expire(command: NoteOptInDue, known: OptIns) -> Iterator[OptInExpired]:
    """Yield the tokens that were good no longer, each at its own moment."""
    for each in sorted(known.waiting.values(), key=lambda each: each.expires_at):
        if each.expires_at <= command.at:
            yield OptInExpired(
                each.expires_at,
                each.customer_id,
                each.purpose,
                each.channel,
                each.token_sha256,
            )


def evolve(known: OptIns, event: OptInEvent) -> OptIns:
    token = event.token_sha256
    match event:
        case ConsentRequested():
            return but(known, waiting={**known.waiting, token: event})
        case DoubleOptInConfirmed() | OptInExpired():
            left = {name: each for name, each in known.waiting.items() if name != token}
            return OptIns(left, {**known.settled, token: event})
        case _:
            assert_never(event)
