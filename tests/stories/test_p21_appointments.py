"""P21: who has an appointment is reminded if allowed, and asked why they missed it."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    APPOINTMENT,
    CONSENT,
    CONTACT,
    CUSTOMER,
    RESOURCE,
    TASK,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.due import sweep
from mijoz.application.privacy.erasing import erase
from mijoz.composition import compose
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.contact_terms import (
    Cap,
    ContactReleased,
    ContactReserved,
    QuietHours,
    SetPreference,
)
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.customer.reaching import PreferChannels
from mijoz.domain.encounter.agenda import Standing
from mijoz.domain.encounter.appointment_refusals import SlotTaken
from mijoz.domain.encounter.appointment_terms import (
    AppointmentBooked,
    AppointmentReminderDue,
    BookAppointment,
    CancelAppointment,
    CheckIn,
    NoShowRecorded,
    ReminderWithheld,
    RescheduleAppointment,
)
from mijoz.domain.encounter.resource import OfferResource, ResourceKind, TermsDiffer
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.slot import AppointmentTerms, Side
from mijoz.domain.ids import AppointmentId, CustomerId, EmployeeId, ResourceId
from mijoz.domain.sales.task import TaskAssigned, TaskCancelled

from .telling import ANNA, TIME, Step, Told, day, tell

AZIZA, CLERK = CustomerId("aziza"), EmployeeId("anna")
CHAIR, SEAT, ONE = ResourceId("chair"), ResourceId("seat"), AppointmentId("one")
HOUR = timedelta(hours=1)
TENTH = day(10) + 9 * HOUR
TODAY, HERE = date(2026, 1, 11), account("2026-01-11", "chair")
THERE = account("2026-01-12", "chair")
TERMS = AppointmentTerms(1, CLERK, "UTC", 15, 48, 24)
NOTICE = LawfulBasis.CONSENT, "v1", "form"


def offer(name: ResourceId) -> tuple[Any, str, Any]:
    room = ResourceKind.ROOM
    return (
        RESOURCE,
        name,
        OfferResource(day(0), name, 1, room, CLERK, "UTC", 15, 48, 24),
    )


SET_UP: tuple[tuple[Any, str, Any], ...] = (
    (CUSTOMER, AZIZA, RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop")),
    offer(CHAIR),
    offer(SEAT),
)


def allow(channel: str) -> tuple[Any, str, Any]:
    return CONSENT, AZIZA, GrantConsent(day(0), AZIZA, "service", channel, *NOTICE)


BOOK = BookAppointment(
    day(1),
    CHAIR,
    TODAY,
    ONE,
    TENTH,
    TENTH + HOUR,
    "fitting",
    Channel.SHOP,
    TERMS,
    AZIZA,
)
THERE_TOO = RescheduleAppointment(
    day(2),
    ONE,
    TENTH + 24 * HOUR,
    TENTH + 25 * HOUR,
    Side.CUSTOMER,
    "busy",
    TERMS,
)


def newer_terms(offer: OfferResource) -> AppointmentTerms:
    return but(TERMS, version=offer.version, remind_hours=offer.remind_hours)


def book(by: str | None = None, who: CustomerId | None = AZIZA) -> Step:
    return APPOINTMENT, HERE, but(BOOK, remind_by=by, customer_id=who)


def play(*steps: tuple[Any, str, Any]) -> Crm:
    """Return a CRM in which it has all happened, once and undisturbed."""
    crm = compose(clock=lambda: day(2))
    for aggregate, name, command in steps:
        Desk(aggregate, crm.handler).tell(name, command, origin=ANNA)
    return crm


def swept(until: float) -> Step:
    return lambda handler: sweep(handler, day(until), TIME)


def reserved(told: Told) -> list[Any]:
    return [
        event for event in told.of(CONTACT, AZIZA) if isinstance(event, ContactReserved)
    ]


def withheld(told: Told) -> list[str]:
    return [
        event.reason
        for event in told.by("appointments-are-kept")
        if isinstance(event, ReminderWithheld)
    ]


def test_who_allows_it_is_reminded_once_by_the_first_channel_that_they_allow() -> None:
    told = tell(*SET_UP, allow("sms"), allow("email"), book(), swept(9.5), swept(9.6))
    (contact,) = reserved(told)
    assert (contact.channel, contact.purpose) == ("email", "service")
    assert contact.at == contact.send_at == TENTH - 24 * HOUR
    assert withheld(told) == []


def test_who_prefers_a_channel_is_reminded_by_it_or_not_at_all() -> None:
    told = tell(*SET_UP, allow("sms"), allow("email"), book("sms"), swept(9.5))
    assert [each.channel for each in reserved(told)] == ["sms"]
    told = tell(*SET_UP, allow("email"), book("sms"), swept(9.5))
    assert (reserved(told), withheld(told)) == ([], ["no consent"])


def test_who_prefers_channels_in_general_is_reminded_by_the_first_they_allow() -> None:
    prefer = (CONTACT, AZIZA, PreferChannels(day(0), AZIZA, ("post", "sms", "email")))
    told = tell(*SET_UP, allow("email"), allow("sms"), prefer, book(), swept(9.5))
    assert [each.channel for each in reserved(told)] == ["sms"]


def test_why_nobody_is_reminded_is_on_record() -> None:
    assert withheld(tell(*SET_UP, book(), swept(9.5))) == ["no consent"]
    assert withheld(tell(*SET_UP, book(who=None), swept(9.5))) == ["nobody known"]
    capped = (CONTACT, AZIZA, SetPreference(day(0), AZIZA, (Cap(0, 1),)))
    told = tell(*SET_UP, allow("sms"), capped, book(), swept(9.5))
    assert withheld(told) == ["TooManyContacts"]


def test_nobody_is_disturbed_at_night_to_hear_of_what_has_begun() -> None:
    terms = 2, ResourceKind.ROOM, CLERK, "UTC", 15, 48, 1
    newer = OfferResource(day(0), CHAIR, *terms)
    late = but(BOOK, terms=newer_terms(newer))
    for ends, count, why in (("08:59", 1, []), ("09:00", 0, ["NoTimeLeft"])):
        quiet = QuietHours("07:00", ends, "UTC")
        told = tell(
            *SET_UP,
            (RESOURCE, CHAIR, newer),
            allow("sms"),
            (CONTACT, AZIZA, SetPreference(day(0), AZIZA, (), quiet)),
            (APPOINTMENT, HERE, late),
            swept(10.36),
        )
        assert (len(reserved(told)), withheld(told)) == (count, why)


@pytest.mark.parametrize("way", ["cancel", "here", "elsewhere"])
def test_nobody_is_reminded_of_what_is_no_more(way: str) -> None:
    at = TENTH - 23 * HOUR
    starts = TENTH + (HOUR if way == "here" else 24 * HOUR)
    commands: dict[str, Any] = {
        "cancel": CancelAppointment(at, ONE, Side.FIRM, "ill"),
        "here": RescheduleAppointment(
            at, ONE, starts, starts + HOUR, Side.FIRM, "ill", TERMS
        ),
    }
    commands["elsewhere"] = commands["here"]
    step = (APPOINTMENT, HERE, commands[way])
    told = tell(*SET_UP, allow("sms"), book(), swept(9.5), step)
    assert isinstance(told.of(CONTACT, AZIZA)[-1], ContactReleased)
    if way == "here":
        told = tell(*SET_UP, allow("sms"), book(), swept(9.4), step, swept(9.5))
        assert [each.send_at for each in reserved(told)] == [
            TENTH - 24 * HOUR,
        ]


def test_who_did_not_come_is_asked_why_by_whoever_answers_for_it() -> None:
    told = tell(*SET_UP, book(), swept(11), swept(12))
    (task,) = [e for e in told.by("appointments-are-kept") if type(e) is TaskAssigned]
    assert (task.assignee, task.customer_id) == (CLERK, AZIZA)
    assert task.at == TENTH + timedelta(minutes=15)
    assert task.due_at == task.at + 48 * HOUR
    assert task.about_ref == f"appointment:{HERE}:one"


def test_who_had_come_after_all_is_not_asked() -> None:
    came = (APPOINTMENT, HERE, CheckIn(TENTH, ONE))
    told = tell(*SET_UP, book(), swept(11), came)
    assert isinstance(told.happenings[-1][1], TaskCancelled)
    told = tell(*SET_UP, book(), came, swept(11))
    assert not told.by("appointments-are-kept")


def test_who_was_erased_is_neither_reminded_nor_asked() -> None:
    crm = play(*SET_UP, allow("sms"), (APPOINTMENT, HERE, BOOK))
    erase(crm, AZIZA, "asked for", ANNA)
    sweep(crm.handler, day(9.5), TIME)
    sweep(crm.handler, day(11), TIME)
    events = [each.event for each in crm.journal.feed(0, 1_000)]
    assert [each.reason for each in events if type(each) is ReminderWithheld] == [
        "erased"
    ]
    assert [each for each in events if type(each) is NoShowRecorded]
    assert not crm.journal.streams(TASK.kind)


@pytest.mark.parametrize(
    ("move", "place"),
    [
        (THERE_TOO, THERE),
        (
            but(THERE_TOO, to_resource_id=SEAT, starts_at=TENTH, ends_at=TENTH + HOUR),
            account("2026-01-11", "seat"),
        ),
    ],
)
def test_what_is_moved_is_there_and_no_more_here(
    move: RescheduleAppointment, place: str
) -> None:
    told = tell(
        *SET_UP, allow("sms"), book("sms"), (APPOINTMENT, HERE, move), swept(13)
    )
    (taken, *_) = told.of(APPOINTMENT, place)
    assert isinstance(taken, AppointmentBooked)
    assert (taken.moved_from, taken.remind_by) == (HERE, "sms")
    assert not [e for e in told.of(APPOINTMENT, HERE) if type(e) is NoShowRecorded]
    assert isinstance(told.of(APPOINTMENT, place)[-1], NoShowRecorded)


def test_what_was_moved_is_reminded_of_there() -> None:
    told = tell(
        *SET_UP, allow("sms"), book(), (APPOINTMENT, HERE, THERE_TOO), swept(10.5)
    )
    (contact,) = reserved(told)
    assert contact.send_at == TENTH
    assert not [
        e for e in told.of(APPOINTMENT, HERE) if type(e) is AppointmentReminderDue
    ]


def test_what_cannot_be_taken_there_is_not_moved() -> None:
    other = but(
        BOOK,
        appointment_id=AppointmentId("two"),
        day=date(2026, 1, 12),
        starts_at=THERE_TOO.starts_at,
        ends_at=THERE_TOO.ends_at,
    )
    booked = (APPOINTMENT, HERE, BOOK), (APPOINTMENT, THERE, other)
    desk = Desk(APPOINTMENT, play(*SET_UP, *booked).handler)
    with pytest.raises(SlotTaken):
        desk.tell(HERE, THERE_TOO, origin=ANNA)
    assert desk.state(HERE).appointments[ONE].standing is Standing.BOOKED


def test_an_appointment_is_on_the_terms_that_its_resource_is_offered_on() -> None:
    handler = play(*SET_UP).handler
    desk, other = Desk(APPOINTMENT, handler), but(TERMS, grace_minutes=16)
    with pytest.raises(TermsDiffer):
        desk.tell(HERE, but(BOOK, terms=other), origin=ANNA)
    desk.tell(HERE, BOOK, origin=ANNA)
    with pytest.raises(TermsDiffer):
        desk.tell(HERE, but(THERE_TOO, to_terms=other), origin=ANNA)
    with pytest.raises(Unknown):
        desk.tell(HERE, but(THERE_TOO, to_resource_id=ResourceId("x")), origin=ANNA)
    newer = OfferResource(day(1), CHAIR, 2, ResourceKind.ROOM, CLERK, "UTC", 9, 9)
    Desk(RESOURCE, handler).tell(CHAIR, newer, origin=ANNA)
    desk.tell(HERE, BOOK, origin=ANNA)
    assert desk.state(HERE).appointments[ONE].terms == TERMS
