"""The rules of appointments, one test a rule."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.encounter.agenda import Standing
from mijoz.domain.encounter.appointment import APPOINTMENTS
from mijoz.domain.encounter.appointment_refusals import (
    AppointmentChanged,
    AppointmentMissed,
    AppointmentNotBooked,
    AppointmentStands,
    NotASlot,
    SlotIsPast,
    SlotNotOnDay,
    SlotTaken,
)
from mijoz.domain.encounter.appointment_terms import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentHeld,
    AppointmentReminderDue,
    AppointmentRescheduled,
    BookAppointment,
    CancelAppointment,
    CheckIn,
    CustomerCheckedIn,
    HoldAppointment,
    NoShowRecorded,
    NoteAppointmentDue,
    NoteReminderWithheld,
    ReminderWithheld,
    RescheduleAppointment,
    TakeAppointment,
)
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.slot import AppointmentTerms, Side
from mijoz.domain.ids import (
    AppointmentId,
    CustomerId,
    EmployeeId,
    EncounterId,
    LeadId,
    ResourceId,
)
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

DAY, NEXT = date(2026, 5, 4), date(2026, 5, 5)
NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=n) for n in (1, 2, 3))
BEFORE = NINE - timedelta(days=5)
LATER, EVE = BEFORE + timedelta(hours=1), NINE - timedelta(hours=24)
INSTANT, GRACE = timedelta(microseconds=1), timedelta(minutes=15)
LATE = NINE + GRACE
CHAIR, SEAT, ANNA = ResourceId("chair"), ResourceId("seat"), EmployeeId("anna")
ONE, TWO = AppointmentId("one"), AppointmentId("two")
AZIZA, FIRM, SHOP = CustomerId("aziza"), Side.FIRM, Channel.SHOP
TERMS = AppointmentTerms(1, ANNA, "UTC", 15, 48, 24)
HERE: tuple[Any, Any, Any, Any] = (CHAIR, DAY, ONE, AZIZA)

BOOK = BookAppointment(
    BEFORE, CHAIR, DAY, ONE, NINE, TEN, "fitting", SHOP, TERMS, AZIZA, None, "sms"
)
BOOKED = AppointmentBooked(
    BEFORE,
    *HERE,
    NINE,
    TEN,
    "fitting",
    SHOP,
    TERMS,
    LATE,
    EVE,
    None,
    "sms",
)
OTHER = but(BOOK, appointment_id=TWO)
MOVE = RescheduleAppointment(LATER, ONE, TEN, ELEVEN, FIRM, "anna is late", TERMS)
MOVED = AppointmentRescheduled(
    LATER,
    *HERE,
    FIRM,
    "anna is late",
    NINE,
    TEN,
    CHAIR,
    DAY,
    TEN,
    ELEVEN,
    TERMS,
    TEN + GRACE,
    EVE + timedelta(hours=1),
)
AWAY = but(
    MOVED,
    to_day=NEXT,
    starts_at=NINE + timedelta(days=1),
    ends_at=TEN + timedelta(days=1),
    absent_at=LATE + timedelta(days=1),
    remind_at=NINE,
)
GO = but(MOVE, starts_at=AWAY.starts_at, ends_at=AWAY.ends_at)
COME = but(BOOKED, at=LATER, moved_from="2026-05-03:chair")
CANCEL = CancelAppointment(LATER, ONE, Side.CUSTOMER, "ill")
CANCELLED = AppointmentCancelled(LATER, *HERE, Side.CUSTOMER, "ill")
CAME = CustomerCheckedIn(NINE, *HERE)
HELD = AppointmentHeld(TEN, *HERE, EncounterId("e-1"))
REMIND = AppointmentReminderDue(EVE, *HERE, NINE, "sms")
ABSENT = NoShowRecorded(LATE, *HERE, ANNA, LATE + timedelta(hours=48))

agendas = Scenario(APPOINTMENTS)
booked = agendas.given(BOOKED)


def standing(story: Any) -> Standing:
    found: Standing = story.state.appointments[ONE].standing
    return found


def test_an_appointment_is_booked_with_what_will_be_due() -> None:
    agendas.when(BOOK).then(BOOKED)
    assert booked.state.due == EVE


def test_an_appointment_may_be_with_a_lead_or_nobody_known() -> None:
    for lead in (LeadId("l"), None):
        assert agendas.when(but(BOOK, customer_id=None, lead_id=lead)).refusal is None


def test_an_appointment_is_booked_once() -> None:
    booked.when(but(BOOK, at=LATER)).then_nothing()
    booked.given(CANCELLED).when(BOOK).then_nothing()
    booked.given(AWAY).when(BOOK).then_nothing()
    booked.given(MOVED).when(BOOK).then_nothing()


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": NINE + INSTANT},
        {"ends_at": ELEVEN},
        {"purpose": "tea"},
        {"channel": Channel.VIDEO},
        {"customer_id": None},
        {"lead_id": LeadId("l")},
        {"remind_by": None},
    ],
)
def test_another_appointment_cannot_take_its_name(change: dict[str, Any]) -> None:
    booked.when(but(BOOK, **change)).then(AppointmentChanged(ONE))


def test_what_was_moved_here_was_not_booked_here() -> None:
    agendas.given(COME).when(BOOK).then(AppointmentChanged(ONE))


def test_a_slot_has_some_length() -> None:
    agendas.when(but(BOOK, ends_at=NINE)).then(NotASlot(NINE, NINE))
    booked.when(but(MOVE, ends_at=TEN)).then(NotASlot(TEN, TEN))
    assert agendas.when(but(BOOK, ends_at=NINE + INSTANT)).refusal is None


def test_a_slot_does_not_start_before_it_is_agreed() -> None:
    assert agendas.when(but(BOOK, at=NINE)).refusal is None
    late = NINE + INSTANT
    agendas.when(but(BOOK, at=late)).then(SlotIsPast(NINE, late))


def test_a_slot_lies_within_the_day_by_the_clock_of_the_resource() -> None:
    midnight = datetime(2026, 5, 5, tzinfo=UTC)
    last = but(BOOK, starts_at=midnight - INSTANT, ends_at=midnight)
    assert agendas.when(last).refusal is None
    over = but(last, ends_at=midnight + INSTANT)
    agendas.when(over).then(SlotNotOnDay(midnight - INSTANT, over.ends_at, DAY))
    next_day = but(last, starts_at=midnight, ends_at=midnight + INSTANT)
    agendas.when(next_day).then(SlotNotOnDay(midnight, midnight + INSTANT, DAY))
    tashkent = but(TERMS, time_zone="Asia/Tashkent")
    early = datetime(2026, 5, 3, 19, tzinfo=UTC)
    opening = but(
        BOOK, at=BEFORE, starts_at=early, ends_at=early + GRACE, terms=tashkent
    )
    assert agendas.when(opening).refusal is None
    before = early - INSTANT
    agendas.when(but(opening, starts_at=before)).then(
        SlotNotOnDay(before, early + GRACE, DAY)
    )


@pytest.mark.parametrize(
    ("starts", "ends", "free"),
    [
        (NINE - GRACE, NINE, True),
        (NINE - GRACE, NINE + INSTANT, False),
        (NINE + GRACE, NINE + 2 * GRACE, False),
        (NINE, TEN, False),
        (NINE - GRACE, ELEVEN, False),
        (TEN - INSTANT, ELEVEN, False),
        (TEN, ELEVEN, True),
    ],
)
def test_slots_may_touch_and_never_overlap(
    starts: datetime, ends: datetime, free: bool
) -> None:
    story = booked.when(but(OTHER, starts_at=starts, ends_at=ends))
    if free:
        assert story.refusal is None
    else:
        story.then(SlotTaken(ONE, NINE, TEN))
    takes = but(COME, appointment_id=TWO, starts_at=starts, ends_at=ends)
    assert (booked.when(TakeAppointment(LATER, takes)).refusal is None) is free


@pytest.mark.parametrize(
    ("event", "free"),
    [
        (CANCELLED, True),
        (AWAY, True),
        (MOVED, True),
        (CAME, False),
        (ABSENT, False),
        (REMIND, False),
    ],
)
def test_what_is_moved_or_cancelled_takes_no_slot(event: Any, free: bool) -> None:
    assert (booked.given(event).when(OTHER).refusal is None) is free


def test_it_is_reminded_of_only_if_the_time_to_do_so_is_still_to_come() -> None:
    assert agendas.when(but(BOOK, at=EVE - INSTANT)).state.due == EVE
    assert agendas.when(but(BOOK, at=EVE)).state.due == LATE
    never = but(BOOK, terms=but(TERMS, remind_hours=None))
    assert agendas.when(never).state.due == LATE


def test_an_appointment_is_moved_on_its_day_past_itself_too() -> None:
    story = booked.when(MOVE)
    story.then(MOVED)
    assert story.state.appointments[ONE].slot.starts_at == TEN
    half = but(MOVE, starts_at=NINE + GRACE, ends_at=TEN + GRACE)
    assert booked.when(half).refusal is None


def test_an_appointment_is_moved_once() -> None:
    booked.given(MOVED).when(MOVE).then_nothing()
    booked.given(AWAY).when(GO).then_nothing()
    booked.when(but(MOVE, starts_at=NINE, ends_at=TEN)).then_nothing()
    moved = AppointmentStands(ONE, Standing.MOVED)
    booked.given(AWAY).when(MOVE).then(moved)
    booked.given(AWAY).when(but(GO, to_resource_id=SEAT)).then(moved)


def test_an_appointment_is_not_moved_to_where_another_is() -> None:
    other = but(BOOKED, appointment_id=TWO, starts_at=TEN, ends_at=ELEVEN)
    booked.given(other).when(MOVE).then(SlotTaken(TWO, TEN, ELEVEN))


def test_an_appointment_moves_to_another_day_by_the_clock_of_where_it_goes() -> None:
    story = booked.when(GO)
    story.then(AWAY)
    assert standing(story) is Standing.MOVED
    assert story.state.due is None
    far = but(GO, to_terms=but(TERMS, time_zone="Pacific/Kiritimati"))
    (event,) = booked.when(far).news
    assert isinstance(event, AppointmentRescheduled)
    assert event.to_day == NEXT
    (event,) = booked.when(but(MOVE, to_resource_id=SEAT)).news
    assert isinstance(event, AppointmentRescheduled)
    assert (event.to_resource_id, event.to_day) == (SEAT, DAY)


def test_what_moves_to_another_resource_leaves_its_slot() -> None:
    story = booked.when(but(MOVE, to_resource_id=SEAT))
    assert standing(story) is Standing.MOVED
    assert story.when(OTHER).refusal is None


def test_what_is_moved_is_taken_once_and_can_come_back() -> None:
    take = TakeAppointment(LATER, COME)
    agendas.when(take).then(COME)
    agendas.given(COME).when(take).then_nothing()
    booked.when(take).then(AppointmentChanged(ONE))
    back = booked.given(AWAY).when(take)
    back.then(COME)
    assert standing(back) is Standing.BOOKED


def test_an_appointment_is_cancelled_once_with_who_wants_it_so() -> None:
    story = booked.when(CANCEL)
    story.then(CANCELLED)
    assert story.state.due is None
    story.when(but(CANCEL, reason="better")).then_nothing()


def test_who_comes_is_checked_in_once() -> None:
    story = booked.when(CheckIn(NINE, ONE))
    story.then(CAME)
    assert story.state.due is None
    story.when(CheckIn(NINE + GRACE, ONE)).then_nothing()
    story.given(HELD).when(CheckIn(NINE, ONE)).then_nothing()


@pytest.mark.parametrize(
    "command", [CANCEL, CheckIn(NINE, ONE), MOVE], ids=["cancel", "check in", "move"]
)
def test_nothing_can_be_done_once_they_have_not_come(command: Any) -> None:
    for at in (LATE, LATE + INSTANT):
        booked.when(but(command, at=at)).then(AppointmentMissed(ONE, LATE))
    assert booked.when(but(command, at=LATE - INSTANT)).refusal is None


def test_who_had_come_in_time_may_be_told_of_later() -> None:
    story = booked.given(ABSENT).when(CheckIn(LATE - INSTANT, ONE))
    assert standing(story) is Standing.CHECKED_IN
    booked.given(ABSENT).when(CheckIn(LATE, ONE)).then(AppointmentMissed(ONE, LATE))


@pytest.mark.parametrize(
    ("command", "event", "stands"),
    [
        (CANCEL, CAME, Standing.CHECKED_IN),
        (CANCEL, ABSENT, Standing.NO_SHOW),
        (CANCEL, AWAY, Standing.MOVED),
        (MOVE, CAME, Standing.CHECKED_IN),
        (MOVE, ABSENT, Standing.NO_SHOW),
        (MOVE, CANCELLED, Standing.CANCELLED),
        (CheckIn(NINE, ONE), CANCELLED, Standing.CANCELLED),
        (CheckIn(NINE, ONE), AWAY, Standing.MOVED),
        (HoldAppointment(TEN, ONE), CANCELLED, Standing.CANCELLED),
        (HoldAppointment(TEN, ONE), ABSENT, Standing.NO_SHOW),
        (HoldAppointment(TEN, ONE), REMIND, Standing.BOOKED),
    ],
)
def test_what_can_be_done_depends_on_how_it_stands(
    command: Any, event: Any, stands: Standing
) -> None:
    booked.given(event).when(command).then(AppointmentStands(ONE, stands))


def test_who_has_come_is_met_once_in_an_encounter() -> None:
    came = booked.given(CAME)
    hold = HoldAppointment(TEN, ONE, EncounterId("e-1"))
    story = came.when(hold)
    story.then(HELD)
    story.when(but(hold, at=ELEVEN)).then_nothing()
    story.when(but(hold, encounter_id=None)).then(AppointmentStands(ONE, Standing.HELD))
    assert came.when(but(hold, at=NINE)).refusal is None
    early = NINE - INSTANT
    came.when(but(hold, at=early)).then(TooEarly(early, NINE))


@pytest.mark.parametrize(
    "command",
    [CANCEL, MOVE, CheckIn(NINE, TWO), HoldAppointment(NINE, TWO)],
    ids=["cancel", "move", "check in", "hold"],
)
def test_nothing_happens_to_what_is_not_there_or_before_it_is(command: Any) -> None:
    booked.when(but(command, appointment_id=TWO)).then(AppointmentNotBooked(TWO))
    early = BEFORE - INSTANT
    booked.when(but(command, at=early, appointment_id=ONE)).then(
        TooEarly(early, BEFORE)
    )


def test_a_reminder_falls_due_once_at_its_moment() -> None:
    booked.when(NoteAppointmentDue(EVE - INSTANT)).then_nothing()
    story = booked.when(NoteAppointmentDue(EVE))
    story.then(REMIND)
    assert story.state.due == LATE
    story.when(NoteAppointmentDue(EVE)).then_nothing()


def test_nobody_is_reminded_of_what_has_begun() -> None:
    booked.when(NoteAppointmentDue(NINE - INSTANT)).then(REMIND)
    booked.when(NoteAppointmentDue(NINE)).then_nothing()


def test_who_has_not_come_has_not_come_from_then_on() -> None:
    booked.when(NoteAppointmentDue(LATE - INSTANT)).then_nothing()
    story = booked.when(NoteAppointmentDue(ELEVEN))
    story.then(ABSENT)
    assert story.state.due is None
    story.when(NoteAppointmentDue(NOON)).then_nothing()


def test_nothing_is_due_of_what_is_over() -> None:
    for event in (CAME, CANCELLED, AWAY):
        booked.given(event).when(NoteAppointmentDue(NOON)).then_nothing()


def test_what_is_due_is_told_in_its_order() -> None:
    soon = but(
        BOOKED,
        appointment_id=TWO,
        starts_at=EVE - GRACE,
        ends_at=EVE,
        absent_at=EVE - INSTANT,
        remind_at=None,
    )
    story = booked.given(soon).when(NoteAppointmentDue(EVE))
    assert [event.at for event in story.news] == [EVE - INSTANT, EVE]


def test_who_was_reminded_is_reminded_again_of_the_new_slot() -> None:
    story = booked.given(REMIND, MOVED)
    assert story.state.due == EVE + timedelta(hours=1)
    again = but(REMIND, at=EVE + timedelta(hours=1), starts_at=TEN)
    story.when(NoteAppointmentDue(NINE)).then(again)


def test_why_nobody_was_reminded_is_noted_once() -> None:
    note = NoteReminderWithheld(EVE, ONE, "no consent")
    booked.when(note).then_nothing()
    story = booked.given(REMIND).when(note)
    story.then(ReminderWithheld(EVE, *HERE, "no consent"))
    story.when(note).then_nothing()
