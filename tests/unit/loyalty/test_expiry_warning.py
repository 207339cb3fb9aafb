"""The rules of warnings before points expire, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.expiry_warning import (
    EXPIRY_WARNINGS,
    NoteExpiryDue,
    PointsExpiryWarned,
)
from mijoz.domain.loyalty.lots import NEVER, Lot
from mijoz.testing import Scenario

END = datetime(2026, 3, 31, tzinfo=UTC)
MONTH, WEEK = END - timedelta(days=30), END - timedelta(days=7)
LONG_AGO = END - timedelta(days=300)
INSTANT = timedelta(microseconds=1)
WHO = ProgrammeId("club"), CustomerId("aziza")
LOT = Lot("a", "a", 100, LONG_AGO, LONG_AGO, END)
OTHER = Lot("b", "b", 50, LONG_AGO, LONG_AGO, END)
WARNED = PointsExpiryWarned(MONTH, *WHO, 30, END, 100, ("a",))
AGAIN = PointsExpiryWarned(WEEK, *WHO, 7, END, 100, ("a",))

warnings = Scenario(EXPIRY_WARNINGS)


def look(at: datetime, *lots: Lot) -> NoteExpiryDue:
    return NoteExpiryDue(at, *WHO, lots or (LOT,))


def test_points_are_warned_of_from_thirty_days_before_they_expire_once() -> None:
    warnings.when(look(MONTH - INSTANT)).then_nothing()
    story = warnings.when(look(MONTH))
    story.then(WARNED)
    story.when(look(MONTH)).then_nothing()
    story.when(look(WEEK - INSTANT)).then_nothing()


def test_points_are_warned_of_again_from_seven_days_before_once() -> None:
    story = warnings.given(WARNED).when(look(WEEK))
    story.then(AGAIN)
    story.when(look(END - INSTANT)).then_nothing()


def test_a_warning_has_the_moment_at_which_it_became_true() -> None:
    warnings.when(look(MONTH + timedelta(days=3))).then(WARNED)
    warnings.given(WARNED).when(look(WEEK + timedelta(days=3))).then(AGAIN)


def test_what_is_found_in_its_last_days_is_warned_of_as_that() -> None:
    story = warnings.when(look(WEEK))
    story.then(AGAIN)
    story.when(look(END - INSTANT)).then_nothing()
    warnings.when(look(WEEK - INSTANT)).then(WARNED)


def test_what_has_expired_is_not_warned_of() -> None:
    warnings.when(look(END)).then_nothing()
    warnings.when(look(END - INSTANT)).then(AGAIN)


def test_what_never_expires_or_is_all_spent_is_not_warned_of() -> None:
    warnings.when(look(WEEK, but(LOT, expires_at=NEVER))).then_nothing()
    warnings.when(look(WEEK, but(LOT, remaining=0))).then_nothing()


def test_all_that_ends_at_one_moment_is_one_warning() -> None:
    later = but(OTHER, lot_id="c", expires_at=END + INSTANT)
    warnings.when(look(MONTH + INSTANT, OTHER, later, LOT)).then(
        but(WARNED, amount=150, lot_ids=("a", "b")),
        but(
            WARNED,
            at=MONTH + INSTANT,
            expires_at=END + INSTANT,
            amount=50,
            lot_ids=("c",),
        ),
    )


def test_what_was_warned_of_before_is_not_in_a_later_warning() -> None:
    story = warnings.given(WARNED)
    story.when(look(MONTH, LOT, OTHER)).then(but(WARNED, amount=50, lot_ids=("b",)))


@pytest.mark.parametrize(
    ("available", "days"),
    [(MONTH + timedelta(days=1), 30), (WEEK, 7), (WEEK + timedelta(days=1), 7)],
)
def test_what_became_available_later_is_warned_of_from_then_on(
    available: datetime, days: int
) -> None:
    lot = but(LOT, available_at=available)
    warnings.when(look(available - INSTANT, lot)).then_nothing()
    story = warnings.when(look(available, lot))
    story.then(but(WARNED, at=available, days=days))


def test_a_warning_says_what_is_left_when_it_is_found() -> None:
    warnings.when(look(MONTH, but(LOT, remaining=7))).then(but(WARNED, amount=7))
