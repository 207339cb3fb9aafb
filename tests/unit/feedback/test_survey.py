"""The rules of designing surveys, one test a rule."""

from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.design import Design, InvalidDesign, Item, Loop
from mijoz.domain.feedback.scale import Instrument, Score
from mijoz.domain.feedback.survey import (
    SURVEYS,
    AnotherInstrument,
    CloseSurvey,
    DesignedVersionsNeverChange,
    DesignSurvey,
    NotTheNextVersion,
    ReviseSurvey,
    SurveyClosed,
    SurveyDesigned,
    SurveyIsClosed,
    SurveyNotDesigned,
    SurveyRevised,
)
from mijoz.testing import Scenario

from .asking import CES, CSAT, DAY, HOUR, NOW, NPS, SERVQUAL, WARMTH

surveys = Scenario(SURVEYS)
SHORTER = but(NPS, items=NPS.items[:1])
DESIGNED = SurveyDesigned(NOW, WARMTH, 1, NPS)
REVISED = SurveyRevised(NOW, WARMTH, 2, "too long", SHORTER)


def design(what: Design = NPS) -> DesignSurvey:
    return DesignSurvey(NOW, WARMTH, what)


def revise(what: Design = SHORTER, version: int = 2) -> ReviseSurvey:
    return ReviseSurvey(NOW, WARMTH, version, "too long", what)


def with_loop(of: Design, poor: int, hours: int = 1) -> Design:
    return but(of, loop=Loop(poor, hours, "bek"))


def test_a_survey_is_designed_once() -> None:
    surveys.when(design()).then(DESIGNED)
    surveys.given(DESIGNED).when(design()).then_nothing()
    surveys.given(DESIGNED, REVISED).when(design()).then_nothing()


def test_a_survey_is_revised_by_the_next_version() -> None:
    story = surveys.given(DESIGNED)
    story.when(revise()).then(REVISED)
    story.when(revise()).when(revise()).then_nothing()
    story.when(revise(version=3)).then(NotTheNextVersion(3, 2))
    story.when(revise(version=0)).then(NotTheNextVersion(0, 2))
    held = story.when(revise()).state
    assert (held.version, held.designs) == (2, {1: NPS, 2: SHORTER})


def test_what_is_designed_never_changes() -> None:
    story = surveys.given(DESIGNED, REVISED)
    story.when(design(SHORTER)).then(DesignedVersionsNeverChange(1))
    story.when(revise(NPS)).then(DesignedVersionsNeverChange(2))


def test_a_survey_stays_of_its_instrument() -> None:
    refusal = AnotherInstrument(Instrument.NPS, Instrument.CSAT)
    surveys.given(DESIGNED).when(revise(CSAT)).then(refusal)


def test_a_revision_is_a_design_like_any_other() -> None:
    refusal = InvalidDesign("poor", "5")
    bad = but(NPS, loop=Loop(5, 1, "bek"))
    surveys.given(DESIGNED).when(revise(bad)).then(refusal)


def test_a_survey_is_closed_once_and_is_not_revised_any_more() -> None:
    close = CloseSurvey(NOW + DAY, WARMTH, "asked enough")
    closed = SurveyClosed(NOW + DAY, WARMTH, "asked enough")
    story = surveys.given(DESIGNED)
    story.when(close).then(closed)
    story.given(closed).when(close).then_nothing()
    story.given(closed).when(revise()).then(SurveyIsClosed(NOW + DAY))
    story.given(REVISED, closed).when(revise()).then_nothing()


def test_what_was_never_designed_is_neither_revised_nor_closed() -> None:
    surveys.when(revise()).then(SurveyNotDesigned())
    surveys.when(CloseSurvey(NOW, WARMTH, "why")).then(SurveyNotDesigned())


@pytest.mark.parametrize("hours", [1, 24 * 366])
def test_a_loop_has_hours(hours: int) -> None:
    assert surveys.when(design(with_loop(NPS, 6, hours))).refusal is None


@pytest.mark.parametrize("hours", [0, 24 * 366 + 1])
def test_a_loop_has_no_other_hours(hours: int) -> None:
    refusal = InvalidDesign("hours", str(hours))
    surveys.when(design(with_loop(NPS, 6, hours))).then(refusal)


