"""`mijoz service durations | mistakes | meetings`: stages, errors, appointments."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import click
from attrs import asdict

from ...application.crm import Crm
from ...application.encounters.durations import durations, mistakes
from ...application.encounters.figures import Figure
from ...application.encounters.gathering import Gathered, gather
from ...application.encounters.meetings import meetings
from ...application.envelope import Origin
from ...application.staffing import erase_employee
from . import options
from .options import who
from .progress import bar
from .services import Services
from .show import as_json, console, head, made_of, moment, table


def attach(service: click.Group, services: Services) -> None:
    """Add the commands to the group of service."""

    @service.command("durations")
    @options.store
    @options.two_clocks
    @options.json
    def durations_(
        store: str, as_of: datetime | None, known_at: datetime | None, json: bool
    ) -> None:
        """Show how long waiting, serving and each step last, and should last.

        Example: mijoz service durations
        """
        gathered = gathered_at(services.open(store), as_of, known_at)
        stages = durations(gathered)
        if json:
            as_json(made_of(gathered) | {"stages": [asdict(s) for s in stages]})
            return
        rows = [
            (s.standard, s.stage, s.lasts.sample, shown(s.lasts, "min"), s.expected)
            for s in stages
        ]
        columns = ("standard", "stage", ">times", ">lasts", ">should last")
        _print(gathered, columns, rows)

    @service.command("mistakes")
    @options.store
    @options.two_clocks
    @options.json
    def mistakes_(
        store: str, as_of: datetime | None, known_at: datetime | None, json: bool
    ) -> None:
        """Show how many of the steps told were not so, by the cause.

        Example: mijoz service mistakes --as-of 2026-03-31
        """
        gathered = gathered_at(services.open(store), as_of, known_at)
        found = mistakes(gathered)
        if json:
            as_json(made_of(gathered) | asdict(found))
            return
        rows = [(cause, n, shown(rate, "%")) for cause, n, rate in found.by_cause]
        _print(gathered, ("cause", ">steps", ">of all told"), rows)

    @service.command("meetings")
    @click.option("--resource", help="Of one resource.")
    @click.option("--owner", help="Of those that an employee answers for.")
    @click.option("--customer", help="Of one customer.")
    @options.store
    @options.two_clocks
    @options.json
    def meetings_(
        resource: str | None,
        owner: str | None,
        customer: str | None,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """List meetings, past and planned, with how they stand.

        Example: mijoz service meetings --owner anna
        """
        crm = services.open(store)
        whose = who(crm, customer) if customer else None
        gathered = gathered_at(crm, as_of, known_at)
        found = meetings(gathered, resource=resource, owner=owner, customer=whose)
        if json:
            as_json(made_of(gathered) | {"meetings": [asdict(m) for m in found]})
            return
        rows = [
            (
                moment(each.starts_at),
                moment(each.ends_at),
                each.resource,
                each.customer,
                each.purpose,
                each.channel,
                f"{each.standing}{', moved' if each.moved else ''}",
            )
            for each in found
        ]
        columns = ("from", "to", "with", "customer", "purpose", "channel", "stands")
        _print(gathered, columns, rows)

    @service.command("erase-employee")
    @click.argument("employee")
    @click.option("--reason", required=True, help="Why; it is kept, so name nobody.")
    @options.by
    @options.store
    @options.json
    def erase(employee: str, reason: str, by: str, store: str, json: bool) -> None:
        """Erase the name of EMPLOYEE, who has left; what they did keeps their id.

        Example: mijoz service erase-employee anna --reason "asked for"
        """
        keys = erase_employee(services.open(store), employee, reason, Origin(by))
        if json:
            as_json({"employee_id": employee, "keys": keys})
            return
        console().print(f"{employee} is erased; keys destroyed: {len(keys)}")


def shown(figure: Figure, unit: str = "") -> str:
    """Return a figure as it is shown; one that is hidden as dots."""
    if figure.hidden:
        return "…"
    return "" if figure.value is None else f"{figure.value:.1f} {unit}".rstrip()


def gathered_at(
    crm: Crm, as_of: datetime | None, known_at: datetime | None
) -> Gathered:
    """Read the log for what it tells of service at two times."""
    with bar("reading the log", crm.journal.head()) as advance:
        return gather(crm.journal, as_of=as_of, known_at=known_at, progress=advance)


def _print(
    gathered: Gathered, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    out = console()
    out.print(head(gathered))
    out.print(table(columns, rows))
