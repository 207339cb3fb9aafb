"""Points set aside: each hold is resolved once, or time resolves it."""

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.points import (
    ArrearsSettled,
    CaptureHold,
    HoldCaptured,
    HoldExpired,
    HoldReleased,
    PointsExpired,
    PointsHeld,
    PointsReleased,
    ReleaseHold,
    SettleDue,
)
from mijoz.domain.loyalty.points_refusals import (
    HoldIsResolved,
    InvalidValue,
    MoreThanHeld,
    NotEnoughPoints,
    RedemptionIdTaken,
    UnknownHold,
)

from .story import (
    TICK,
    after,
    cancel,
    day,
    earn,
    hold,
    left,
    parts,
    redeem,
    refund,
    settle,
)

LATER = earn("L1", 10, on=0, expires=200, lines=((100, 10),))
SOONER = earn("L2", 10, on=1, expires=100)
HELD = (LATER, SOONER, hold("H1", 15, on=2, until=5))


def capture(hold_id: str, on: int, points: int | None = None) -> CaptureHold:
    return CaptureHold(day(on), hold_id, "R1", "a mug", points)


def release(hold_id: str, on: int) -> ReleaseHold:
    return ReleaseHold(day(on), hold_id)


def test_what_is_held_cannot_be_spent() -> None:
    story = after(*HELD)
    story.then(PointsHeld(day(2), "H1", 15, parts(L2=10, L1=5), day(5)))
    assert (story.state.held, story.state.spendable) == (15, 5)
    story.when(redeem("R1", 6, on=3)).then(NotEnoughPoints(asked=6, held=5))


def test_no_more_is_held_than_there_is() -> None:
    story = after(LATER, SOONER)
    story.when(hold("H1", 21, on=2, until=5)).then(NotEnoughPoints(asked=21, held=20))
    assert story.when(hold("H1", 20, on=2, until=5)).state.held == 20


def test_a_hold_ends_after_it_begins() -> None:
    story = after(LATER)
    story.when(hold("H1", 1, on=2, until=2)).then(
        InvalidValue("timeout_at", day(2).isoformat())
    )
    story.when(but(hold("H1", 1, 2, 2), timeout_at=day(2) + TICK)).then(
        PointsHeld(day(2), "H1", 1, parts(L1=1), day(2) + TICK)
    )


def test_a_hold_is_placed_once() -> None:
    after(*HELD).when(hold("H1", 15, on=2, until=5)).then_nothing()
    after(*HELD, release("H1", on=3)).when(hold("H1", 1, 4, 5)).then_nothing()


def test_a_hold_is_captured_whole() -> None:
    story = after(*HELD).when(capture("H1", on=3))
    story.then(HoldCaptured(day(3), "H1", "R1", "a mug", 15, parts(L2=10, L1=5), ()))
    assert (story.state.held, left(story)) == (0, {"L1": 5})


def test_a_hold_is_captured_in_part_and_the_rest_returns() -> None:
    story = after(*HELD).when(capture("H1", on=3, points=4))
    story.then(
        HoldCaptured(day(3), "H1", "R1", "a mug", 4, parts(L2=4), parts(L2=6, L1=5))
    )
    assert (story.state.held, left(story)) == (0, {"L2": 6, "L1": 10})


def test_no_more_is_captured_than_was_held() -> None:
    story = after(*HELD)
    story.when(capture("H1", on=3, points=16)).then(MoreThanHeld(asked=16, held=15))
    story.when(capture("H1", on=3, points=0)).then(InvalidValue("amount", "0"))
    assert story.when(capture("H1", on=3, points=15)).state.held == 0


def test_a_captured_hold_is_a_redemption_that_can_be_cancelled() -> None:
    story = after(*HELD, capture("H1", on=3, points=12), cancel("C1", "R1", on=4))
    assert left(story) == {"L2": 10, "L1": 10}


def test_a_released_hold_returns_to_its_lots() -> None:
    story = after(*HELD).when(release("H1", on=3))
    story.then(HoldReleased(day(3), "H1", 15, parts(L2=10, L1=5)))
    assert left(story) == {"L2": 10, "L1": 10}


def test_a_hold_runs_out_at_its_timeout_and_not_before() -> None:
    story = after(*HELD)
    story.when(SettleDue(day(5) - TICK)).then_nothing()
    story.when(settle(5)).then(HoldExpired(day(5), "H1", 15, parts(L2=10, L1=5)))
    assert story.state.spendable_at(day(5) - TICK) == 5
    assert story.state.spendable_at(day(5)) == 20


def test_of_two_holds_the_first_to_run_out_is_first() -> None:
    story = after(LATER, hold("H1", 1, on=2, until=9), hold("H2", 1, on=2, until=8))
    story.when(settle(9)).then(
        HoldExpired(day(8), "H2", 1, parts(L1=1)),
        HoldExpired(day(9), "H1", 1, parts(L1=1)),
    )


