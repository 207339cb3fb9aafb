"""The rules of deeds that earn, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.action import (
    ACTIONS,
    ActionChanged,
    ActionNotRewarded,
    ActionRevoked,
    ActionRewarded,
    ActionRuleDiffers,
    CapReached,
    NoProof,
    ProofUsed,
    RecordAction,
    RevokeAction,
)
from mijoz.domain.loyalty.action_policy import ActionRule, CapWindow
from mijoz.domain.personal import Erased
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

TODAY = datetime(2026, 3, 1, tzinfo=UTC)
NOW, TOMORROW = TODAY + timedelta(hours=9), TODAY + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
CLUB, AZIZA = ProgrammeId("club"), CustomerId("aziza")
RULE = ActionRule("repost", 10, 2, CapWindow.DAY)
RECORD = RecordAction(
    NOW, "a-1", CLUB, AZIZA, "repost", "index 1", 1, "UTC", RULE, "https://x/1"
)
REWARDED = ActionRewarded(
    NOW,
    "a-1",
    CLUB,
    AZIZA,
    "repost",
    1,
    RULE,
    1,
    TODAY,
    TOMORROW,
    "index 1",
    proof="https://x/1",
)
REVOKE = RevokeAction(NOW, "a-1", "deleted")

actions = Scenario(ACTIONS)
rewarded = actions.given(REWARDED)


def another(number: int, at: datetime = NOW) -> RecordAction:
    return but(RECORD, at=at, action_id=f"a-{number}", proof_index=f"index {number}")


def test_a_deed_is_rewarded_by_its_rule_with_its_place_in_the_window() -> None:
    actions.when(RECORD).then(REWARDED)
    (second,) = rewarded.when(another(2)).news
    assert isinstance(second, ActionRewarded)
    assert second.number == 2


def test_a_deed_is_rewarded_once_whatever_the_rules_are_by_now() -> None:
    rewarded.when(but(RECORD, at=NOW + INSTANT)).then_nothing()
    rewarded.when(but(RECORD, version=2, rule=but(RULE, points=99))).then_nothing()
    erased = actions.given(but(REWARDED, proof=Erased()))
    erased.when(RECORD).then_nothing()
    full = rewarded.when(another(2))
    full.when(RECORD).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        but(RECORD, action="review"),
        but(RECORD, proof_index="index 2"),
        but(RECORD, proof="https://x/2"),
    ],
)
def test_another_deed_needs_another_name(other: RecordAction) -> None:
    rewarded.when(other).then(ActionChanged("a-1"))


@pytest.mark.parametrize("proof", ["", "  "])
def test_a_deed_without_its_proof_earns_nothing(proof: str) -> None:
    actions.when(but(RECORD, proof=proof)).then(NoProof("repost"))
    assert actions.when(but(RECORD, proof=None)).news  # its index was worked out


def test_a_proof_is_used_once() -> None:
    rewarded.when(but(RECORD, action_id="a-2")).then(ProofUsed("a-1"))
    revoked = rewarded.when(REVOKE)
    revoked.when(but(RECORD, action_id="a-2")).then(ProofUsed("a-1"))


def test_a_rule_is_for_its_own_deed() -> None:
    other = but(RECORD, action="review")
    actions.when(other).then(ActionRuleDiffers("review", 1))


def test_deeds_earn_up_to_their_cap_and_no_more_in_the_window() -> None:
    once = but(RULE, times=1)
    assert actions.when(but(RECORD, rule=once)).news
    rewarded.when(but(another(2), rule=once)).then(CapReached("repost", 1, TOMORROW))
    full = rewarded.when(another(2))
    assert full.news
    full.when(another(3)).then(CapReached("repost", 2, TOMORROW))


def test_a_cap_is_counted_from_the_windows_first_instant_to_its_last() -> None:
    full = rewarded.when(another(2, TODAY))
    full.when(another(3, TOMORROW - INSTANT)).then(CapReached("repost", 2, TOMORROW))
    full.when(another(3, TODAY)).then(CapReached("repost", 2, TOMORROW))
    assert full.when(another(3, TOMORROW)).news
    assert full.when(another(3, TODAY - INSTANT)).news
    assert not full.when(another(3, NOW)).news


def test_deeds_of_other_windows_and_kinds_do_not_count() -> None:
    before = rewarded.given(
        but(REWARDED, at=TODAY - INSTANT, action_id="b", proof_index="b"),
        but(REWARDED, at=TOMORROW, action_id="c", proof_index="c"),
        but(REWARDED, action="review", action_id="d", proof_index="d"),
    )
    (event,) = before.when(another(2)).news
    assert isinstance(event, ActionRewarded)
    assert event.number == 2
    at_first = rewarded.given(but(REWARDED, at=TODAY, action_id="b", proof_index="b"))
    at_first.when(another(2)).then(CapReached("repost", 2, TOMORROW))


def test_a_cap_for_ever_has_no_window() -> None:
    ever = but(RULE, times=1, window=CapWindow.EVER)
    (event,) = actions.when(but(RECORD, rule=ever)).news
    assert isinstance(event, ActionRewarded)
    assert (event.window_since, event.window_until) == (None, None)
    again = but(another(2, NOW + timedelta(days=999)), rule=ever)
    rewarded.when(again).then(CapReached("repost", 1, None))
    assert "at all" in str(CapReached("repost", 1, None))


def test_what_a_deed_earned_is_taken_back_once_and_no_longer_counts() -> None:
    story = rewarded.when(REVOKE)
    story.then(ActionRevoked(NOW, "a-1", CLUB, AZIZA, "deleted"))
    story.when(but(REVOKE, reason="again")).then_nothing()
    (event,) = story.when(another(2)).news
    assert isinstance(event, ActionRewarded)
    assert event.number == 1
    story.when(RECORD).then_nothing()


def test_what_earned_nothing_is_not_taken_back() -> None:
    actions.when(REVOKE).then(ActionNotRewarded("a-1"))
    early = NOW - INSTANT
    rewarded.when(but(REVOKE, at=early)).then(TooEarly(early, NOW))
