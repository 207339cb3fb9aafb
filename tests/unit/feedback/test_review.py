"""The rules of public reviews."""

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.feedback import OffTheScale
from mijoz.domain.feedback.review import (
    REVIEWS,
    AnswerReview,
    PublishReview,
    ReviewAnswered,
    ReviewChanged,
    ReviewNotPublished,
    ReviewPublished,
    ReviewWasAnswered,
)
from mijoz.domain.ids import ReviewId
from mijoz.domain.personal import Erased
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .asking import AZIZA, DAY, NOW, TICK

REVIEW = ReviewId("v-1")
PUBLISH = PublishReview(NOW, REVIEW, AZIZA, "sku:retro-clock", 4, 5, "web", "ticks")
PUBLISHED = ReviewPublished(NOW, REVIEW, AZIZA, "sku:retro-clock", 4, 5, "web", "ticks")
ANSWER = AnswerReview(NOW, "anna", "thanks")
ANSWERED = ReviewAnswered(NOW, REVIEW, AZIZA, "anna", "thanks")
reviews = Scenario(REVIEWS)


def test_a_review_is_published_once() -> None:
    reviews.when(PUBLISH).then(PUBLISHED)
    story = reviews.given(PUBLISHED)
    story.when(but(PUBLISH, at=NOW + DAY)).then_nothing()
    story.when(but(PUBLISH, rating=5)).then(ReviewChanged(REVIEW))
    reviews.given(but(PUBLISHED, text=Erased())).when(PUBLISH).then_nothing()


@pytest.mark.parametrize("rating", [1, 5])
def test_a_rating_runs_from_one_to_the_end_of_its_scale(rating: int) -> None:
    assert reviews.when(but(PUBLISH, rating=rating)).refusal is None


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_runs_no_further(rating: int) -> None:
    reviews.when(but(PUBLISH, rating=rating)).then(OffTheScale(rating, 1, 5))


def test_a_review_is_answered_once_and_not_before_it() -> None:
    story = reviews.given(PUBLISHED)
    story.when(ANSWER).then(ANSWERED)
    story.given(ANSWERED).when(but(ANSWER, at=NOW + DAY)).then_nothing()
    story.given(ANSWERED).when(but(ANSWER, text="no")).then(ReviewWasAnswered(NOW))
    story.when(but(ANSWER, at=NOW - TICK)).then(TooEarly(NOW - TICK, NOW))
    reviews.when(ANSWER).then(ReviewNotPublished())
