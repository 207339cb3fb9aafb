"""Figures of what customers say when they are asked, and of how many do."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.metrics.defining import Measured, Window
from mijoz.application.metrics.definitions import KINDS, NAMED
from mijoz.domain.feedback.answers import Answer
from mijoz.domain.feedback.invitation_terms import (
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationWithdrawn,
    SurveyInvited,
)
from mijoz.domain.feedback.scale import Instrument, Score
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import CustomerId, InvitationId, SurveyId

from .logs import log

DAY = timedelta(days=1)
START = datetime(2026, 4, 1, tzinfo=UTC)
APRIL = Window(START, START + 30 * DAY)
IN = START + DAY
AZIZA, BEK, WARMTH = CustomerId("aziza"), CustomerId("bek"), SurveyId("warmth")
NPS, CSAT, CES, SERVQUAL = (
    Instrument.NPS,
    Instrument.CSAT,
    Instrument.CES,
    Instrument.SERVQUAL,
)
SCALES = {NPS: (0, 10), CSAT: (1, 5), CES: (1, 7)}


def measured(name: str, *events: Any) -> Measured:
    assert all(isinstance(each, KINDS) for each in events)
    return NAMED[name].measure(log(*events), APRIL)


def answer(
    instrument: Instrument,
    score: int,
    key: str = "i-1",
    at: datetime = IN,
    relevance: int | None = None,
    who: CustomerId = AZIZA,
) -> SurveyAnswered:
    answers = [Answer("first", score)]
    if relevance is not None:
        answers.append(Answer("relevance", relevance))
    told = Score(instrument, score, *SCALES[instrument])
    return SurveyAnswered(at, who, InvitationId(key), WARMTH, 1, told, tuple(answers))


def invite(
    key: str = "i-1",
    instrument: Instrument = CSAT,
    trigger: Trigger = Trigger.ENCOUNTER_CLOSED,
    at: datetime = IN,
    who: CustomerId = AZIZA,
) -> SurveyInvited:
    what = InvitationId(key), WARMTH, 1, instrument, trigger, "survey", "email", 1
    return SurveyInvited(at, who, *what, at + DAY)


def servqual(perception: int, at: datetime = IN) -> ServqualAnswered:
    return ServqualAnswered(
        at,
        AZIZA,
        InvitationId("i-9"),
        WARMTH,
        1,
        (6,) * 22,
        (perception,) * 22,
        (20,) * 5,
    )


@pytest.mark.parametrize(
    ("name", "instrument", "scores", "value"),
    [
        # Promoters less detractors: 60 % less 25 %, and 65 % less 15 %.
        ("survey-nps", NPS, [9] * 12 + [7] * 3 + [6] * 5, 35),
        ("survey-nps", NPS, [10] * 13 + [8] * 4 + [0] * 3, 50),
        ("survey-csat", CSAT, [5, 4, 3, 1], Fraction(1, 2)),
        ("survey-ces", CES, [7, 6, 4], Fraction(17, 3)),
    ],
)
def test_a_score_is_of_its_instrument_alone(
    name: str, instrument: Instrument, scores: list[int], value: Any
) -> None:
    others = [answer(each, 1) for each in SCALES if each is not instrument]
    found = measured(name, *(answer(instrument, each) for each in scores), *others)
    assert found.value == value
    assert len(found.counted) == len(scores)


@pytest.mark.parametrize("name", ["survey-nps", "survey-csat", "survey-ces"])
def test_a_score_is_of_its_window(name: str) -> None:
    instrument = Instrument(name.removeprefix("survey-"))
    edges = START, START + 30 * DAY, START + 30 * DAY + timedelta(microseconds=1)
    found = measured(name, *(answer(instrument, 5, at=at) for at in edges))
    assert [each.event.at for each in found.counted] == [START + 30 * DAY]
    assert measured(name).value is None


def test_what_newcomers_say_is_apart() -> None:
    first = Trigger.FIRST_ENCOUNTER
    found = measured(
        "first-encounter-csat",
        invite("i-1", trigger=first),
        invite("i-2"),
        invite("i-2", trigger=first, who=BEK),  # his own, of the same name
        invite("i-3", trigger=first, at=START - DAY),
        answer(CSAT, 5, "i-1"),
        answer(CSAT, 5, "i-2"),
        answer(CSAT, 1, "i-3"),
        answer(NPS, 9, "i-1"),
    )
    assert found.value == Fraction(1, 2)
    assert len(found.counted) == 2


def test_relevance_is_rated_in_any_survey() -> None:
    found = measured(
        "information-relevance",
        answer(CSAT, 1, relevance=4),
        answer(CSAT, 5, relevance=3),
        answer(NPS, 1, relevance=9),
        answer(CES, 7),
    )
    assert found.value == Fraction(2, 3)
    assert len(found.counted) == 3


def test_the_response_rate_is_of_those_invited_in_the_window() -> None:
    withdrawn = SurveyInvitationWithdrawn(IN, AZIZA, InvitationId("i-4"), "never sent")
    found = measured(
        "csat-response-rate",
        invite("i-1"),
        invite("i-2"),
        invite("i-3", NPS),
        invite("i-4"),
        invite("i-5", at=START),
        invite("i-2", who=BEK),
        withdrawn,
        answer(CSAT, 5, "i-1", at=START + 31 * DAY),  # whenever that was
        answer(CSAT, 5, "i-5"),
        answer(NPS, 5, "i-3"),
    )
    assert (found.numerator, found.denominator) == (1, 3)
    assert len(found.counted) == 4


def test_servqual_has_its_own_response_rate() -> None:
    found = measured("servqual-response-rate", invite("i-9", SERVQUAL), servqual(5))
    assert found.value == 1


def test_gaps_are_perceptions_less_expectations_by_dimension() -> None:
    low = but(servqual(6), perception=(2,) * 4 + (6,) * 18)  # tangibles alone
    met = servqual(6)
    assert measured("servqual-gap-tangibles", low, met).value == -2
    assert measured("servqual-gap-reliability", low, met).value == 0
    assert measured("servqual-gap", low).value == Fraction(-4, 5)
    weights = (100, 0, 0, 0, 0)
    assert measured("servqual-gap-weighted", but(low, weights=weights)).value == -4
    for name in ("servqual-gap", "servqual-gap-empathy"):
        assert measured(name, servqual(1, at=START)).value is None


def test_perceptions_are_tracked_by_themselves() -> None:
    found = measured(
        "servqual-perception", servqual(5), servqual(6), servqual(1, START)
    )
    assert found.value == Fraction(11, 2)
    assert len(found.counted) == 2
