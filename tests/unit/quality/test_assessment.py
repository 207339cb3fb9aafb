"""The rules of assessing a relationship."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId
from mijoz.domain.quality.assessment import (
    ASSESSMENTS,
    AssessmentChanged,
    Assessor,
    AssessValue,
    CustomerValueAssessed,
    Mutual,
    NotAScore,
    Party,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AZIZA = CustomerId("aziza")
assessments = Scenario(ASSESSMENTS)


def assess(
    key: str = "a-1",
    score: int = 60,
    party: Party = Party.SELLER,
    assessor: Assessor = Assessor.SELF,
    version: str = "v1",
) -> AssessValue:
    return AssessValue(NOW, AZIZA, key, party, assessor, version, score)


def assessed(
    key: str = "a-1",
    score: int = 60,
    party: Party = Party.SELLER,
    assessor: Assessor = Assessor.SELF,
    version: str = "v1",
) -> CustomerValueAssessed:
    return CustomerValueAssessed(NOW, AZIZA, key, party, assessor, version, score)


def test_an_assessment_is_made_once() -> None:
    assessments.when(assess()).then(assessed())
    story = assessments.given(assessed())
    story.when(but(assess(), at=NOW + DAY)).then_nothing()
    story.when(assess(score=61)).then(AssessmentChanged("a-1"))
    story.when(assess("a-2", 61)).then(assessed("a-2", 61))


@pytest.mark.parametrize("score", [0, 100])
def test_a_score_runs_from_nought_to_a_hundred(score: int) -> None:
    assessments.when(assess(score=score)).then(assessed(score=score))


@pytest.mark.parametrize("score", [-1, 101])
def test_a_score_runs_no_further(score: int) -> None:
    assessments.when(assess(score=score)).then(NotAScore(score))


def test_both_parties_see_themselves_and_are_seen() -> None:
    story = assessments.given(
        assessed("a-1", 80),
        assessed("a-2", 55, assessor=Assessor.PARTNER),
        assessed("a-3", 99, assessor=Assessor.INDEPENDENT),
        assessed("a-4", 40, Party.BUYER),
        assessed("a-5", 70, Party.BUYER, Assessor.PARTNER),
    )
    seller, buyer = story.state.mutual()
    assert seller == Mutual(Party.SELLER, "v1", 80, 55)
    assert buyer == Mutual(Party.BUYER, "v1", 40, 70)
    assert (seller.gap, buyer.gap) == (-25, 30)


def test_scores_are_held_together_by_one_version_of_the_criteria_and_the_latest() -> (
    None
):
    other = assessed("a-2", 55, assessor=Assessor.PARTNER, version="v2")
    story = assessments.given(assessed(), other)
    assert story.state.mutual() == ()
    late = but(assessed("a-3", 50, assessor=Assessor.PARTNER), at=NOW + DAY)
    early = assessed("a-4", 10, assessor=Assessor.PARTNER)
    told_late = story.given(late, early)
    assert told_late.state.mutual() == (Mutual(Party.SELLER, "v1", 60, 50),)
