"""`mijoz churn`: train, evaluate, score and explain, from what was known by then."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from attrs import asdict

from .. import completejourney as journey
from . import options
from .feeding import facts
from .options import who
from .progress import bar
from .services import Services
from .show import as_json, console, moment, table

model = click.option(
    "--model",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the model.  [default: beside the store]",
)
as_of = click.option(
    "--as-of",
    type=options.WHEN,
    help="From what was known by then.  [default: the last whole day of the facts]",
)


def commands(services: Services) -> click.Group:
    """Return the commands about churn."""

    @click.group()
    def churn() -> None:
        """Churn: no order in the next 28 days, of who had one in the last 56."""

    @churn.command()
    @options.store
    @as_of
    @model
    @options.json
    def train(
        store: str, as_of: datetime | None, model: Path | None, json: bool
    ) -> None:
        """Train the model, examine it on later weeks, and keep it with its card.

        Example: mijoz churn train --as-of 2017-12-31
        """
        crm = services.open(store)
        con = facts(services, crm, store)
        made, report = learn(services, con, as_of or last_day(con), note_of(con))
        folder = model or services.models(store)
        made.save(folder)
        if json:
            as_json(made.card | {"folder": str(folder)})
            return
        show_report(report)
        console().print(f"[dim]kept in {folder}[/]")

    @churn.command()
    @options.store
    @as_of
    @options.json
    def evaluate(store: str, as_of: datetime | None, json: bool) -> None:
        """Say how well churn would have been foreseen on the last weeks, by each model.

        Example: mijoz churn evaluate --json
        """
        crm = services.open(store)
        con = facts(services, crm, store)
        at = as_of or last_day(con)
        with bar("evaluating", None):
            report = services.foresight().evaluate(con, at, note=note_of(con))
        if json:
            as_json(report.as_dict())
            return
        show_report(report)

    @churn.command()
    @options.customer
    @options.store
    @as_of
    @model
    @options.json
    def score(
        customer: str,
        store: str,
        as_of: datetime | None,
        model: Path | None,
        json: bool,
    ) -> None:
        """Say how likely a customer is to stay away.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org.

        Example: mijoz churn score completejourney:900
        """
        foresee = services.foresight()
        told = foresee.score(*_about(services, customer, store, as_of, model))
        if json:
            as_json(told)
            return
        console().print(sentence(told))

    @churn.command()
    @options.customer
    @options.store
    @as_of
    @model
    @options.json
    def explain(
        customer: str,
        store: str,
        as_of: datetime | None,
        model: Path | None,
        json: bool,
    ) -> None:
        """Name the features that pushed a score, and the events behind them.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org.

        Example: mijoz churn explain completejourney:900
        """
        foresee = services.foresight()
        told = foresee.explain(*_about(services, customer, store, as_of, model))
        if json:
            as_json(asdict(told))
            return
        show_explanation(told)

    return churn


def _about(
    services: Services,
    customer: str,
    store: str,
    as_of: datetime | None,
    model: Path | None,
) -> tuple[Any, Any, str, datetime]:
    """Return facts, model, customer and time: all that a score is asked with."""
    crm = services.open(store)
    made = services.foresight().load(model or services.models(store))
    con = facts(services, crm, store)
    return con, made, who(crm, customer), as_of or last_day(con)


def learn(services: Services, con: Any, at: datetime, note: str) -> tuple[Any, Any]:
    """Return a trained model and its report, saying meanwhile what it does."""
    ((position,),) = con.execute("SELECT position FROM progress").fetchall()
    with bar("training", None):
        made, report = services.foresight().train(con, at, position=position, note=note)
    return made, report


def last_day(con: Any) -> datetime:
    """Return the last midnight, in UTC, that all facts of orders lie around."""
    query = "SELECT date_trunc('day', max(\"at\")) FROM orders"
    ((last,),) = con.execute(query).fetchall()
    if last is None:
        raise click.UsageError("the store has no completed order to learn from")
    return datetime(last.year, last.month, last.day, tzinfo=UTC)


def note_of(con: Any) -> str:
    """Return what must be said of figures made from these facts."""
    query = "SELECT count(*) FROM orders WHERE order_id LIKE ?"
    ((found,),) = con.execute(query, [f"{journey.SOURCE}-%"]).fetchall()
    return journey.NOTE if found else ""


def show_report(report: Any) -> None:
    """Print how well each model foresaw, the default last."""
    out = console()
    headings, *lines = report.rows
    named = (headings[0], *(f">{each}" for each in headings[1:]))
    out.print(table(named, lines))
    cutoffs = ", ".join(f"{each:%Y-%m-%d}" for each in report.cutoffs)
    out.print(
        f"[dim]{report.customers:,} forecasts at {cutoffs}; {report.base_rate:.1%}"
        f" stayed away for {report.horizon_days} days. Each model learnt from what was"
        " known at each date alone.[/]"
    )
    if report.note:
        out.print(f"[dim]{report.note}[/]")


def sentence(score: Any) -> str:
    """Return a score as one says it."""
    aside = "" if score.active else ", who has been away for long already,"
    return (
        f"customer {score.customer_id}{aside} stays away for the {score.horizon_days}"
        f" days after {score.as_of:%Y-%m-%d} with a chance of"
        f" [bold]{score.chance:.1%}[/]"
    )


def show_explanation(told: Any) -> None:
    """Print a score and what pushed it."""
    out = console()
    out.print(sentence(told.score))
    columns = (">push", "because", ">is", ">usually", "latest events behind it")
    out.print(table(columns, (_push(each) for each in told.pushes)))
    out.print(
        "[dim]a push is by how much the chance would differ without it; the events are"
        " named by their positions in the log[/]"
    )


def _push(push: Any) -> Sequence[Any]:
    events = ", ".join(
        f"{each.position:,} ({moment(each.at)[:10]})" for each in push.events
    )
    more = push.count - len(push.events)
    return (
        f"{push.change * 100:+.1f} points",
        push.description,
        _figure(push.value, push.unit),
        _figure(push.usual, push.unit),
        f"{events} and {more:,} more" if more else events,
    )


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "unknown"
    if unit == "chance":
        return f"{value:.0%}"
    if unit == "minor units":
        return f"{value / 100:,.2f}"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
