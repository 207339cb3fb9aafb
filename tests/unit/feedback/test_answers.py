"""Which answers fit what was asked."""

import pytest

from mijoz.domain.decider import Refused
from mijoz.domain.feedback.answers import (
    AnotherKindOfAnswer,
    Answer,
    AnsweredTwice,
    NotAHundredPoints,
    NotAllItems,
    ScoreMissing,
    UnknownItem,
    fits,
    fits_servqual,
    score_of,
    whole_servqual,
)
from mijoz.domain.feedback.feedback import OffTheScale
from mijoz.domain.feedback.scale import Instrument

from .asking import CSAT, NPS, SERVQUAL

NINE, RELEVANT = Answer("recommend", 9), Answer("relevance", 4)
WEIGHTS = (10, 30, 25, 20, 15)


def test_the_first_item_is_answered_and_the_others_may_be() -> None:
    fits(NPS, (NINE,))
    fits(NPS, (RELEVANT, NINE))
    assert score_of(NPS, (RELEVANT, NINE)) == NPS.score(9)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ((), ScoreMissing("recommend")),
        ((RELEVANT,), ScoreMissing("recommend")),
        ((NINE, NINE), AnsweredTwice("recommend")),
        ((NINE, Answer("weather", 3)), UnknownItem("weather")),
        ((NINE, Answer("relevance", 11)), OffTheScale(11, 0, 10)),
        ((Answer("recommend", -1),), OffTheScale(-1, 0, 10)),
    ],
)
def test_what_was_not_asked_is_not_answered(
    answers: tuple[Answer, ...], refusal: Refused
) -> None:
    with pytest.raises(type(refusal)) as raised:
        fits(NPS, answers)
    assert raised.value == refusal


@pytest.mark.parametrize("score", [0, 10])
def test_an_answer_may_be_at_either_end_of_the_scale(score: int) -> None:
    fits(NPS, (Answer("recommend", score),))


def test_servqual_is_answered_in_its_own_way_and_nothing_else_is() -> None:
    with pytest.raises(AnotherKindOfAnswer) as raised:
        fits(SERVQUAL, (Answer("q1", 3),))
    assert raised.value == AnotherKindOfAnswer(Instrument.SERVQUAL)
    with pytest.raises(AnotherKindOfAnswer):
        fits_servqual(CSAT, (3,) * 22, (3,) * 22)


def test_servqual_keeps_to_its_scale_both_times() -> None:
    fits_servqual(SERVQUAL, (1,) * 22, (7,) * 22)
    for off in ((0, *(4,) * 21), (8, *(4,) * 21)):
        for both in ((off, (4,) * 22), ((4,) * 22, off)):
            with pytest.raises(OffTheScale) as raised:
                fits_servqual(SERVQUAL, *both)
            assert raised.value == OffTheScale(off[0], 1, 7)


def test_servqual_is_answered_as_a_whole() -> None:
    whole_servqual((4,) * 22, (4,) * 22, WEIGHTS)
    for short, part in (
        (((4,) * 21, (4,) * 22, WEIGHTS), NotAllItems("expectation", 21, 22)),
        (((4,) * 22, (4,) * 23, WEIGHTS), NotAllItems("perception", 23, 22)),
        (((4,) * 22, (4,) * 22, WEIGHTS[:4]), NotAllItems("weights", 4, 5)),
    ):
        with pytest.raises(NotAllItems) as raised:
            whole_servqual(*short)
        assert raised.value == part


@pytest.mark.parametrize(
    ("weights", "total", "least"),
    [
        ((20, 20, 20, 20, 19), 99, 19),
        ((20, 20, 20, 20, 21), 101, 20),
        ((101, 0, 0, 0, -1), 100, -1),
    ],
)
def test_a_hundred_points_are_shared_out(
    weights: tuple[int, ...], total: int, least: int
) -> None:
    with pytest.raises(NotAHundredPoints) as raised:
        whole_servqual((4,) * 22, (4,) * 22, weights)
    assert raised.value == NotAHundredPoints(total, least)
    whole_servqual((4,) * 22, (4,) * 22, (100, 0, 0, 0, 0))
