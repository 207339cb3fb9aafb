"""What appointments take from their resource, and what follows from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from ..domain.customer.consent import Consents
from ..domain.customer.contact import Contacts
from ..domain.customer.contact_terms import (
    ContactReserved,
    ReleaseContact,
    ReserveContact,
)
from ..domain.decider import Refused
from ..domain.encounter.appointment_terms import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentReminderDue,
    AppointmentRescheduled,
    BookAppointment,
    CustomerCheckedIn,
    NoShowRecorded,
    NoteReminderWithheld,
    RescheduleAppointment,
    TakeAppointment,
)
from ..domain.encounter.resource import Resource, TermsDiffer
from ..domain.encounter.slot import AppointmentTerms
from ..domain.ids import CustomerId, ResourceId, TaskId
from ..domain.sales.task import AssignTask, CancelTask
from .aggregate import Aggregate
from .contexts import (
    APPOINTMENT,
    CONSENT,
    CONTACT,
    CUSTOMER,
    RESOURCE,
    TASK,
    account,
)
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Reaction, Work

PURPOSE: Final = "service"  # of a consent to be reminded
_POLICY: Final = "appointments-are-kept"


@frozen
class NoTimeLeft(Refused):
    """Refused of a reminder that would come once the appointment has begun."""

    send_at: datetime

    def __str__(self) -> str:
        return f"they are not to be disturbed before {self.send_at}, which is too late"


def terms(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the terms on which the resource is offered now, as `terms`."""
    return {"terms": _asked(said["resource_id"], handler)}


def terms_elsewhere(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the terms of where an appointment is moved to, as `to_terms`."""
    name = said.get("to_resource_id") or said["resource_id"]
    return {"to_terms": _asked(name, handler)}


def appointments_follow_their_resource(
    work: Work, _: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse an appointment on other terms than those on which its resource is offered.

    What is booked already goes on under its own.
    """
    match command:
        case BookAppointment(resource_id=name, terms=said):
            if command.appointment_id in work.state(APPOINTMENT, identity).first:
                return
        case RescheduleAppointment(to_resource_id=to, to_terms=said):
            name = to or ResourceId(identity.partition(":")[2])
        case _:
            return
    if said != (found := _terms(work, name)):
        raise TermsDiffer(name, found.version)


def appoint(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of an appointment, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _asked(name: str, handler: Handler) -> AppointmentTerms:
    return _terms(handler.begin(Origin("service:registry")), name)


def _terms(work: Work, name: str) -> AppointmentTerms:
    resource: Resource = work.state(RESOURCE, name)
    if resource.newest is None:
        raise Unknown("resource", name)
    return resource.newest.terms


def _move(work: Work, draft: Draft) -> None:
    """Have the other day take it; if it cannot, it is not moved at all."""
    move: AppointmentRescheduled = draft.event
    _forget(work, draft)
    here, there = _place(move), account(str(move.to_day), move.to_resource_id)
    if here == there:
        return
    known = work.state(APPOINTMENT, here).appointments[move.appointment_id].booked
    moved = AppointmentBooked(
        move.at,
        move.to_resource_id,
        move.to_day,
        move.appointment_id,
        move.customer_id,
        move.starts_at,
        move.ends_at,
        known.purpose,
        known.channel,
        move.terms,
        move.absent_at,
        move.remind_at,
        known.lead_id,
        known.remind_by,
        here,
    )
    take = TakeAppointment(move.at, moved)
    work.handle(APPOINTMENT, there, take, work.caused_by(draft, _POLICY))


def _remind(work: Work, draft: Draft) -> None:
    """Reserve a contact to remind them by, if a consent allows one; or say why not."""
    due: AppointmentReminderDue = draft.event
    origin = work.caused_by(draft, _POLICY, f"{_POLICY}@1")

    def withhold(reason: str) -> None:
        note = NoteReminderWithheld(due.at, due.appointment_id, reason)
        work.handle(APPOINTMENT, _place(due), note, origin)

    customer = due.customer_id
    if customer is None:
        return withhold("nobody known")
    if work.state(CUSTOMER, customer).erased:
        return withhold("erased")
    contacts: Contacts = work.state(CONTACT, customer)
    preferred = (due.remind_by,) if due.remind_by else contacts.reaching.channels
    channel = _channel(work.state(CONSENT, customer), preferred)
    if channel is None:
        return withhold("no consent")
    reserve = ReserveContact(
        due.at,
        customer,
        f"{_contact(due)}{due.at.isoformat()}",
        PURPOSE,
        channel,
        work.revision(CONSENT, customer),
    )

    def attempt(work: Work) -> None:
        for each in work.handle(CONTACT, customer, reserve, origin):
            slot: ContactReserved = each.event
            if slot.send_at >= due.starts_at:
                raise NoTimeLeft(slot.send_at)

    try:
        work.attempt(attempt)
    except Refused as refusal:
        withhold(type(refusal).__name__)


def _channel(consents: Consents, preferred: Sequence[str]) -> str | None:
    """Return the first channel that is preferred and allowed; any, if none is."""
    allowed = sorted(
        channel
        for purpose, channel in consents.decisions
        if purpose == PURPOSE and consents.allows(purpose, channel)
    )
    wanted = [each for each in preferred if each in allowed] if preferred else allowed
    return wanted[0] if wanted else None


def _forget(work: Work, draft: Draft) -> None:
    """Release the contact to remind them by, if it has not gone out."""
    event: AppointmentCancelled | AppointmentRescheduled = draft.event
    if event.customer_id is None:
        return
    contacts: Contacts = work.state(CONTACT, event.customer_id)
    why, origin = "appointment not as it was", work.caused_by(draft, _POLICY)
    for name in sorted(contacts.waiting):
        if name.startswith(_contact(event)):
            release = ReleaseContact(event.at, event.customer_id, name, why)
            work.handle(CONTACT, event.customer_id, release, origin)


def _follow_up(work: Work, draft: Draft) -> None:
    """Have whoever answers for the resource ask why they did not come."""
    missed: NoShowRecorded = draft.event
    customer: CustomerId | None = missed.customer_id
    if customer and work.state(CUSTOMER, customer).erased:
        return
    assign = AssignTask(
        missed.at,
        _task(missed),
        customer,
        missed.owner_id,
        "follow_up_no_show",
        missed.follow_up_by,
        f"{APPOINTMENT.kind}:{_place(missed)}:{missed.appointment_id}",
        f"{_POLICY}@1",
    )
    origin = work.caused_by(draft, _POLICY, f"{_POLICY}@1")
    work.handle(TASK, assign.task_id, assign, origin)


def _call_off(work: Work, draft: Draft) -> None:
    """Cancel the task to ask why, of whoever had come after all."""
    came: CustomerCheckedIn = draft.event
    task = work.state(TASK, _task(came))
    if task.assigned and not task.ended:
        cancel = CancelTask(max(came.at, task.assigned.at), "they had come")
        origin = work.caused_by(draft, _POLICY)
        work.handle(TASK, _task(came), cancel, origin)


def _place(event: Any) -> str:
    return account(str(event.day), event.resource_id)


def _contact(event: Any) -> str:
    """Return how the id of a contact about an appointment begins: one a reminder."""
    return f"{APPOINTMENT.kind}:{_place(event)}:{event.appointment_id}@"


def _task(event: Any) -> TaskId:
    return TaskId(f"no-show:{_place(event)}:{event.appointment_id}")


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    AppointmentRescheduled: _move,
    AppointmentCancelled: _forget,
    AppointmentReminderDue: _remind,
    NoShowRecorded: _follow_up,
    CustomerCheckedIn: _call_off,
}
