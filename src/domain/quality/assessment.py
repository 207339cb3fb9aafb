"""What the relationship is worth, of either party, by whoever assesses it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CustomerId

HIGHEST = 100


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
class AssessValue:
    """Give a score of 0 to 100 by a version of the criteria."""

    at: datetime
    customer_id: CustomerId
    assessment_id: str
    party: Party
    assessor: Assessor
    criteria_version: str
    score: int


Command: TypeAlias = AssessValue


@frozen
class CustomerValueAssessed:
    at: datetime
    customer_id: CustomerId
    assessment_id: str
    party: Party
    assessor: Assessor
    criteria_version: str
    score: int


Event: TypeAlias = CustomerValueAssessed


@frozen
class NotAScore(Refused):
    score: int

    def __str__(self) -> str:
        return f"a score of {self.score} is not between 0 and 100"


@frozen
class AssessmentChanged(Refused):
    assessment_id: str

    def __str__(self) -> str:
        return f"assessment {self.assessment_id} is on record with other content"


@frozen
class Mutual:
    """The latest scores of one party by one version of the criteria, held together."""

    party: Party
    criteria_version: str
    own: int
    partners: int

    @property
    def gap(self) -> int:
        """By how much the partner thinks more of them than they do themselves."""
        return self.partners - self.own


@frozen
class Assessments:
    """Every assessment of the relationship with one customer, by its id."""

    made: Mapping[str, CustomerValueAssessed] = field(factory=dict)

    def mutual(self) -> tuple[Mutual, ...]:
        """Return each party's own score beside the partner's, where both are there."""
        latest: dict[tuple[Party, str, Assessor], CustomerValueAssessed] = {}
        for each in sorted(self.made.values(), key=lambda one: one.at):
            latest[each.party, each.criteria_version, each.assessor] = each
        return tuple(
            Mutual(party, version, own.score, partner.score)
            for (party, version, assessor), own in latest.items()
            if assessor is Assessor.SELF
            and (partner := latest.get((party, version, Assessor.PARTNER)))
        )


def decide(command: Command, assessments: Assessments) -> Iterator[Event]:
    if not 0 <= command.score <= HIGHEST:
        raise NotAScore(command.score)
    event = CustomerValueAssessed(
        command.at,
        command.customer_id,
        command.assessment_id,
        command.party,
        command.assessor,
        command.criteria_version,
        command.score,
    )
    known = assessments.made.get(command.assessment_id)
    if known is None:
        yield event
    elif but(event, at=known.at) != known:
        raise AssessmentChanged(command.assessment_id)


def evolve(assessments: Assessments, event: Event) -> Assessments:
    match event:
        case CustomerValueAssessed():
            made = {**assessments.made, event.assessment_id: event}
            return Assessments(made)
        case _:
            assert_never(event)


ASSESSMENTS = Decider[Command, Event, Assessments](Assessments(), decide, evolve)
