"""What a refund takes back, and from whom when it is spent already."""

from fractions import Fraction

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.points import (
    ArrearsSettled,
    Command,
    EarnReversed,
    Event,
    Ledger,
    PointsExpired,
)
from mijoz.domain.loyalty.points_refusals import (
    InvalidValue,
    LinesDisagree,
    RefundExceedsPayment,
    UnknownLine,
    UnknownSource,
)
from mijoz.domain.loyalty.policies import RefundPolicy, SpendOrder
from mijoz.domain.loyalty.refund_lines import half_even
from mijoz.testing import Scenario

from .story import after, cancel, day, earn, hold, left, parts, redeem, refund, settle

TEN = earn("L1", 10, on=0, expires=200, lines=((100, 10),))


def reversal(story: Scenario[Command, Event, Ledger]) -> EarnReversed:
    (event,) = story.news
    assert isinstance(event, EarnReversed)
    return event


def test_an_event_says_from_where_every_point_was_taken() -> None:
    after(TEN, redeem("R1", 7, on=1)).when(refund("F1", "L1", on=2, a=50)).then(
        EarnReversed(
            day(2),
            "F1",
            "order L1",
            "L1",
            ("a",),
            (50,),
            (5,),
            amount=5,
            qualifying=5,
            pending=0,
            parts=parts(L1=3),
            expired=(),
            arrears=2,
            waived=0,
            policy=RefundPolicy.SAME_LOT_THEN_ARREARS,
        )
    )


@pytest.mark.parametrize("denominator", [1, 2, 3, 4, 7, 200])
def test_a_half_is_rounded_to_the_even_point(denominator: int) -> None:
    for numerator in range(4 * denominator):
        exact = round(Fraction(numerator, denominator))
        assert half_even(numerator, denominator) == exact


@pytest.mark.parametrize(
    ("back", "points"), [(5, 0), (6, 1), (15, 2), (25, 2), (26, 3)]
)
def test_a_refund_takes_its_share_rounded_half_to_even(back: int, points: int) -> None:
    assert reversal(after(TEN, refund("F1", "L1", on=1, a=back))).amount == points


def test_many_small_refunds_take_exactly_what_was_earned() -> None:
    story = after(earn("L1", 7, on=0, lines=((30, 7),)))
    taken = []
    for number in range(10):
        story = story.when(refund(f"F{number}", "L1", on=number + 1, a=3))
        taken.append(reversal(story).amount)
    assert taken == [1, 0, 1, 1, 1, 0, 1, 1, 0, 1]
    assert (sum(taken), left(story)) == (7, {})


def test_each_line_gives_back_its_own_points() -> None:
    story = after(earn("L1", 10, on=0, lines=((50, 3), (50, 7))))
    event = reversal(story.when(refund("F1", "L1", on=1, b=50)))
    assert (event.line_ids, event.line_reversed, event.amount) == (("b",), (7,), 7)
    event = reversal(story.when(refund("F1", "L1", on=1, b=25, a=50)))
    assert (event.line_ids, event.line_reversed) == (("b", "a"), (4, 3))


def test_a_line_named_twice_is_one_line() -> None:
    command = but(refund("F1", "L1", on=1), line_ids=("a", "a"), amounts=(20, 30))
    event = reversal(after(TEN, command))
    assert (event.line_ids, event.line_refunded, event.amount) == (("a",), (50,), 5)


def test_a_line_that_was_free_gives_all_its_points_back() -> None:
    story = after(earn("L1", 10, on=0, lines=((0, 4), (50, 6))))
    assert reversal(story.when(refund("F1", "L1", on=1, a=0))).amount == 4


def test_points_earned_without_an_order_are_reversed_as_a_whole_and_once() -> None:
    story = after(earn("L1", 25, on=0)).when(refund("F1", "L1", on=1))
    assert reversal(story).amount == 25
    assert reversal(story.when(refund("F2", "L1", on=2))).amount == 0


def test_a_refund_happens_once() -> None:
    story = after(TEN, refund("F1", "L1", on=1, a=50))
    story.when(refund("F1", "L1", on=1, a=50)).then_nothing()


