"""An improvement: decided because of shortcomings, verified once by its figure."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused


@frozen
class Figure:
    """A figure, `numerator` by `denominator`, over a sample of so many."""

    numerator: int
    denominator: int
    sample: int


@frozen
class DecideImprovement:
    """`because` names shortcomings; `changes` what is changed, `standard:checkout@4`.

    `metric` is the figure that the changes are to move.
    """

    at: datetime
    improvement_id: str
    because: tuple[str, ...]
    changes: tuple[str, ...]
    metric: str
    by: str


@frozen
class VerifyImprovement:
    at: datetime
    metric: str
    before: Figure
    after: Figure


Command: TypeAlias = DecideImprovement | VerifyImprovement


@frozen
class ImprovementDecided:
    at: datetime
    improvement_id: str
    because: tuple[str, ...]
    changes: tuple[str, ...]
    metric: str
    by: str


@frozen
class ImprovementVerified:
    at: datetime
    improvement_id: str
    metric: str
    before: Figure
    after: Figure


Event: TypeAlias = ImprovementDecided | ImprovementVerified


@frozen
class ImprovementNotDecided(Refused):
    def __str__(self) -> str:
        return "no such improvement was decided"


@frozen
class ImprovementChanged(Refused):
    improvement_id: str

    def __str__(self) -> str:
        return f"improvement {self.improvement_id} is on record with other content"


@frozen
class NamesNothing(Refused):
    field: str

    def __str__(self) -> str:
        return f"an improvement has to name {self.field}"


@frozen
class NotItsMetric(Refused):
    metric: str
    decided: str

    def __str__(self) -> str:
        return f"it was decided to move {self.decided}, which {self.metric} is not"


@frozen
class NothingMeasured(Refused):
    sample: int
    denominator: int

    def __str__(self) -> str:
        return (
            f"a figure over a sample of {self.sample}, by {self.denominator},"
            " says nothing"
        )


@frozen
class VerifiedTooEarly(Refused):
    decided_at: datetime

    def __str__(self) -> str:
        return f"nothing can have changed before {self.decided_at}, when it was decided"


@frozen
class ImprovementWasVerified(Refused):
    verified_at: datetime

    def __str__(self) -> str:
        return f"it was verified at {self.verified_at}, by other figures"


@frozen
class Improvement:
    decided: ImprovementDecided | None = None
    verified: ImprovementVerified | None = None


def decide(command: Command, improvement: Improvement) -> Iterator[Event]:
    known = improvement.decided
    match command:
        case DecideImprovement(at, key, because, changes, metric, by):
            for name, values in (("because", because), ("changes", changes)):
                if not values or not all(each.strip() for each in values):
                    raise NamesNothing(name)
            event = ImprovementDecided(at, key, because, changes, metric, by)
            if known is None:
                yield event
            elif but(event, at=known.at) != known:
                raise ImprovementChanged(key)
        case VerifyImprovement():
            if known is None:
                raise ImprovementNotDecided
            yield from _verify(command, known, improvement.verified)
        case _:
            assert_never(command)


def _verify(
    command: VerifyImprovement,
    decided: ImprovementDecided,
    known: ImprovementVerified | None,
) -> Iterator[Event]:
    at, metric, before, after = (
        command.at,
        command.metric,
        command.before,
        command.after,
    )
    if metric != decided.metric:
        raise NotItsMetric(metric, decided.metric)
    for each in (before, after):
        if each.sample < 1 or each.denominator < 1:
            raise NothingMeasured(each.sample, each.denominator)
    if at <= decided.at:
        raise VerifiedTooEarly(decided.at)
    if known is None:
        yield ImprovementVerified(at, decided.improvement_id, metric, before, after)
    elif (before, after) != (known.before, known.after):
        raise ImprovementWasVerified(known.at)


def evolve(improvement: Improvement, event: Event) -> Improvement:
    match event:
        case ImprovementDecided():
            return but(improvement, decided=event)
        case ImprovementVerified():
            return but(improvement, verified=event)
        case _:
            assert_never(event)


IMPROVEMENTS = Decider[Command, Event, Improvement](Improvement(), decide, evolve)
