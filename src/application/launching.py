"""Launching a round of a mailing: its audience is fixed, its messages decided.

The audience is one fact. The messages follow from it, some at a time, each under an id
made of mailing, round and customer: whoever was stopped goes on where they were.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from attrs import frozen

from ..domain.assignment import assigned
from ..domain.communication.deciding import DecideMessage
from ..domain.communication.mailing import Mailing
from ..domain.communication.mailing_refusals import MailingNotPlanned
from ..domain.communication.mailing_terms import (
    AudienceSelected,
    DropFromAudience,
    LaunchMailing,
    MailingPlanned,
    Recipient,
    Way,
)
from ..domain.communication.sending import Hindrance
from ..domain.customer.contact import Contacts, exceeded
from ..domain.decider import Refused
from ..domain.ids import CustomerId, MessageId
from .contexts import CONTACT, LINK, MAILING, MESSAGE
from .crm import Crm
from .envelope import Origin
from .messaging import message_id, stands_on
from .reaching import contact_point
from .segment import meant
from .segmenting import defined, run
from .work import Work

_TOGETHER: Final = 100  # messages a transaction
_MILLE: Final = 1000
_SEGMENT: Final = "segment:"


@frozen
class Launched:
    """The audience as it was fixed, and how many messages there are now decided."""

    audience: AudienceSelected
    messages: int
    dropped: int


def launch(
    crm: Crm,
    mailing_id: str,
    at: datetime,
    origin: Origin,
    customers: Sequence[str] | None = None,
) -> Launched:
    """Launch the round that is due, or go on with the one that was launched last.

    *customers* is the list that the segment names, where it is a list of one's own;
    else the segment is ``segment:NAME:CLASS``, of the version that the mailing names,
    or an expression over cards.

    Raises:
        Refused: It is not planned, not due, paused or over.
        BadSegment: The segment is no expression, and no list was given.
    """
    planned = _mailing(crm.handler.begin(origin), mailing_id).planned
    if planned is None:
        raise MailingNotPlanned
    people = _segment(crm, planned, at) if customers is None else customers

    def select(work: Work) -> None:
        mailing = _mailing(work, mailing_id)
        waits = mailing.due is None or mailing.due > at
        if mailing.rounds and (waits or _undecided(work, mailing)):
            return  # go on with the last one
        command = _select(work, planned, people, len(mailing.rounds) + 1, at)
        work.handle(MAILING, mailing_id, command)

    crm.handler.run(select, origin)
    mailing = _mailing(crm.handler.begin(origin), mailing_id)
    names = [each.customer_id for each in mailing.audience()]
    for first in range(0, len(names), _TOGETHER):
        some = names[first : first + _TOGETHER]
        crm.handler.run(lambda work, some=some: _decide(work, mailing_id, some), origin)  # type: ignore[misc]
    mailing = _mailing(crm.handler.begin(origin), mailing_id)
    last, left = mailing.rounds[-1], len(mailing.audience())
    return Launched(last, left, last.count - left)


def _mailing(work: Work, name: str) -> Mailing:
    found: Mailing = work.state(MAILING, name)
    return found


def _undecided(work: Work, mailing: Mailing) -> bool:
    return any(
        work.state(MESSAGE, message_id(mailing, each.customer_id)).decided is None
        for each in mailing.audience()
    )


def _of_class(crm: Crm, planned: MailingPlanned, at: datetime) -> Sequence[str]:
    """Return who is in a class of a segment that is defined, by its version."""
    name, _, wanted = planned.segment.removeprefix(_SEGMENT).rpartition(":")
    of = defined(crm.handler, name, planned.segment_version)
    found = run(crm.handler, of, at)
    return [who for who, into in found.classes.items() if into == wanted]


def _segment(crm: Crm, planned: MailingPlanned, at: datetime) -> Sequence[str]:
    if planned.segment.startswith(_SEGMENT):
        return _of_class(crm, planned, at)
    wanted = meant(planned.segment)
    cards = crm.customers.cards().state
    return [each.customer_id for each in cards if wanted(each)]


def _select(
    work: Work,
    planned: MailingPlanned,
    people: Iterable[str],
    number: int,
    at: datetime,
) -> LaunchMailing:
    """Return the audience: of those who can be written to, some are held out."""
    recipients, held_out = [], []
    without: dict[Hindrance, int] = dict.fromkeys(Hindrance, 0)
    shares = planned.holdout_per_mille, _MILLE - planned.holdout_per_mille
    for name in sorted(set(people)):
        way = _way(work, planned, name, at)
        if isinstance(way, Hindrance):
            without[way] += 1
        elif assigned(planned.salt, name, shares) == 0:
            held_out.append(CustomerId(name))
        else:
            recipients.append(Recipient(CustomerId(name), way.channel))
    by_consent = without.pop(Hindrance.CONSENT_WITHDRAWN)
    by_cap = without.pop(Hindrance.TOO_MANY_CONTACTS)
    rest = sum(without.values())
    who = tuple(recipients), tuple(held_out)
    return LaunchMailing(at, number, *who, by_consent, by_cap, rest)


def _way(
    work: Work, planned: MailingPlanned, customer: str, at: datetime
) -> Way | Hindrance:
    """Return the first way that the customer prefers and can be reached by.

    Whoever prefers some channels is written to by no other; else it is as we prefer.
    """
    if work.state(LINK, customer).merged is not None:
        return Hindrance.CALLED_OFF  # another of theirs is written to
    contacts: Contacts = work.state(CONTACT, customer)
    preferred = contacts.reaching.channels
    ways = [each for each in planned.ways if not preferred or each.channel in preferred]
    if preferred:
        ways.sort(key=lambda each: preferred.index(each.channel))
    found: Hindrance = Hindrance.NO_CONTACT_POINT
    for way in ways:
        point = contact_point(
            work, customer, planned.purpose, way.channel, marketing=True
        )
        if not isinstance(point, Hindrance):
            if _is_full(contacts, way.channel, at):
                found = Hindrance.TOO_MANY_CONTACTS
                continue
            return way
        if found is not Hindrance.TOO_MANY_CONTACTS:
            found = point
    return found


def _is_full(contacts: Contacts, channel: str, at: datetime) -> bool:
    """Whether one more contact would go beyond a cap, counting those that wait."""
    return exceeded(contacts, channel, at, waiting=True) is not None


def _decide(work: Work, mailing_id: str, customers: Sequence[CustomerId]) -> None:
    """Decide the messages that are not yet decided; drop whom it is refused for."""
    mailing = _mailing(work, mailing_id)
    planned, last = mailing.planned, mailing.rounds[-1]
    assert planned is not None
    if mailing.ended or mailing.paused:
        return
    channels = {each.customer_id: each.channel for each in last.recipients}
    ways = {each.channel: each for each in planned.ways}
    for customer in customers:
        name = MessageId(message_id(mailing, customer))
        if work.state(MESSAGE, name).decided is not None:
            continue
        way = ways[channels[customer]]
        found = stands_on(
            work, customer, planned.purpose, way.channel, last.at, marketing=True
        )
        decide = DecideMessage(
            last.at,
            name,
            customer,
            planned.purpose,
            way.channel,
            way.template_id,
            way.template_version,
            found["consent_position"],
            found["contact_point"],
            found["send_at"],
            f"mailing:{mailing_id}:{last.round}",
            planned.campaign_id,
            last.mailing_id,
            planned.offer,
        )
        try:
            work.attempt(lambda work, n=name, d=decide: work.handle(MESSAGE, n, d))  # type: ignore[misc]
        except Refused as refusal:
            drop = DropFromAudience(last.at, customer, type(refusal).__name__)
            work.handle(MAILING, mailing_id, drop)
