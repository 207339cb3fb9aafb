"""An experiment: designed, frozen, started, watched, stopped or not, concluded once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..ids import ExperimentId
from ..times import not_before
from . import running
from .concluding import ConcludeExperiment, ExperimentConcluded, decision
from .design import Design, DesignExperiment, ExperimentDesigned, design
from .running import (
    HARM,
    MISMATCH,
    CheckExperiment,
    ExperimentChecked,
    ExperimentStopped,
    GuardrailBreached,
    SampleRatioMismatchDetected,
    check,
)
from .starting import (
    DesignFrozen,
    DesignNotFrozen,
    ExperimentIsConcluded,
    ExperimentNotDesigned,
    ExperimentNotStarted,
    ExperimentStarted,
    ExperimentStillRuns,
    FreezeDesign,
    StartExperiment,
    StopExperiment,
)

__all__ = [
    "EXPERIMENTS",
    "CheckExperiment",
    "Command",
    "ConcludeExperiment",
    "DesignExperiment",
    "DesignFrozen",
    "Event",
    "Experiment",
    "ExperimentChecked",
    "ExperimentConcluded",
    "ExperimentDesigned",
    "ExperimentNotDesigned",
    "ExperimentStarted",
    "ExperimentStopped",
    "FreezeDesign",
    "GuardrailBreached",
    "SampleRatioMismatchDetected",
    "StartExperiment",
    "StopExperiment",
]

_DAY = timedelta(days=1)

Command: TypeAlias = (
    DesignExperiment
    | FreezeDesign
    | StartExperiment
    | CheckExperiment
    | StopExperiment
    | ConcludeExperiment
)


Event: TypeAlias = (
    ExperimentDesigned
    | DesignFrozen
    | ExperimentStarted
    | running.RunningEvent
    | ExperimentConcluded
)


@frozen
class Experiment:
    """How far it has come; `checked` is the last look at it."""

    designed: ExperimentDesigned | None = None
    frozen: DesignFrozen | None = None
    started: ExperimentStarted | None = None
    checked: ExperimentChecked | None = None
    stopped: ExperimentStopped | None = None
    concluded: ExperimentConcluded | None = None

    @property
    def due(self) -> datetime | None:
        """When it is to be looked at next: each day, as long as it runs."""
        if self.started is None or self.stopped or self.concluded:
            return None
        last = self.checked.at if self.checked else self.started.at
        return last + _DAY if last < self.started.ends_at else None

    def runs(self, at: datetime) -> bool:
        """Whether units are exposed at a moment."""
        if self.started is None or self.concluded:
            return False
        until = self.stopped.at if self.stopped else self.started.ends_at
        return self.started.at <= at < until


def decide(command: Command, experiment: Experiment) -> Iterator[Event]:
    if isinstance(command, DesignExperiment):
        digest = experiment.frozen.design_sha256 if experiment.frozen else None
        yield from design(command, experiment.designed, digest)
        return
    designed = experiment.designed
    if designed is None:
        raise ExperimentNotDesigned
    not_before(designed.at, command.at)
    name, at = designed.experiment_id, command.at
    match command:
        case FreezeDesign():
            if experiment.frozen is None:
                yield DesignFrozen(at, name, designed.design.sha256)
        case StartExperiment():
            if experiment.frozen is None:
                raise DesignNotFrozen(name)
            if experiment.started is None:
                not_before(experiment.frozen.at, at)
                ends = at + timedelta(days=designed.design.horizon_days)
                yield ExperimentStarted(at, name, experiment.frozen.design_sha256, ends)
        case CheckExperiment() | StopExperiment() | ConcludeExperiment():
            yield from _run(command, experiment, name, designed.design)
        case _:
            assert_never(command)


def _run(
    command: CheckExperiment | StopExperiment | ConcludeExperiment,
    experiment: Experiment,
    name: ExperimentId,
    design: Design,
) -> Iterator[Event]:
    started, at = experiment.started, command.at
    if started is None:
        raise ExperimentNotStarted(name)
    not_before(started.at, at)
    match command:
        case CheckExperiment():
            if experiment.due is not None and experiment.due <= at:
                yield from check(command, name, design)
        case StopExperiment(reason=reason):
            if experiment.concluded:
                raise ExperimentIsConcluded(name)
            if experiment.stopped is None:
                yield ExperimentStopped(at, name, reason)
        case ConcludeExperiment(results=results, effects=effects):
            if experiment.concluded is not None:
                return
            stopped = experiment.stopped
            if stopped is None and at < started.ends_at:
                raise ExperimentStillRuns(name, started.ends_at)
            why = stopped.reason if stopped else None
            found = decision(
                effects, design.control, mismatch=why == MISMATCH, harm=why == HARM
            )
            yield ExperimentConcluded(at, name, results, effects, *found)
        case _:
            assert_never(command)


def evolve(experiment: Experiment, event: Event) -> Experiment:
    match event:
        case ExperimentDesigned():
            return but(experiment, designed=event)
        case DesignFrozen():
            return but(experiment, frozen=event)
        case ExperimentStarted():
            return but(experiment, started=event)
        case ExperimentChecked():
            return but(experiment, checked=event)
        case SampleRatioMismatchDetected() | GuardrailBreached():
            return experiment
        case ExperimentStopped():
            return but(experiment, stopped=event)
        case ExperimentConcluded():
            return but(experiment, concluded=event)
        case _:
            assert_never(event)


EXPERIMENTS = Decider(Experiment(), decide, evolve)
