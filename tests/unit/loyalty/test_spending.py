"""Points redeemed, given back, and never more than there are."""

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.points import (
    ArrearsSettled,
    Grace,
    NoteRefusal,
    PointsExpired,
    PointsRedeemed,
    PointsRefused,
    PointsReleased,
    RedemptionReversed,
)
from mijoz.domain.loyalty.points_refusals import (
    InvalidValue,
    MoreThanRedeemed,
    NotEnoughPoints,
    UnknownRedemption,
)
from mijoz.domain.loyalty.policies import SpendOrder

from .story import TICK, after, cancel, day, earn, left, parts, redeem, refund, settle

LATER = earn("L1", 10, on=0, expires=200)
SOONER = earn("L2", 10, on=1, expires=100)


def test_points_are_spent_soonest_to_expire_first() -> None:
    after(LATER, SOONER).when(redeem("R1", 15, on=2)).then(
        PointsRedeemed(day(2), "R1", "a mug", 15, parts(L2=10, L1=5))
    )


def test_points_may_be_spent_first_earned_first() -> None:
    fifo = but(redeem("R1", 15, on=2), spend_order=SpendOrder.FIFO)
    after(LATER, SOONER).when(fifo).then(
        PointsRedeemed(day(2), "R1", "a mug", 15, parts(L1=10, L2=5))
    )


def test_of_lots_that_expire_together_the_first_earned_is_first() -> None:
    story = after(earn("L9", 1, on=0, expires=9), earn("L1", 1, on=1, expires=9))
    story.when(redeem("R1", 1, on=2)).then(
        PointsRedeemed(day(2), "R1", "a mug", 1, parts(L9=1))
    )


def test_of_lots_alike_in_all_dates_the_lower_id_is_first() -> None:
    story = after(earn("L9", 1, on=0, expires=9), earn("L1", 1, on=0, expires=9))
    story.when(redeem("R1", 1, on=2)).then(
        PointsRedeemed(day(2), "R1", "a mug", 1, parts(L1=1))
    )


def test_points_that_never_expire_are_spent_last() -> None:
    story = after(earn("L1", 1, on=0), earn("L2", 1, on=1, expires=300))
    assert left(story.when(redeem("R1", 1, on=2))) == {"L1": 1}


def test_the_last_point_can_be_spent_and_no_more() -> None:
    story = after(LATER, SOONER)
    story.when(redeem("R1", 21, on=2)).then(NotEnoughPoints(asked=21, held=20))
    assert story.when(redeem("R1", 20, on=2)).state.spendable == 0


@pytest.mark.parametrize("points", [0, -1])
def test_nothing_cannot_be_redeemed(points: int) -> None:
    story = after(LATER).when(redeem("R1", points, on=2))
    story.then(InvalidValue("amount", str(points)))


def test_pending_points_cannot_be_spent() -> None:
    story = after(earn("L1", 10, on=0, available=14))
    story.when(but(redeem("R1", 1, on=14), at=day(14) - TICK)).then(
        NotEnoughPoints(asked=1, held=0)
    )
    story.when(redeem("R1", 1, on=14)).then(
        PointsReleased(day(14), "L1", 10),
        PointsRedeemed(day(14), "R1", "a mug", 1, parts(L1=1)),
    )


def test_redeeming_first_settles_what_is_due() -> None:
    after(LATER, SOONER).when(redeem("R1", 10, on=100)).then(
        PointsExpired(day(100), "L2", 10, pending=False),
        PointsRedeemed(day(100), "R1", "a mug", 10, parts(L1=10)),
    )


def test_what_is_owed_cannot_be_spent() -> None:
    story = after(
        earn("L1", 10, on=0, lines=((100, 10),)),
        redeem("R1", 10, on=1),
        earn("L2", 30, on=2),
        refund("F1", "L1", on=3, a=100),
    )
    assert (story.state.available, story.state.arrears) == (30, -10)
    story.when(redeem("R2", 21, on=4)).then(NotEnoughPoints(asked=21, held=20))
    assert story.when(redeem("R2", 20, on=4)).state.spendable == 0


def test_a_redemption_happens_once() -> None:
    after(LATER, redeem("R1", 4, on=2)).when(redeem("R1", 4, on=2)).then_nothing()


def test_a_late_redemption_spends_only_what_was_available_then() -> None:
    story = after(LATER, earn("L2", 10, on=5, expires=50))
    story.when(but(redeem("R1", 11, on=5), at=day(5) - TICK)).then(
        NotEnoughPoints(asked=11, held=10)
    )
    assert left(story.when(redeem("R1", 11, on=5))) == {"L1": 9}


def test_a_late_redemption_does_not_bring_expired_points_back() -> None:
    story = after(SOONER, settle(100))
    story.when(redeem("R1", 1, on=50)).then(NotEnoughPoints(asked=1, held=0))


def test_a_cancelled_redemption_goes_back_to_the_lots_it_came_from() -> None:
    story = after(LATER, SOONER, redeem("R1", 15, on=2)).when(cancel("C1", "R1", on=3))
    story.then(RedemptionReversed(day(3), "C1", "R1", 15, parts(L2=10, L1=5), (), None))
    assert left(story) == {"L2": 10, "L1": 10}


