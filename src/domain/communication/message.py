"""A message: decided, rendered, handed over, and what came back of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from . import returning, sending
from .deciding import DecideMessage, MessageDecided, start
from .returning import (
    BounceKind,
    MessageBounced,
    MessageClicked,
    MessageDelivered,
    MessageOpened,
    MessageReplied,
    RecordBounce,
    RecordClick,
    RecordDelivery,
    RecordOpen,
    RecordReply,
    RecordUnsubscribe,
    Unsubscribed,
)
from .sending import (
    MessageDispatched,
    MessageRendered,
    MessageSuppressed,
    RecordDispatch,
    RenderMessage,
    SuppressMessage,
)

__all__ = [
    "MESSAGES",
    "Command",
    "DecideMessage",
    "Event",
    "Message",
    "MessageBounced",
    "MessageClicked",
    "MessageDecided",
    "MessageDelivered",
    "MessageDispatched",
    "MessageNotDecided",
    "MessageOpened",
    "MessageRendered",
    "MessageReplied",
    "MessageSuppressed",
    "RecordBounce",
    "RecordClick",
    "RecordDelivery",
    "RecordDispatch",
    "RecordOpen",
    "RecordReply",
    "RecordUnsubscribe",
    "RenderMessage",
    "SuppressMessage",
    "Unsubscribed",
]

Command: TypeAlias = DecideMessage | sending.SendingCommand | returning.ReturningCommand
Event: TypeAlias = MessageDecided | sending.SendingEvent | returning.ReturningEvent


@frozen
class MessageNotDecided(Refused):
    def __str__(self) -> str:
        return "no such message was decided on"


@frozen
class Message:
    """How far a message has come; `returned` is what came back, as it was told."""

    decided: MessageDecided | None = None
    rendered: MessageRendered | None = None
    dispatched: MessageDispatched | None = None
    suppressed: MessageSuppressed | None = None
    returned: tuple[returning.ReturningEvent, ...] = ()

    @property
    def waits_until(self) -> datetime | None:
        """From when on it is to be handed over; None if that is done with."""
        if self.decided is None or self.suppressed or self.dispatched or self.bounced:
            return None
        return self.decided.send_at

    @property
    def bounced(self) -> bool:
        """Whether it came back because nobody is there."""
        return any(
            isinstance(each, MessageBounced) and each.kind == BounceKind.HARD
            for each in self.returned
        )


def decide(command: Command, message: Message) -> Iterator[Event]:
    if isinstance(command, DecideMessage):
        yield from start(command, message.decided)
        return
    decided, rendered = message.decided, message.rendered
    if decided is None:
        raise MessageNotDecided
    match command:
        case RenderMessage() | RecordDispatch() | SuppressMessage():
            left, stopped = message.dispatched, message.suppressed
            yield from sending.decide(command, decided, rendered, left, stopped)
        case (
            RecordDelivery()
            | RecordOpen()
            | RecordClick()
            | RecordReply()
            | RecordBounce()
            | RecordUnsubscribe()
        ):
            about = (
                decided.message_id,
                decided.customer_id,
                decided.purpose,
                decided.channel.value,
            )
            yield from returning.decide(command, about, rendered, message.returned)
        case _:
            assert_never(command)


def evolve(message: Message, event: Event) -> Message:
    match event:
        case MessageDecided():
            return but(message, decided=event)
        case MessageRendered():
            return but(message, rendered=event)
        case MessageDispatched():
            return but(message, dispatched=event)
        case MessageSuppressed():
            return but(message, suppressed=event)
        case (
            MessageDelivered()
            | MessageOpened()
            | MessageClicked()
            | MessageReplied()
            | MessageBounced()
            | Unsubscribed()
        ):
            return but(message, returned=(*message.returned, event))
        case _:
            assert_never(event)


MESSAGES = Decider(Message(), decide, evolve)
