"""Problems are noted when they come and when they go, with what shows them."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from mijoz.domain.metrics.diagnosis import (
    DIAGNOSES,
    Diagnosis,
    Event,
    Evidence,
    Maturity,
    MaturityAssessed,
    NoteDiagnosis,
    Problem,
    ProblemCleared,
    ProblemDetected,
    maturity,
    problems,
)

AT = datetime(2026, 6, 1, tzinfo=UTC)
SINCE, LATER = AT - timedelta(days=365), AT + timedelta(days=1)


def evidence(met: bool | None, problem: Problem = Problem.UNINFORMED) -> Evidence:
    return Evidence("known", 1, problem, 1, 10, 300, None, 10, met)


FAILS, MET, UNTOLD = evidence(False), evidence(True), evidence(None)


def note(*found: Evidence, at: datetime = AT) -> NoteDiagnosis:
    return NoteDiagnosis(at, SINCE, AT, None, 9, found, maturity(found))


def decide(command: NoteDiagnosis, state: Diagnosis) -> list[Event]:
    return list(DIAGNOSES.decide(command, state))


ILL = DIAGNOSES.fold(decide(note(FAILS), Diagnosis()))


def test_a_problem_is_one_of_which_a_criterion_is_not_met() -> None:
    assert problems((MET, UNTOLD, evidence(False, Problem.UNREWARDING))) == {
        Problem.UNREWARDING
    }


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), Maturity.LOW),
        ((MET, FAILS, FAILS, FAILS), Maturity.LOW),
        ((MET, FAILS, FAILS), Maturity.MEDIUM),
        ((MET, MET, UNTOLD), Maturity.MEDIUM),
        ((MET, MET, MET), Maturity.HIGH),
        ((UNTOLD,), Maturity.LOW),
    ],
)
def test_maturity_is_by_the_share_of_criteria_that_are_met(
    found: tuple[Evidence, ...], expected: Maturity
) -> None:
    assert maturity(found) == expected


def test_a_problem_is_detected_with_its_evidence_and_the_whole_is_assessed() -> None:
    other = evidence(True, Problem.UNREWARDING)
    detected, assessed = decide(note(FAILS, MET, other), Diagnosis())
    assert isinstance(detected, ProblemDetected)
    assert (detected.problem, detected.evidence) == (Problem.UNINFORMED, (FAILS, MET))
    assert isinstance(assessed, MaturityAssessed)
    assert assessed.evidence == (FAILS, MET, other)


def test_to_note_the_same_again_changes_nothing() -> None:
    assert decide(note(FAILS, at=LATER), ILL) == []


def test_a_problem_that_goes_on_is_not_detected_again() -> None:
    (event,) = decide(evolve(note(FAILS), to_position=10), ILL)
    assert isinstance(event, MaturityAssessed)


def test_a_problem_is_cleared_once_all_of_its_criteria_are_met() -> None:
    cleared, _ = decide(note(MET), ILL)
    assert isinstance(cleared, ProblemCleared)
    assert DIAGNOSES.fold([cleared], ILL).standing == {}


@pytest.mark.parametrize("found", [(UNTOLD,), (MET, UNTOLD), ()])
def test_what_cannot_be_told_clears_nothing(found: tuple[Evidence, ...]) -> None:
    (event,) = decide(note(*found), ILL)
    assert isinstance(event, MaturityAssessed)
