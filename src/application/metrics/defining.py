"""What a metric is: a figure over a window of the log, by a versioned formula."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from ..envelope import Recorded


@frozen
class Window:
    """After ``since``, up to ``until``, by when things happened; one currency."""

    since: datetime
    until: datetime
    currency: str | None = None

    def holds(self, at: datetime) -> bool:
        return self.since < at <= self.until


@frozen
class Measured:
    """A figure: ``numerator`` by ``denominator``, and the events that counted."""

    numerator: int
    denominator: int
    counted: Sequence[Recorded]

    @property
    def value(self) -> Fraction | None:
        """The figure; None if it is a ratio over nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


Measure: TypeAlias = Callable[[Iterable[Recorded], Window], Measured]


class Nature(StrEnum):
    """What a figure is about: money and numbers, or how good something is."""

    ECONOMIC = "economic"
    QUALITATIVE = "qualitative"


@frozen
class Definition:
    """``unit`` is of the value; a figure of ``money`` is of one currency."""

    name: str
    version: int
    unit: str
    formula: str
    measure: Measure
    money: bool = False
    nature: Nature = Nature.ECONOMIC


def defined(name: str, unit: str, formula: str, measure: Measure) -> Definition:
    """Return the first version of a definition."""
    return Definition(name, 1, unit, formula, measure)


def within(
    events: Iterable[Recorded], window: Window, *kinds: type[Any]
) -> list[Recorded]:
    """Return the events of some kinds that happened in a window."""
    return [
        each
        for each in events
        if isinstance(each.event, kinds) and window.holds(each.event.at)
    ]