def test_a_refund_that_takes_no_point_is_remembered_all_the_same() -> None:
    story = after(TEN, refund("F1", "L1", on=1, a=5))
    assert reversal(story).amount == 0
    assert reversal(story.when(refund("F2", "L1", on=1, a=5))).amount == 1


def test_no_more_is_refunded_than_was_paid() -> None:
    story = after(TEN, refund("F1", "L1", on=1, a=60))
    story.when(refund("F2", "L1", on=2, a=41)).then(
        RefundExceedsPayment("a", asked=41, left=40)
    )
    assert reversal(story.when(refund("F2", "L1", on=2, a=40))).amount == 4


def test_a_refund_must_know_what_it_refunds() -> None:
    story = after(TEN)
    story.when(refund("F1", "L7", on=1, a=1)).then(UnknownSource("order L7"))
    story.when(refund("F1", "L1", on=1, z=1)).then(UnknownLine("order L1", "z"))
    story.when(refund("F1", "L1", on=1)).then(InvalidValue("line_ids", "empty"))
    story.when(refund("F1", "L1", on=1, a=-1)).then(InvalidValue("amounts", "-1"))
    unequal = but(refund("F1", "L1", on=1, a=1), amounts=(1, 2))
    story.when(unequal).then(LinesDisagree("order L1"))


def test_of_a_pending_lot_the_pending_points_go_first() -> None:
    story = after(earn("L1", 10, on=0, available=14, lines=((100, 10),)))
    event = reversal(story.when(refund("F1", "L1", on=1, a=60)))
    assert (event.pending, event.parts, event.arrears) == (6, (), 0)


def test_pending_points_that_paid_a_debt_are_owed_again() -> None:
    story = after(
        earn("L1", 4, on=0, lines=((100, 4),)),
        redeem("R1", 4, on=1),
        refund("F1", "L1", on=2, a=100),
        earn("L2", 10, on=3, available=20, lines=((100, 10),)),
        refund("F2", "L2", on=4, a=100),
    )
    event = reversal(story)
    assert (event.pending, event.arrears, story.state.arrears) == (6, 4, -4)


def test_spent_points_are_owed_while_other_lots_are_left_alone() -> None:
    story = after(TEN, redeem("R1", 10, on=1), earn("L2", 30, on=2))
    event = reversal(story.when(refund("F1", "L1", on=3, a=100)))
    assert (event.parts, event.arrears, event.waived) == ((), 10, 0)


def test_other_lots_may_stand_for_spent_points_before_they_are_owed() -> None:
    policy = RefundPolicy.OTHER_LOTS_THEN_ARREARS
    story = after(
        TEN,
        redeem("R1", 6, on=1),
        earn("L2", 1, on=2, expires=150),
        earn("L3", 2, on=2, expires=100),
    )
    event = reversal(story.when(refund("F1", "L1", 3, policy, a=100)))
    assert (event.parts, event.arrears) == (parts(L1=4, L3=2, L2=1), 3)
    fifo = but(refund("F1", "L1", 3, policy, a=100), spend_order=SpendOrder.FIFO)
    assert reversal(story.when(fifo)).parts == parts(L1=4, L2=1, L3=2)


def test_spent_points_may_be_waived() -> None:
    story = after(TEN, redeem("R1", 6, on=1))
    story = story.when(refund("F1", "L1", 2, RefundPolicy.WAIVE, a=100))
    event = reversal(story)
    assert (event.parts, event.arrears, event.waived) == (parts(L1=4), 0, 6)
    assert story.state.arrears == 0


def test_points_that_expired_unspent_are_never_owed() -> None:
    story = after(TEN, redeem("R1", 3, on=1), settle(200))
    story = story.when(refund("F1", "L1", on=201, a=80))
    event = reversal(story)
    assert (event.expired, event.arrears) == (parts(L1=7), 1)
    event = reversal(story.when(refund("F2", "L1", on=202, a=20)))
    assert (event.expired, event.arrears) == ((), 2)


