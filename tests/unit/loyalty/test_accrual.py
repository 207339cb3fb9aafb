"""Points earned: when they can be spent, how long they are good, and how late."""

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.points import (
    ArrearsSettled,
    Earn,
    PointsEarned,
    PointsExpired,
    PointsReleased,
)
from mijoz.domain.loyalty.points_refusals import (
    InvalidValue,
    LinesDisagree,
    LotIdTaken,
    NotEnoughPoints,
)

from .story import TICK, after, day, earn, left, redeem, refund, settle

TEN = earn("L1", 10, on=0, available=14, expires=100)


def test_an_event_says_all_that_was_earned_and_by_which_version() -> None:
    command = earn("L1", 3, on=0, available=14, lines=((200, 2), (100, 1)))
    after(command).then(
        PointsEarned(
            day(0),
            "L1",
            "order L1",
            3,
            day(14),
            None,
            "bozor",
            1,
            ("a", "b"),
            (200, 100),
            (2, 1),
            qualifying=3,
            late=False,
        )
    )


def test_earned_points_wait_until_they_are_available() -> None:
    story = after(TEN, earn("L2", 5, on=0))
    assert (story.state.pending, story.state.available) == (10, 5)


def test_a_lot_is_released_at_its_moment_and_not_before() -> None:
    story = after(TEN)
    story.when(but(settle(14), at=day(14) - TICK)).then_nothing()
    story.when(settle(14)).then(PointsReleased(day(14), "L1", 10))


def test_a_lot_is_good_until_its_last_instant() -> None:
    story = after(TEN)
    assert story.state.spendable_at(day(100) - TICK) == 10
    assert story.state.spendable_at(day(100)) == 0


def test_a_lot_past_its_date_cannot_be_spent_though_nobody_swept() -> None:
    story = after(TEN).when(redeem("R1", 1, on=100))
    story.then(NotEnoughPoints(asked=1, held=0))


def test_settling_after_a_long_time_tells_everything_in_order_of_time() -> None:
    story = after(TEN, earn("L2", 5, on=1, available=20, expires=50))
    story.when(settle(300)).then(
        PointsReleased(day(14), "L1", 10),
        PointsReleased(day(20), "L2", 5),
        PointsExpired(day(50), "L2", 5, pending=False),
        PointsExpired(day(100), "L1", 10, pending=False),
    )


def test_settling_twice_settles_once() -> None:
    after(TEN, settle(300)).when(settle(300)).then_nothing()


def test_settling_an_earlier_day_settles_nothing() -> None:
    after(TEN, settle(14)).when(settle(3)).then_nothing()


def test_at_one_moment_lots_are_released_before_others_expire() -> None:
    story = after(earn("L2", 5, on=0, expires=14), TEN)
    story.when(settle(14)).then(
        PointsReleased(day(14), "L1", 10),
        PointsExpired(day(14), "L2", 5, pending=False),
    )


def test_a_source_earns_once() -> None:
    story = after(TEN)
    story.when(TEN).then_nothing()
    story.when(but(TEN, lot_id="L9")).then_nothing()


def test_a_lot_has_one_source() -> None:
    story = after(TEN).when(but(TEN, source_ref="another order"))
    story.then(LotIdTaken("L1"))


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (earn("L1", 0, on=0), "amount"),
        (earn("L1", -1, on=0), "amount"),
        (but(TEN, available_at=day(0) - TICK), "available_at"),
        (but(TEN, expires_at=day(14)), "expires_at"),
        (but(TEN, qualifying=-1), "qualifying"),
        (but(TEN, qualifying=11), "qualifying"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(command: Earn, field: str) -> None:
    refusal = after().when(command).refusal
    assert isinstance(refusal, InvalidValue)
    assert refusal.field == field


@pytest.mark.parametrize(
    "command",
    [
        earn("L1", 1, on=0),
        earn("L1", 1, on=0, lines=((0, 0), (100, 1))),
        but(TEN, expires_at=day(14) + TICK),
        but(TEN, qualifying=0),
        but(TEN, qualifying=10),
    ],
)
def test_what_only_just_makes_sense_is_earned(command: Earn) -> None:
    assert after(command).news


@pytest.mark.parametrize(
    "lines",
    [
        ((("a", "b"), (1,), (10,))),
        ((("a",), (1, 2), (10,))),
        ((("a",), (1,), (5, 5))),
        ((("a", "a"), (1, 1), (5, 5))),
        ((("a",), (1,), (9,))),
        ((("a", "b"), (1, 1), (11, -1))),
        ((("a", "b"), (1, -1), (5, 5))),
    ],
)
def test_lines_must_agree_with_one_another_and_the_amount(
    lines: tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]],
) -> None:
    ids, paid, points = lines
    story = after().when(but(TEN, line_ids=ids, line_paid=paid, line_points=points))
    story.then(LinesDisagree("order L1"))


