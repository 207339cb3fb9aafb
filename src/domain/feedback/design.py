"""What a survey asks, on which scale, and what a poor answer brings."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from ..decider import Refused
from .scale import Instrument, Score

DETRACTOR_MOST: Final = 6  # Reichheld, "The One Number You Need to Grow", HBR 2003
SERVQUAL_ITEMS: Final = 22  # Parasuraman, Zeithaml and Berry, J. of Retailing 64, 1988
# Of NPS and SERVQUAL as they were published, of CES as in its second edition of 2013.
SCALES: Final = {
    Instrument.NPS: (0, 10),
    Instrument.CES: (1, 7),
    Instrument.SERVQUAL: (1, 7),
}
BOXES_LEAST: Final = 4  # of CSAT: the two highest of them are its figure
LOOP_HOURS_MOST: Final = 24 * 366


@frozen
class Item:
    """One question, under a name that its answers keep."""

    name: str
    text: str


@frozen
class Loop:
    """What a score up to `poor` brings: a complaint that nobody had to make.

    It is to be acknowledged within so many `hours`, by its `owner`.
    """

    poor: int
    hours: int
    owner: str

    def due_at(self, answered_at: datetime) -> datetime:
        """Return the first instant at which a poor answer has waited too long."""
        return answered_at + timedelta(hours=self.hours)


@frozen
class InvalidDesign(Refused):
    field: str
    value: str

    def __str__(self) -> str:
        return f"in the design of a survey, {self.field} cannot be {self.value}"


@frozen
class Design:
    """What a version of a survey says; an answer's score is that of the first item.

    Without a `loop` a poor score is a score like any other.
    """

    instrument: Instrument
    items: tuple[Item, ...]
    lowest: int
    highest: int
    loop: Loop | None = None

    def score(self, value: int) -> Score:
        """Return a value as a score of this design's instrument and scale."""
        return Score(self.instrument, value, self.lowest, self.highest)

    def check(self) -> None:
        """Refuse what no survey of its instrument can be."""
        for name, value in self._faults():
            raise InvalidDesign(name, value)

    def _faults(self) -> Iterator[tuple[str, str]]:
        names = [each.name for each in self.items]
        if not names or len(set(names)) < len(names):
            yield "items", f"none or one name twice: {', '.join(names)}"
        if self.instrument is Instrument.SERVQUAL and len(names) != SERVQUAL_ITEMS:
            yield "items", f"{len(names)} of {SERVQUAL_ITEMS}"
        scale = self.lowest, self.highest
        published = SCALES.get(self.instrument, scale) == scale
        boxes = self.lowest == 1 and self.highest >= BOXES_LEAST
        if self.instrument is Instrument.CSAT and not boxes:
            published = False
        if self.lowest >= self.highest or not published:
            yield "scale", f"{self.lowest} to {self.highest}"
        if self.loop:
            if not self._can_be_poor(self.loop.poor):
                yield "poor", str(self.loop.poor)
            if not 1 <= self.loop.hours <= LOOP_HOURS_MOST:
                yield "hours", str(self.loop.hours)

    def _can_be_poor(self, score: int) -> bool:
        match self.instrument:
            case Instrument.NPS:
                return score == DETRACTOR_MOST
            case Instrument.SERVQUAL:
                return False  # it has gaps, and no single score
            case _:
                return self.lowest <= score < self.highest