def test_points_on_hold_are_owed_until_they_return() -> None:
    story = after(TEN, hold("H1", 10, on=1, until=9), refund("F1", "L1", on=2, a=100))
    assert (story.state.held, story.state.arrears) == (10, -10)
    story = story.when(settle(9))
    assert story.news[1:] == (ArrearsSettled(day(9), "L1", 10, "L1", pending=False),)


def test_debts_for_one_lot_are_one_debt() -> None:
    story = after(
        TEN,
        redeem("R1", 10, on=1),
        refund("F1", "L1", on=2, a=40),
        refund("F2", "L1", on=3, a=60),
    )
    assert [debt.amount for debt in story.state.debts] == [10]
    assert after(
        TEN,
        redeem("R1", 10, on=1),
        refund("F1", "L1", on=2, a=40),
        refund("F2", "L1", on=3, a=60),
        cancel("C1", "R1", on=4),
    ).news[1:] == (ArrearsSettled(day(4), "L1", 10, "L1", pending=False),)


def test_a_joint_debt_is_settled_from_when_all_of_it_was_owed() -> None:
    story = after(
        TEN,
        redeem("R1", 10, on=1),
        refund("F1", "L1", on=2, a=40),
        refund("F2", "L1", on=6, a=60),
        earn("L0", 30, on=0),
    )
    assert story.news[1:] == (ArrearsSettled(day(6), "L0", 10, "L1", pending=False),)


def test_the_oldest_debt_is_settled_first() -> None:
    story = after(
        TEN,
        earn("L2", 10, on=0, expires=300, lines=((100, 10),)),
        redeem("R1", 20, on=1),
        refund("F2", "L2", on=2, a=50),
        refund("F1", "L1", on=3, a=50),
        earn("L3", 7, on=4),
    )
    assert story.news[1:] == (
        ArrearsSettled(day(4), "L3", 5, "L2", pending=False),
        ArrearsSettled(day(4), "L3", 2, "L1", pending=False),
    )


def test_a_grace_lot_answers_for_the_order_of_its_root() -> None:
    story = after(
        TEN,
        redeem("R1", 10, on=1),
        cancel("C1", "R1", on=200, points=6, grace=230),
        refund("F1", "L1", on=201, a=100),
    )
    event = reversal(story)
    assert (event.parts[0].lot_id, event.parts[0].amount) == ("L1/C1", 6)
    assert event.arrears == 4
    story = story.when(cancel("C2", "R1", on=202, grace=240))
    assert story.news[1:] == (
        ArrearsSettled(day(202), "L1/C2", 4, "L1", pending=False),
    )


def test_all_grace_lots_of_one_root_answer_for_its_order() -> None:
    story = after(
        TEN,
        redeem("R1", 10, on=1),
        cancel("C1", "R1", on=200, points=6, grace=230),
        cancel("C2", "R1", on=201, points=4, grace=230),
        redeem("R2", 10, on=202),
        cancel("C3", "R2", on=240, grace=270),
        refund("F1", "L1", on=241, a=100),
    )
    event = reversal(story)
    assert {part.lot_id: part.amount for part in event.parts} == {
        "L1/C1/C3": 6,
        "L1/C2/C3": 4,
    }
    assert event.arrears == 0


def test_a_grace_lot_that_expired_is_not_owed_either() -> None:
    story = after(
        TEN,
        redeem("R1", 10, on=1),
        cancel("C1", "R1", on=200, grace=230),
        settle(230),
    )
    assert story.news == (PointsExpired(day(230), "L1/C1", 10, pending=False),)
    event = reversal(story.when(refund("F1", "L1", on=231, a=100)))
    assert [part.lot_id for part in event.expired] == ["L1/C1"]
    assert event.arrears == 0


def test_what_counts_for_a_tier_falls_in_proportion_and_exactly() -> None:
    story = after(earn("L1", 10, on=0, lines=((100, 10),), qualifying=5))
    falls = []
    for number, back in enumerate((10, 20, 30, 40)):
        story = story.when(refund(f"F{number}", "L1", on=number + 1, a=back))
        falls.append(reversal(story).qualifying)
    assert falls == [0, 2, 1, 2]
    assert sum(falls) == 5
