"""What can be told of resources, and of appointments with them."""

from typing import Any, Final

from ...domain.encounter import appointment_terms as appointment
from ...domain.encounter import resource
from .. import contexts
from ..appointing import terms, terms_elsewhere
from ..asking import LookedUp
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.RESOURCE,
        ("resource_id",),
        (
            "offer",
            resource.OfferResource,
            "Offer appointments with someone or something, in versions.",
            "resource_id",
        ),
    ),
    *named(
        contexts.APPOINTMENT,
        ("day", "resource_id"),
        (
            "book",
            appointment.BookAppointment,
            "Book an appointment in a slot that is free.",
            "appointment_id",
            None,
            LookedUp(("terms",), terms),
        ),
        (
            "reschedule",
            appointment.RescheduleAppointment,
            "Move it to another slot, of another day too.",
            None,
            None,
            LookedUp(("to_terms",), terms_elsewhere),
        ),
        ("cancel", appointment.CancelAppointment, "Cancel it, and say why."),
        ("check-in", appointment.CheckIn, "Note that they have come."),
        ("hold", appointment.HoldAppointment, "Note that it has been held."),
        (
            "fall-due",
            appointment.NoteAppointmentDue,
            "Note who was to be reminded, and who has not come.",
        ),
    ),
)

# One is taken from another day by being rescheduled; what is withheld, a policy says.
INTERNAL: Final[tuple[type[Any], ...]] = (
    appointment.TakeAppointment,
    appointment.NoteReminderWithheld,
)
