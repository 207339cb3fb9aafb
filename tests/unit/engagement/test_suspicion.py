"""What makes one look twice at a referral, one test a sign."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.engagement.bringing import Bringing, FriendBrought, FriendLost
from mijoz.domain.engagement.referral import (
    Referral,
    ReferralRejected,
    ReferralRewardRevoked,
    Rejection,
)
from mijoz.domain.engagement.suspicion import Sign, signs
from mijoz.domain.ids import CustomerId

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")


def rejected(*reasons: Rejection) -> Referral:
    events = (
        ReferralRejected(NOW, str(n), BEK, AZIZA, r) for n, r in enumerate(reasons)
    )
    return Referral(rejected={each.claim_id: each for each in events})


def brought(*times: datetime, lost: int = 0) -> Referral:
    came = [FriendBrought(at, AZIZA, BEK, str(n)) for n, at in enumerate(times)]
    gone = [
        FriendLost(NOW, AZIZA, BEK, each.claim_id, Rejection.EXPIRED)
        for each in came[:lost]
    ]
    bringing = Bringing(
        None,
        {each.claim_id: each for each in came},
        {each.claim_id: each for each in gone},
    )
    return Referral(bringing)


def seen(referral: Referral) -> list[Sign]:
    return list(signs(referral, same_person=False))


def test_nothing_is_to_be_seen_in_most() -> None:
    assert seen(Referral()) == []
    assert seen(rejected(Rejection.EXPIRED)) == []
    assert seen(brought(NOW)) == []


def test_who_tried_their_own_code_is_seen() -> None:
    assert seen(rejected(Rejection.SELF)) == [Sign.OWN_CODE]


def test_who_tried_many_codes_is_seen() -> None:
    assert seen(rejected(*[Rejection.NOT_FOUND] * 2)) == []
    assert seen(rejected(*[Rejection.NOT_FOUND] * 3)) == [Sign.MANY_CODES]


def test_who_brought_five_within_a_day_is_seen() -> None:
    others = [NOW - 9 * DAY, *[NOW] * 4]
    assert seen(brought(*others)) == []
    assert seen(brought(*others, NOW + DAY - INSTANT)) == [Sign.BURST]
    assert seen(brought(*others, NOW + DAY)) == []


def test_who_lost_three_and_half_of_all_is_seen() -> None:
    days = [NOW + n * DAY for n in range(7)]
    assert seen(brought(*days[:2], lost=2)) == []
    assert seen(brought(*days[:6], lost=3)) == [Sign.MANY_LOST]
    assert seen(brought(*days, lost=3)) == []


@pytest.mark.parametrize(
    "referral",
    [
        rejected(Rejection.CONDITION),
        Referral(revoked=ReferralRewardRevoked(NOW, "c", BEK, AZIZA, Rejection.LIMIT)),
    ],
)
def test_whose_order_was_given_back_is_seen(referral: Referral) -> None:
    assert seen(referral) == [Sign.GAVE_BACK]


def test_who_is_one_person_with_who_brought_them_is_seen() -> None:
    assert list(signs(Referral(), same_person=True)) == [Sign.SAME_PERSON]
