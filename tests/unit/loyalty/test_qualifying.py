"""Entries towards a tier come from what is earned and refunded, not from a balance."""

from mijoz.domain.loyalty.tier_entries import Entry, qualifying

from .story import after, cancel, day, earn, hold, redeem, refund, settle

LOT = earn("L1", 100, on=0, expires=50, lines=((1000, 100),))


def test_what_is_earned_counts_when_it_is_earned() -> None:
    story = after(LOT, earn("L2", 40, on=9, available=30, qualifying=25))
    assert qualifying(story.state) == (
        Entry(day(0), "lot:L1", 100),
        Entry(day(9), "lot:L2", 25),
    )


def test_what_does_not_qualify_does_not_count() -> None:
    assert qualifying(after(earn("L1", 40, on=9, qualifying=0)).state) == ()


def test_what_is_refunded_ceases_to_count_when_it_is_refunded() -> None:
    story = after(LOT, refund("R1", "L1", 5, a=300), refund("R2", "L1", 7, a=700))
    assert qualifying(story.state) == (
        Entry(day(0), "lot:L1", 100),
        Entry(day(5), "refund:R1", -30),
        Entry(day(7), "refund:R2", -70),
    )


def test_what_is_earned_after_a_refund_leaves_the_refund() -> None:
    story = after(LOT, refund("R1", "L1", 5, a=300), earn("L2", 9, on=6))
    assert Entry(day(5), "refund:R1", -30) in qualifying(story.state)


def test_spending_holding_and_expiry_change_nothing() -> None:
    spent = (
        redeem("S1", 20, on=1),
        hold("H1", 5, on=2, until=4),
        cancel("C1", "S1", 9),
    )
    story = after(LOT, *spent, refund("R1", "L1", 10, a=100), settle(60))
    assert story.state.spendable == 0
    assert qualifying(story.state) == (
        Entry(day(0), "lot:L1", 100),
        Entry(day(10), "refund:R1", -10),
    )
