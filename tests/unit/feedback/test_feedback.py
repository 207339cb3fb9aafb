"""The rules of feedback, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.feedback.feedback import (
    FEEDBACK,
    FeedbackChanged,
    FeedbackKind,
    FeedbackReceived,
    NotAScale,
    OffTheScale,
    ReceiveFeedback,
)
from mijoz.domain.ids import CustomerId, FeedbackId
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
ID, AZIZA = FeedbackId("f-1"), CustomerId("aziza")
RATED = (FeedbackKind.CSAT, FeedbackKind.CES, FeedbackKind.REVIEW)

feedback = Scenario(FEEDBACK)


def give(
    kind: FeedbackKind,
    score: int,
    scale_max: int,
    comment: str | None = None,
    at: datetime = NOW,
) -> ReceiveFeedback:
    return ReceiveFeedback(at, ID, AZIZA, kind, score, scale_max, "o-1", comment)


def test_feedback_is_received_as_it_was_given() -> None:
    feedback.when(give(FeedbackKind.CSAT, 4, 5, "warm socks")).then(
        FeedbackReceived(NOW, ID, AZIZA, FeedbackKind.CSAT, 4, 5, "o-1", "warm socks")
    )


def test_feedback_may_be_of_no_one_we_know() -> None:
    nameless = ReceiveFeedback(NOW, ID, None, FeedbackKind.REVIEW, 5, 5)
    assert feedback.when(nameless).refusal is None


def test_feedback_is_received_once() -> None:
    story = feedback.when(give(FeedbackKind.NPS, 9, 10))
    again = give(FeedbackKind.NPS, 9, 10, at=NOW + timedelta(days=1))
    story.when(again).then_nothing()


def test_other_feedback_cannot_take_its_name() -> None:
    story = feedback.when(give(FeedbackKind.NPS, 9, 10))
    story.when(give(FeedbackKind.NPS, 8, 10)).then(FeedbackChanged(ID))
    story.when(give(FeedbackKind.NPS, 9, 10, "on reflection")).then(FeedbackChanged(ID))


@pytest.mark.parametrize("score", [0, 10])
def test_nps_runs_from_nought_to_ten(score: int) -> None:
    assert feedback.when(give(FeedbackKind.NPS, score, 10)).refusal is None


@pytest.mark.parametrize("score", [-1, 11])
def test_nps_runs_no_further(score: int) -> None:
    story = feedback.when(give(FeedbackKind.NPS, score, 10))
    story.then(OffTheScale(score, 0, 10))


@pytest.mark.parametrize("scale_max", [9, 11])
def test_nps_has_no_other_scale(scale_max: int) -> None:
    story = feedback.when(give(FeedbackKind.NPS, 5, scale_max))
    story.then(NotAScale(FeedbackKind.NPS, scale_max))


@pytest.mark.parametrize("kind", RATED)
@pytest.mark.parametrize("score", [1, 7])
def test_a_rating_runs_from_one_to_the_end_of_its_scale(
    kind: FeedbackKind, score: int
) -> None:
    assert feedback.when(give(kind, score, 7)).refusal is None


@pytest.mark.parametrize("kind", RATED)
@pytest.mark.parametrize("score", [0, 8])
def test_a_rating_runs_no_further(kind: FeedbackKind, score: int) -> None:
    feedback.when(give(kind, score, 7)).then(OffTheScale(score, 1, 7))


@pytest.mark.parametrize("score", [0, 3])
def test_a_complaint_may_be_ungraded(score: int) -> None:
    assert feedback.when(give(FeedbackKind.COMPLAINT, score, 3)).refusal is None


def test_a_scale_has_two_ends() -> None:
    one = give(FeedbackKind.CSAT, 1, 1)
    feedback.when(one).then(NotAScale(FeedbackKind.CSAT, 1))
    none = give(FeedbackKind.COMPLAINT, 0, 0)
    feedback.when(none).then(NotAScale(FeedbackKind.COMPLAINT, 0))
    assert feedback.when(give(FeedbackKind.CSAT, 1, 2)).refusal is None
    assert feedback.when(give(FeedbackKind.COMPLAINT, 1, 1)).refusal is None
