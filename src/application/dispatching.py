"""Handing messages over to an outbox: re-checked, rendered, sent, recorded.

The rendering is recorded before the outbox is asked, and the dispatch after it has
answered. Whoever is killed in between sends the message again, under the same
reference: outwards at least once, in the log exactly once.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from attrs import evolve as but
from attrs import frozen

from ..domain.communication.deciding import MessageDecided
from ..domain.communication.filling import MissingVariable, chosen, filled
from ..domain.communication.returning import BounceKind, RecordBounce
from ..domain.communication.sending import (
    Hindrance,
    MessageFormat,
    RecordDispatch,
    RenderMessage,
    SuppressMessage,
)
from ..domain.communication.template import Template
from ..domain.customer.access import NoteRead
from ..domain.customer.contact import Contacts, after_quiet
from ..domain.customer.facts import CustomerFactCorrected, CustomerFactRecorded
from ..domain.customer.identifiers import IdentifierAdded
from ..domain.customer.registration import CustomerRegistered
from .contexts import ACCESS, CONSENT, CONTACT, CUSTOMER, MESSAGE, TEMPLATE
from .envelope import Event, Origin
from .handling import Handler
from .ports import Letter, NobodyThere, Outbox, OutboxUnavailable
from .reaching import hindrance, message, paused
from .work import Work

_REFERENCE: Final = 32  # hexadecimal digits


@frozen
class Dispatched:
    """How many messages went, were suppressed, came straight back, and wait still."""

    sent: int = 0
    suppressed: int = 0
    bounced: int = 0
    waiting: int = 0


def reference(name: str) -> str:
    """Return by what a message is known outside: always the same, telling nothing."""
    return sha256(f"mijoz message\x00{name}".encode()).hexdigest()[:_REFERENCE]


def dispatch_due(
    handler: Handler, outbox: Outbox, at: datetime, origin: Origin
) -> Dispatched:
    """Hand over all that is due by *at* and that the outbox carries."""
    done = Dispatched()
    work = handler.begin(origin)
    for name in work.known(MESSAGE):
        found = message(work, name)
        due = found.waits_until
        if due is None or due > at or found.decided is None:
            continue
        if found.decided.channel not in outbox.channels:
            continue
        done = _count(done, _dispatch(handler, outbox, name, at, origin))
    return done


def _count(done: Dispatched, what: str) -> Dispatched:
    return but(done, **{what: getattr(done, what) + 1})


def _dispatch(
    handler: Handler, outbox: Outbox, name: str, at: datetime, origin: Origin
) -> str:
    """Dispatch one message; return what became of it, a field of `Dispatched`."""
    work = handler.begin(origin)
    found = message(work, name)
    decided = found.decided
    assert decided is not None
    if paused(work, found) or _is_quiet(work, decided, at):
        return "waiting"
    became: list[str] = []

    def prepare(work: Work) -> None:
        became[:] = [_prepare(handler, work, name, at, origin)]

    handler.run(prepare, origin)
    if became[0] == "suppressed":
        return became[0]
    return _hand_over(handler, outbox, name, at, origin)


def _is_quiet(work: Work, decided: MessageDecided, at: datetime) -> bool:
    contacts: Contacts = work.state(CONTACT, decided.customer_id)
    return after_quiet(at, contacts.quiet) > at


def _prepare(
    handler: Handler, work: Work, name: str, at: datetime, origin: Origin
) -> str:
    """Render a message unless something has come up; return what becomes of it.

    What is personal is opened for the message's purpose, and that is noted with what
    came of it, before anything leaves the house.
    """
    found = message(work, name)
    decided = found.decided
    assert decided is not None
    if found.waits_until is None:
        return "suppressed"  # somebody was quicker
    if reason := hindrance(work, found, at):
        work.handle(MESSAGE, name, SuppressMessage(at, reason))
        return "suppressed"
    if found.rendered is not None:
        return "sent"
    customer = decided.customer_id
    stream = handler.journal.stream(CUSTOMER.stream(customer))
    sealed = sum(each.sealed is not None for each in stream)
    note = NoteRead(at, customer, origin.actor, decided.purpose, sealed)
    work.handle(ACCESS, customer, note)
    told = [handler.opening(each).event for each in stream]
    try:
        work.handle(MESSAGE, name, _rendered(work, decided, told, at))
    except MissingVariable as missing:
        reason = Hindrance.MISSING_VARIABLE
        work.handle(MESSAGE, name, SuppressMessage(at, reason, missing.variable))
        return "suppressed"
    return "sent"


def _rendered(
    work: Work, decided: MessageDecided, told: Sequence[Event], at: datetime
) -> RenderMessage:
    template: Template = work.state(TEMPLATE, decided.template_id)
    version = template.version(decided.template_version)
    assert version is not None
    contacts: Contacts = work.state(CONTACT, decided.customer_id)
    text = chosen(version.texts, contacts.language)
    html = contacts.reaching.format == MessageFormat.HTML
    content = filled(decided.template_id, text, _values(decided, told), html)
    form = MessageFormat.HTML if content.html else MessageFormat.PLAIN
    position = work.revision(CONSENT, decided.customer_id)
    to = _address(decided, told)
    return RenderMessage(at, position, text.language, form, content, to)


def _values(decided: MessageDecided, told: Sequence[Event]) -> dict[str, str]:
    """Return what variables may name: the customer's name and facts, and the offer."""
    values: dict[str, str] = {}
    names: dict[str, str] = {}
    for event in told:
        match event:
            case CustomerRegistered(name=str(name)):
                values["name"] = name
            case CustomerFactRecorded(fact_id=fact, name=name, value=str(value)):
                names[fact] = name
                values[f"fact_{name}"] = value
            case CustomerFactCorrected(fact_id=fact, value=str(value)):
                if fact in names:
                    values[f"fact_{names[fact]}"] = value
    if decided.offer is not None:
        values["offer"] = decided.offer
    values["message"] = reference(decided.message_id)
    return values


def _address(decided: MessageDecided, told: Sequence[Event]) -> str:
    return next(
        str(each.value)
        for each in reversed(told)
        if isinstance(each, IdentifierAdded)
        and each.blind_index == decided.contact_point
    )


def _hand_over(
    handler: Handler, outbox: Outbox, name: str, at: datetime, origin: Origin
) -> str:
    found = message(handler.begin(origin), name)
    decided, rendered = found.decided, found.rendered
    assert decided is not None
    assert rendered is not None
    letter = Letter(
        reference(name),
        decided.channel.value,
        str(rendered.address),
        str(rendered.body),
        None if rendered.subject_line is None else str(rendered.subject_line),
        None if rendered.html is None else str(rendered.html),
    )
    at, became = max(at, rendered.at), "sent"
    told: RecordDispatch | RecordBounce
    try:
        told = RecordDispatch(at, outbox.name, outbox.send(letter))
    except OutboxUnavailable:
        return "waiting"
    except NobodyThere as nobody:
        told, became = RecordBounce(at, BounceKind.HARD, nobody.code), "bounced"
    handler.run(lambda work: work.handle(MESSAGE, name, told), origin)
    return became
