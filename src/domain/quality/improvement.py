"""An improvement: decided because of shortcomings, verified once by its figure."""

from collections.abc import Iterator
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..times import not_before
from .improvement_refusals import (
    DefinedOtherwise,
    ImprovementChanged,
    ImprovementNotDecided,
    ImprovementWasVerified,
    NamesNothing,
    NotBeforeAndAfter,
    NothingMeasured,
    NotItsMetric,
)
from .improvement_terms import Command as Command
from .improvement_terms import (
    DecideImprovement,
    ImprovementDecided,
    ImprovementVerified,
    VerifyImprovement,
)
from .improvement_terms import Event as Event
from .improvement_terms import Figure as Figure


@frozen
class Improvement:
    decided: ImprovementDecided | None = None
    verified: ImprovementVerified | None = None


def decide(command: Command, improvement: Improvement) -> Iterator[Event]:
    match command:
        case DecideImprovement():
            yield from _decide(command, improvement.decided)
        case VerifyImprovement():
            if improvement.decided is None:
                raise ImprovementNotDecided
            yield from _verify(command, improvement.decided, improvement.verified)
        case _:
            assert_never(command)


def _decide(
    command: DecideImprovement, known: ImprovementDecided | None
) -> Iterator[Event]:
    for name in ("because", "evidence", "changes"):
        values = getattr(command, name)
        if not values or not all(each.strip() for each in values):
            raise NamesNothing(name)
    event = ImprovementDecided(
        command.at,
        command.improvement_id,
        command.because,
        command.evidence,
        command.changes,
        command.metric,
        command.by,
    )
    if known is None:
        yield event
    elif but(event, at=known.at, evidence=known.evidence) != known:
        raise ImprovementChanged(command.improvement_id)


def _verify(
    command: VerifyImprovement,
    decided: ImprovementDecided,
    known: ImprovementVerified | None,
) -> Iterator[Event]:
    before, after = command.before, command.after
    not_before(decided.at, command.at)
    for each in (before, after):
        if each.metric != decided.metric:
            raise NotItsMetric(each.metric, decided.metric)
        if each.sample < 1 or each.denominator < 1:
            raise NothingMeasured(each.sample, each.denominator)
    if before.version != after.version:
        raise DefinedOtherwise(before.version, after.version)
    if not before.until <= decided.at <= after.since:
        raise NotBeforeAndAfter(decided.at)
    if known is None:
        yield ImprovementVerified(command.at, decided.improvement_id, before, after)
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
