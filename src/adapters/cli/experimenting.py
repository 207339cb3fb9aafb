"""`mijoz experiment check | conclude`: what is seen of experiments, worked out."""

from datetime import datetime

import click

from ...application.contexts import EXPERIMENT
from ...application.desk import Desk
from ...application.envelope import Origin
from ...application.experimenting import check_experiments, conclude
from ...domain.experiment.experiment import Experiment
from ..statistics import Chances
from . import options
from .services import Services
from .show import as_json, console, table


def commands(services: Services) -> click.Group:
    """Return the commands about experiments that are more than one thing told."""

    @click.group()
    def experiment() -> None:
        """Experiments: designed, watched, and concluded as designed."""

    @experiment.command("check")
    @click.option("--at", type=options.WHEN, help="As of when.  [default: now]")
    @options.store
    @options.json
    def _check(at: datetime | None, store: str, json: bool) -> None:
        """Look at each experiment that runs, once a day: sample ratio and guardrails.

        One whose arms are not as large as their weights say is stopped, and so is one
        that does more harm than its design allows.

        Example: mijoz experiment check
        """
        crm = services.open(store)
        origin = Origin("policy:experiments-are-watched", crm.handler.new_id())
        moment = at or crm.clock()
        events = check_experiments(crm.handler, Chances(), moment, origin)
        if json:
            as_json({"events": events})
            return
        console().print(f"{events:,} events")

    @experiment.command("conclude")
    @click.argument("experiment_id")
    @click.option("--at", type=options.WHEN, help="As of when.  [default: now]")
    @options.by
    @options.store
    @options.json
    def _conclude(
        experiment_id: str, at: datetime | None, by: str, store: str, json: bool
    ) -> None:
        """Conclude EXPERIMENT_ID by its design: effect, interval and what follows.

        Example: mijoz experiment conclude socks
        """
        crm = services.open(store)
        moment = at or crm.clock()
        conclude(crm.handler, experiment_id, Chances(), moment, Origin(by))
        state: Experiment = Desk(EXPERIMENT, crm.handler).state(experiment_id)
        concluded = state.concluded
        assert concluded is not None
        if json:
            as_json(concluded)
            return
        effects = {each.arm: each for each in concluded.effects}
        rows = []
        for each in concluded.results:
            share = f"{each.successes / each.units:.2%}" if each.units else "-"
            effect = effects.get(each.arm)
            lift = "-"
            if effect:
                figures = effect.effect, effect.low, effect.high
                points, low, high = (f"{value / 100:+.2f}" for value in figures)
                lift = f"{points} ({low} to {high})"
            rows.append((each.arm, f"{each.units:,}", share, lift))
        columns = ("arm", ">units", ">did", ">points against the control")
        console().print(table(columns, rows))
        console().print(f"{concluded.decision}: go on with {concluded.chosen}")

    return experiment
