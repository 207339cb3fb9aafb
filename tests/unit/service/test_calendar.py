"""The rules of business calendars and service levels, one test a rule."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CalendarId, SlaId
from mijoz.domain.service.calendar import (
    CALENDARS,
    BusinessCalendarPublished,
    BusinessHours,
    Opening,
    PublishBusinessCalendar,
)
from mijoz.domain.service.opening_hours import (
    HardlyOpen,
    ImpossibleOpening,
    OpeningsOverlap,
    RepeatedHoliday,
    UnknownTimeZone,
)
from mijoz.domain.service.sla import SLAS, PublishSla, SlaPublished, SlaTerms, Target
from mijoz.domain.service.targets import (
    ImpossibleTarget,
    NoTargetFor,
    NoTargets,
    RepeatedPriority,
)
from mijoz.domain.service.versions import (
    PastIsSettled,
    VersionOutOfOrder,
    VersionStands,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER, INSTANT = NOW + timedelta(days=1), timedelta(microseconds=1)
HOURS = BusinessHours(
    "Asia/Tashkent",
    tuple(Opening(day, 540, 1080) for day in range(1, 6)),
    (date(2026, 3, 8), date(2026, 3, 21)),
)
SHOP, DESK = CalendarId("shop"), SlaId("desk")
PUBLISH = PublishBusinessCalendar(NOW, SHOP, 1, NOW, HOURS)
PUBLISHED = BusinessCalendarPublished(NOW, SHOP, 1, NOW, HOURS)
TARGETS = (Target(1, 15, 240), Target(2, 60, 960))
PUBLISH_SLA = PublishSla(NOW, DESK, 1, NOW, SHOP, 1, TARGETS)
SLA = SlaPublished(NOW, DESK, 1, NOW, SHOP, 1, TARGETS)

calendars, slas = Scenario(CALENDARS), Scenario(SLAS)
shop, desk = calendars.given(PUBLISHED), slas.given(SLA)


def test_a_calendar_is_published_in_versions() -> None:
    calendars.when(PUBLISH).then(PUBLISHED)
    story = shop.when(but(PUBLISH, version=3, effective_from=LATER))
    story.then(but(PUBLISHED, version=3, effective_from=LATER))
    assert story.state.version(1) == PUBLISHED
    assert story.state.version(2) is None


def test_a_version_is_published_once_and_never_changes() -> None:
    shop.when(but(PUBLISH, at=LATER)).then_nothing()
    shop.when(but(PUBLISH, effective_from=LATER)).then(VersionStands(1))
    other = but(HOURS, holidays=())
    shop.when(but(PUBLISH, hours=other)).then(VersionStands(1))
    desk.when(but(PUBLISH_SLA, at=LATER)).then_nothing()
    desk.when(but(PUBLISH_SLA, targets=TARGETS[:1])).then(VersionStands(1))
    desk.when(but(PUBLISH_SLA, calendar_version=2)).then(VersionStands(1))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_versions_come_in_order(number: int) -> None:
    story = calendars.given(but(PUBLISHED, version=3))
    new = but(PUBLISH, version=number, effective_from=LATER)
    story.when(new).then(VersionOutOfOrder(number, 3 if number else 0))


def test_a_version_takes_effect_after_the_last() -> None:
    new = but(PUBLISH, version=2)
    shop.when(new).then(VersionOutOfOrder(2, 1))
    assert shop.when(but(new, effective_from=NOW + INSTANT)).news


def test_only_the_first_version_may_count_from_before_it_is_published() -> None:
    earlier = NOW - timedelta(days=365)
    story = calendars.when(but(PUBLISH, effective_from=earlier))
    story.then(but(PUBLISHED, effective_from=earlier))
    new = but(PUBLISH, version=2, effective_from=NOW - INSTANT)
    story.when(new).then(PastIsSettled(2, NOW - INSTANT))
    assert story.when(but(new, effective_from=NOW)).news


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "../etc/passwd", ""])
def test_a_calendar_is_of_a_place(zone: str) -> None:
    story = calendars.when(but(PUBLISH, hours=but(HOURS, time_zone=zone)))
    story.then(UnknownTimeZone(zone))


@pytest.mark.parametrize(
    "opening",
    [
        Opening(0, 540, 1080),
        Opening(8, 540, 1080),
        Opening(1, -1, 1080),
        Opening(1, 540, 1441),
        Opening(1, 540, 540),
        Opening(1, 540, 539),
    ],
)
def test_an_opening_lies_within_a_day_of_the_week(opening: Opening) -> None:
    story = calendars.when(but(PUBLISH, hours=but(HOURS, openings=(opening,))))
    story.then(ImpossibleOpening(opening.weekday, opening.opens, opening.closes))


@pytest.mark.parametrize(
    "opening", [Opening(1, 0, 1440), Opening(7, 0, 60), Opening(7, 1380, 1440)]
)
def test_a_day_may_be_open_from_its_first_minute_to_its_last(opening: Opening) -> None:
    hours = but(HOURS, openings=(opening,))
    calendars.when(but(PUBLISH, hours=hours)).then(but(PUBLISHED, hours=hours))


def test_openings_may_touch_and_not_overlap() -> None:
    touching = Opening(1, 540, 720), Opening(1, 720, 1080), Opening(2, 600, 700)
    assert calendars.when(but(PUBLISH, hours=but(HOURS, openings=touching))).news
    over = Opening(1, 719, 1080), Opening(1, 540, 720)
    story = calendars.when(but(PUBLISH, hours=but(HOURS, openings=over)))
    story.then(OpeningsOverlap(1, 719))


@pytest.mark.parametrize("openings", [(), (Opening(1, 0, 30), Opening(2, 0, 29))])
def test_a_week_has_an_hour_to_count_by(openings: tuple[Opening, ...]) -> None:
    story = calendars.when(but(PUBLISH, hours=but(HOURS, openings=openings)))
    story.then(HardlyOpen(sum(each.closes - each.opens for each in openings)))


def test_a_holiday_is_named_once() -> None:
    days = (date(2024, 2, 29), date(2024, 2, 29))
    story = calendars.when(but(PUBLISH, hours=but(HOURS, holidays=days)))
    story.then(RepeatedHoliday(date(2024, 2, 29)))


def test_a_service_level_is_published_in_versions_with_its_calendars() -> None:
    slas.when(PUBLISH_SLA).then(SLA)
    story = desk.when(but(PUBLISH_SLA, version=2, effective_from=LATER))
    second = but(SLA, version=2, effective_from=LATER)
    story.then(second)
    assert story.state.version(2) == second
    assert story.state.version(3) is None
    assert story.state.in_force(NOW - INSTANT) is None
    assert story.state.in_force(NOW) == SLA
    assert story.state.in_force(LATER - INSTANT) == SLA
    assert story.state.in_force(LATER) == second


def test_a_service_level_has_targets_one_a_priority() -> None:
    slas.when(but(PUBLISH_SLA, targets=())).then(NoTargets(1))
    twice = (*TARGETS, Target(1, 30, 60))
    slas.when(but(PUBLISH_SLA, targets=twice)).then(RepeatedPriority(1))


@pytest.mark.parametrize(
    "target",
    [
        Target(0, 15, 240),
        Target(1, 0, 240),
        Target(1, 15, 14),
        Target(1, 15, 132_481),
        Target(1, None, 0),
    ],
)
def test_a_target_that_no_service_can_have_is_refused(target: Target) -> None:
    story = slas.when(but(PUBLISH_SLA, targets=(target,)))
    facts = target.priority, target.first_response, target.resolution
    story.then(ImpossibleTarget(*facts))


@pytest.mark.parametrize(
    "target",
    [
        Target(1, 1, 1),
        Target(1, 15, 15),
        Target(9, 132_480, 132_480),
        Target(1, None, 1),
    ],
)
def test_a_target_may_be_as_short_as_a_minute_and_as_long_as_a_quarter(
    target: Target,
) -> None:
    assert slas.when(but(PUBLISH_SLA, targets=(target,))).news


def test_a_priority_without_a_target_is_refused() -> None:
    terms = SlaTerms(DESK, 1, SHOP, 1, HOURS, TARGETS)
    assert terms.target(2) == Target(2, 60, 960)
    with pytest.raises(NoTargetFor) as refusal:
        terms.target(3)
    assert refusal.value == NoTargetFor(3, "desk", 1)
