"""What is seen while an experiment runs, and how it stops by itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import ExperimentId
from .design import Design, Outcome

MISMATCH = "sample_ratio_mismatch"
HARM = "guardrail"


@frozen
class ArmCount:
    """How many units of an arm were exposed."""

    arm: str
    units: int


@frozen
class Effect:
    """By how many basis points an arm differs from the control, with its interval."""

    arm: str
    outcome: Outcome
    effect: int
    low: int
    high: int


@frozen
class CheckExperiment:
    """`p` is of the sample ratio, in millionths; `harms` are of the guardrails."""

    at: datetime
    counts: tuple[ArmCount, ...]
    p: int
    harms: tuple[Effect, ...] = ()


@frozen
class ExperimentChecked:
    at: datetime
    experiment_id: ExperimentId
    counts: tuple[ArmCount, ...]
    p: int
    harms: tuple[Effect, ...]


@frozen
class SampleRatioMismatchDetected:
    at: datetime
    experiment_id: ExperimentId
    counts: tuple[ArmCount, ...]
    p: int
    least: int


@frozen
class GuardrailBreached:
    at: datetime
    experiment_id: ExperimentId
    harm: Effect
    at_most: int


@frozen
class ExperimentStopped:
    at: datetime
    experiment_id: ExperimentId
    reason: str


RunningEvent: TypeAlias = (
    ExperimentChecked
    | SampleRatioMismatchDetected
    | GuardrailBreached
    | ExperimentStopped
)


def check(
    command: CheckExperiment, name: ExperimentId, design: Design
) -> Iterator[RunningEvent]:
    """Yield what was seen, and that it stops if a figure says so."""
    at, counts, p = command.at, command.counts, command.p
    yield ExperimentChecked(at, name, counts, p, command.harms)
    if p < design.ratio_least:
        least = design.ratio_least
        yield SampleRatioMismatchDetected(at, name, counts, p, least)
        yield ExperimentStopped(at, name, MISMATCH)
        return
    limits = {each.outcome: each.at_most for each in design.guardrails}
    breached = [
        each
        for each in command.harms
        if each.outcome in limits and each.low > limits[each.outcome]
    ]
    for each in breached:
        yield GuardrailBreached(at, name, each, limits[each.outcome])
    if breached:
        yield ExperimentStopped(at, name, HARM)
