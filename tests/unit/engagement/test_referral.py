"""The rules of bringing in friends, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.engagement.bringing import (
    BroughtEnough,
    HasAnotherCode,
    NoCodeIssued,
)
from mijoz.domain.engagement.claiming import (
    ClaimChanged,
    DoesNotQualify,
    NothingClaimed,
    ReferralIsQualified,
    ReferralIsRejected,
    ReferralIsRewarded,
)
from mijoz.domain.engagement.referral import (
    REFERRALS,
    ClaimReferral,
    FriendBrought,
    FriendLost,
    IssueReferralCode,
    NoteFriend,
    NoteFriendLost,
    NoteReferralDue,
    QualifyReferral,
    ReferralClaimed,
    ReferralCodeIssued,
    ReferralQualified,
    ReferralRejected,
    ReferralRewarded,
    ReferralRewardRevoked,
    Rejection,
    RejectReferral,
)
from mijoz.domain.engagement.scheme import SchemeTerms
from mijoz.domain.ids import CustomerId, OrderId, ProgrammeId, SchemeId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
BOUGHT = NOW + timedelta(days=3)
DUE = BOUGHT + timedelta(days=14)
EXPIRES = NOW + timedelta(days=30)
SCHEME, ORDER = SchemeId("friends"), OrderId("o-1")
AZIZA, BEK, ZEBO = CustomerId("aziza"), CustomerId("bek"), CustomerId("zebo")
TERMS = SchemeTerms(ProgrammeId("club"), 50, 100, "UZS", 1_000, 30, 14, 2)
WHO = "c-1", BEK, AZIZA

ISSUE = IssueReferralCode(NOW, AZIZA, SCHEME, "index", "SOCKS")
ISSUED = ReferralCodeIssued(NOW, AZIZA, SCHEME, "index", "SOCKS")
NOTE = NoteFriend(NOW, AZIZA, BEK, "c-1", 2)
BROUGHT = FriendBrought(NOW, AZIZA, BEK, "c-1")
LOST = FriendLost(BOUGHT, AZIZA, BEK, "c-1", Rejection.EXPIRED)

CLAIM = ClaimReferral(NOW, "c-1", BEK, "index", AZIZA, SCHEME, 1, TERMS)
CLAIMED = ReferralClaimed(NOW, *WHO, SCHEME, 1, TERMS, EXPIRES)
QUALIFY = QualifyReferral(BOUGHT, ORDER, 1_000, "UZS")
QUALIFIED = ReferralQualified(BOUGHT, *WHO, ORDER, 1_000, "UZS", DUE)
REWARDED = ReferralRewarded(DUE, *WHO, TERMS)
EXPIRED = ReferralRejected(EXPIRES, *WHO, Rejection.EXPIRED)
REJECT = RejectReferral(BOUGHT, "c-1", Rejection.CONDITION)
REJECTED = ReferralRejected(BOUGHT, *WHO, Rejection.CONDITION)
REVOKED = ReferralRewardRevoked(BOUGHT, *WHO, Rejection.CONDITION)

referrals = Scenario(REFERRALS)
has_code = referrals.given(ISSUED)
claimed = referrals.given(CLAIMED)
qualified = claimed.given(QUALIFIED)
rewarded = qualified.given(REWARDED)


def test_a_customer_has_one_code() -> None:
    story = referrals.when(ISSUE)
    story.then(ISSUED)
    story.when(but(ISSUE, at=BOUGHT)).then_nothing()
    story.when(but(ISSUE, code_index="other")).then(HasAnotherCode(AZIZA))
    other = but(ISSUE, scheme_id=SchemeId("other"))
    story.when(other).then(HasAnotherCode(AZIZA))


def test_a_code_brings_a_friend_once() -> None:
    story = has_code.when(NOTE)
    story.then(BROUGHT)
    story.when(but(NOTE, at=BOUGHT)).then_nothing()
    referrals.when(NOTE).then(NoCodeIssued(AZIZA))


def test_a_code_brings_no_more_than_its_limit() -> None:
    one = has_code.given(BROUGHT)
    second = but(NOTE, friend_id=ZEBO, claim_id="c-2")
    story = one.when(second)
    story.then(FriendBrought(NOW, AZIZA, ZEBO, "c-2"))
    third = but(second, claim_id="c-3")
    story.when(third).then(BroughtEnough(AZIZA, 2))
    assert story.when(but(third, limit=None)).news
    one.when(but(second, limit=1)).then(BroughtEnough(AZIZA, 1))


def test_who_is_lost_counts_no_more() -> None:
    lose = NoteFriendLost(BOUGHT, AZIZA, "c-1", Rejection.EXPIRED)
    story = has_code.given(BROUGHT).when(lose)
    story.then(LOST)
    assert story.state.bringing.count == 0
    story.when(lose).then_nothing()
    assert story.when(but(NOTE, claim_id="c-2", limit=1)).news
    has_code.when(lose).then_nothing()


def test_a_claim_waits_for_its_order() -> None:
    story = referrals.when(CLAIM)
    story.then(CLAIMED)
    assert story.state.due == EXPIRES
    story.when(but(CLAIM, at=BOUGHT)).then_nothing()
    story.when(but(CLAIM, referrer_id=ZEBO)).then(ClaimChanged("c-1"))


@pytest.mark.parametrize("missing", ["referrer_id", "scheme_id", "version", "terms"])
def test_a_claim_under_no_code_is_rejected(missing: str) -> None:
    nothing: dict[str, Any] = {missing: None}
    story = referrals.when(but(CLAIM, **nothing))
    story.then(ReferralRejected(NOW, "c-1", BEK, None, Rejection.NOT_FOUND))
    assert story.state.due is None


def test_nobody_brings_themselves_in() -> None:
    story = referrals.when(but(CLAIM, customer_id=AZIZA))
    story.then(ReferralRejected(NOW, "c-1", AZIZA, AZIZA, Rejection.SELF))
    story.when(but(CLAIM, customer_id=AZIZA)).then_nothing()
    story.when(but(CLAIM, customer_id=AZIZA, referrer_id=BEK)).then(ClaimChanged("c-1"))


@pytest.mark.parametrize("story", [claimed, qualified, rewarded])
def test_a_friend_is_brought_in_once(story: Scenario[Any, Any, Any]) -> None:
    again = but(CLAIM, claim_id="c-2", referrer_id=ZEBO)
    rejected = ReferralRejected(NOW, "c-2", BEK, ZEBO, Rejection.ALREADY_REFERRED)
    story = story.when(again)
    story.then(rejected)
    story.when(CLAIM).then_nothing()


def test_a_reward_that_was_revoked_lets_nobody_claim_again() -> None:
    story = rewarded.given(REVOKED).when(but(CLAIM, claim_id="c-2"))
    rejected = ReferralRejected(NOW, "c-2", BEK, AZIZA, Rejection.ALREADY_REFERRED)
    story.then(rejected)


def test_who_has_brought_friends_is_brought_in_by_nobody() -> None:
    claim = but(CLAIM, customer_id=AZIZA, referrer_id=BEK)
    cycle = ReferralRejected(NOW, "c-1", AZIZA, BEK, Rejection.CYCLE)
    has_code.given(BROUGHT).when(but(claim, claim_id="c-1")).then(cycle)
    has_code.given(BROUGHT, LOST).when(claim).then(cycle)
    assert isinstance(has_code.when(claim).news[0], ReferralClaimed)


def test_who_was_rejected_may_claim_again() -> None:
    story = claimed.given(REJECTED).when(but(CLAIM, claim_id="c-2"))
    story.then(but(CLAIMED, claim_id="c-2"))
    story.when(CLAIM).then_nothing()


def test_the_first_order_that_is_large_enough_qualifies() -> None:
    claimed.when(but(QUALIFY, amount=999)).then(
        DoesNotQualify(999, "UZS", 1_000, "UZS")
    )
    claimed.when(but(QUALIFY, currency="USD")).then(
        DoesNotQualify(1_000, "USD", 1_000, "UZS")
    )
    story = claimed.when(QUALIFY)
    story.then(QUALIFIED)
    assert story.state.due == DUE
    story.when(QUALIFY).then_nothing()
    second = but(QUALIFY, order_id=OrderId("o-2"))
    story.when(second).then(ReferralIsQualified("c-1", ORDER))


def test_an_order_qualifies_from_the_claim_until_it_expires() -> None:
    early, last = NOW - INSTANT, EXPIRES - INSTANT
    claimed.when(but(QUALIFY, at=early)).then(TooEarly(early, NOW))
    assert claimed.state.waits_at(early) is None
    assert isinstance(claimed.when(but(QUALIFY, at=NOW)).news[0], ReferralQualified)
    assert claimed.state.waits_at(NOW) == CLAIMED
    assert isinstance(claimed.when(but(QUALIFY, at=last)).news[0], ReferralQualified)
    assert claimed.state.waits_at(last) == CLAIMED
    claimed.when(but(QUALIFY, at=EXPIRES)).then(EXPIRED)
    assert claimed.state.waits_at(EXPIRES) is None
    assert qualified.state.waits_at(BOUGHT) is None
    assert referrals.state.waits_at(BOUGHT) is None


def test_what_is_not_claimed_is_neither_qualified_nor_rejected() -> None:
    referrals.when(QUALIFY).then(NothingClaimed())
    referrals.when(REJECT).then(NothingClaimed())
    claimed.when(but(REJECT, claim_id="c-2")).then(NothingClaimed())
    referrals.when(NoteReferralDue(DUE)).then_nothing()


def test_a_claim_that_nothing_qualifies_expires_once() -> None:
    claimed.when(NoteReferralDue(EXPIRES - INSTANT)).then_nothing()
    claimed.when(NoteReferralDue(EXPIRES)).then(EXPIRED)
    story = claimed.when(NoteReferralDue(EXPIRES + INSTANT))
    story.then(EXPIRED)
    story.when(NoteReferralDue(EXPIRES + INSTANT)).then_nothing()


def test_both_are_rewarded_once_the_order_can_no_longer_come_back() -> None:
    qualified.when(NoteReferralDue(DUE - INSTANT)).then_nothing()
    qualified.when(NoteReferralDue(DUE)).then(REWARDED)
    story = qualified.when(NoteReferralDue(EXPIRES + INSTANT))
    story.then(REWARDED)
    assert story.state.due is None
    story.when(NoteReferralDue(EXPIRES + INSTANT)).then_nothing()


def test_a_claim_that_expired_makes_way_for_the_next() -> None:
    story = claimed.when(but(CLAIM, at=EXPIRES, claim_id="c-2"))
    until = EXPIRES + timedelta(days=30)
    next_ = but(CLAIMED, at=EXPIRES, claim_id="c-2", expires_at=until)
    story.then(EXPIRED, next_)


def test_a_claim_is_rejected_for_a_reason_once() -> None:
    for story in (claimed, qualified):
        story = story.when(REJECT)
        story.then(REJECTED)
        assert story.state.claimed is None
        assert story.state.qualified is None
        story.when(but(REJECT, at=DUE)).then_nothing()
        other = but(REJECT, reason=Rejection.LIMIT)
        story.when(other).then(ReferralIsRejected("c-1", Rejection.CONDITION))


def test_a_claim_is_not_rejected_before_it_is_made() -> None:
    early = NOW - INSTANT
    claimed.when(but(REJECT, at=early)).then(TooEarly(early, NOW))
    assert claimed.when(but(REJECT, at=NOW)).news


def test_what_has_fallen_due_is_not_rejected_afterwards() -> None:
    qualified.when(but(REJECT, at=DUE)).then(REWARDED)
    claimed.when(but(REJECT, at=EXPIRES)).then(EXPIRED)
    last = DUE - INSTANT
    qualified.when(but(REJECT, at=last)).then(but(REJECTED, at=last))


def test_a_reward_is_revoked_by_what_happened_before_it_and_was_told_after() -> None:
    story = rewarded.when(REJECT)
    story.then(REVOKED)
    story.when(but(REJECT, at=BOUGHT)).then_nothing()
    rewarded.when(but(REJECT, at=DUE)).then(ReferralIsRewarded("c-1", DUE))
    last = DUE - INSTANT
    rewarded.when(but(REJECT, at=last)).then(but(REVOKED, at=last))