@pytest.mark.parametrize("scale", [(1, 10), (0, 9), (0, 11)])
def test_nps_is_asked_from_nought_to_ten(scale: tuple[int, int]) -> None:
    asked = but(NPS, lowest=scale[0], highest=scale[1])
    refusal = InvalidDesign("scale", f"{scale[0]} to {scale[1]}")
    surveys.when(design(asked)).then(refusal)


@pytest.mark.parametrize(("of", "highest"), [(CES, 7), (SERVQUAL, 7)], ids=str)
def test_a_published_instrument_keeps_its_scale(of: Design, highest: int) -> None:
    assert surveys.when(design(of)).refusal is None
    for scale in ((0, highest), (2, highest), (1, highest - 1), (1, highest + 1)):
        refusal = InvalidDesign("scale", f"{scale[0]} to {scale[1]}")
        other = but(of, lowest=scale[0], highest=scale[1], loop=None)
        surveys.when(design(other)).then(refusal)


@pytest.mark.parametrize("highest", [4, 5, 10])
def test_satisfaction_is_asked_from_one_to_an_end(highest: int) -> None:
    asked = but(CSAT, highest=highest, loop=None)
    assert surveys.when(design(asked)).refusal is None
    for lowest in (0, -1):
        refusal = InvalidDesign("scale", f"{lowest} to {highest}")
        surveys.when(design(but(asked, lowest=lowest))).then(refusal)


def test_satisfaction_has_more_than_its_two_highest_scores() -> None:
    refusal = InvalidDesign("scale", "1 to 3")
    surveys.when(design(but(CSAT, highest=3, loop=None))).then(refusal)


def test_a_survey_of_ones_own_has_any_scale_of_two_ends() -> None:
    own = but(CSAT, instrument=Instrument.CUSTOM, lowest=-2, loop=None)
    assert surveys.when(design(but(own, highest=-1))).refusal is None
    flat = but(own, highest=-2)
    surveys.when(design(flat)).then(InvalidDesign("scale", "-2 to -2"))


def test_a_survey_asks_something_and_each_thing_once() -> None:
    nothing = InvalidDesign("items", "none or one name twice: ")
    surveys.when(design(but(NPS, items=()))).then(nothing)
    twice = but(NPS, items=(Item("a", "…?"), Item("a", "!?")))
    surveys.when(design(twice)).then(
        InvalidDesign("items", "none or one name twice: a, a")
    )


@pytest.mark.parametrize("count", [21, 23])
def test_servqual_has_its_22_items(count: int) -> None:
    items = tuple(Item(f"q{number}", "…?") for number in range(count))
    refusal = InvalidDesign("items", f"{count} of 22")
    surveys.when(design(but(SERVQUAL, items=items))).then(refusal)


@pytest.mark.parametrize(
    ("of", "good", "bad"),
    [
        (NPS, (6,), (5, 7)),
        (CSAT, (1, 4), (0, 5)),
        (CES, (1, 6), (0, 7)),
        (SERVQUAL, (), (1, 4)),
    ],
    ids=["nps", "csat", "ces", "servqual"],
)
def test_a_score_is_poor_below_the_end_of_its_scale(
    of: Any, good: Any, bad: Any
) -> None:
    assert surveys.when(design(but(of, loop=None))).refusal is None
    for poor in good:
        assert surveys.when(design(with_loop(of, poor))).refusal is None
    for poor in bad:
        refusal = InvalidDesign("poor", str(poor))
        surveys.when(design(with_loop(of, poor))).then(refusal)


def test_a_loop_says_when_it_is_due() -> None:
    assert Loop(6, 48, "bek").due_at(NOW) == NOW + 48 * HOUR


def test_a_score_compares_with_one_of_its_instrument_and_scale_alone() -> None:
    four = Score(Instrument.CSAT, 4, 1, 5)
    assert four == CSAT.score(4)
    assert four.compares_with(but(four, value=1))
    assert not four.compares_with(but(four, instrument=Instrument.CES))
    assert not four.compares_with(but(four, lowest=0))
    assert not four.compares_with(but(four, highest=7))
    assert str(four) == "4 of 1 to 5 (csat)"
