"""What an experiment came to: decided by what its design said, and by nothing else."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from ..ids import ExperimentId
from .running import Effect


class Decision(StrEnum):
    """To adopt an arm, to keep the control, or to have learnt nothing."""

    ADOPT = "adopt"
    KEEP_CONTROL = "keep_control"
    INCONCLUSIVE = "inconclusive"
    INVALID = "invalid"


@frozen
class ArmResult:
    """How many of an arm's exposed units did what is measured."""

    arm: str
    units: int
    successes: int


@frozen
class ConcludeExperiment:
    at: datetime
    results: tuple[ArmResult, ...]
    effects: tuple[Effect, ...]


@frozen
class ExperimentConcluded:
    """`chosen` is the arm to go on with: the control unless one is adopted."""

    at: datetime
    experiment_id: ExperimentId
    results: tuple[ArmResult, ...]
    effects: tuple[Effect, ...]
    decision: Decision
    chosen: str


def decision(
    effects: Sequence[Effect], control: str, *, mismatch: bool, harm: bool
) -> tuple[Decision, str]:
    """Return what follows from the effects on the primary outcome, and the arm chosen.

    The arm with the largest effect is adopted if its whole interval lies above nothing,
    and no guardrail was breached. The control is kept if every arm is worse for sure,
    or harmed. A sample ratio that does not match makes all of it worth nothing.
    """
    if mismatch:
        return Decision.INVALID, control
    if harm:
        return Decision.KEEP_CONTROL, control
    better = [each for each in effects if each.low > 0]
    if better:
        best = max(better, key=lambda each: (each.effect, each.low, each.arm))
        return Decision.ADOPT, best.arm
    if effects and all(each.high < 0 for each in effects):
        return Decision.KEEP_CONTROL, control
    return Decision.INCONCLUSIVE, control
