"""Running experiments: who is dealt what, how they are watched, what came of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from ..domain.communication.message import MessageClicked
from ..domain.customer.consent import ConsentWithdrawn
from ..domain.experiment.concluding import ArmResult, ConcludeExperiment
from ..domain.experiment.design import Design, Outcome, UnitKind
from ..domain.experiment.experiment import Experiment, ExperimentNotDesigned
from ..domain.experiment.exposure import (
    ExperimentNotRunning,
    ExposeUnit,
    Exposure,
    NotTheirArm,
    UnitExposed,
    arm_of,
)
from ..domain.experiment.running import ArmCount, CheckExperiment, Effect
from ..domain.feedback.complaint_terms import ComplaintFiled
from ..domain.purchase.order import OrderCompleted, OrderRefunded
from .aggregate import Aggregate
from .contexts import EXPERIMENT, EXPOSURE
from .desk import Unknown
from .envelope import Origin
from .handling import Done, Handler
from .ports import Statistics
from .work import Work

_EVENTS: Final[Mapping[Outcome, type[Any]]] = {
    Outcome.ORDERED: OrderCompleted,
    Outcome.CLICKED: MessageClicked,
    Outcome.REFUNDED: OrderRefunded,
    Outcome.COMPLAINED: ComplaintFiled,
    Outcome.WITHDREW: ConsentWithdrawn,
}


def dealt(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the arm that a unit is dealt, and whom it is about, by field.

    Raises:
        Unknown: No such experiment is designed.
    """
    work = handler.begin(Origin("service:registry"))
    experiment: Experiment = work.state(EXPERIMENT, said["experiment_id"])
    if experiment.designed is None:
        raise Unknown("experiment", said["experiment_id"])
    design = experiment.designed.design
    known = design.unit is UnitKind.CUSTOMER
    return {
        "arm": arm_of(design, said["unit"]),
        "design_sha256": design.sha256,
        "customer_id": said["unit"] if known else None,
    }


def exposures_follow_their_design(
    work: Work, _: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse to expose a unit to an experiment that does not run, or to another arm."""
    if not isinstance(command, ExposeUnit):
        return
    exposure: Exposure = work.state(EXPOSURE, identity)
    if exposure.exposed is not None:
        return
    name, unit = command.experiment_id, command.unit
    experiment: Experiment = work.state(EXPERIMENT, name)
    if experiment.designed is None or not experiment.runs(command.at):
        raise ExperimentNotRunning(name, command.at)
    arm = arm_of(experiment.designed.design, unit)
    if arm != command.arm:
        raise NotTheirArm(unit, command.arm, arm)


def exposed(work: Work, experiment: str) -> Sequence[UnitExposed]:
    """Return every unit that an experiment exposed, by its name."""
    found = []
    for name in work.known(EXPOSURE):
        if name.startswith(f"{experiment}:"):
            exposure: Exposure = work.state(EXPOSURE, name)
            if exposure.exposed and exposure.exposed.experiment_id == experiment:
                found.append(exposure.exposed)
    return found


def counts(design: Design, units: Sequence[UnitExposed]) -> tuple[ArmCount, ...]:
    """Return how many units each arm has, in the order of the design."""
    return tuple(
        ArmCount(each.arm, sum(unit.arm == each.arm for unit in units))
        for each in design.arms
    )


def results(
    work: Work,
    design: Design,
    units: Sequence[UnitExposed],
    outcome: Outcome,
    at: datetime,
) -> tuple[ArmResult, ...]:
    """Return how many units of each arm did something within the horizon, by *at*."""
    did = [each for each in units if _did(work, each, outcome, design.horizon_days, at)]
    return tuple(
        ArmResult(count.arm, count.units, sum(each.arm == count.arm for each in did))
        for count in counts(design, units)
    )


def _did(
    work: Work, unit: UnitExposed, outcome: Outcome, days: int, at: datetime
) -> bool:
    if unit.customer_id is None:
        return False
    until = unit.at + timedelta(days=days)
    return any(
        isinstance(each.event, _EVENTS[outcome])
        and unit.at <= each.event.at < until
        and each.event.at <= at
        and not getattr(each.event, "bot_suspected", False)
        for each in work.journal.about(unit.customer_id)
    )


def effects(
    design: Design,
    outcome: Outcome,
    found: Sequence[ArmResult],
    statistics: Statistics,
) -> tuple[Effect, ...]:
    """Return by how much each arm differs from the control; of arms that have units."""
    by_arm = {each.arm: (each.successes, each.units) for each in found}
    control = by_arm.pop(design.control)
    return tuple(
        Effect(arm, outcome, *statistics.difference(control, part, design.confidence))
        for arm, part in by_arm.items()
        if part[1] and control[1]
    )


def check_experiments(
    handler: Handler, statistics: Statistics, at: datetime, origin: Origin
) -> int:
    """Look at every experiment that is due; return how many events that made."""
    events = 0
    for name in handler.begin(origin).known(EXPERIMENT):

        def look(work: Work, name: str = name) -> None:
            experiment: Experiment = work.state(EXPERIMENT, name)
            due = experiment.due
            if due is None or due > at or experiment.designed is None:
                return
            design = experiment.designed.design
            units = exposed(work, name)
            seen = counts(design, units)
            weights = [each.weight for each in design.arms]
            p = statistics.ratio([each.units for each in seen], weights)
            harms = tuple(
                effect
                for each in design.guardrails
                for effect in effects(
                    design,
                    each.outcome,
                    results(work, design, units, each.outcome, at),
                    statistics,
                )
            )
            work.handle(EXPERIMENT, name, CheckExperiment(at, seen, p, harms))

        events += len(handler.run(look, origin).drafts)
    return events


def conclude(
    handler: Handler, name: str, statistics: Statistics, at: datetime, origin: Origin
) -> Done:
    """Work out what an experiment came to, and conclude it by its design."""

    def story(work: Work) -> None:
        experiment: Experiment = work.state(EXPERIMENT, name)
        if experiment.designed is None:
            raise ExperimentNotDesigned
        design = experiment.designed.design
        found = results(work, design, exposed(work, name), design.primary, at)
        came = effects(design, design.primary, found, statistics)
        work.handle(EXPERIMENT, name, ConcludeExperiment(at, found, came))

    return handler.run(story, origin)
