"""`mijoz customer savings`: what a customer has saved, and what rewards they have."""

from datetime import datetime

import click

from ...application.savings import savings as savings_of
from ..outside import savings as as_plain
from . import options
from .options import who
from .services import Services
from .show import as_json, console, head, made_of, moment, table


def attach(customer: click.Group, services: Services) -> None:
    """Add the command to those about customers."""

    @customer.command()
    @options.customer
    @options.store
    @options.two_clocks
    @options.json
    def savings(
        customer: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Tell what a customer has saved, and the rewards and points that they have.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org. Discounts
        are what prices came to above what was paid, in so far as it was kept.

        Example: mijoz customer savings completejourney:900 --as-of 2017-06-30
        """
        crm = services.open(store)
        replay = savings_of(crm, who(crm, customer), as_of=as_of, known_at=known_at)
        told = replay.state
        if json:
            as_json(made_of(replay) | as_plain(told))
            return
        out = console()
        out.print(head(replay))
        columns = ("saved", ">discounts", ">points", ">rewards", ">cashback", ">total")
        amounts = (
            (each.discounts, each.points, each.rewards, each.cashback, each.total)
            for each in told.saved
        )
        rows = (
            (saved.currency, *(f"{each / 100:,.2f}" for each in row))
            for saved, row in zip(told.saved, amounts, strict=True)
        )
        out.print(table(columns, rows))
        out.print(
            table(
                ("programme", ">can be spent", ">pending", ">held", "unit"),
                (
                    (
                        each.programme_id,
                        f"{each.spendable:,}",
                        f"{each.pending:,}",
                        f"{each.held:,}",
                        each.unit,
                    )
                    for each in told.balances
                ),
            )
        )
        out.print(
            table(
                ("reward", "had", ">pieces", ">points"),
                (
                    (
                        each.reward_id,
                        moment(each.at),
                        f"{each.quantity:,}",
                        f"{each.points:,}",
                    )
                    for each in told.rewards
                ),
            )
        )
