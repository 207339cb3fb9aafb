"""What each event moves between accounts, read from the event alone."""

import pytest

from mijoz.domain.loyalty.points import (
    Event,
    NoteRefusal,
    PointsExpired,
    PointsReleased,
)
from mijoz.domain.loyalty.postings import Account, Posting, postings

from .story import after, cancel, day, earn, redeem, refund, settle

PENDING = earn("L1", 10, on=0, available=14, expires=100, lines=((100, 10),))


def moved(*events: Event) -> dict[str, int]:
    return {each.account.value: each.amount for each in postings(events[0])}


def test_points_that_have_to_wait_are_pending() -> None:
    assert moved(*after(PENDING).news) == {"issuer": -10, "pending": 10}
    assert moved(*after(earn("L1", 10, on=0)).news) == {"issuer": -10, "available": 10}


def test_a_release_makes_them_available() -> None:
    assert postings(PointsReleased(day(14), "L1", 10)) == (
        Posting(Account.PENDING, -10),
        Posting(Account.AVAILABLE, 10),
    )


@pytest.mark.parametrize(
    ("pending", "account"), [(True, Account.PENDING), (False, Account.AVAILABLE)]
)
def test_points_expire_from_where_they_are(pending: bool, account: Account) -> None:
    assert postings(PointsExpired(day(100), "L1", 10, pending)) == (
        Posting(account, -10),
        Posting(Account.BREAKAGE, 10),
    )


def test_a_reversal_gives_the_issuer_back_what_each_account_had() -> None:
    story = after(
        PENDING, redeem("R1", 2, on=14), settle(100), refund("F1", "L1", 101, a=100)
    )
    accounts = [each.account.value for each in postings(story.news[0])]
    assert accounts == ["breakage", "issuer", "arrears", "issuer"]
    assert sum(each.amount for each in postings(story.news[0])) == 0


def test_points_given_back_leave_what_was_redeemed() -> None:
    story = after(PENDING, redeem("R1", 2, on=14), cancel("C1", "R1", on=15))
    assert moved(*story.news) == {"redeemed": -2, "available": 2}


def test_a_refusal_moves_nothing() -> None:
    (refused,) = after(NoteRefusal(day(0), "c1", "NotEnoughPoints", "too few")).news
    assert postings(refused) == ()
