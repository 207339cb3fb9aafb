"""A figure that was stated: by which definition, over which window, seen from where.

It is a fact like any other: whoever works it out again, from the same positions of the
log, gets the same, or learns between which positions something differs.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider, Refused


@frozen
class StateMetric:
    """State a figure: ``numerator`` by ``denominator``, over ``sample`` events.

    The window is after ``since``, up to ``until``, by when things happened; only what
    was recorded by ``known_at`` counts, of the log up to ``to_position``. ``digests``
    are of what counted, one for each of equally long stretches of the log.
    """

    at: datetime
    statement_id: str
    metric: str
    version: int
    currency: str | None
    since: datetime
    until: datetime
    known_at: datetime | None
    to_position: int
    numerator: int
    denominator: int
    sample: int
    digests: tuple[str, ...]


Command: TypeAlias = StateMetric


@frozen
class MetricStated:
    at: datetime
    statement_id: str
    metric: str
    version: int
    currency: str | None
    since: datetime
    until: datetime
    known_at: datetime | None
    to_position: int
    numerator: int
    denominator: int
    sample: int
    digests: tuple[str, ...]


Event: TypeAlias = MetricStated


@frozen
class StatedOtherwise(Refused):
    statement_id: str

    def __str__(self) -> str:
        return f"statement {self.statement_id} is on record with another content"


@frozen
class EmptyWindow(Refused):
    since: datetime
    until: datetime

    def __str__(self) -> str:
        return f"nothing lies after {self.since} and up to {self.until}"


@frozen
class Statement:
    """What was stated; nothing before it was."""

    stated: MetricStated | None = None


def decide(command: Command, statement: Statement) -> Iterator[Event]:
    if command.since >= command.until:
        raise EmptyWindow(command.since, command.until)
    event = MetricStated(
        command.at,
        command.statement_id,
        command.metric,
        command.version,
        command.currency,
        command.since,
        command.until,
        command.known_at,
        command.to_position,
        command.numerator,
        command.denominator,
        command.sample,
        command.digests,
    )
    if statement.stated is None:
        yield event
    elif statement.stated != event:
        raise StatedOtherwise(command.statement_id)


def evolve(_: Statement, event: Event) -> Statement:
    match event:
        case MetricStated():
            return Statement(event)
        case _:
            assert_never(event)


STATEMENTS = Decider(Statement(), decide, evolve)
