"""The rules of designing surveys, one test a rule."""

from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.design import Design, InvalidDesign, Item
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

from .asking import CSAT, DAY, NOW, NPS, SERVQUAL

surveys = Scenario(SURVEYS)
SHORTER = but(NPS, items=NPS.items[:1])
DESIGNED = SurveyDesigned(NOW, "warmth", 1, NPS)
REVISED = SurveyRevised(NOW, "warmth", 2, "too long", SHORTER)


def design(what: Design = NPS) -> DesignSurvey:
    return DesignSurvey(NOW, "warmth", what)


def revise(what: Design = SHORTER, version: int = 2) -> ReviseSurvey:
    return ReviseSurvey(NOW, "warmth", version, "too long", what)


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
    refusal = InvalidDesign("valid_days", "0")
    surveys.given(DESIGNED).when(revise(but(NPS, valid_days=0))).then(refusal)


def test_a_survey_is_closed_once_and_is_not_revised_any_more() -> None:
    close = CloseSurvey(NOW + DAY, "warmth", "asked enough")
    closed = SurveyClosed(NOW + DAY, "warmth", "asked enough")
    story = surveys.given(DESIGNED)
    story.when(close).then(closed)
    story.given(closed).when(close).then_nothing()
    story.given(closed).when(revise()).then(SurveyIsClosed(NOW + DAY))
    story.given(REVISED, closed).when(revise()).then_nothing()


def test_what_was_never_designed_is_neither_revised_nor_closed() -> None:
    surveys.when(revise()).then(SurveyNotDesigned())
    surveys.when(CloseSurvey(NOW, "warmth", "why")).then(SurveyNotDesigned())


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("valid_days", (1, 366), (0, 367)),
        ("reminders", (0, 10), (-1, 11)),
        ("loop_days", (1, 366), (0, 367)),
    ],
)
def test_days_and_reminders_have_bounds(
    field: str, good: tuple[int, int], bad: tuple[int, int]
) -> None:
    def with_(value: int) -> DesignSurvey:
        said: Any = {field: value}
        return design(but(NPS, **said))

    for value in good:
        assert surveys.when(with_(value)).refusal is None
    for value in bad:
        surveys.when(with_(value)).then(InvalidDesign(field, str(value)))


@pytest.mark.parametrize("scale", [(1, 10), (0, 9), (0, 11)])
def test_nps_is_asked_from_nought_to_ten(scale: tuple[int, int]) -> None:
    asked = but(NPS, lowest=scale[0], highest=scale[1])
    refusal = InvalidDesign("scale", f"{scale[0]} to {scale[1]}")
    surveys.when(design(asked)).then(refusal)


@pytest.mark.parametrize(
    "of", [CSAT, but(CSAT, instrument=Instrument.CES), SERVQUAL], ids=str
)
def test_a_rating_is_asked_from_one(of: Design) -> None:
    assert surveys.when(design(of)).refusal is None
    highest = of.highest
    for lowest in (0, 2):
        refusal = InvalidDesign("scale", f"{lowest} to {highest}")
        surveys.when(design(but(of, lowest=lowest))).then(refusal)


def test_a_survey_of_ones_own_has_any_scale_of_two_ends() -> None:
    own = but(CSAT, instrument=Instrument.CUSTOM, lowest=-2, poor=-2)
    assert surveys.when(design(but(own, highest=-1))).refusal is None
    flat = but(own, highest=-2, poor=None)
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
        (NPS, (6, None), (5, 7)),
        (CSAT, (1, 4, None), (0, 5)),
        (SERVQUAL, (None,), (1, 4)),
    ],
    ids=["nps", "csat", "servqual"],
)
def test_a_score_is_poor_below_the_end_of_its_scale(
    of: Any, good: Any, bad: Any
) -> None:
    for poor in good:
        assert surveys.when(design(but(of, poor=poor))).refusal is None
    for poor in bad:
        refusal = InvalidDesign("poor", str(poor))
        surveys.when(design(but(of, poor=poor))).then(refusal)


def test_a_design_says_when_things_are_due() -> None:
    assert NPS.expires_at(NOW) == NOW + 7 * DAY
    assert NPS.loop_due_at(NOW) == NOW + 2 * DAY


def test_a_score_compares_with_one_of_its_instrument_and_scale_alone() -> None:
    four = Score(Instrument.CSAT, 4, 1, 5)
    assert four == CSAT.score(4)
    assert four.compares_with(but(four, value=1))
    assert not four.compares_with(but(four, instrument=Instrument.CES))
    assert not four.compares_with(but(four, lowest=0))
    assert not four.compares_with(but(four, highest=7))
    assert str(four) == "4 of 1 to 5 (csat)"
