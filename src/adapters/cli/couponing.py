"""`mijoz pool codes | issue`: the codes of coupons made again, and a print run."""

from typing import TextIO

import click

from ...application.couponing import issue, reveal
from ...application.envelope import Origin
from ...domain.promotion.coupon import CouponChannel
from . import options
from .services import Services
from .show import as_json, console


def attach(root: click.Group, services: Services) -> None:
    """Add the commands to the group of pools."""
    group = root.commands["pool"]
    assert isinstance(group, click.Group)
    group.add_command(_codes(services))
    group.add_command(_issue(services))


def _codes(services: Services) -> click.Command:
    @click.command("codes")
    @click.argument("pool_id")
    @click.option(
        "--seed-file",
        type=click.File(),
        required=True,
        help="Where the seed is; - is standard input.",
    )
    @options.store
    @options.json
    def command(pool_id: str, seed_file: TextIO, store: str, json: bool) -> None:
        """Print the codes of a pool, made again from its seed.

        It exits 6 if the pool was generated from another seed: what was committed to is
        what is printed.

        Example: mijoz pool codes spring --seed-file spring.seed
        """
        crm = services.open(store)
        made = reveal(crm.handler, pool_id, seed_file.read().strip())
        if json:
            as_json([{"number": n, "code": each} for n, each in enumerate(made, 1)])
            return
        for number, each in enumerate(made, 1):
            click.echo(f"{number}\t{each}")

    return command


def _issue(services: Services) -> click.Command:
    @click.command("issue")
    @click.argument("pool_id")
    @click.option("--first", type=click.IntRange(1), default=1, show_default=True)
    @click.option("--to", "last", type=click.IntRange(1), required=True)
    @click.option(
        "--channel",
        type=click.Choice([each.value for each in CouponChannel]),
        required=True,
        help="How they get to who is to use them.",
    )
    @options.by
    @options.store
    @options.json
    def command(
        pool_id: str,
        first: int,
        last: int,
        channel: str,
        by: str,
        store: str,
        json: bool,
    ) -> None:
        """Issue many coupons to nobody in particular, such as a print run.

        It may be repeated, and goes on where it was stopped.

        Example: mijoz pool issue spring --to 5000 --channel print
        """
        crm = services.open(store)
        numbers = range(first, last + 1)
        how = CouponChannel(channel)
        count = issue(crm.handler, pool_id, numbers, how, crm.clock(), Origin(by))
        if json:
            as_json({"pool": pool_id, "issued": count})
            return
        console().print(f"{count:,} coupons of {pool_id} issued by {channel}")

    return command
