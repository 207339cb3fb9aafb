"""What a survey asks, on which scale, whom it may ask and for how long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from attrs import frozen

from ..decider import Refused
from .scale import Instrument, Score

DETRACTOR_MOST: Final = 6  # Reichheld, "The One Number You Need to Grow", HBR 2003
SERVQUAL_ITEMS: Final = 22  # Parasuraman, Zeithaml and Berry, J. of Retailing 64, 1988


class Trigger(StrEnum):
    """What sets an invitation off."""

    FIRST_ENCOUNTER = "first_encounter"
    ENCOUNTER_CLOSED = "encounter_closed"
    CASE_RESOLVED = "case_resolved"
    REPEAT_PURCHASE = "repeat_purchase"
    COMPLAINT_CLOSED = "complaint_closed"
    PERIOD = "period"


@frozen
class Item:
    """One question, under a name that its answers keep."""

    name: str
    text: str


@frozen
class InvalidDesign(Refused):
    field: str
    value: str

    def __str__(self) -> str:
        return f"in the design of a survey, {self.field} cannot be {self.value}"


@frozen
class Design:
    """What a version of a survey says: asked for `purpose`, by `channel`.

    An answer's score is that of the first item. A score up to `poor` has a closed loop
    opened, to be acknowledged within `loop_days`; None opens none. An invitation is
    good for `valid_days`, and may be followed by so many `reminders`.
    """

    instrument: Instrument
    items: tuple[Item, ...]
    lowest: int
    highest: int
    purpose: str
    channel: str
    triggers: tuple[Trigger, ...]
    valid_days: int
    reminders: int = 0
    poor: int | None = None
    loop_days: int = 1

    def expires_at(self, invited_at: datetime) -> datetime:
        """Return the first instant at which an invitation is no longer good."""
        return invited_at + timedelta(days=self.valid_days)

    def loop_due_at(self, answered_at: datetime) -> datetime:
        """Return the first instant at which a poor answer has waited too long."""
        return answered_at + timedelta(days=self.loop_days)

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
        scale = f"{self.lowest} to {self.highest}"
        if self.lowest >= self.highest:
            yield "scale", scale
        bounds = {
            "valid_days": (self.valid_days, 1, 366),
            "reminders": (self.reminders, 0, 10),
            "loop_days": (self.loop_days, 1, 366),
        }
        for name, (count, least, most) in bounds.items():
            if not least <= count <= most:
                yield name, str(count)
        match self.instrument:
            case Instrument.NPS if (self.lowest, self.highest) != (0, 10):
                yield "scale", scale
            case Instrument.CSAT | Instrument.CES | Instrument.SERVQUAL if (
                self.lowest != 1
            ):
                yield "scale", scale
        if self.instrument is Instrument.SERVQUAL and len(names) != SERVQUAL_ITEMS:
            yield "items", f"{len(names)} of {SERVQUAL_ITEMS}"
        if self.poor is not None and not self._can_be_poor(self.poor):
            yield "poor", str(self.poor)

    def _can_be_poor(self, score: int) -> bool:
        match self.instrument:
            case Instrument.NPS:
                return score == DETRACTOR_MOST
            case Instrument.SERVQUAL:
                return False  # it has gaps, and no single score
            case _:
                return self.lowest <= score < self.highest
