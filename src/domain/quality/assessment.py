"""What the relationship is worth, of either party, by whoever assesses it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import AssessmentId, CriteriaId, CustomerId
from .criteria import Criterion

HIGHEST: Final = 100


class Party(StrEnum):
    """Who is assessed: we, who sell, or the customer, who buys."""

    SELLER = "seller"
    BUYER = "buyer"


class Assessor(StrEnum):
    """Who assesses: our own people, outsiders, the party itself, or the other one."""

    INTERNAL = "internal"
    INDEPENDENT = "independent"
    SELF = "self"
    PARTNER = "partner"


@frozen
class Mark:
    """From 0 to 100, by one criterion."""

    criterion: str
    mark: int


@frozen
class AssessValue:
    """Mark a party by each criterion of a version; `criteria` are what it says."""

    at: datetime
    customer_id: CustomerId
    assessment_id: AssessmentId
    party: Party
    assessor: Assessor
    rater: str
    criteria_id: CriteriaId
    version: int
    criteria: tuple[Criterion, ...]
    marks: tuple[Mark, ...]


Command: TypeAlias = AssessValue


@frozen
class CustomerValueAssessed:
    """`score` is the weighted mean of the marks, in hundredths: from 0 to 10,000."""

    at: datetime
    customer_id: CustomerId
    assessment_id: AssessmentId
    party: Party
    assessor: Assessor
    rater: str
    criteria_id: CriteriaId
    version: int
    marks: tuple[Mark, ...]
    score: int


Event: TypeAlias = CustomerValueAssessed


@frozen
class NotAMark(Refused):
    criterion: str
    mark: int

    def __str__(self) -> str:
        return f"a mark of {self.mark} for {self.criterion} is not between 0 and 100"


@frozen
class NotEveryCriterion(Refused):
    marked: str
    criteria: str

    def __str__(self) -> str:
        return (
            f"the criteria are {self.criteria}, each to be marked once: what is marked"
            f" is {self.marked}"
        )


@frozen
class AssessmentChanged(Refused):
    assessment_id: AssessmentId

    def __str__(self) -> str:
        return f"assessment {self.assessment_id} is on record with other content"


@frozen
class CriteriaDiffer(Refused):
    """Refused of an assessment by other criteria than were published."""

    criteria_id: CriteriaId
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of {self.criteria_id} has other criteria"


@frozen
class Assessments:
    """Every assessment of the relationship with one customer, by its id."""

    made: Mapping[str, CustomerValueAssessed] = field(factory=dict)


def decide(command: Command, assessments: Assessments) -> Iterator[Event]:
    event = CustomerValueAssessed(
        command.at,
        command.customer_id,
        command.assessment_id,
        command.party,
        command.assessor,
        command.rater,
        command.criteria_id,
        command.version,
        command.marks,
        _score(command),
    )
    known = assessments.made.get(command.assessment_id)
    if known is None:
        yield event
    elif but(event, at=known.at) != known:
        raise AssessmentChanged(command.assessment_id)


def _score(command: AssessValue) -> int:
    weights = {each.name: each.weight for each in command.criteria}
    marked = [each.criterion for each in command.marks]
    if sorted(marked) != sorted(weights):
        raise NotEveryCriterion(", ".join(marked), ", ".join(weights))
    for each in command.marks:
        if not 0 <= each.mark <= HIGHEST:
            raise NotAMark(each.criterion, each.mark)
    return sum(weights[each.criterion] * each.mark for each in command.marks)


def evolve(assessments: Assessments, event: Event) -> Assessments:
    match event:
        case CustomerValueAssessed():
            made = {**assessments.made, event.assessment_id: event}
            return Assessments(made)
        case _:
            assert_never(event)


ASSESSMENTS = Decider[Command, Event, Assessments](Assessments(), decide, evolve)