def test_a_hold_can_be_captured_until_its_timeout() -> None:
    story = after(*HELD)
    story.when(but(capture("H1", on=5), at=day(5) - TICK)).then(
        HoldCaptured(day(5) - TICK, "H1", "R1", "a mug", 15, parts(L2=10, L1=5), ())
    )
    story.when(capture("H1", on=5)).then(HoldIsResolved("H1", "expired"))


def test_capturing_twice_captures_once() -> None:
    story = after(*HELD, capture("H1", on=3))
    story.when(capture("H1", on=3)).then_nothing()
    story.when(but(capture("H1", on=3), redemption_id="R2")).then(
        HoldIsResolved("H1", "captured as R1")
    )
    story.when(release("H1", on=3)).then(HoldIsResolved("H1", "captured as R1"))


def test_releasing_twice_releases_once() -> None:
    story = after(*HELD, release("H1", on=3))
    story.when(release("H1", on=3)).then_nothing()
    story.when(capture("H1", on=3)).then(HoldIsResolved("H1", "released"))


def test_releasing_what_has_run_out_changes_nothing_more() -> None:
    after(*HELD).when(release("H1", on=5)).then(
        HoldExpired(day(5), "H1", 15, parts(L2=10, L1=5))
    )


def test_what_was_never_held_can_be_neither_captured_nor_released() -> None:
    after(LATER).when(capture("H1", on=3)).then(UnknownHold("H1"))
    after(LATER).when(release("H1", on=3)).then(UnknownHold("H1"))


def test_a_redemption_is_of_one_hold() -> None:
    story = after(LATER, SOONER, redeem("R1", 1, on=2), hold("H1", 1, on=2, until=5))
    story.when(capture("H1", on=3)).then(RedemptionIdTaken("R1"))


def test_held_points_stay_good_past_their_date_and_expire_when_they_return() -> None:
    story = after(SOONER, hold("H1", 10, on=98, until=102))
    story.when(settle(101)).then_nothing()
    story.when(capture("H1", on=101, points=4)).then(
        HoldCaptured(day(101), "H1", "R1", "a mug", 4, parts(L2=4), parts(L2=6)),
        PointsExpired(day(101), "L2", 6, pending=False),
    )
    story.when(settle(102)).then(
        HoldExpired(day(102), "H1", 10, parts(L2=10)),
        PointsExpired(day(102), "L2", 10, pending=False),
    )


def test_held_points_that_return_on_time_expire_later_in_their_turn() -> None:
    story = after(
        SOONER, earn("L3", 1, on=1, expires=99), hold("H1", 11, on=2, until=98)
    )
    story.when(settle(100)).then(
        HoldExpired(day(98), "H1", 11, parts(L3=1, L2=10)),
        PointsExpired(day(99), "L3", 1, pending=False),
        PointsExpired(day(100), "L2", 10, pending=False),
    )


def test_at_one_moment_a_hold_runs_out_after_releases_and_before_expiries() -> None:
    story = after(
        earn("L1", 1, on=0, available=9),
        earn("L2", 1, on=0, expires=9),
        earn("L3", 1, on=0),
        hold("H1", 1, on=1, until=9),
    )
    story.when(settle(9)).then(
        PointsReleased(day(9), "L1", 1),
        HoldExpired(day(9), "H1", 1, parts(L2=1)),
        PointsExpired(day(9), "L2", 1, pending=False),
    )


def test_points_that_return_settle_what_was_owed_for_them() -> None:
    story = after(LATER, hold("H1", 10, on=2, until=9), refund("F1", "L1", 3, a=60))
    assert story.state.arrears == -6
    story.when(release("H1", on=4)).then(
        HoldReleased(day(4), "H1", 10, parts(L1=10)),
        ArrearsSettled(day(4), "L1", 6, "L1", pending=False),
    )


def test_a_hold_heard_of_after_its_timeout_is_over_at_once() -> None:
    story = after(LATER, SOONER, settle(100))
    late = story.when(hold("H1", 3, on=50, until=100))
    late.then(
        PointsHeld(day(50), "H1", 3, parts(L1=3), day(100)),
        HoldExpired(day(100), "H1", 3, parts(L1=3)),
    )
    assert left(late) == {"L1": 10}
    story.when(hold("H1", 3, on=50, until=101)).then(
        PointsHeld(day(50), "H1", 3, parts(L1=3), day(101))
    )


@pytest.mark.parametrize("points", [0, -2])
def test_nothing_cannot_be_held(points: int) -> None:
    story = after(LATER).when(hold("H1", points, on=2, until=5))
    story.then(InvalidValue("amount", str(points)))
