"""What was found wrong with how relationships are managed, with its evidence."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider


class Problem(StrEnum):
    """Five kinds of problems that relationship marketing names."""

    UNSYSTEMATIC = "unsystematic"
    UNINFORMED = "uninformed"
    UNBALANCED = "unbalanced"
    UNMONITORED = "unmonitored"
    UNREWARDING = "unrewarding"


class Maturity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@frozen
class Evidence:
    """A criterion, what was found, and the bound that it was held against.

    ``met`` is None where the sample was too small to tell.
    """

    criterion: str
    version: int
    problem: Problem
    numerator: int
    denominator: int
    least_per_mille: int | None
    most_per_mille: int | None
    sample: int
    met: bool | None


@frozen
class NoteDiagnosis:
    """Note what a look at a window, up to a position of the log, has found."""

    at: datetime
    since: datetime
    until: datetime
    known_at: datetime | None
    to_position: int
    evidence: tuple[Evidence, ...]
    maturity: Maturity


Command: TypeAlias = NoteDiagnosis


@frozen
class ProblemDetected:
    at: datetime
    problem: Problem
    since: datetime
    until: datetime
    to_position: int
    evidence: tuple[Evidence, ...]


@frozen
class ProblemCleared:
    at: datetime
    problem: Problem
    since: datetime
    until: datetime
    to_position: int
    evidence: tuple[Evidence, ...]


@frozen
class MaturityAssessed:
    at: datetime
    maturity: Maturity
    since: datetime
    until: datetime
    known_at: datetime | None
    to_position: int
    evidence: tuple[Evidence, ...]


Event: TypeAlias = ProblemDetected | ProblemCleared | MaturityAssessed


@frozen
class Diagnosis:
    """The problems that stand, and the last assessment."""

    standing: Mapping[Problem, ProblemDetected] = field(factory=dict)
    assessed: MaturityAssessed | None = None


def problems(evidence: tuple[Evidence, ...]) -> frozenset[Problem]:
    """Return the problems of which a criterion is not met."""
    return frozenset(each.problem for each in evidence if each.met is False)


def maturity(evidence: tuple[Evidence, ...]) -> Maturity:
    """Return how mature the management is, by the share of criteria that are met.

    Low is below a third, high is all of them. What cannot be told is not met.
    """
    met = sum(each.met is True for each in evidence)
    if 3 * met < len(evidence) or not evidence:
        return Maturity.LOW
    if all(each.met for each in evidence):
        return Maturity.HIGH
    return Maturity.MEDIUM


def decide(command: Command, diagnosis: Diagnosis) -> Iterator[Event]:
    """Yield problems that are new or gone, and the assessment; the same once."""
    at, found = command.at, problems(command.evidence)
    where = command.since, command.until, command.to_position
    assessed = MaturityAssessed(
        at,
        command.maturity,
        command.since,
        command.until,
        command.known_at,
        command.to_position,
        command.evidence,
    )
    known = diagnosis.assessed
    if known is not None and but(known, at=at) == assessed:
        return
    for problem in Problem:
        of = tuple(each for each in command.evidence if each.problem == problem)
        if problem in found and problem not in diagnosis.standing:
            yield ProblemDetected(at, problem, *where, of)
        if problem in diagnosis.standing and _is_gone(of):
            yield ProblemCleared(at, problem, *where, of)
    yield assessed


def _is_gone(evidence: tuple[Evidence, ...]) -> bool:
    """Tell whether everything was looked at and nothing found: doubt clears nothing."""
    return bool(evidence) and all(each.met for each in evidence)


def evolve(diagnosis: Diagnosis, event: Event) -> Diagnosis:
    match event:
        case ProblemDetected(problem=problem):
            return but(diagnosis, standing={**diagnosis.standing, problem: event})
        case ProblemCleared(problem=problem):
            left = {p: e for p, e in diagnosis.standing.items() if p != problem}
            return but(diagnosis, standing=left)
        case MaturityAssessed():
            return but(diagnosis, assessed=event)
        case _:
            assert_never(event)


DIAGNOSES = Decider(Diagnosis(), decide, evolve)
