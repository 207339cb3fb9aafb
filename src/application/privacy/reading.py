"""Reading what is personal: for a purpose that is stated, and noted before it is given.

What stands under seal is shown as `Sealed` unless a `Reading` says who wants to see it
and what for. What an erased person's own aggregates hold is not shown at all.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from ...domain.customer.access import NoPurpose, NoteRead
from ...domain.customer.profile import PersonalDataErased
from ...domain.ids import CustomerId
from ..contexts import ACCESS, CUSTOMER
from ..envelope import Origin, Recorded
from ..handling import Handler
from ..ports import Gone, Journal
from ..work import Work


@frozen
class Reading:
    """Who reads what is personal, when, and what for.

    ``reader`` is ``kind:id``, such as ``user:anna``.
    """

    at: datetime
    reader: str
    purpose: str


def opened(
    handler: Handler, events: Sequence[Recorded], reading: Reading | None
) -> Sequence[Recorded]:
    """Return the events with what is personal in them, if a reading says what for.

    That it was read is in the journal before anyone has it, once for each person.

    Raises:
        NoPurpose: The reading states none.
    """
    if reading is None:
        return events
    if not reading.purpose.strip():
        raise NoPurpose
    found = [handler.opening(each) for each in events]
    shut = [each for each in events if each.sealed is not None]
    if shut:
        _note(handler, Counter(each.subject or each.stream for each in shut), reading)
    return found


def refuse_gone(journal: Journal, customer: str) -> None:
    """Raise `Gone` for a customer who was erased, with the certificate's id."""
    refuse_erased(customer, journal.stream(CUSTOMER.stream(customer)))


def refuse_erased(customer: str, events: Iterable[Recorded]) -> None:
    """Raise `Gone` if events of a customer's say that they were erased."""
    for each in events:
        if isinstance(each.event, PersonalDataErased):
            raise Gone(customer, each.event.certificate_id)


def _note(handler: Handler, read: Counter[str], reading: Reading) -> None:
    def story(work: Work) -> None:
        for person, events in read.items():
            note = NoteRead(
                reading.at,
                CustomerId(person),
                reading.reader,
                reading.purpose,
                events,
            )
            work.handle(ACCESS, person, note)

    handler.run(story, Origin(reading.reader))
