"""A public review: published once, answered once."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, ReviewId
from ..personal import Personal, personal, same
from ..times import not_before
from .feedback import OffTheScale

LOWEST = 1


@frozen
class PublishReview:
    """Take a review as it was published: stars of 1 to `scale_max`, and words."""

    at: datetime
    review_id: ReviewId
    customer_id: CustomerId | None
    about_ref: str
    rating: int
    scale_max: int
    channel: str
    text: str | None = None


@frozen
class AnswerReview:
    at: datetime
    by: str
    text: str | None = None


Command: TypeAlias = PublishReview | AnswerReview


@frozen
class ReviewPublished:
    at: datetime
    review_id: ReviewId
    customer_id: CustomerId | None
    about_ref: str
    rating: int
    scale_max: int
    channel: str
    text: Personal = personal(default=None)


@frozen
class ReviewAnswered:
    at: datetime
    review_id: ReviewId
    customer_id: CustomerId | None
    by: str
    text: Personal = personal(default=None)


Event: TypeAlias = ReviewPublished | ReviewAnswered


@frozen
class ReviewNotPublished(Refused):
    def __str__(self) -> str:
        return "no such review was published"


@frozen
class ReviewChanged(Refused):
    review_id: ReviewId

    def __str__(self) -> str:
        return f"review {self.review_id} is on record with other content"


@frozen
class ReviewWasAnswered(Refused):
    answered_at: datetime

    def __str__(self) -> str:
        return f"the review was answered at {self.answered_at}, in other words"


@frozen
class Review:
    published: ReviewPublished | None = None
    answered: ReviewAnswered | None = None


def decide(command: Command, review: Review) -> Iterator[Event]:
    match command:
        case PublishReview(rating=rating, scale_max=highest):
            if not LOWEST <= rating <= highest:
                raise OffTheScale(rating, LOWEST, highest)
            event = ReviewPublished(
                command.at,
                command.review_id,
                command.customer_id,
                command.about_ref,
                rating,
                highest,
                command.channel,
                command.text,
            )
            if review.published is None:
                yield event
            elif not same(event, review.published):
                raise ReviewChanged(command.review_id)
        case AnswerReview(at, by, text):
            published = review.published
            if published is None:
                raise ReviewNotPublished
            not_before(published.at, at)
            who = published.review_id, published.customer_id
            answer = ReviewAnswered(at, *who, by, text)
            if review.answered is None:
                yield answer
            elif not same(answer, review.answered):
                raise ReviewWasAnswered(review.answered.at)
        case _:
            assert_never(command)


def evolve(review: Review, event: Event) -> Review:
    match event:
        case ReviewPublished():
            return but(review, published=event)
        case ReviewAnswered():
            return but(review, answered=event)
        case _:
            assert_never(event)


REVIEWS = Decider[Command, Event, Review](Review(), decide, evolve)
