"""Figures of what customers say when they are asked, and of how many do."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final

from ...domain.feedback.invitation_terms import (
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationWithdrawn,
    SurveyInvited,
)
from ...domain.feedback.scale import Instrument, Score
from ...domain.feedback.scores import effort, net_promoter_score, satisfaction
from ...domain.feedback.servqual import Dimension, Gaps, gaps
from ...domain.feedback.triggers import Trigger
from ..envelope import Recorded
from . import quality
from .defining import Definition, Measure, Measured, Window, defined, within

RELEVANCE: Final = "relevance"  # the item by which information is rated, in any survey


def _key(recorded: Recorded) -> tuple[str, str]:
    """Return which invitation an event is about, and whose it is."""
    return recorded.event.customer_id, recorded.event.invitation_id


def _given(
    events: Iterable[Recorded], window: Window, instrument: Instrument
) -> list[Recorded]:
    answers = within(events, window, SurveyAnswered)
    return [each for each in answers if each.event.score.instrument is instrument]


def _nps(events: Iterable[Recorded], window: Window) -> Measured:
    counted = _given(events, window, Instrument.NPS)
    figure = net_promoter_score([each.event.score.value for each in counted])
    return Measured(figure.total, figure.sample, counted)


def _csat(events: Iterable[Recorded], window: Window) -> Measured:
    return _satisfied(_given(events, window, Instrument.CSAT))


def _satisfied(counted: list[Recorded]) -> Measured:
    figure = satisfaction(each.event.score for each in counted)
    return Measured(figure.total, figure.sample, counted)


def _ces(events: Iterable[Recorded], window: Window) -> Measured:
    counted = _given(events, window, Instrument.CES)
    figure = effort([each.event.score.value for each in counted])
    return Measured(figure.total, figure.sample, counted)


def _at_first(events: Iterable[Recorded], window: Window) -> Measured:
    events = list(events)
    newcomers = {
        _key(each)
        for each in events
        if isinstance(each.event, SurveyInvited)
        and each.event.trigger is Trigger.FIRST_ENCOUNTER
    }
    answers = _given(events, window, Instrument.CSAT)
    return _satisfied([each for each in answers if _key(each) in newcomers])


def _relevance(events: Iterable[Recorded], window: Window) -> Measured:
    counted, scores = [], []
    for each in within(events, window, SurveyAnswered):
        event: SurveyAnswered = each.event
        for answer in event.answers:
            if answer.item == RELEVANCE:
                scale = event.score.lowest, event.score.highest
                counted.append(each)
                scores.append(Score(event.score.instrument, answer.score, *scale))
    figure = satisfaction(scores)
    return Measured(figure.total, figure.sample, counted)


def _response_rate(instrument: Instrument) -> Measure:
    """Return how many answered of those who were invited in a window.

    RR1 of the American Association for Public Opinion Research, *Standard Definitions*,
    where everyone invited is eligible and every answer is a whole one. Whoever was
    never sent their invitation was not invited.
    """

    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        events = list(events)
        never = {
            _key(each)
            for each in events
            if isinstance(each.event, SurveyInvitationWithdrawn)
        }
        invited = {
            _key(each): each
            for each in within(events, window, SurveyInvited)
            if each.event.instrument is instrument and _key(each) not in never
        }
        answered = [
            each
            for each in events
            if isinstance(each.event, SurveyAnswered | ServqualAnswered)
            and _key(each) in invited
        ]
        counted = [*invited.values(), *answered]
        return Measured(len(answered), len(invited), counted)

    return measure


def _gap(of: Callable[[Gaps], Fraction]) -> Measure:
    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        counted = within(events, window, ServqualAnswered)
        found = gaps(each.event for each in counted)
        if found is None:
            return Measured(0, 0, counted)
        return Measured(of(found).numerator, of(found).denominator, counted)

    return measure


def _perception(events: Iterable[Recorded], window: Window) -> Measured:
    counted = within(events, window, ServqualAnswered)
    marks = [mark for each in counted for mark in each.event.perception]
    return Measured(sum(marks), len(marks), counted)


_TOP = "answers of the two highest scores by answers"
_RATED = (Instrument.NPS, Instrument.CSAT, Instrument.CES, Instrument.SERVQUAL)

DEFINITIONS: Final[tuple[Definition, ...]] = (
    defined(
        "survey-nps",
        "points",
        "100 x (promoters, 9 and 10, - detractors, 0 to 6) by answers to invitations",
        _nps,
    ),
    defined("survey-csat", "share", f"CSAT: {_TOP}", _csat),
    defined("survey-ces", "of 7", "CES: mean of 1 to 7, high where easy", _ces),
    defined(
        "first-encounter-csat",
        "share",
        f"CSAT after a first encounter: {_TOP}",
        _at_first,
    ),
    defined(
        "information-relevance", "share", f"items named {RELEVANCE}: {_TOP}", _relevance
    ),
    *(
        defined(
            f"{each}-response-rate",
            "share",
            f"{each.upper()}: answered by invited in the window, RR1 of AAPOR",
            _response_rate(each),
        )
        for each in _RATED
    ),
    *(
        defined(
            f"servqual-gap-{each}",
            "points",
            f"SERVQUAL, {each}: mean perception - expectation, 1 to 7",
            _gap(lambda found, of=each: found.by_dimension[of]),  # type: ignore[misc]
        )
        for each in Dimension
    ),
    defined(
        "servqual-gap",
        "points",
        "SERVQUAL: mean gap of the five dimensions, unweighted",
        _gap(lambda found: found.unweighted),
    ),
    defined(
        "servqual-gap-weighted",
        "points",
        "SERVQUAL: mean gap, each answer by its own weights",
        _gap(lambda found: found.weighted),
    ),
    defined(
        "servqual-perception", "of 7", "SERVQUAL: mean of all perceptions", _perception
    ),
    *quality.DEFINITIONS,
)
KINDS: Final = (
    SurveyInvited,
    SurveyAnswered,
    ServqualAnswered,
    SurveyInvitationWithdrawn,
    *quality.KINDS,
)  # what any of them counts
