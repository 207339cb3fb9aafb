"""What an erasure leaves behind: who, when, why, which keys, and where it went."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from ...domain.customer.profile import ErasureConfirmed, PersonalDataErased, Reached
from ..contexts import CUSTOMER
from ..envelope import visible
from ..ports import Journal


@frozen
class Certificate:
    """An erasure, as the customer's own stream tells it.

    ``position`` is where the decision stands in the log: its proof of inclusion proves
    the certificate. Until it is ``confirmed_at``, the erasure is to be run again.
    """

    certificate_id: str
    customer_id: str
    reason: str
    erased_at: datetime
    event_id: str
    position: int | None
    confirmed_at: datetime | None = None
    keys: Sequence[str] = ()
    places: Sequence[Reached] = ()


def certificate(
    journal: Journal,
    customer: str,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Certificate | None:
    """Return the certificate of a customer's erasure; None if there was none."""
    found: Certificate | None = None
    stream = journal.stream(CUSTOMER.stream(customer))
    for each in visible(stream, as_of, known_at):
        match each.event:
            case PersonalDataErased(at, _, certificate_id, reason):
                found = Certificate(
                    certificate_id, customer, reason, at, each.id, each.position
                )
            case ErasureConfirmed(at, keys=keys, places=places) if found:
                found = Certificate(
                    found.certificate_id,
                    customer,
                    found.reason,
                    found.erased_at,
                    found.event_id,
                    found.position,
                    at,
                    keys,
                    places,
                )
    return found
