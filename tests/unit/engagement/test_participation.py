"""The rules of taking part in a challenge, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.engagement.badge import BADGES, AwardBadge, BadgeAwarded
from mijoz.domain.engagement.board import Standing, board
from mijoz.domain.engagement.challenge import MOST, ChallengeTerms, Measure
from mijoz.domain.engagement.joining import (
    BoardEntered,
    BoardLeft,
    ChallengeCompleted,
    ChallengeIsOver,
    ChallengeJoined,
    ChallengeLeft,
    ChallengeMissed,
    ChallengeNotJoined,
    ChallengeProgressed,
    ChallengeSetBack,
    ChallengeWasLeft,
    Command,
    EnterBoard,
    JoinChallenge,
    LeaveBoard,
    LeaveChallenge,
    NotAStep,
    NoteChallengeDue,
    SetProgressBack,
    TakeProgress,
)
from mijoz.domain.engagement.participation import PARTICIPATIONS, Participation
from mijoz.domain.ids import ChallengeId, CustomerId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
SOON = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=2)
END = NOW + timedelta(days=30)
SPRING, AZIZA = ChallengeId("spring"), CustomerId("aziza")
WHO = SPRING, AZIZA
TERMS = ChallengeTerms("Spring", Measure.ORDERS, 3, NOW, END)
JOIN = JoinChallenge(NOW, *WHO, 1, TERMS)
JOINED = ChallengeJoined(NOW, *WHO, 1, TERMS)
TWO = ChallengeProgressed(SOON, *WHO, "a", 2, 2, 3)
MISSED = ChallengeMissed(END, *WHO, 2, 3)
LEFT = ChallengeLeft(SOON, *WHO)
ENTERED = BoardEntered(SOON, *WHO)

parts = Scenario(PARTICIPATIONS)
joined = parts.given(JOINED)
halfway = joined.given(TWO)

COMMANDS: list[Command] = [
    TakeProgress(SOON, "a", 1),
    SetProgressBack(SOON, "a", "r", 1),
    EnterBoard(SOON),
    LeaveBoard(SOON),
    LeaveChallenge(SOON),
    NoteChallengeDue(SOON),
]


def take(evidence: str, amount: int = 1, at: datetime = LATER) -> TakeProgress:
    return TakeProgress(at, evidence, amount)


def test_a_challenge_is_joined_once() -> None:
    story = parts.when(JOIN)
    story.then(JOINED)
    assert story.state.due == END
    story.when(but(JOIN, at=SOON, version=2)).then_nothing()


def test_a_challenge_is_joined_until_it_is_over() -> None:
    assert parts.when(but(JOIN, at=END - INSTANT)).news
    parts.when(but(JOIN, at=END)).then(ChallengeIsOver(SPRING, END))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_who_has_not_joined_has_no_part(command: Command) -> None:
    parts.when(command).then(ChallengeNotJoined())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_part_before_it_is_taken(command: Command) -> None:
    early = NOW - INSTANT
    joined.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert joined.when(but(command, at=NOW)).refusal is None


def test_a_fact_counts_once() -> None:
    story = joined.when(take("a", 2, SOON))
    story.then(TWO)
    story.when(take("a", 1)).then_nothing()
    assert story.state.total == 2
    assert story.state.reached == SOON


def test_a_fact_counts_from_joining_and_from_the_start_until_the_end() -> None:
    late_start = but(TERMS, starts_at=SOON)
    waits = parts.given(but(JOINED, terms=late_start))
    early = SOON - INSTANT
    waits.when(take("a", at=early)).then(TooEarly(early, SOON))
    assert waits.when(take("a", at=SOON)).news
    assert not waits.state.counts_at(early)
    assert waits.state.counts_at(SOON)
    assert not joined.state.counts_at(NOW - INSTANT)
    assert joined.state.counts_at(NOW)
    assert joined.when(take("a", at=END - INSTANT)).news
    assert joined.state.counts_at(END - INSTANT)
    joined.when(take("a", at=END)).then(ChallengeIsOver(SPRING, END))
    assert not joined.state.counts_at(END)
    assert not parts.state.counts_at(NOW)
    assert not joined.given(LEFT).state.counts_at(SOON)


@pytest.mark.parametrize("amount", [0, MOST + 1])
def test_a_step_is_a_step(amount: int) -> None:
    joined.when(take("a", amount)).then(NotAStep(amount))
    assert joined.when(take("a", MOST)).news


def test_a_challenge_is_completed_once_at_its_target() -> None:
    story = halfway.when(take("b"))
    completed = ChallengeCompleted(LATER, *WHO, 3, 3)
    story.then(ChallengeProgressed(LATER, *WHO, "b", 1, 3, 3), completed)
    assert story.state.completed == completed
    assert story.state.due is None
    story.when(take("c")).then(ChallengeProgressed(LATER, *WHO, "c", 1, 4, 3))
    over = ChallengeCompleted(LATER, *WHO, 4, 3)
    assert halfway.when(take("b", 2)).news[1] == over


def test_what_is_taken_back_counts_no_more() -> None:
    back = SetProgressBack(LATER, "a", "refund:r", 1)
    story = halfway.when(back)
    story.then(ChallengeSetBack(LATER, *WHO, "a", "refund:r", 1, 1, 3))
    assert story.state.total == 1
    story.when(back).then_nothing()
    story = story.when(but(back, because_ref="refund:s", amount=5))
    story.then(ChallengeSetBack(LATER, *WHO, "a", "refund:s", 1, 0, 3))
    story.when(but(back, because_ref="refund:t")).then_nothing()
    joined.when(back).then_nothing()
    halfway.when(but(back, amount=0)).then_nothing()


def test_what_was_completed_stays_so_whatever_comes_back() -> None:
    story = halfway.when(take("b"))
    story = story.when(SetProgressBack(LATER, "a", "refund:r", 2))
    story = story.when(take("c", 5))
    story.then(ChallengeProgressed(LATER, *WHO, "c", 5, 6, 3))


def test_a_challenge_that_is_not_completed_is_missed_once() -> None:
    halfway.when(NoteChallengeDue(END - INSTANT)).then_nothing()
    halfway.when(NoteChallengeDue(END)).then(MISSED)
    story = halfway.when(NoteChallengeDue(END + INSTANT))
    story.then(MISSED)
    story.when(NoteChallengeDue(END + INSTANT)).then_nothing()
    done = halfway.when(take("b"))
    done.when(NoteChallengeDue(END)).then_nothing()


def test_what_was_done_in_time_may_be_told_once_it_is_missed() -> None:
    story = halfway.given(MISSED).when(take("b"))
    assert story.news[1] == ChallengeCompleted(LATER, *WHO, 3, 3)


def test_who_leaves_a_challenge_has_no_part_in_it_any_more() -> None:
    story = halfway.given(ENTERED).when(LeaveChallenge(LATER))
    story.then(BoardLeft(LATER, *WHO), ChallengeLeft(LATER, *WHO))
    assert story.state.due is None
    story.when(LeaveChallenge(LATER)).then_nothing()
    story.when(NoteChallengeDue(END)).then_nothing()
    for command in (JOIN, take("b"), EnterBoard(LATER)):
        story.when(command).then(ChallengeWasLeft(SPRING))
    joined.when(LeaveChallenge(LATER)).then(ChallengeLeft(LATER, *WHO))


def test_the_board_is_entered_and_left_at_will() -> None:
    story = joined.when(EnterBoard(SOON))
    story.then(ENTERED)
    story.when(EnterBoard(LATER)).then_nothing()
    story = story.when(LeaveBoard(LATER))
    story.then(BoardLeft(LATER, *WHO))
    story.when(LeaveBoard(LATER)).then_nothing()
    assert story.when(EnterBoard(LATER)).news


def shown(name: str, total: int, at: datetime | None = NOW) -> Participation:
    return Participation(
        but(JOINED, customer_id=CustomerId(name)), {"a": total}, reached=at, shown=True
    )


def test_the_board_is_of_those_who_are_shown_the_most_first() -> None:
    done = ChallengeCompleted(NOW, *WHO, 3, 3)
    everyone = [
        shown("none", 0, None),
        shown("first", 2, NOW),
        shown("also", 2, NOW),
        shown("later", 2, SOON),
        but(shown("most", 3, LATER), completed=done),
        but(shown("hidden", 9), shown=False),
        Participation(shown=True),
    ]
    assert board(everyone) == [
        Standing(1, CustomerId("most"), 3, LATER, completed=True),
        Standing(2, CustomerId("also"), 2, NOW, completed=False),
        Standing(2, CustomerId("first"), 2, NOW, completed=False),
        Standing(4, CustomerId("later"), 2, SOON, completed=False),
        Standing(5, CustomerId("none"), 0, None, completed=False),
    ]


def test_a_badge_is_awarded_once() -> None:
    award = AwardBadge(NOW, AZIZA, "regular", "challenge:spring")
    story = Scenario(BADGES).when(award)
    story.then(BadgeAwarded(NOW, AZIZA, "regular", "challenge:spring"))
    story.when(but(award, because_ref="challenge:fall")).then_nothing()
    assert story.when(but(award, badge="other")).news
