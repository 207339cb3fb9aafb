"""That one unit met its arm of one experiment: once, whatever it meets later."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..assignment import assigned
from ..decider import Decider, Refused
from ..ids import CustomerId, ExperimentId
from .design import Design


@frozen
class ExposeUnit:
    """The arm and the design's digest are looked up; the unit may be a customer."""

    at: datetime
    experiment_id: ExperimentId
    unit: str
    arm: str
    design_sha256: str
    customer_id: CustomerId | None


Command: TypeAlias = ExposeUnit


@frozen
class UnitExposed:
    at: datetime
    experiment_id: ExperimentId
    unit: str
    arm: str
    design_sha256: str
    customer_id: CustomerId | None


Event: TypeAlias = UnitExposed


@frozen
class ExperimentNotRunning(Refused):
    experiment_id: ExperimentId
    at: datetime

    def __str__(self) -> str:
        return f"experiment {self.experiment_id} does not run at {self.at}"


@frozen
class NotTheirArm(Refused):
    unit: str
    arm: str
    assigned: str

    def __str__(self) -> str:
        return f"unit {self.unit} was dealt {self.assigned}, not {self.arm}"


@frozen
class Exposure:
    exposed: UnitExposed | None = None


def arm_of(design: Design, unit: str) -> str:
    """Return the arm that a unit is dealt: the same for ever."""
    weights = [each.weight for each in design.arms]
    return design.arms[assigned(design.salt, unit, weights)].arm


def decide(command: Command, exposure: Exposure) -> Iterator[Event]:
    if exposure.exposed is None:
        yield UnitExposed(
            command.at,
            command.experiment_id,
            command.unit,
            command.arm,
            command.design_sha256,
            command.customer_id,
        )


def evolve(_: Exposure, event: Event) -> Exposure:
    return Exposure(event)


EXPOSURES = Decider(Exposure(), decide, evolve)