def test_an_order_of_the_same_moment_is_not_late() -> None:
    story = after(TEN, earn("L2", 5, on=0))
    (event,) = story.news
    assert isinstance(event, PointsEarned)
    assert not event.late


def test_an_order_from_before_the_latest_thing_seen_is_late() -> None:
    story = after(TEN, but(earn("L2", 5, on=0), at=day(0) - TICK))
    event = story.news[0]
    assert isinstance(event, PointsEarned)
    assert event.late


def test_a_late_order_whose_wait_is_over_is_released_at_once() -> None:
    story = after(earn("L1", 10, on=20), earn("L0", 5, on=0, available=20))
    assert story.news[1:] == (PointsReleased(day(20), "L0", 5),)
    story = after(earn("L1", 10, on=20), earn("L0", 5, on=0, available=21))
    assert (story.news[1:], story.state.pending) == ((), 5)


def test_a_late_order_past_its_date_never_was_available() -> None:
    story = after(earn("L1", 10, on=50), earn("L0", 5, on=0, available=20, expires=50))
    assert story.news[1:] == (PointsExpired(day(50), "L0", 5, pending=True),)
    story = after(earn("L1", 10, on=50), earn("L0", 5, on=0, available=20, expires=51))
    assert left(story) == {"L0": 5, "L1": 10}


def test_a_late_order_that_did_not_wait_expires_from_what_is_available() -> None:
    story = after(earn("L1", 10, on=50), earn("L0", 5, on=0, expires=40))
    assert story.news[1:] == (PointsExpired(day(40), "L0", 5, pending=False),)


def test_a_late_order_changes_nothing_of_what_was_settled() -> None:
    story = after(earn("L1", 10, on=0, expires=30), settle(30))
    assert left(story.when(earn("L0", 5, on=10, expires=90))) == {"L0": 5}


IN_DEBT = (
    earn("L1", 10, on=0, lines=((100, 10),)),
    redeem("R1", 8, on=1),
    refund("F1", "L1", on=40, a=100),
)


def test_the_next_points_earned_settle_what_is_owed_first() -> None:
    story = after(*IN_DEBT, earn("L2", 20, on=41))
    assert story.news[1:] == (ArrearsSettled(day(41), "L2", 8, "L1", pending=False),)
    assert (story.state.arrears, story.state.spendable) == (0, 12)


def test_pending_points_settle_what_is_owed_too() -> None:
    story = after(*IN_DEBT, earn("L2", 20, on=41, available=60))
    assert story.news[1:] == (ArrearsSettled(day(41), "L2", 8, "L1", pending=True),)
    assert (story.state.pending, story.state.spendable) == (12, 0)
    story.when(settle(60)).then(PointsReleased(day(60), "L2", 12))


def test_points_too_few_settle_a_part_and_are_gone() -> None:
    story = after(*IN_DEBT, earn("L2", 5, on=41, available=60))
    assert (story.state.arrears, left(story)) == (-3, {})
    story.when(settle(60)).then_nothing()


def test_late_points_settle_a_debt_from_when_it_was_owed() -> None:
    story = after(*IN_DEBT, earn("L0", 20, on=5, available=10, expires=90))
    assert story.news[1:] == (
        PointsReleased(day(10), "L0", 20),
        ArrearsSettled(day(40), "L0", 8, "L1", pending=False),
    )


@pytest.mark.parametrize(("available", "pending"), [(40, False), (41, True)])
def test_late_points_settle_it_from_where_they_were_then(
    available: int, pending: bool
) -> None:
    story = after(
        *IN_DEBT, settle(41), earn("L0", 20, on=5, available=available, expires=90)
    )
    settled = ArrearsSettled(day(40), "L0", 8, "L1", pending=pending)
    assert settled in story.news


def test_late_points_that_were_gone_before_a_debt_do_not_settle_it() -> None:
    story = after(*IN_DEBT, earn("L0", 20, on=5, expires=40))
    assert story.news[1:] == (PointsExpired(day(40), "L0", 20, pending=False),)
    assert story.state.arrears == -8
