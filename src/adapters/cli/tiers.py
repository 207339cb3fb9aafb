"""`mijoz tier show`: where a member stands, and how far it is to the next tier."""

from datetime import datetime

import click

from ..outside import standing as as_plain
from . import options
from .options import who
from .points import only_programme
from .services import Services
from .show import as_json, console, head, made_of, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about tiers."""

    @click.group()
    def tier() -> None:
        """Tiers: where a member stands, and what is granted to them."""

    @tier.command()
    @options.customer
    @click.option("--programme", help="Needed where the customer has several.")
    @options.store
    @options.two_clocks
    @options.json
    def show(
        customer: str,
        programme: str | None,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Tell a member's tier, until when it is theirs, and what is missing.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org. Of one who
        was merged it is the tier of the person.

        Example: mijoz tier show completejourney:900 --as-of 2017-06-30
        """
        crm = services.open(store)
        member = who(crm, customer)
        name = programme or only_programme(crm, member)
        told = crm.standing(name, member, as_of=as_of, known_at=known_at)
        if json:
            as_json(made_of(told.replay) | as_plain(told))
            return
        out, status, far = console(), told.status, told.progress
        out.print(head(told.replay))
        until = f" until {moment(status.valid_until)}" if status.valid_until else ""
        by = " by a grant" if status.grant_id else " in grace" * status.in_grace
        held = f"[bold]{status.tier or 'no tier'}[/]"
        out.print(f"{held}{by}{until if status.tier else ''}")
        window = f"{moment(far.since)} to {moment(far.until)}" if far.until else "ever"
        rows = [("counted", f"{far.amount:,}", window)]
        if far.to_keep is not None:
            kept = f"by {moment(status.valid_until)}"
            rows.append((f"to keep {status.tier}", f"{far.to_keep:,}", kept))
        if far.to_next is not None:
            rows.append((f"to reach {far.next_tier}", f"{far.to_next:,}", ""))
        out.print(table(("", ">", ""), rows))

    return tier
