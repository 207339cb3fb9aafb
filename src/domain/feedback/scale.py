"""Scores as they were given: on which instrument, on which scale."""

from enum import StrEnum

from attrs import frozen


class Instrument(StrEnum):
    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    SERVQUAL = "servqual"
    CUSTOM = "custom"


@frozen
class Score:
    """One score, on its own scale: never stretched to another."""

    instrument: Instrument
    value: int
    lowest: int
    highest: int

    def __str__(self) -> str:
        return f"{self.value} of {self.lowest} to {self.highest} ({self.instrument})"

    def compares_with(self, other: "Score") -> bool:
        """Whether the two were given on the same instrument and scale."""
        mine, theirs = (
            (each.instrument, each.lowest, each.highest) for each in (self, other)
        )
        return mine == theirs
