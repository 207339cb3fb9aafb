"""`mijoz audit diff`: what changed between two moments, by which events, and why."""

from datetime import datetime
from typing import Any

import click

from ....application.auditing.diffing import Clock
from ....application.auditing.diffing import diff as diff_of
from ....application.auditing.models import STATEMENT, Row
from .. import options
from ..options import who
from ..services import Services
from ..show import as_json, console, moment
from .canonical import plain
from .changes import answer, show


def command(services: Services) -> click.Command:
    """Return the command that compares."""

    @click.command()
    @options.customer
    @click.option(
        "--from", "since", type=options.WHEN, required=True, help="The first moment."
    )
    @click.option(
        "--to", "until", type=options.WHEN, required=True, help="The second moment."
    )
    @click.option(
        "--clock",
        type=click.Choice([each.value for each in Clock]),
        default=Clock.OCCURRED.value,
        show_default=True,
        help="By when things happened, or by when we learned of them.",
    )
    @click.option(
        "--known-at",
        type=options.WHEN,
        help="Only what we had recorded by then; with the clock of what occurred.",
    )
    @options.store
    @click.option(
        "--last",
        type=click.IntRange(0),
        default=20,
        show_default=True,
        help="So many events in the table; 0 shows all of everything.",
    )
    @options.json
    def diff(
        customer: str,
        since: datetime,
        until: datetime,
        clock: str,
        known_at: datetime | None,
        store: str,
        last: int,
        json: bool,
    ) -> None:
        """Say what changed for a customer between two moments, by whom and why.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org.

        Example: mijoz audit diff completejourney:900 --from 2017-03-31 --to 2017-06-30
        """
        if since > until:
            raise click.UsageError(
                f"--from {moment(since)} is after --to {moment(until)}: turn them round"
            )
        if known_at and clock == Clock.RECORDED:
            raise click.UsageError(
                "--clock recorded moves what is known: leave --known-at out"
            )
        crm = services.open(store)
        found = diff_of(
            crm.journal,
            who(crm, customer),
            since,
            until,
            show=_shown,
            clock=Clock(clock),
            known_at=known_at,
        )
        if json:
            made = {"clock": clock, "from": since, "to": until, "known_at": known_at}
            as_json({"position": found.after.position, **made} | answer(found))
            return
        by = "happened" if clock == Clock.OCCURRED else "was learned"
        known = moment(known_at) if known_at else "now"
        out = console()
        out.print(
            f"[dim]at position {found.after.position:,}: {moment(since)} to"
            f" {moment(until)}, by when it {by}"
            + ("" if clock == Clock.RECORDED else f", known at {known}")
            + "[/]"
        )
        show(out, found, last)

    return diff


def _shown(row: Row) -> Any:
    """Return what of a row is compared; of a statement, what can be spent by then."""
    if row.model == STATEMENT:
        return {"spendable": row.state.spendable}
    return plain(row)