def test_points_given_back_expire_when_their_lot_would_have() -> None:
    story = after(LATER, SOONER, redeem("R1", 15, on=2), cancel("C1", "R1", on=3))
    story.when(settle(100)).then(PointsExpired(day(100), "L2", 10, pending=False))


def test_points_given_back_to_an_expired_lot_expire_at_once() -> None:
    story = after(LATER, SOONER, redeem("R1", 15, on=2))
    assert (
        len(story.when(but(cancel("C1", "R1", on=100), at=day(100) - TICK)).news) == 1
    )
    story.when(cancel("C1", "R1", on=100)).then(
        RedemptionReversed(day(100), "C1", "R1", 15, parts(L2=10, L1=5), (), None),
        PointsExpired(day(100), "L2", 10, pending=False),
    )


def test_points_given_back_to_an_expired_lot_may_get_a_grace_lot() -> None:
    story = after(LATER, SOONER, redeem("R1", 15, on=2))
    graced = story.when(cancel("C1", "R1", on=100, grace=130))
    graced.then(
        RedemptionReversed(
            day(100),
            "C1",
            "R1",
            15,
            parts(L1=5),
            (Grace("L2/C1", "L2", 10),),
            day(130),
        )
    )
    assert left(graced) == {"L2/C1": 10, "L1": 10}
    graced.when(settle(130)).then(PointsExpired(day(130), "L2/C1", 10, pending=False))


def test_no_grace_is_given_to_a_lot_that_is_still_good() -> None:
    story = after(SOONER, redeem("R1", 10, on=2))
    graced = story.when(but(cancel("C1", "R1", 100, grace=130), at=day(100) - TICK))
    assert left(graced) == {"L2": 10}


def test_grace_ends_after_it_begins() -> None:
    story = after(SOONER, redeem("R1", 10, on=2))
    refusal = story.when(cancel("C1", "R1", on=100, grace=100)).refusal
    assert refusal == InvalidValue("grace_until", day(100).isoformat())


def test_a_redemption_may_be_cancelled_in_part_the_longest_good_first() -> None:
    story = after(LATER, SOONER, redeem("R1", 15, on=2))
    story = story.when(cancel("C1", "R1", on=3, points=7))
    story.then(RedemptionReversed(day(3), "C1", "R1", 7, parts(L2=2, L1=5), (), None))
    story = story.when(cancel("C2", "R1", on=4))
    story.then(RedemptionReversed(day(4), "C2", "R1", 8, parts(L2=8), (), None))
    story.when(cancel("C3", "R1", on=5)).then_nothing()


def test_no_more_is_given_back_than_was_redeemed() -> None:
    story = after(LATER, redeem("R1", 5, on=2))
    story.when(cancel("C1", "R1", on=3, points=6)).then(
        MoreThanRedeemed(asked=6, left=5)
    )
    assert story.when(cancel("C1", "R1", on=3, points=5)).state.available == 10
    story.when(cancel("C1", "R1", on=3, points=0)).then(InvalidValue("amount", "0"))


def test_a_cancellation_happens_once() -> None:
    story = after(LATER, redeem("R1", 5, on=2), cancel("C1", "R1", on=3, points=2))
    story.when(cancel("C1", "R1", on=3, points=2)).then_nothing()


def test_what_was_never_redeemed_cannot_be_cancelled() -> None:
    after(LATER).when(cancel("C1", "R1", on=3)).then(UnknownRedemption("R1"))


def test_points_given_back_pay_for_their_own_lot_even_past_their_date() -> None:
    story = after(
        earn("L1", 10, on=0, expires=100, lines=((100, 10),)),
        redeem("R1", 10, on=1),
        refund("F1", "L1", on=2, a=60),
        cancel("C1", "R1", on=100),
    )
    assert story.news[1:] == (
        ArrearsSettled(day(100), "L1", 6, "L1", pending=False),
        PointsExpired(day(100), "L1", 4, pending=False),
    )


@pytest.mark.parametrize(("cancelled", "arrears"), [(99, -3), (100, -10)])
def test_points_past_their_date_pay_no_other_debt(cancelled: int, arrears: int) -> None:
    story = after(
        earn("L1", 10, on=0, lines=((100, 10),)),
        redeem("R1", 10, on=1),
        earn("L2", 7, on=1, expires=100),
        redeem("R2", 7, on=1),
        refund("F1", "L1", on=2, a=100),
        cancel("C2", "R2", on=cancelled),
    )
    assert story.state.arrears == arrears


def test_a_refusal_can_be_kept_with_its_reason() -> None:
    note = NoteRefusal(day(1), "command-7", "NotEnoughPoints", "21 asked, 20 held")
    story = after(note)
    story.then(
        PointsRefused(day(1), "command-7", "NotEnoughPoints", "21 asked, 20 held")
    )
    story.when(note).then_nothing()
