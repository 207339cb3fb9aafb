"""`mijoz sweep`: note what time has brought, everywhere."""

from datetime import datetime

import click

from ...application.due import count_timed, sweep
from ...application.envelope import Origin
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, table


def command(services: Services) -> click.Command:
    """Return the command that sweeps."""

    @click.command("sweep")
    @options.store
    @click.option(
        "--at", type=options.WHEN, help="Note what is due by then.  [default: now]"
    )
    @options.json
    def sweep_(store: str, at: datetime | None, json: bool) -> None:
        """Note all that was due: points, follow-ups, tasks, contracts, and the rest.

        Each event has the moment at which it was due. Safe to run as often as you like,
        from a timer for instance, and to be killed. All that one run records has the
        same correlation id.

        Example: mijoz sweep --at 2018-01-31
        """
        crm = services.open(store)
        origin = Origin("policy:sweep", crm.handler.new_id())
        with bar("sweeping", count_timed(crm.handler)) as advance:
            swept = sweep(crm.handler, at or crm.clock(), origin, advance)
        if json:
            as_json(swept)
            return
        rows = [
            (each.kind, f"{each.looked_at:,}", f"{each.events:,}")
            for each in swept
            if each.looked_at
        ]
        console().print(table(("", ">looked at", ">were due"), rows))

    return sweep_
