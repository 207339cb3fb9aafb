"""Figures from outside: reported for a period by whoever knows, and corrected."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import field, frozen

from ..decider import Decider, Refused


@frozen
class ReportFigure:
    """``name`` is of the figure, such as store-visits; the period is half open.

    It begins with ``starts`` and ends before ``ends``. An amount of money has a
    ``currency`` and is in minor units.
    """

    at: datetime
    name: str
    starts: datetime
    ends: datetime
    value: int
    source: str
    currency: str | None = None


Command: TypeAlias = ReportFigure


@frozen
class FigureReported:
    at: datetime
    name: str
    starts: datetime
    ends: datetime
    value: int
    source: str
    currency: str | None


Event: TypeAlias = FigureReported


@frozen
class EmptyPeriod(Refused):
    starts: datetime
    ends: datetime

    def __str__(self) -> str:
        return f"a period from {self.starts} cannot end at {self.ends}"


@frozen
class PeriodsOverlap(Refused):
    starts: datetime
    ends: datetime

    def __str__(self) -> str:
        return f"it is reported already from {self.starts} to {self.ends}: name that"


@frozen
class NegativeFigure(Refused):
    value: int

    def __str__(self) -> str:
        return f"a figure that is counted cannot be {self.value}"


@frozen
class NamesNoSource(Refused):
    name: str

    def __str__(self) -> str:
        return f"say who knows it: {self.name} needs a source"


Period: TypeAlias = tuple[datetime, datetime]


@frozen
class Figure:
    """What was last reported for each period."""

    periods: dict[Period, FigureReported] = field(factory=dict)


def decide(command: Command, figure: Figure) -> Iterator[Event]:
    period = command.starts, command.ends
    if command.ends <= command.starts:
        raise EmptyPeriod(*period)
    if command.value < 0:
        raise NegativeFigure(command.value)
    if not command.source:
        raise NamesNoSource(command.name)
    for starts, ends in figure.periods:
        if (starts, ends) != period and starts < command.ends and command.starts < ends:
            raise PeriodsOverlap(starts, ends)
    event = FigureReported(
        command.at,
        command.name,
        *period,
        command.value,
        command.source,
        command.currency,
    )
    known = figure.periods.get(period)
    if known is None or _what(known) != _what(event):
        yield event


def _what(event: FigureReported) -> tuple[int, str, str | None]:
    return event.value, event.source, event.currency


def evolve(figure: Figure, event: Event) -> Figure:
    match event:
        case FigureReported(starts=starts, ends=ends):
            return Figure({**figure.periods, (starts, ends): event})
        case _:
            assert_never(event)


FIGURES = Decider(Figure(), decide, evolve)
