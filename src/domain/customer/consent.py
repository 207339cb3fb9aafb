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
from collections.abc import Iterator
from typing import assert_never

from attrs import evolve as but

from ..decider import Decider
from . import opt_in
from .consent_state import Consents as Consents
from .consent_state import made_at
from .consent_terms import (
    BindConsent,
    Command,
    ConsentBound,
    ConsentGranted,
    ConsentWithdrawn,
    Decided,
    Decision,
    Event,
    GrantConsent,
    LawfulBasis,
    NothingToBind,
    WithdrawConsent,
)
from .opt_in_terms import (
    ConfirmOptIn,
    ConsentRequested,
    DoubleOptInConfirmed,
    NoNotice,
    NotADigest,
    NoteOptInDue,
    OptInExpired,
    RequestConsent,
    check_digest,
)

__all__ = [
    "CONSENTS",
    "BindConsent",
    "Command",
    "ConfirmOptIn",
    "ConsentBound",
    "ConsentGranted",
    "ConsentRequested",
    "ConsentWithdrawn",
    "Consents",
    "DoubleOptInConfirmed",
    "Event",
    "GrantConsent",
    "LawfulBasis",
    "NoNotice",
    "NotADigest",
    "NoteOptInDue",
    "NothingToBind",
    "OptInExpired",
    "RequestConsent",
    "WithdrawConsent",
]


def decide(command: Command, consents: Consents) -> Iterator[Event]:
    match command:
        case GrantConsent() | WithdrawConsent():
            event = _decision(command)
            if event not in consents.decisions.get((event.purpose, event.channel), ()):
                yield event
        case BindConsent():
            yield from _bind(command, consents)
        case RequestConsent():
            yield from opt_in.request(command, consents.opt_ins)
        case ConfirmOptIn():
            if found := opt_in.confirm(command, consents.opt_ins):
                yield from _granted(*found)
        case NoteOptInDue():
            yield from opt_in.expire(command, consents.opt_ins)
        case _:
            assert_never(command)


def _bind(command: BindConsent, consents: Consents) -> Iterator[ConsentBound]:
    at, customer, purpose, channel = (
        command.at,
        command.customer_id,
        command.purpose,
        command.channel,
    )
    granted = consents.in_force(purpose, channel, at)
    if not isinstance(granted, ConsentGranted):
        raise NothingToBind(purpose, channel)
    known = consents.bound.get((purpose, channel, granted.at), frozenset())
    if command.contact_point not in known:
        point = command.kind, command.contact_point
        yield ConsentBound(at, customer, purpose, channel, granted.at, *point)


def _granted(
    asked: ConsentRequested, confirmed: DoubleOptInConfirmed
) -> Iterator[Event]:
    """Yield the confirmation, and the consent that it gives at the contact point."""
    at, what = (
        confirmed.at,
        (
            asked.customer_id,
            asked.purpose,
            asked.channel,
        ),
    )
    yield confirmed
    yield ConsentGranted(
        at,
        *what,
        LawfulBasis.CONSENT,
        asked.notice_version,
        asked.method,
        asked.notice_sha256,
        asked.evidence_ref,
    )
    yield ConsentBound(at, *what, at, asked.kind, asked.contact_point)


def _decision(command: Decision) -> Decided:
    match command:
        case GrantConsent(notice_version=version, notice_sha256=digest):
            if not version.strip():
                raise NoNotice(command.purpose, command.channel)
            if digest is not None:
                check_digest(digest)
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
    match event:
        case ConsentGranted() | ConsentWithdrawn():
            key = event.purpose, event.channel
            made = consents.decisions.get(key, ())
            place = bisect_right(made, event.at, key=made_at)
            inserted = (*made[:place], event, *made[place:])
            decided = but(consents, decisions={**consents.decisions, key: inserted})
            if isinstance(event, ConsentGranted):
                return decided
            return but(decided, opt_ins=consents.opt_ins.without(*key, event.at))
        case ConsentBound(purpose=purpose, channel=channel, granted_at=granted):
            grant = purpose, channel, granted
            points = consents.bound.get(grant, frozenset()) | {event.contact_point}
            return but(consents, bound={**consents.bound, grant: points})
        case ConsentRequested() | DoubleOptInConfirmed() | OptInExpired():
            return but(consents, opt_ins=opt_in.evolve(consents.opt_ins, event))
        case _:
            assert_never(event)


CONSENTS = Decider(Consents(), decide, evolve)
