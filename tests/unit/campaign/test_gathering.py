"""The rules of gatherings: seats, registration, attendance, absence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.campaign.gathering import GATHERINGS, Command
from mijoz.domain.campaign.gathering_refusals import (
    AttendeeIsThere,
    GatheringChanged,
    GatheringIsNowhere,
    GatheringIsOff,
    GatheringNotAnnounced,
    HasStarted,
    ImpossibleHours,
    ImpossibleSeats,
    IsOver,
    NoSeatLeft,
    NotAnAttendee,
)
from mijoz.domain.campaign.gathering_terms import (
    AbsenceNoted,
    AnnounceGathering,
    AttendeeCame,
    AttendeeRegistered,
    CancelGathering,
    CancelRegistration,
    GatheringAnnounced,
    GatheringCancelled,
    GatheringHeld,
    GatheringKind,
    NoteAttendance,
    NoteGatheringDue,
    RegisterAttendee,
    RegistrationCancelled,
)
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CampaignId, CustomerId, GatheringId
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
START, END = NOW + DAY, NOW + DAY + timedelta(hours=2)
ONE, NAVRUZ = GatheringId("knitting"), CampaignId("navruz")
A, B, C = (CustomerId(each) for each in "abc")
SEMINAR = GatheringKind.SEMINAR

ANNOUNCE = AnnounceGathering(
    NOW, ONE, SEMINAR, "Knitting", START, END, 2, "shop", None, NAVRUZ
)
ANNOUNCED = GatheringAnnounced(
    NOW, ONE, SEMINAR, "Knitting", START, END, 2, "shop", None, NAVRUZ
)
SEATED = AttendeeRegistered(NOW, ONE, A)
CAME = AttendeeCame(START, ONE, A, NAVRUZ)

gatherings = Scenario(GATHERINGS)
announced = gatherings.given(ANNOUNCED)
seated = announced.given(SEATED)
came = seated.given(CAME)


def test_a_gathering_is_announced_once() -> None:
    story = gatherings.when(ANNOUNCE)
    story.then(ANNOUNCED)
    assert story.state.due == END
    story.when(but(ANNOUNCE, at=START)).then_nothing()
    story.when(but(ANNOUNCE, seats=3)).then(GatheringChanged(ONE))


def test_a_gathering_is_announced_before_it_starts_and_ends_after_that() -> None:
    gatherings.when(but(ANNOUNCE, at=START)).then(DueTooEarly(START, START))
    assert gatherings.when(but(ANNOUNCE, at=START - TICK)).news
    gatherings.when(but(ANNOUNCE, ends_at=START)).then(ImpossibleHours(START, START))
    assert gatherings.when(but(ANNOUNCE, ends_at=START + TICK)).news


def test_a_gathering_has_a_seat_or_no_end_of_them() -> None:
    gatherings.when(but(ANNOUNCE, seats=0)).then(ImpossibleSeats(0))
    for seats in (1, None):
        assert gatherings.when(but(ANNOUNCE, seats=seats)).news


def test_a_gathering_is_in_a_place_or_online_at_a_link() -> None:
    online = but(ANNOUNCE, kind=GatheringKind.ONLINE_MEETING)
    gatherings.when(but(ANNOUNCE, place=None)).then(GatheringIsNowhere(ONE))
    gatherings.when(but(ANNOUNCE, place=None, link="x")).then(GatheringIsNowhere(ONE))
    gatherings.when(online).then(GatheringIsNowhere(ONE))
    assert gatherings.when(but(online, place=None, link="https://x")).news


def test_a_customer_takes_one_seat_while_there_is_one() -> None:
    story = announced.when(RegisterAttendee(NOW, A))
    story.then(SEATED)
    story.when(RegisterAttendee(START, A)).then_nothing()
    full = story.when(RegisterAttendee(NOW, B))
    full.when(RegisterAttendee(NOW, C)).then(NoSeatLeft(2))
    full.when(RegisterAttendee(NOW, B)).then_nothing()
    endless = gatherings.given(but(ANNOUNCED, seats=None), SEATED)
    assert endless.when(RegisterAttendee(NOW, B)).when(RegisterAttendee(NOW, C)).news


def test_who_walks_in_takes_a_seat_until_it_is_over() -> None:
    assert announced.when(RegisterAttendee(END - TICK, A)).news
    announced.when(RegisterAttendee(END, A)).then(IsOver(END))


def test_a_seat_is_free_again_before_it_starts() -> None:
    cancel = CancelRegistration(START - TICK, A, "ill")
    story = seated.when(cancel)
    story.then(RegistrationCancelled(START - TICK, ONE, A, "ill"))
    assert not story.state.seated
    assert story.when(RegisterAttendee(START - TICK, A)).news
    seated.when(but(cancel, at=START)).then(HasStarted(START))
    story.when(cancel).then(NotAnAttendee(A))
    came.when(cancel).then(AttendeeIsThere(A))


def test_who_has_a_seat_may_come_before_it_is_over_once() -> None:
    story = seated.when(NoteAttendance(START, A))
    story.then(CAME)
    story.when(NoteAttendance(START + TICK, A)).then_nothing()
    announced.when(NoteAttendance(START, A)).then(NotAnAttendee(A))
    assert seated.when(NoteAttendance(END - TICK, A)).news
    seated.when(NoteAttendance(END, A)).then(IsOver(END))
    late = announced.given(but(SEATED, at=START))
    early = START - TICK
    late.when(NoteAttendance(early, A)).then(TooEarly(early, START))


def test_who_did_not_come_is_absent_once_it_is_over() -> None:
    both = came.given(AttendeeRegistered(NOW, ONE, B))
    both.when(NoteGatheringDue(END - TICK)).then_nothing()
    expected = AbsenceNoted(END, ONE, B), GatheringHeld(END, ONE, 2, 1)
    both.when(NoteGatheringDue(END)).then(*expected)
    story = both.when(NoteGatheringDue(END + DAY))
    story.then(*expected)
    assert story.state.due is None
    story.when(NoteGatheringDue(END + DAY)).then_nothing()
    story.when(NoteAttendance(START, B)).then(AttendeeCame(START, ONE, B, NAVRUZ))


def test_a_gathering_is_cancelled_before_it_starts_with_a_reason_once() -> None:
    story = seated.when(CancelGathering(START - TICK, "rain"))
    story.then(GatheringCancelled(START - TICK, ONE, "rain"))
    assert story.state.due is None
    story.when(CancelGathering(START - TICK, "again")).then_nothing()
    story.when(NoteGatheringDue(END)).then_nothing()
    seated.when(CancelGathering(START, "rain")).then(HasStarted(START))
    for command in (
        RegisterAttendee(NOW, B),
        CancelRegistration(NOW, A, "x"),
        NoteAttendance(START, A),
    ):
        story.when(command).then(GatheringIsOff("rain"))


COMMANDS: list[Command] = [
    RegisterAttendee(NOW, A),
    CancelRegistration(NOW, A, "x"),
    NoteAttendance(NOW, A),
    CancelGathering(NOW, "x"),
    NoteGatheringDue(NOW),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_what_was_not_announced(command: Any) -> None:
    gatherings.when(command).then(GatheringNotAnnounced())
    early = but(command, at=NOW - TICK)
    seated.when(early).then(TooEarly(NOW - TICK, NOW))


moments = st.integers(0, 40).map(lambda hours: NOW + timedelta(hours=hours))
people = st.sampled_from([CustomerId(f"c{n}") for n in range(6)])
told = st.lists(
    st.builds(RegisterAttendee, moments, people)
    | st.builds(lambda at, who: CancelRegistration(at, who, "x"), moments, people)
    | st.builds(NoteAttendance, moments, people)
    | st.builds(NoteGatheringDue, moments),
    max_size=40,
)


@given(told, st.integers(1, 4))
def test_no_more_have_seats_than_there_are_and_none_comes_without_one(
    commands: list[Command], seats: int
) -> None:
    state = GATHERINGS.fold([but(ANNOUNCED, seats=seats)])
    for command in commands:
        try:
            news = list(GATHERINGS.decide(command, state))
        except Refused:
            continue
        state = GATHERINGS.fold(news, state)
        assert len(state.seated) <= seats
        assert state.came <= set(state.seated)
