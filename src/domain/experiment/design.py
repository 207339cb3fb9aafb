"""What an experiment will be: said in full before it starts, and frozen."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from json import dumps

from attrs import asdict, frozen
from attrs import evolve as but

from ..ids import ExperimentId
from .design_refusals import (
    ArmTwice,
    DesignIsFrozen,
    ImpossibleFigure,
    ImpossibleWeight,
    NoControl,
    NotAHarm,
    NoTreatment,
    TooFewArms,
)
from .kinds import HARMS
from .kinds import Outcome as Outcome
from .kinds import UnitKind as UnitKind


@frozen
class Arm:
    """`treatment` says what its units get: for the control, what all get anyway."""

    arm: str
    weight: int
    treatment: str


@frozen
class Guardrail:
    """A harm that may be more frequent by at most so many basis points."""

    outcome: Outcome
    at_most: int


@frozen
class Design:
    """`control` is the name of an arm. `mde` is the smallest effect worth knowing.

    `mde` is in basis points of units; `horizon_days` is how long the experiment runs
    and how long after its exposure a unit's outcome counts. `confidence` is in per
    mille. A sample ratio whose p-value, in millionths, lies below `ratio_least` is a
    mismatch.
    """

    hypothesis: str
    unit: UnitKind
    arms: tuple[Arm, ...]
    control: str
    salt: str
    primary: Outcome
    guardrails: tuple[Guardrail, ...]
    mde: int
    horizon_days: int
    confidence: int = 950
    ratio_least: int = 1000

    @property
    def sha256(self) -> str:
        """Of its fields as a JSON object, keys sorted, without spaces, in UTF-8."""
        text = dumps(
            asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return sha256(text.encode()).hexdigest()


@frozen
class DesignExperiment:
    at: datetime
    experiment_id: ExperimentId
    design: Design


@frozen
class ExperimentDesigned:
    at: datetime
    experiment_id: ExperimentId
    design: Design


def design(
    command: DesignExperiment, known: ExperimentDesigned | None, digest: str | None
) -> Iterator[ExperimentDesigned]:
    """Yield the design, unless it is `known`; *digest* is of one that is frozen."""
    event = ExperimentDesigned(command.at, command.experiment_id, command.design)
    if known is not None and but(event, at=known.at) == known:
        return
    if digest is not None:
        raise DesignIsFrozen(digest)
    _check(command.design)
    yield event


def _check(design: Design) -> None:
    names = [each.arm for each in design.arms]
    if len(names) < 2:
        raise TooFewArms(len(names))
    for arm in design.arms:
        if names.count(arm.arm) > 1:
            raise ArmTwice(arm.arm)
        if arm.weight < 1:
            raise ImpossibleWeight(arm.arm, arm.weight)
        if not arm.treatment.strip():
            raise NoTreatment(arm.arm)
    if design.control not in names:
        raise NoControl(design.control)
    for each in design.guardrails:
        if each.outcome not in HARMS:
            raise NotAHarm(each.outcome)
        if each.at_most < 0:
            raise ImpossibleFigure("a guardrail", each.at_most)
    figures = (
        ("the smallest effect worth knowing", design.mde, 1, 10_000),
        ("a horizon in days", design.horizon_days, 1, 3_660),
        ("a confidence in per mille", design.confidence, 500, 999),
        ("a least p-value in millionths", design.ratio_least, 1, 100_000),
    )
    for name, value, least, most in figures:
        if not least <= value <= most:
            raise ImpossibleFigure(name, value)
