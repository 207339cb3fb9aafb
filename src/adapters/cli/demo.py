"""`mijoz demo`: a retailer's whole year, from the import to one explained score."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import click
from rich.console import Console
from rich.rule import Rule

from ...application.crm import Crm
from ...application.projections.card import Card
from .. import completejourney as journey
from ..warehouse import Warehouse
from .churn import last_day, learn, note_of, show_explanation, show_report
from .feeding import cards, follow
from .importing import bring_year
from .services import Services
from .show import console, moment, money, table

STORE = "sqlite:///var/demo.db"
TWO_DATES = datetime(2017, 6, 30, 23, 59, tzinfo=UTC), None


def command(services: Services) -> click.Command:
    """Return the command that shows all of it, on real input."""

    @click.command()
    @click.option(
        "--store",
        envvar="MIJOZ_STORE",
        default=STORE,
        show_default=True,
        help="Where the year is kept.",
    )
    def demo(store: str) -> None:
        """Import a retailer's year, replay it, foresee churn, and explain one score.

        Run again it imports nothing, and goes on from what is there.

        Example: mijoz demo
        """
        out = console()
        out.print(
            f"[bold]mijoz[/] on {os.cpu_count()} cores, {platform.python_version()}"
        )
        out.print(f"[dim]{journey.NOTE}[/]")
        crm = services.open(store)
        _import(out, crm)
        warehouse = services.facts(crm, store)
        _follow(out, crm, warehouse)
        con = warehouse.connection
        at = last_day(con)
        made = _learn(out, services, store, con, at)
        foresee = services.foresight()
        leaving = foresee.scores(con, made, at)
        chosen = _interesting(crm, [each.customer_id for each in leaving[:200]])
        _two_dates(out, crm, chosen)
        out.print(Rule("Why this customer may stay away", style="dim"))
        show_explanation(foresee.explain(con, made, chosen, at, most=5))
        _next(out, store, chosen)

    return demo


def _import(out: Console, crm: Crm) -> None:
    out.print(Rule("A year becomes histories", style="dim"))
    started = perf_counter()
    counts = bring_year(crm)
    seconds = perf_counter() - started
    head = crm.journal.head()
    rows: list[tuple[str, Any]] = [
        ("things read", f"{counts.read:,}"),
        ("imported", f"{counts.imported:,}"),
        ("known before", f"{counts.known:,}"),
        ("events recorded", f"{counts.events:,}"),
        ("events in the log", f"{head:,}"),
        ("seconds", f"{seconds:.1f}"),
    ]
    if counts.events:
        rows.append(("events a second", f"{counts.events / seconds:,.0f}"))
    out.print(table(("", ">"), rows))


def _follow(out: Console, crm: Crm, warehouse: Warehouse) -> None:
    started = perf_counter()
    taken = follow(crm, "following the log", warehouse, cards(crm))
    seconds = perf_counter() - started
    kept = len(crm.customers.cards().state)
    if taken:
        out.print(
            f"Read models and facts: {taken:,} events in {seconds:.1f} seconds,"
            f" {kept:,} customers on cards."
        )
    else:
        out.print(f"Read models and facts are up to date: {kept:,} customers.")


def _learn(out: Console, services: Services, store: str, con: Any, at: datetime) -> Any:
    out.print(Rule("Who will stay away, foreseen on later weeks", style="dim"))
    started = perf_counter()
    made, report = learn(services, con, at, note_of(con))
    made.save(services.models(store))
    show_report(report)
    out.print(f"[dim]trained and examined in {perf_counter() - started:.1f} seconds[/]")
    return made


def _interesting(crm: Crm, customers: Sequence[str]) -> str:
    """Return the likeliest to leave who has a history worth looking at."""
    known = {card.customer_id: card for card in crm.customers.cards().state}
    regular = [each for each in customers if known[each].orders >= 20]
    return regular[0] if regular else customers[0]


def _two_dates(out: Console, crm: Crm, customer: str) -> None:
    out.print(Rule("One customer at two dates", style="dim"))
    early, late = (crm.customers.history(customer, as_of=as_of) for as_of in TWO_DATES)
    out.print(
        f"[dim]customer {customer}, replayed at position {late.position:,}, from"
        f" {len(late.events):,} events, as known now[/]"
    )
    columns = ("", f">as of {moment(TWO_DATES[0])}", ">as of now")
    out.print(
        table(
            columns,
            (
                (name, before, after)
                for (name, before), (_, after) in zip(
                    _figures(early.state), _figures(late.state), strict=True
                )
            ),
        )
    )


def _figures(card: Card) -> list[tuple[str, str]]:
    return [
        ("orders", f"{card.orders:,}"),
        ("last order", moment(card.last_order_at)),
        ("spent", money(card.spent)),
        ("points earned and not spent", f"{card.points:,}"),
        ("campaigns", str(card.campaigns)),
        ("coupons", str(card.coupons)),
    ]


def _next(out: Console, store: str, customer: str) -> None:
    mijoz = ".venv/bin/mijoz"
    out.print(Rule("Three things to try next", style="dim"))
    for what, line in (
        (
            "what was known of them in spring",
            f"{mijoz} customer history {customer} --as-of 2017-04-30 --last 10",
        ),
        ("their points, line by line", f"{mijoz} points statement {customer}"),
        ("the same over HTTP, its page at /docs", f"{mijoz} serve"),
    ):
        out.print(f"  {what}:")
        out.print(f"    {line} --store {store}", soft_wrap=True)
