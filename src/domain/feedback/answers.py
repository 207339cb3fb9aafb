"""Answers: whether they fit what was asked, and what they score."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from ..decider import Refused
from .design import SERVQUAL_ITEMS, Design
from .feedback import OffTheScale
from .scale import Instrument, Score

HUNDRED: Final = 100


@frozen
class Answer:
    item: str
    score: int


@frozen
class UnknownItem(Refused):
    item: str

    def __str__(self) -> str:
        return f"the survey does not ask {self.item}"


@frozen
class AnsweredTwice(Refused):
    item: str

    def __str__(self) -> str:
        return f"{self.item} has two answers where one is asked for"


@frozen
class ScoreMissing(Refused):
    item: str

    def __str__(self) -> str:
        return f"there is no answer to {self.item}, which gives the score"


@frozen
class AnotherKindOfAnswer(Refused):
    instrument: Instrument

    def __str__(self) -> str:
        return f"this is not how a survey of {self.instrument} is answered"


@frozen
class NotAllItems(Refused):
    part: str
    count: int
    expected: int

    def __str__(self) -> str:
        return f"there are {self.count} values of {self.part}, not {self.expected}"


@frozen
class NotAHundredPoints(Refused):
    total: int
    least: int

    def __str__(self) -> str:
        return (
            f"the weights share out {self.total} points, the least of them"
            f" {self.least}: a hundred are to be shared, and none taken"
        )


def fits(design: Design, answers: Sequence[Answer]) -> None:
    """Refuse answers that are none to this design; only the first item needs one."""
    if design.instrument is Instrument.SERVQUAL:
        raise AnotherKindOfAnswer(design.instrument)
    asked = {each.name for each in design.items}
    seen: set[str] = set()
    for answer in answers:
        if answer.item not in asked:
            raise UnknownItem(answer.item)
        if answer.item in seen:
            raise AnsweredTwice(answer.item)
        seen.add(answer.item)
    _on_the_scale(design, [each.score for each in answers])
    first = design.items[0].name
    if first not in seen:
        raise ScoreMissing(first)


def fits_servqual(
    design: Design, expectation: Sequence[int], perception: Sequence[int]
) -> None:
    """Refuse values that are none to this design, which must be one of SERVQUAL."""
    if design.instrument is not Instrument.SERVQUAL:
        raise AnotherKindOfAnswer(design.instrument)
    _on_the_scale(design, [*expectation, *perception])


def whole_servqual(
    expectation: Sequence[int], perception: Sequence[int], weights: Sequence[int]
) -> None:
    """Refuse an answer that lacks an item, or whose weights are not of a hundred."""
    parts = {
        "expectation": (expectation, SERVQUAL_ITEMS),
        "perception": (perception, SERVQUAL_ITEMS),
        "weights": (weights, 5),
    }
    for part, (values, expected) in parts.items():
        if len(values) != expected:
            raise NotAllItems(part, len(values), expected)
    if sum(weights) != HUNDRED or min(weights) < 0:
        raise NotAHundredPoints(sum(weights), min(weights))


def score_of(design: Design, answers: Sequence[Answer]) -> Score:
    """Return the score of answers that fit: that of the design's first item."""
    first = design.items[0].name
    return design.score(next(each.score for each in answers if each.item == first))


def _on_the_scale(design: Design, scores: Sequence[int]) -> None:
    for score in scores:
        if not design.lowest <= score <= design.highest:
            raise OffTheScale(score, design.lowest, design.highest)
