"""`mijoz service journey | activity`: one customer's way, and what a team does."""

from datetime import datetime

import click
from attrs import asdict

from ...application.encounters.activity import activity
from ...application.encounters.journey import journey
from . import options
from .options import who
from .progress import bar
from .services import Services
from .show import as_json, console, head, made_of, moment, table


def attach(service: click.Group, services: Services) -> None:
    """Add the commands to the group of service."""

    @service.command("journey")
    @options.customer
    @options.last
    @options.store
    @options.two_clocks
    @options.json
    def _journey(
        customer: str,
        last: int,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Show all touchpoints of CUSTOMER over all channels, and what is planned.

        Example: mijoz service journey aziza --as-of 2026-03-31
        """
        crm = services.open(store)
        found = journey(crm, who(crm, customer), as_of=as_of, known_at=known_at)
        entries = found.entries[-last:] if last else found.entries
        if json:
            as_json(
                made_of(found)
                | {"customer_id": found.customer, "channels": found.channels}
                | {"entries": [asdict(each) for each in entries]}
                | {"planned": [asdict(each) for each in found.planned]}
            )
            return
        out = console()
        out.print(head(found))
        rows = [
            (moment(e.at), e.touchpoint, e.way, e.channel, e.what, e.by, e.ref)
            for e in entries
        ]
        columns = ("when", "touchpoint", "by", "channel", "what", "actor", "where")
        out.print(table(columns, rows))
        if found.planned:
            plans = [
                (moment(e.at), "overdue" if e.overdue else "", e.what, e.holder, e.ref)
                for e in found.planned
            ]
            out.print(table(("planned", "", "what", "whose", "where"), plans))

    @service.command("activity")
    @click.option("--since", type=options.WHEN, required=True, help="After this.")
    @click.option("--until", type=options.WHEN, required=True, help="Up to this.")
    @click.option("--department", help="Of one department.")
    @click.option("--employee", help="Of one employee.")
    @click.option("--exceptions", is_flag=True, help="Only what went amiss.")
    @options.last
    @options.store
    @options.two_clocks
    @options.json
    def _activity(
        since: datetime,
        until: datetime,
        department: str | None,
        employee: str | None,
        exceptions: bool,
        last: int,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Show what a team has done, its targets, and what went amiss.

        Example: mijoz service activity --since 2026-03-01 --until 2026-03-31
        """
        if since >= until:
            raise click.UsageError("--until must be later than --since")
        crm = services.open(store)
        with bar("reading the log", crm.journal.head()) as advance:
            found = activity(
                crm.journal,
                since,
                until,
                department=department,
                employee=employee,
                as_of=as_of,
                known_at=known_at,
                progress=advance,
            )
        deeds = found.exceptions if exceptions else found.deeds
        deeds = deeds[-last:] if last else deeds
        if json:
            as_json(
                made_of(found)
                | {"employees": found.employees, "digest": found.digest}
                | {"deeds": [asdict(each) for each in deeds]}
                | {"targets": [asdict(each) for each in found.targets]}
            )
            return
        out = console()
        out.print(head(found))
        kinds = sorted({kind for each in found.digest.values() for kind in each})
        out.print(
            table(
                ("employee", *(f">{kind}" for kind in kinds)),
                (
                    (name, *(found.digest.get(name, {}).get(kind) for kind in kinds))
                    for name in found.employees
                ),
            )
        )
        rows = [
            (moment(d.at), d.employee, d.what, "amiss" if d.amiss else "", d.ref)
            for d in deeds
        ]
        out.print(table(("when", "employee", "what", "", "where"), rows))
        if found.targets:
            targets = [
                (t.employee, t.metric, t.target, t.value, moment(t.due_at), t.standing)
                for t in found.targets
            ]
            columns = ("employee", "target", ">aim", ">last", "due", "stands")
            out.print(table(columns, targets))
