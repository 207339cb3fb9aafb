"""What comes back of a message: delivered, opened, clicked, answered, bounced, left.

It may come as soon as an outbox has the message, before we recorded that it left.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..ids import CustomerId, MessageId
from ..personal import Personal, personal, same
from ..times import not_before
from .sending import MessageNotRendered, MessageRendered


class BounceKind(StrEnum):
    """A hard bounce says that nobody is there; a soft one, not now."""

    HARD = "hard"
    SOFT = "soft"


@frozen
class RecordDelivery:
    at: datetime


@frozen
class RecordOpen:
    """`bot_suspected` if a machine may have opened it: a scanner, a proxy."""

    at: datetime
    bot_suspected: bool = False


@frozen
class RecordClick:
    """`link` is the link as it stands in the template, nothing about the customer."""

    at: datetime
    link: str
    bot_suspected: bool = False


@frozen
class RecordReply:
    at: datetime
    text: str | None = None


@frozen
class RecordBounce:
    """`code` is the carrier's own, such as 5.1.1."""

    at: datetime
    kind: BounceKind
    code: str | None = None


@frozen
class RecordUnsubscribe:
    at: datetime
    method: str


ReturningCommand: TypeAlias = (
    RecordDelivery
    | RecordOpen
    | RecordClick
    | RecordReply
    | RecordBounce
    | RecordUnsubscribe
)


@frozen
class MessageDelivered:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId


@frozen
class MessageOpened:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    bot_suspected: bool


@frozen
class MessageClicked:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    link: str
    bot_suspected: bool


@frozen
class MessageReplied:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    text: Personal = personal(default=None)


@frozen
class MessageBounced:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    kind: BounceKind
    code: str | None = None


@frozen
class Unsubscribed:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    purpose: str
    channel: str
    method: str


ReturningEvent: TypeAlias = (
    MessageDelivered
    | MessageOpened
    | MessageClicked
    | MessageReplied
    | MessageBounced
    | Unsubscribed
)


def decide(
    command: ReturningCommand,
    message: tuple[MessageId, CustomerId, str, str],
    rendered: MessageRendered | None,
    known: tuple[ReturningEvent, ...],
) -> Iterator[ReturningEvent]:
    """Yield what came back, unless it is `known`.

    *message* is its id, its customer, and the purpose and channel it went by.
    """
    name, customer, purpose, channel = message
    if rendered is None:
        raise MessageNotRendered(name)
    not_before(rendered.at, command.at)
    who = command.at, name, customer
    event: ReturningEvent
    match command:
        case RecordDelivery():
            event = MessageDelivered(*who)
        case RecordOpen(bot_suspected=bot):
            event = MessageOpened(*who, bot)
        case RecordClick(link=link, bot_suspected=bot):
            event = MessageClicked(*who, link, bot)
        case RecordReply(text=text):
            event = MessageReplied(*who, text)
        case RecordBounce(kind=kind, code=code):
            event = MessageBounced(*who, kind, code)
        case RecordUnsubscribe(method=method):
            event = Unsubscribed(*who, purpose, channel, method)
        case _:
            assert_never(command)
    if not any(_told(event, each) for each in known):
        yield event


def _told(event: ReturningEvent, known: ReturningEvent) -> bool:
    """Whether it is known: some happen once, the others once at a moment."""
    match event, known:
        case MessageDelivered(), MessageDelivered():
            return True
        case Unsubscribed(), Unsubscribed():
            return True
        case MessageBounced(), MessageBounced():
            return event.kind == known.kind
        case _:
            return (
                type(event) is type(known)
                and event.at == known.at
                and same(event, known)
            )
