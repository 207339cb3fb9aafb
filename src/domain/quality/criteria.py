"""By what the value of a relationship is assessed: versions that never change."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CriteriaId

WHOLE: Final = 100  # per cent


@frozen
class Criterion:
    """`text` says what earns a mark of 0 and of 100; `weight` is in per cent."""

    name: str
    text: str
    weight: int


@frozen
class PublishCriteria:
    at: datetime
    criteria_id: CriteriaId
    version: int
    criteria: tuple[Criterion, ...]


Command: TypeAlias = PublishCriteria


@frozen
class ValueCriteriaPublished:
    at: datetime
    criteria_id: CriteriaId
    version: int
    criteria: tuple[Criterion, ...]


Event: TypeAlias = ValueCriteriaPublished


@frozen
class PublishedCriteriaNeverChange(Refused):
    version: int

    def __str__(self) -> str:
        return (
            f"version {self.version} of the criteria is published, and says otherwise"
        )


@frozen
class NotTheNextCriteria(Refused):
    version: int
    expected: int

    def __str__(self) -> str:
        return f"the criteria's next version is {self.expected}, not {self.version}"


@frozen
class NotWeighed(Refused):
    total: int
    least: int

    def __str__(self) -> str:
        return (
            f"the weights come to {self.total} per cent, the least to {self.least}: a"
            " hundred are to be shared out, and each criterion has some"
        )


@frozen
class NamedTwice(Refused):
    criterion: str

    def __str__(self) -> str:
        return f"{self.criterion} is named twice among the criteria"


@frozen
class Criteria:
    """Every version, by its number from 1 on."""

    versions: Mapping[int, ValueCriteriaPublished] = field(factory=dict)


def decide(command: Command, criteria: Criteria) -> Iterator[Event]:
    version, following = command.version, len(criteria.versions) + 1
    event = ValueCriteriaPublished(
        command.at, command.criteria_id, version, command.criteria
    )
    if known := criteria.versions.get(version):
        if but(event, at=known.at) != known:
            raise PublishedCriteriaNeverChange(version)
        return
    if version != following:
        raise NotTheNextCriteria(version, following)
    weights = [each.weight for each in command.criteria]
    if sum(weights) != WHOLE or min(weights) < 1:
        raise NotWeighed(sum(weights), min(weights, default=0))
    names = [each.name for each in command.criteria]
    for name in names:
        if names.count(name) > 1:
            raise NamedTwice(name)
    yield event


def evolve(criteria: Criteria, event: Event) -> Criteria:
    match event:
        case ValueCriteriaPublished(version=version):
            return Criteria({**criteria.versions, version: event})
        case _:
            assert_never(event)


CRITERIA = Decider[Command, Event, Criteria](Criteria(), decide, evolve)
