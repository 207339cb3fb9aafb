"""`mijoz lifecycle`: who is in which phase, assessed by published rules."""

from datetime import datetime

import click

from ...application import contexts
from ...application.envelope import Origin
from ...application.lifecycle import assess as assess_all
from ...application.lifecycle import count_known
from ...domain.lifecycle.phases import Phase
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands about phases."""

    @click.group()
    def lifecycle() -> None:
        """Phases: prospect, new, active, loyal, at risk, lapsed, won back, closed."""

    @lifecycle.command()
    @click.option("--rules", default="phases", show_default=True, help="Their name.")
    @click.option("--at", type=options.WHEN, help="As of then.  [default: now]")
    @options.store
    @options.json
    def assess(rules: str, at: datetime | None, store: str, json: bool) -> None:
        """Record every phase that was entered by now, and win back who has lapsed.

        The rules are those last published with `mijoz phases publish`. Safe to run as
        often as you like, from a timer for instance, and to be killed.

        Example: mijoz lifecycle assess --at 2017-12-31
        """
        crm = services.open(store)
        origin = Origin("policy:phases", crm.handler.new_id())
        with bar("assessing", count_known(crm.handler)) as advance:
            done = assess_all(
                crm.handler, crm.views, at or crm.clock(), origin, rules, advance
            )
        if json:
            as_json(done)
            return
        rows = [(each, f"{done.by_phase[each]:,}") for each in Phase]
        console().print(table(("phase", ">customers"), rows))
        console().print(f"[dim]{done.entered:,} phases were entered[/]")

    @lifecycle.command("list")
    @click.option(
        "--phase",
        type=click.Choice([each.value for each in Phase]),
        required=True,
        help="Those who are in it.",
    )
    @options.store
    @options.json
    def list_(phase: str, store: str, json: bool) -> None:
        """List who was last seen to enter a phase, longest in it first.

        Example: mijoz lifecycle list --phase at_risk
        """
        crm = services.open(store)
        work = crm.handler.begin(Origin("service:lifecycle"))
        found = [
            last
            for each in work.known(contexts.LIFECYCLE)
            if (last := work.state(contexts.LIFECYCLE, each).last)
            and last.phase == phase
        ]
        found.sort(key=lambda last: (last.at, last.customer_id))
        if json:
            as_json(found)
            return
        rows = [
            (
                last.customer_id,
                moment(last.at),
                last.left or "",
                last.because,
                f"{last.orders:,}",
                moment(last.last_order_at) if last.last_order_at else "",
            )
            for last in found
        ]
        heads = ("customer", "since", "before", "because", ">orders", "last order")
        console().print(table(heads, rows))

    return lifecycle
