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
from ...domain.personal import Erased, personal_fields
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
    shut = [each for each in events if each.sealed is not None]
    gone = {
        person
        for person in {each.subject for each in shut if each.subject}
        if _erasures(handler.journal.stream(CUSTOMER.stream(person)))
    }
    found = [
        _erased(each) if each.subject in gone else handler.opening(each)
        for each in events
    ]
    given = [each for each in shut if each.subject not in gone]
    if given:
        _note(handler, Counter(each.subject or each.stream for each in given), reading)
    return found


def refuse_gone(journal: Journal, customer: str) -> None:
    """Raise `Gone` for a customer who was erased, with the certificate's id."""
    refuse_erased(customer, journal.stream(CUSTOMER.stream(customer)))


def refuse_erased(customer: str, events: Iterable[Recorded]) -> None:
    """Raise `Gone` if events of a customer's say that they were erased."""
    for erasure in _erasures(events):
        raise Gone(customer, erasure.certificate_id)


def _erasures(events: Iterable[Recorded]) -> list[PersonalDataErased]:
    return [e.event for e in events if isinstance(e.event, PersonalDataErased)]


def _erased(recorded: Recorded) -> Recorded:
    """Return an event of someone erased, whose key might be remembered for a while."""
    if recorded.sealed is None:
        return recorded
    marks = dict.fromkeys(personal_fields(type(recorded.event)), Erased())
    return recorded._replace(event=evolve(recorded.event, **marks), sealed=None)


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
