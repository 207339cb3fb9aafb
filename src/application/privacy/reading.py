"""Reading what is personal: for a purpose that is stated, and noted before it is given.

What stands under seal is shown as `Sealed` unless a `Reading` says who wants to see it
and what for. What an erased person's own aggregates hold is not shown at all.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from attrs import evolve, frozen

from ...domain.customer.access import NoPurpose, NoteRead
from ...domain.customer.profile import PersonalDataErased
from ...domain.ids import CustomerId
from ...domain.personal import Hidden, personal_fields
from ..contexts import ACCESS, CUSTOMER
from ..envelope import Origin, Recorded
from ..handling import Handler
from ..ports import Gone, Journal
from ..work import Work

_RACES: Final = 200  # each that is lost is one that another reading won


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

    That it was read is in the journal before anyone has it, once for each person; of
    those who were erased nothing is given, and so nothing noted.

    Raises:
        NoPurpose: The reading states none.
    """
    if reading is None:
        return events
    if not reading.purpose.strip():
        raise NoPurpose
    found = [handler.opening(each) for each in events]
    given = Counter(
        each.subject or each.stream
        for shut, each in zip(events, found, strict=True)
        if shut.event != each.event and not _erased(each)
    )
    if given:
        _note(handler, given, reading)
    return found


def refuse_gone(journal: Journal, customer: str) -> None:
    """Raise `Gone` for a customer who was erased, with the certificate's id."""
    refuse_erased(customer, journal.stream(CUSTOMER.stream(customer)))


def refuse_erased(customer: str, events: Iterable[Recorded]) -> None:
    """Raise `Gone` if events of a customer's say that they were erased."""
    for each in events:
        if isinstance(each.event, PersonalDataErased):
            raise Gone(customer, each.event.certificate_id)


def _erased(recorded: Recorded) -> bool:
    event = recorded.event
    names = personal_fields(type(event))
    return any(isinstance(getattr(event, name), Hidden) for name in names)


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

    evolve(handler, retries=_RACES).run(story, Origin(reading.reader))
