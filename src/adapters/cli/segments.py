"""`mijoz segment`: customers in classes, as of any time, and the same again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from ...application.envelope import Origin
from ...application.proofs.failing import NotProven
from ...application.segmenting import Run, again, defined, record
from ...application.segmenting import run as run_it
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands about segments."""

    @click.group()
    def segment() -> None:
        """Segments: ABC, RFM and rules, as of any time, as known at any other."""

    @segment.command()
    @click.argument("segment_id", metavar="SEGMENT")
    @click.option("--version", type=int, help="Of the definition.  [default: newest]")
    @click.option("--members", is_flag=True, help="List everyone with their class.")
    @click.option("--record", "recorded", is_flag=True, help="Record who is in what.")
    @options.by
    @options.store
    @options.two_clocks
    @options.json
    def run(
        segment_id: str,
        version: int | None,
        members: bool,
        recorded: bool,
        by: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Put every customer into a class, and say what those in it are like.

        With --record, each change of class is recorded, and the run itself, with a
        digest: see `mijoz segment check`.

        Example: mijoz segment run abc --as-of 2017-12-31 --record
        """
        crm = services.open(store)
        of = defined(crm.handler, segment_id, version)
        with bar("reading the log", crm.journal.head()) as advance:
            made = run_it(
                crm.handler, of, as_of or crm.clock(), known_at, progress=advance
            )
        name = record(crm.handler, made, crm.clock(), Origin(by)) if recorded else None
        if json:
            told = {"version": of.version, "as_of": made.as_of, "known_at": known_at}
            told |= {"to_position": made.to_position, "digest": made.digest}
            told |= {"run_id": name, "edges": made.edges, "classes": _cards(made)}
            as_json(told | ({"members": made.classes} if members else {}))
            return
        _show(made, members)
        if name:
            console().print(f"recorded: mijoz segment check {segment_id} {name}")

    @segment.command()
    @click.argument("segment_id", metavar="SEGMENT")
    @click.argument("run_id", metavar="RUN")
    @options.store
    @options.json
    def check(segment_id: str, run_id: str, store: str, json: bool) -> None:
        """Make a recorded run again from the log; it exits 6 if anybody differs.

        Example: mijoz segment check abc 1:20171231T000000.000000Z:629699:now
        """
        crm = services.open(store)
        with bar("reading the log", crm.journal.head()) as advance:
            known, made = again(crm.handler, segment_id, run_id, advance)
        if known.digest != made.digest:
            raise NotProven(f"{made.digest} and not {known.digest}: somebody differs")
        if json:
            as_json({"same": True, "digest": made.digest})
        else:
            console().print(f"the same {len(made.classes):,} customers: {made.digest}")

    return segment


def _cards(made: Run) -> Sequence[dict[str, Any]]:
    """Return a card for each class: how many, and what they are like."""
    cards = []
    for name, count in made.counts:
        inside = [made.shoppers[c] for c, into in made.classes.items() if into == name]
        orders = sum(each.orders for each in inside)
        spent = sum(each.spent for each in inside)
        days = sorted(
            d for each in inside if (d := each.recency(made.as_of)) is not None
        )
        cards.append(
            {
                "class": name,
                "customers": count,
                "orders": orders,
                "spent": spent,
                "margin": sum(each.margin for each in inside),
                "average_check": spent / orders if orders else None,
                "orders_each": orders / count,
                "median_days_since_order": days[len(days) // 2] if days else None,
            }
        )
    return cards


def _show(made: Run, members: bool) -> None:
    out, currency = console(), made.defined.terms.currency
    rows = [
        (
            card["class"],
            f"{card['customers']:,}",
            f"{card['orders_each']:,.1f}",
            f"{card['spent'] / 100:,.2f}",
            ""
            if card["average_check"] is None
            else f"{card['average_check'] / 100:,.2f}",
            card["median_days_since_order"],
        )
        for card in _cards(made)
    ]
    heads = (">customers", ">orders each", f">spent, {currency}", ">average check")
    out.print(table(("class", *heads, ">median days since"), rows))
    out.print(
        f"[dim]as of {moment(made.as_of)}, to position {made.to_position:,},"
        f" digest {made.digest[:16]}[/]"
    )
    if members:
        out.print(table(("customer", "class"), sorted(made.classes.items())))
