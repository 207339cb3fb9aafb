"""One answer, review or complaint of a customer: received once, on its own scale."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, FeedbackId
from ..personal import Personal, personal, same


class FeedbackKind(StrEnum):
    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    REVIEW = "review"
    COMPLAINT = "complaint"


NPS_SCALE_MAX = 10
FROM_ZERO = {FeedbackKind.NPS, FeedbackKind.COMPLAINT}


@frozen
class ReceiveFeedback:
    at: datetime
    feedback_id: FeedbackId
    customer_id: CustomerId | None
    kind: FeedbackKind
    score: int
    scale_max: int
    about_ref: str | None = None
    comment: str | None = None


Command: TypeAlias = ReceiveFeedback


@frozen
class FeedbackReceived:
    at: datetime
    feedback_id: FeedbackId
    customer_id: CustomerId | None
    kind: FeedbackKind
    score: int
    scale_max: int
    about_ref: str | None = None
    comment: Personal = personal(default=None)


Event: TypeAlias = FeedbackReceived


@frozen
class FeedbackChanged(Refused):
    feedback_id: FeedbackId

    def __str__(self) -> str:
        return f"feedback {self.feedback_id} is on record with other content"


@frozen
class NotAScale(Refused):
    kind: FeedbackKind
    scale_max: int

    def __str__(self) -> str:
        return f"{self.kind} has no scale that ends at {self.scale_max}"


@frozen
class OffTheScale(Refused):
    score: int
    lowest: int
    highest: int

    def __str__(self) -> str:
        return (
            f"a score of {self.score} is not between {self.lowest} and {self.highest}"
        )


@frozen
class Feedback:
    """What was received; nothing before it was."""

    received: FeedbackReceived | None = None


def decide(command: Command, feedback: Feedback) -> Iterator[Event]:
    kind, score, highest = command.kind, command.score, command.scale_max
    lowest = 0 if kind in FROM_ZERO else 1
    if highest <= lowest or (kind == FeedbackKind.NPS and highest != NPS_SCALE_MAX):
        raise NotAScale(kind, highest)
    if not lowest <= score <= highest:
        raise OffTheScale(score, lowest, highest)
    event = FeedbackReceived(
        command.at,
        command.feedback_id,
        command.customer_id,
        kind,
        score,
        highest,
        command.about_ref,
        command.comment,
    )
    known = feedback.received
    if known is None:
        yield event
    elif not same(event, known):
        raise FeedbackChanged(known.feedback_id)


def evolve(_: Feedback, event: Event) -> Feedback:
    match event:
        case FeedbackReceived():
            return Feedback(event)
        case _:
            assert_never(event)


FEEDBACK = Decider(Feedback(), decide, evolve)
