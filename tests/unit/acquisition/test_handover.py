"""The rules of handing a lead over, one test a rule."""

from datetime import timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.acquisition.handover import (
    HandOverPending,
    HandOverToSelf,
    NothingToAnswer,
)
from mijoz.domain.acquisition.judging import LeadNotQualified
from mijoz.domain.acquisition.lead import (
    LEADS,
    AcceptHandOver,
    HandOverLead,
    LeadHandOverAccepted,
    LeadHandOverRejected,
    RejectHandOver,
)
from mijoz.domain.times import TooEarly

from .leads import ASSIGNED, LATER, LEAD, OFFERED, SOON, WHO, captured, qualified

OFFER = HandOverLead(SOON, "anna", "sales")
ACCEPTED = LeadHandOverAccepted(LATER, *WHO, "sales", 23 * 3600)
REJECTED = LeadHandOverRejected(LATER, *WHO, "sales", "too small", 23 * 3600)
NO = RejectHandOver(LATER, "too small")

offered = qualified.given(ASSIGNED, OFFERED)


def test_a_qualified_lead_is_handed_over() -> None:
    qualified.when(OFFER).then(OFFERED)
    captured.when(OFFER).then(LeadNotQualified(LEAD))


def test_a_lead_is_handed_over_once() -> None:
    offered.when(but(OFFER, at=LATER)).then_nothing()


def test_a_lead_is_not_handed_over_to_oneself() -> None:
    qualified.when(HandOverLead(SOON, "anna", "anna")).then(HandOverToSelf("anna"))


@pytest.mark.parametrize(
    "other",
    [HandOverLead(LATER, "anna", "export"), HandOverLead(LATER, "bek", "sales")],
)
def test_a_lead_waits_for_one_answer_at_a_time(other: HandOverLead) -> None:
    offered.when(other).then(HandOverPending(LEAD, "sales"))


def test_the_other_side_takes_it_and_how_long_that_took_is_told() -> None:
    story = offered.when(AcceptHandOver(LATER))
    story.then(ACCEPTED)
    assert story.state.following.agent == "sales"
    story.when(AcceptHandOver(LATER)).then_nothing()
    story.when(NO).then(NothingToAnswer(LEAD))


def test_or_it_does_not_with_a_reason() -> None:
    story = offered.when(NO)
    story.then(REJECTED)
    assert story.state.following.agent == "anna"
    story.when(NO).then_nothing()
    story.when(AcceptHandOver(LATER)).then(NothingToAnswer(LEAD))


@pytest.mark.parametrize("answer", [AcceptHandOver(LATER), NO])
def test_what_was_not_offered_is_not_answered(
    answer: AcceptHandOver | RejectHandOver,
) -> None:
    qualified.when(answer).then(NothingToAnswer(LEAD))


@pytest.mark.parametrize("answer", [AcceptHandOver(LATER), NO])
def test_an_answer_does_not_come_before_the_offer(
    answer: AcceptHandOver | RejectHandOver,
) -> None:
    early = SOON - timedelta(microseconds=1)
    offered.when(but(answer, at=early)).then(TooEarly(early, SOON))
    assert offered.when(but(answer, at=SOON)).refusal is None


def test_what_was_not_taken_may_be_offered_again() -> None:
    story = offered.given(REJECTED).when(but(OFFER, at=LATER))
    story.then(but(OFFERED, at=LATER))


def test_what_was_taken_may_be_passed_on_but_not_again() -> None:
    taken = offered.given(ACCEPTED)
    taken.when(but(OFFER, at=LATER)).then_nothing()
    story = taken.when(HandOverLead(LATER, "sales", "export"))
    assert story.state.hand_over is not None
    assert story.state.hand_over.between == ("sales", "export")


@pytest.mark.parametrize("answer", [ACCEPTED, REJECTED])
def test_as_of_before_the_offer_an_answer_is_not_so(
    answer: LeadHandOverAccepted | LeadHandOverRejected,
) -> None:
    assert LEADS.fold_some([answer]).hand_over is None
    with pytest.raises(LookupError):
        LEADS.fold([answer])
