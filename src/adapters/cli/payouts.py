"""`mijoz payout send`: have cashback paid that members asked for."""

from pathlib import Path

import click

from ...application.envelope import Origin
from ...application.paying_out import dispatch
from ..payments import PaymentFile
from . import options
from .services import Services
from .show import as_json, console


def commands(services: Services) -> click.Group:
    """Return the commands that pay out."""

    @click.group()
    def payout() -> None:
        """Cashback paid out as money: asked for, sent, and paid or not."""

    @payout.command()
    @click.option(
        "--to",
        type=click.Path(dir_okay=False, path_type=Path),
        required=True,
        help="The file of payment orders, one JSON object a line.",
    )
    @options.by
    @options.store
    @options.json
    def send(to: Path, by: str, store: str, json: bool) -> None:
        """Write a payment order for each payout that waits, once.

        Safe to run as often as you like, and to be killed. What became of them is told
        by payout confirm and payout fail, once whoever pays has said so.

        Example: mijoz payout send --to var/payouts.jsonl
        """
        crm = services.open(store)
        paying = dispatch(crm.handler, PaymentFile(to), crm.clock(), Origin(by))
        if json:
            as_json(paying)
            return
        console().print(
            f"{paying.sent:,} sent now; {paying.waiting:,} wait for an answer,"
            f" {paying.failed:,} failed"
        )

    return payout
