"""Points given or taken by someone's word, and by two people's if they are many."""

import pytest
from attrs import evolve as but

from mijoz.domain.decider import Refused
from mijoz.domain.loyalty import points_refusals
from mijoz.domain.loyalty.points import (
    Adjust,
    ArrearsSettled,
    PointsAdjusted,
    PointsExpired,
)
from mijoz.domain.loyalty.points_refusals import (
    InvalidValue,
    LotIdTaken,
    NeedsTwoPeople,
    NotEnoughPoints,
)

from .story import after, day, earn, left, parts, redeem, refund, settle


def adjust(adjustment_id: str, points: int, on: int) -> Adjust:
    return Adjust(day(on), adjustment_id, points, "goodwill", "dilnoza")


def test_points_given_are_a_lot_named_after_the_adjustment() -> None:
    story = after(but(adjust("A1", 5, on=0), expires_at=day(9)))
    story.then(
        PointsAdjusted(
            day(0), "A1", 5, "goodwill", "dilnoza", None, parts(A1=5), day(9)
        )
    )
    assert left(story) == {"A1": 5}
    story.when(settle(9)).then(PointsExpired(day(9), "A1", 5, pending=False))


def test_points_are_taken_soonest_to_expire_first() -> None:
    story = after(earn("L1", 5, on=0), earn("L2", 5, on=0, expires=9))
    story.when(adjust("A1", -6, on=1)).then(
        PointsAdjusted(
            day(1), "A1", -6, "goodwill", "dilnoza", None, parts(L2=5, L1=1), None
        )
    )


def test_no_more_is_taken_than_there_is() -> None:
    story = after(earn("L1", 5, on=0))
    story.when(adjust("A1", -6, on=1)).then(NotEnoughPoints(asked=6, held=5))
    assert left(story.when(adjust("A1", -5, on=1))) == {}


def test_an_adjustment_happens_once() -> None:
    story = after(adjust("A1", 5, on=0))
    story.when(adjust("A1", 5, on=0)).then_nothing()
    taken = story.when(adjust("A2", -5, on=1))
    taken.when(adjust("A2", -5, on=1)).then_nothing()


def test_an_adjustment_does_not_pass_for_an_order() -> None:
    story = after(earn("A1", 5, on=0))
    story.when(adjust("A1", 5, on=1)).then(LotIdTaken("A1"))
    story = after(adjust("A1", 5, on=0))
    story.when(earn("A1", 5, on=1)).then(LotIdTaken("A1"))


def test_points_given_settle_what_is_owed() -> None:
    story = after(
        earn("L1", 5, on=0, lines=((100, 5),)),
        redeem("R1", 5, on=1),
        refund("F1", "L1", on=2, a=100),
        adjust("A1", 8, on=3),
    )
    assert story.news[1:] == (ArrearsSettled(day(3), "A1", 5, "L1", pending=False),)


def test_points_given_too_late_to_be_good_expire_at_once() -> None:
    late = but(adjust("A1", 5, on=0), expires_at=day(9))
    story = after(earn("L1", 5, on=9), late)
    assert story.news[1:] == (PointsExpired(day(9), "A1", 5, pending=False),)


def test_nothing_is_no_adjustment() -> None:
    after().when(adjust("A1", 0, on=0)).then(InvalidValue("amount", "0"))


def test_points_given_are_good_for_some_time() -> None:
    never_good = but(adjust("A1", 5, on=0), expires_at=day(0))
    after().when(never_good).then(InvalidValue("expires_at", day(0).isoformat()))


@pytest.mark.parametrize("points", [101, -101])
@pytest.mark.parametrize("second", [None, "dilnoza"])
def test_above_the_limit_it_takes_two_people(points: int, second: str | None) -> None:
    story = after(earn("L1", 500, on=0))
    alone = but(adjust("A1", points, on=1), limit=100, second_approver=second)
    story.when(alone).then(NeedsTwoPeople(points, 100))
    assert story.when(but(alone, second_approver="rustam")).news


@pytest.mark.parametrize("points", [100, -100])
def test_up_to_the_limit_one_person_is_enough(points: int) -> None:
    story = after(earn("L1", 500, on=0))
    assert story.when(but(adjust("A1", points, on=1), limit=100)).news


@pytest.mark.parametrize(
    "refusal",
    [
        points_refusals.InvalidValue("amount", "0"),
        points_refusals.LinesDisagree("order 1"),
        points_refusals.LotIdTaken("L1"),
        points_refusals.NotEnoughPoints(2, 1),
        points_refusals.UnknownHold("H1"),
        points_refusals.HoldIsResolved("H1", "released"),
        points_refusals.MoreThanHeld(2, 1),
        points_refusals.RedemptionIdTaken("R1"),
        points_refusals.UnknownRedemption("R1"),
        points_refusals.MoreThanRedeemed(2, 1),
        points_refusals.UnknownSource("order 1"),
        points_refusals.UnknownLine("order 1", "a"),
        points_refusals.RefundExceedsPayment("a", 2, 1),
        points_refusals.NeedsTwoPeople(2, 1),
    ],
)
def test_every_refusal_is_a_sentence(refusal: Refused) -> None:
    assert len(str(refusal).split()) > 3
