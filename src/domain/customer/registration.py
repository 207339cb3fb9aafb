"""How a customer came to us: registered once, by a channel, perhaps by a friend."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId
from ..personal import Personal, personal, same


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"


@frozen
class RegisterCustomer:
    at: datetime
    customer_id: CustomerId
    party_kind: PartyKind
    channel: str
    campaign: str | None = None
    referrer: CustomerId | None = None
    name: str | None = None


@frozen
class CustomerRegistered:
    at: datetime
    customer_id: CustomerId
    party_kind: PartyKind
    channel: str
    campaign: str | None = None
    referrer: CustomerId | None = None
    name: Personal = personal(default=None)


@frozen
class AlreadyRegistered(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} is registered with other particulars"


@frozen
class ReferredBySelf(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} cannot refer to themselves"


def register(
    command: RegisterCustomer, known: CustomerRegistered | None
) -> Iterator[CustomerRegistered]:
    """Yield the registration, unless it is `known`; its time may differ."""
    event = CustomerRegistered(
        command.at,
        command.customer_id,
        command.party_kind,
        command.channel,
        command.campaign,
        command.referrer,
        command.name,
    )
    if known is None:
        if event.referrer == event.customer_id:
            raise ReferredBySelf(event.customer_id)
        yield event
    elif not same(event, known):
        raise AlreadyRegistered(known.customer_id)
