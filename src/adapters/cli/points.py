"""`mijoz points statement`: a member's points, line by line."""

from datetime import datetime

import click

from ...application.crm import Crm
from ...domain.decider import Refused
from ..outside import statement as as_plain
from . import options
from .options import who
from .services import Services
from .show import as_json, console, head, made_of, moment, table


class WhichProgramme(Refused):
    """The customer has points in several programmes, or in none."""

    def __str__(self) -> str:
        have = ", ".join(self.args[0]) or "none"
        return f"say --programme: this customer's programmes are {have}"


def commands(services: Services) -> click.Group:
    """Return the commands that ask about points."""

    @click.group()
    def points() -> None:
        """Points: statements, and whatever moves them."""

    @points.command("statement")
    @options.customer
    @click.option("--programme", help="Needed where the customer has several.")
    @options.store
    @options.two_clocks
    @options.last
    @options.json
    def _statement(
        customer: str,
        programme: str | None,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        last: int,
        json: bool,
    ) -> None:
        """Tell a member's points: what happened, when, and what it left.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org.

        Example: mijoz points statement completejourney:900 --as-of 2017-06-30
        """
        crm = services.open(store)
        member = who(crm, customer)
        name = programme or only_programme(crm, member)
        told = crm.statement(name, member, as_of=as_of, known_at=known_at)
        if json:
            as_json(made_of(told.replay) | as_plain(told))
            return
        out = console()
        out.print(head(told.replay))
        out.print(
            f"[bold]{told.spendable:,}[/] points can be spent at {moment(told.at)},"
            f" {told.replay.state.pending:,} are pending"
        )
        if told.spendable != told.replay.state.spendable:
            out.print(
                "[dim]counting what fell due since the last line, and is yet to be"
                " settled[/]"
            )
        lines = told.lines[-last:] if last else told.lines
        columns = ("occurred", "recorded", "what", "for", ">pending", ">available")
        out.print(
            table(
                (*columns, ">held", ">arrears"),
                (
                    (
                        moment(line.occurred_at),
                        moment(line.recorded_at),
                        f"{line.what} (late)" if line.late else line.what,
                        line.ref,
                        f"{line.pending:,}",
                        f"{line.available:,}",
                        f"{line.held:,}",
                        f"{line.arrears:,}",
                    )
                    for line in lines
                ),
            )
        )
        out.print(f"[dim]{len(lines)} of {len(told.lines):,} lines[/]")

    return points


def only_programme(crm: Crm, customer: str) -> str:
    """Return the one programme that a customer is in."""
    programmes = crm.customers.history(customer).state.programmes
    if len(programmes) != 1:
        raise WhichProgramme(programmes)
    return programmes[0]
