"""Meetings, planned and past, of a resource, of a customer, or of all."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from ...domain.encounter.agenda import Appointment, Standing
from .gathering import Gathered


@frozen
class Meeting:
    """An appointment where it stands now; what was moved is where it was moved to."""

    starts_at: datetime
    ends_at: datetime
    resource: str
    appointment: str
    customer: str | None
    purpose: str
    channel: str
    standing: Standing
    moved: bool


def meetings(
    gathered: Gathered,
    *,
    resource: str | None = None,
    owner: str | None = None,
    customer: str | None = None,
) -> Sequence[Meeting]:
    """Return the meetings of one resource, owner or customer, in their order."""
    found = [
        Meeting(
            each.slot.starts_at,
            each.slot.ends_at,
            each.booked.resource_id,
            name,
            each.booked.customer_id,
            each.booked.purpose,
            each.booked.channel,
            each.standing,
            _moved(each),
        )
        for agenda in gathered.agendas.values()
        for name, each in agenda.appointments.items()
        if each.standing is not Standing.MOVED
        and resource in (None, each.booked.resource_id)
        and owner in (None, each.terms.owner_id)
        and customer in (None, each.booked.customer_id)
    ]
    return sorted(found, key=lambda each: (each.starts_at, each.resource))


def _moved(each: Appointment) -> bool:
    """Whether it was to be at another time, or elsewhere, before."""
    first = each.booked.starts_at, each.booked.ends_at
    now = each.slot.starts_at, each.slot.ends_at
    return each.booked.moved_from is not None or first != now
