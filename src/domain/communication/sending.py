"""How a message leaves: its content first, then that it left; or why it did not.

Between the two an outbox has it, which may be asked again after a crash: outwards a
message goes at least once, always under the same name, and is recorded once.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, MessageId
from ..personal import Personal, Pseudonym, personal
from ..times import not_before
from .deciding import MessageDecided


class MessageFormat(StrEnum):
    PLAIN = "plain"
    HTML = "html"


class Hindrance(StrEnum):
    """Why a message is not sent after all."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    TOO_MANY_CONTACTS = "too_many_contacts"
    RELATIONSHIP_CLOSED = "relationship_closed"
    CUSTOMER_ERASED = "customer_erased"
    NO_CONTACT_POINT = "no_contact_point"
    CONTACT_POINT_STOPPED = "contact_point_stopped"
    MISSING_VARIABLE = "missing_variable"
    MAILING_ENDED = "mailing_ended"
    CALLED_OFF = "called_off"


@frozen
class Content:
    """What is said: `html` is beside `body` where the customer prefers it so."""

    body: str
    subject_line: str | None = None
    html: str | None = None

    @property
    def sha256(self) -> str:
        """Of the JSON array of subject line, body and HTML, in UTF-8."""
        parts = [self.subject_line, self.body, self.html]
        return sha256(dumps(parts, ensure_ascii=False).encode()).hexdigest()


@frozen
class RenderMessage:
    """`consent_position` is what the customer has decided by now.

    `address` is what the contact point stands for: where it goes.
    """

    at: datetime
    consent_position: int
    language: str
    format: MessageFormat
    content: Content
    address: str


@frozen
class RecordDispatch:
    """`provider_id` is under what the outbox knows it."""

    at: datetime
    outbox: str
    provider_id: str


@frozen
class SuppressMessage:
    """`detail` is kept as it is, and so names nobody."""

    at: datetime
    reason: Hindrance
    detail: str | None = None


SendingCommand: TypeAlias = RenderMessage | RecordDispatch | SuppressMessage


@frozen
class MessageRendered:
    """It is handed over from now on, as it stands; `content_sha256` is of `Content`."""

    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    template_version: int
    consent_position: int
    language: str
    format: MessageFormat
    content_sha256: Pseudonym
    body: Personal = personal(default=None)
    subject_line: Personal = personal(default=None)
    html: Personal = personal(default=None)
    address: Personal = personal(default=None)


@frozen
class MessageDispatched:
    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    consent_position: int
    outbox: str
    provider_id: str


@frozen
class MessageSuppressed:
    """`may_have_left` is whether an outbox had it already, and we do not know."""

    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    reason: Hindrance
    may_have_left: bool
    detail: str | None = None


SendingEvent: TypeAlias = MessageRendered | MessageDispatched | MessageSuppressed


@frozen
class MessageNotRendered(Refused):
    message_id: MessageId

    def __str__(self) -> str:
        return f"message {self.message_id} was not rendered, so nothing of it has left"


@frozen
class MessageIsSuppressed(Refused):
    message_id: MessageId
    reason: Hindrance

    def __str__(self) -> str:
        return f"message {self.message_id} is not sent: {self.reason}"


@frozen
class MessageIsHindered(Refused):
    message_id: MessageId
    hindrance: Hindrance

    def __str__(self) -> str:
        return f"message {self.message_id} cannot be sent now: {self.hindrance}"


@frozen
class MessageHasLeft(Refused):
    message_id: MessageId
    dispatched_at: datetime

    def __str__(self) -> str:
        return f"message {self.message_id} left at {self.dispatched_at}"


def decide(
    command: SendingCommand,
    decided: MessageDecided,
    rendered: MessageRendered | None,
    dispatched: MessageDispatched | None,
    suppressed: MessageSuppressed | None,
) -> Iterator[SendingEvent]:
    """Yield what becomes of a message on its way out."""
    who = decided.message_id, decided.customer_id
    match command:
        case RenderMessage(at, position, language, form, content, address):
            if rendered is not None:
                return
            if suppressed is not None:
                raise MessageIsSuppressed(decided.message_id, suppressed.reason)
            not_before(decided.send_at, at)
            yield MessageRendered(
                at,
                *who,
                decided.template_version,
                position,
                language,
                form,
                content.sha256,
                content.body,
                content.subject_line,
                content.html,
                address,
            )
        case RecordDispatch(at, outbox, provider):
            if rendered is None:
                raise MessageNotRendered(decided.message_id)
            if dispatched is None:
                not_before(rendered.at, at)
                position = rendered.consent_position
                yield MessageDispatched(at, *who, position, outbox, provider)
        case SuppressMessage(at, reason, detail):
            if dispatched is not None:
                raise MessageHasLeft(decided.message_id, dispatched.at)
            if suppressed is None:
                not_before(decided.at, at)
                left = rendered is not None
                yield MessageSuppressed(at, *who, reason, left, detail)
        case _:
            assert_never(command)
