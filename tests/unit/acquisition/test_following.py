"""The rules of assignments and follow-ups, one test a rule."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.acquisition.lead import (
    AcceptHandOver,
    AssignLead,
    HandOverLead,
    LeadFollowedUp,
    LeadFollowUpMissed,
    NoteFollowUpDue,
    RecordFollowUp,
)
from mijoz.domain.personal import Erased
from mijoz.domain.times import DueTooEarly

from .leads import ASSIGNED, DUE, HOME, LATER, NOW, SOON, WHO, captured, qualified

ASSIGN = AssignLead(NOW, "anna", "least of all", DUE, HOME, 2)
CALL = RecordFollowUp(SOON, "anna", "phone", None, "likes socks")
CALLED = LeadFollowedUp(SOON, *WHO, "anna", "phone", None, "likes socks")
MISSED = LeadFollowUpMissed(DUE, *WHO, "anna")
INSTANT = timedelta(microseconds=1)


def test_a_lead_is_assigned_by_a_policy_with_its_reason() -> None:
    story = captured.when(ASSIGN)
    story.then(ASSIGNED)
    assert (story.state.following.agent, story.state.due) == ("anna", DUE)


def test_a_lead_is_assigned_once() -> None:
    story = captured.given(ASSIGNED)
    story.when(but(ASSIGN, at=SOON)).then_nothing()


def test_a_lead_may_be_assigned_to_another() -> None:
    story = captured.given(ASSIGNED).when(AssignLead(SOON, "bek", "anna is away"))
    assert story.state.following.agent == "bek"
    assert story.state.due is None


def test_a_lead_may_come_back_to_who_had_it() -> None:
    story = qualified.given(ASSIGNED).when(HandOverLead(SOON, "anna", "sales"))
    story = story.when(AcceptHandOver(SOON))
    assert story.state.following.agent == "sales"
    assert story.when(ASSIGN).state.following.agent == "anna"


@pytest.mark.parametrize("due", [NOW, NOW - INSTANT])
def test_a_follow_up_is_not_due_as_it_is_asked_or_before(due: datetime) -> None:
    captured.when(but(ASSIGN, follow_up_by=due)).then(DueTooEarly(due, NOW))
    late = but(CALL, at=NOW, next_by=due)
    captured.when(late).then(DueTooEarly(due, NOW))


def test_a_follow_up_may_be_due_at_once() -> None:
    assert captured.when(but(ASSIGN, follow_up_by=NOW + INSTANT)).refusal is None


def test_a_follow_up_is_recorded_once_and_nothing_is_due() -> None:
    story = captured.given(ASSIGNED).when(CALL)
    story.then(CALLED)
    assert story.state.due is None
    story.when(CALL).then_nothing()


def test_two_follow_ups_of_one_moment_are_two() -> None:
    story = captured.given(ASSIGNED, CALLED)
    assert story.when(but(CALL, channel="email")).news
    assert story.when(but(CALL, at=LATER)).news


def test_a_note_that_is_erased_is_not_held_against_who_tells_it_again() -> None:
    captured.given(but(CALLED, note=Erased())).when(CALL).then_nothing()


def test_a_follow_up_may_ask_for_the_next() -> None:
    story = captured.given(ASSIGNED).when(but(CALL, next_by=LATER))
    assert story.state.due == LATER
    story.when(NoteFollowUpDue(LATER)).then(LeadFollowUpMissed(LATER, *WHO, "anna"))


def test_who_follows_up_a_lead_that_is_nobodys_has_it() -> None:
    story = captured.when(but(CALL, agent="bek", next_by=LATER))
    story.when(NoteFollowUpDue(LATER)).then(LeadFollowUpMissed(LATER, *WHO, "bek"))


def test_who_helps_out_does_not_take_a_lead_over() -> None:
    story = captured.given(ASSIGNED).when(but(CALL, agent="bek", next_by=LATER))
    assert story.state.following.agent == "anna"


def test_what_was_done_before_it_was_asked_leaves_it_due() -> None:
    asked = captured.given(but(ASSIGNED, at=SOON))
    early = asked.when(but(CALL, at=SOON - INSTANT))
    assert early.state.due == DUE
    assert early.state.following.made
    assert asked.when(CALL).state.due is None


def test_a_follow_up_is_missed_from_when_it_was_due() -> None:
    story = captured.given(ASSIGNED)
    story.when(NoteFollowUpDue(DUE - INSTANT)).then_nothing()
    story.when(NoteFollowUpDue(DUE)).then(MISSED)
    story.when(NoteFollowUpDue(LATER)).then(MISSED)


def test_a_follow_up_is_missed_once() -> None:
    story = captured.given(ASSIGNED).when(NoteFollowUpDue(DUE))
    story.when(NoteFollowUpDue(LATER)).then_nothing()
    assert story.state.following.missed == (MISSED,)


def test_nothing_is_due_where_nothing_was_asked() -> None:
    captured.when(NoteFollowUpDue(LATER)).then_nothing()
