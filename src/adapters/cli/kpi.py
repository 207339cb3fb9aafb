"""`mijoz kpi`: figures of the firm, each by its definition, and checked again."""

from datetime import datetime
from fractions import Fraction
from typing import Any

import click

from ...application.crm import Crm
from ...application.envelope import Origin
from ...application.metrics.definitions import DEFINITIONS, NAMED, Definition, Window
from ...application.metrics.stating import check as check_again
from ...application.metrics.stating import relevant, work_out
from ...application.metrics.stating import state as state_it
from ...application.proofs.failing import NotProven
from ...domain.metrics.ratios import change, percent
from ...domain.metrics.statements import MetricStated, StateMetric
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands about metrics."""

    @click.group()
    def kpi() -> None:
        """Figures of the firm: defined, stated, compared, worked out again."""

    @kpi.command("list")
    @options.json
    def list_(json: bool) -> None:
        """List every metric with its unit and its formula.

        Example: mijoz kpi list
        """
        if json:
            as_json([_defined(each) for each in DEFINITIONS])
            return
        rows = [(d.name, d.version, d.nature, d.unit, d.formula) for d in DEFINITIONS]
        heads = ("metric", ">version", "nature", "unit", "what it is")
        console().print(table(heads, rows))

    @kpi.command()
    @click.argument("name", type=click.Choice(sorted(NAMED)), metavar="NAME")
    @click.option("--since", type=options.WHEN, required=True, help="After this.")
    @click.option("--until", type=options.WHEN, required=True, help="Up to this.")
    @click.option(
        "--known-at", type=options.WHEN, help="Only what we had recorded by then."
    )
    @click.option("--currency", help="Money of this currency alone, such as USD.")
    @click.option("--record", is_flag=True, help="State it as a fact, to be checked.")
    @options.by
    @options.store
    @options.json
    def state(
        name: str,
        since: datetime,
        until: datetime,
        known_at: datetime | None,
        currency: str | None,
        record: bool,
        by: str,
        store: str,
        json: bool,
    ) -> None:
        """Work out a metric over a window, and over the one before, from the log.

        The window is after --since and up to --until, both whole days if they are
        dates.

        Example: mijoz kpi state average-check --since 2017-05-31 --until 2017-06-30
        """
        if since >= until:
            raise click.UsageError("--until must be later than --since")
        crm = services.open(store)
        window = Window(since, until, currency)
        before = Window(since - (until - since), since, currency)
        told, earlier = _work_out(crm, NAMED[name], known_at, window, before)
        stated = state_it(crm, told, Origin(by)) if record else None
        if json:
            as_json(_as_dict(told, stated) | {"before": _as_dict(earlier, None)})
            return
        _show(told, earlier, stated)

    @kpi.command()
    @click.argument("statement")
    @options.store
    @options.json
    def check(statement: str, store: str, json: bool) -> None:
        """Work a recorded statement out again, from the same positions of the log.

        It exits 6 if the figure differs, and says between which positions.

        Example: mijoz kpi check 01980e2c-8a53-7c0e-9d3f-2b1a5c6d7e8f
        """
        crm = services.open(store)
        with bar("reading the log", crm.journal.head()) as advance:
            found = check_again(crm, statement, advance)
        if json:
            as_json({"same": found.same, "first": found.first, "last": found.last})
        if not found.same:
            raise NotProven(
                f"{_value(found.again)} and not {_value(found.stated)}: what counted"
                f" differs between positions {found.first} and {found.last}"
            )
        if not json:
            console().print(f"the same: {_value(found.again)}")

    return kpi


def _work_out(
    crm: Crm, definition: Definition, known_at: datetime | None, *windows: Window
) -> list[StateMetric]:
    head = crm.journal.head()
    with bar("reading the log", head) as advance:
        events = relevant(crm, head, known_at, advance)
    return [
        work_out(crm, definition, window, events, head, known_at) for window in windows
    ]


def _defined(definition: Definition) -> dict[str, Any]:
    return {
        "name": definition.name,
        "version": definition.version,
        "nature": definition.nature,
        "unit": definition.unit,
        "formula": definition.formula,
    }


def _figure(told: StateMetric | MetricStated) -> Fraction | None:
    return Fraction(told.numerator, told.denominator) if told.denominator else None


def _value(told: StateMetric | MetricStated) -> str:
    figure, unit = _figure(told), NAMED[told.metric].unit
    if figure is None:
        return "no figure: nothing to divide by"
    if unit == "share":
        return percent(figure)
    if unit == "minor units":
        return f"{float(figure) / 100:,.2f} {told.currency or ''}".rstrip()
    return f"{float(figure):,.2f}".removesuffix(".00") + f" {unit}"


def _as_dict(told: StateMetric, stated: MetricStated | None) -> dict[str, Any]:
    figure = _figure(told)
    return {
        "metric": told.metric,
        "version": told.version,
        "unit": NAMED[told.metric].unit,
        "currency": told.currency,
        "since": told.since,
        "until": told.until,
        "known_at": told.known_at,
        "to_position": told.to_position,
        "numerator": told.numerator,
        "denominator": told.denominator,
        "value": None if figure is None else float(figure),
        "sample": told.sample,
        "statement_id": stated.statement_id if stated else None,
    }


def _show(told: StateMetric, earlier: StateMetric, stated: MetricStated | None) -> None:
    before, after = _figure(earlier), _figure(told)
    moved = percent(change(before, after)) if before and after is not None else ""
    rows = [
        (NAMED[told.metric].formula, _value(earlier), _value(told), moved),
        ("events that counted", f"{earlier.sample:,}", f"{told.sample:,}", ""),
    ]
    heads = (f">up to {moment(each.until)}" for each in (earlier, told))
    out = console()
    out.print(f"[dim]{told.metric} {told.version}, to position {told.to_position:,}[/]")
    out.print(table(("", *heads, ">change"), rows))
    if stated:
        out.print(f"stated: mijoz kpi check {stated.statement_id}")
