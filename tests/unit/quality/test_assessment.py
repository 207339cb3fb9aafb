"""The rules of assessing a relationship, and what several raters come to."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from attrs import evolve as but

from mijoz.domain.ids import AssessmentId, CriteriaId, CustomerId
from mijoz.domain.quality.assessment import (
    ASSESSMENTS,
    AssessmentChanged,
    Assessor,
    AssessValue,
    CustomerValueAssessed,
    Mark,
    NotAMark,
    NotEveryCriterion,
    Party,
)
from mijoz.domain.quality.criteria import Criterion
from mijoz.domain.quality.raters import Disagreement, Mutual, disagreements, mutual
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AZIZA, VALUE = CustomerId("aziza"), CriteriaId("value")
CRITERIA = (Criterion("trust", "…", 60), Criterion("spend", "…", 40))
assessments = Scenario(ASSESSMENTS)
SELLER, BUYER = Party


def marks(trust: int, spend: int) -> tuple[Mark, ...]:
    return Mark("trust", trust), Mark("spend", spend)


def assess(key: str = "a-1", trust: int = 50, spend: int = 75) -> AssessValue:
    return AssessValue(
        NOW,
        AZIZA,
        AssessmentId(key),
        SELLER,
        Assessor.INTERNAL,
        "anna",
        VALUE,
        1,
        CRITERIA,
        marks(trust, spend),
    )


def assessed(
    key: str = "a-1",
    trust: int = 50,
    party: Party = SELLER,
    assessor: Assessor = Assessor.INTERNAL,
    rater: str = "anna",
    version: int = 1,
    at: datetime = NOW,
) -> CustomerValueAssessed:
    return CustomerValueAssessed(
        at,
        AZIZA,
        AssessmentId(key),
        party,
        assessor,
        rater,
        VALUE,
        version,
        marks(trust, 75),
        60 * trust + 40 * 75,
    )


def test_an_assessment_is_made_once_and_weighs_its_marks() -> None:
    assessments.when(assess()).then(assessed())
    assert assessed().score == 6_000
    story = assessments.given(assessed())
    story.when(but(assess(), at=NOW + DAY)).then_nothing()
    story.when(assess(trust=51)).then(AssessmentChanged(AssessmentId("a-1")))
    story.when(assess("a-2", 51)).then(assessed("a-2", 51))


@pytest.mark.parametrize("mark", [0, 100])
def test_a_mark_runs_from_nought_to_a_hundred(mark: int) -> None:
    assessments.when(assess(trust=mark)).then(assessed(trust=mark))


@pytest.mark.parametrize("mark", [-1, 101])
def test_a_mark_runs_no_further(mark: int) -> None:
    assessments.when(assess(trust=mark)).then(NotAMark("trust", mark))


@pytest.mark.parametrize(
    "names", [(), ("trust",), ("trust", "trust"), ("trust", "spend", "tact")]
)
def test_every_criterion_is_marked_once(names: tuple[str, ...]) -> None:
    some = tuple(Mark(each, 50) for each in names)
    refusal = NotEveryCriterion(", ".join(names), "trust, spend")
    assessments.when(but(assess(), marks=some)).then(refusal)


def test_marks_may_come_in_any_order() -> None:
    turned = marks(50, 75)[::-1]
    assessments.when(but(assess(), marks=turned)).then(but(assessed(), marks=turned))


def test_both_parties_see_themselves_and_are_seen() -> None:
    own, partner = Assessor.SELF, Assessor.PARTNER
    made = [
        assessed("a-1", 80, SELLER, own),
        assessed("a-2", 55, SELLER, partner, "aziza"),
        assessed("a-3", 99, SELLER, Assessor.INDEPENDENT, "expert"),
        assessed("a-4", 40, BUYER, own, "aziza"),
        assessed("a-5", 70, BUYER, partner),
    ]
    seller, buyer = mutual(made)
    assert seller == Mutual(SELLER, VALUE, 1, 7_800, 6_300)
    assert buyer == Mutual(BUYER, VALUE, 1, 5_400, 7_200)
    assert (seller.gap, buyer.gap) == (-1_500, 1_800)


def test_scores_are_held_together_by_one_version_of_the_criteria_and_the_latest() -> (
    None
):
    own = assessed("a-1", 80, assessor=Assessor.SELF)
    seen = assessed("a-2", 55, assessor=Assessor.PARTNER, rater="aziza")
    assert list(mutual([own, but(seen, version=2)])) == []
    late = assessed("a-3", 50, assessor=Assessor.PARTNER, rater="bek", at=NOW + DAY)
    for made in ([own, seen, late], [own, late, seen], [late, seen, own]):
        (both,) = mutual(made)
        assert both.partners == 6_000


def test_raters_are_as_far_apart_as_any_two_of_them_on_average() -> None:
    three = [
        assessed("a-1", 50, rater="anna"),
        assessed("a-2", 60, rater="bek"),
        assessed("a-3", 80, assessor=Assessor.INDEPENDENT, rater="expert"),
    ]
    (found,) = disagreements(three)
    mean = Fraction(600 + 1_800 + 1_200, 3)
    assert found == Disagreement(SELLER, VALUE, 1, 3, mean, 1_800)


def test_a_rater_has_one_view_the_latest() -> None:
    again = assessed("a-2", 60, at=NOW + DAY)
    (found,) = disagreements([again, assessed("a-1", 50)])
    assert found == Disagreement(SELLER, VALUE, 1, 1, Fraction(), 0)
