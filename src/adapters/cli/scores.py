"""`mijoz survey scores`: what customers said, by what it was about or who they are."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

import click

from ...application.crm import Crm
from ...application.metrics.breaking_down import (
    GROUPS,
    SCORES,
    Group,
    Part,
    break_down,
    by_class,
)
from ...application.metrics.defining import Measured, Window
from ...application.metrics.definitions import NAMED
from ...application.metrics.stating import relevant
from ...application.segmenting import defined
from ...application.segmenting import run as run_segment
from ...domain.feedback.scale import Instrument
from ...domain.metrics.ratios import percent
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, table


def commands(services: Services) -> click.Group:
    """Return the commands about what was answered."""

    @click.group()
    def survey() -> None:
        """Surveys: designed in versions, and what was answered to them."""

    @survey.command()
    @click.argument("instrument", type=click.Choice([*SCORES], case_sensitive=False))
    @click.option("--since", type=options.WHEN, required=True, help="After this.")
    @click.option("--until", type=options.WHEN, required=True, help="Up to this.")
    @click.option(
        "--by",
        "group",
        type=click.Choice([*GROUPS]),
        default="survey",
        show_default=True,
        help="What tells answers apart.",
    )
    @click.option("--segment", help="Tell them apart by its classes, as of --until.")
    @click.option(
        "--known-at", type=options.WHEN, help="Only what we had recorded by then."
    )
    @options.store
    @options.json
    def scores(
        instrument: Instrument,
        since: datetime,
        until: datetime,
        group: str,
        segment: str | None,
        known_at: datetime | None,
        store: str,
        json: bool,
    ) -> None:
        """Show a score with its sample and response rate, part by part.

        The window is after --since and up to --until. By encounter: --by about.

        Example: mijoz survey scores csat --since 2026-01-01 --until 2026-02-01
        """
        if since >= until:
            raise click.UsageError("--until must be later than --since")
        crm = services.open(store)
        apart = GROUPS[group]
        if segment is not None:
            apart = _classes(crm, segment, until, known_at)
        with bar("reading the log", head := crm.journal.head()) as advance:
            events = relevant(crm, head, known_at, advance)
        told = Instrument(instrument)
        parts = break_down(events, told, Window(since, until), apart)
        if json:
            as_json([_as_dict(each) for each in parts])
            return
        unit = NAMED[SCORES[told]].unit
        rows = (_row(each, unit) for each in parts)
        heads = (f"{told.upper()}, {unit}", "answers", "invited", "response rate")
        console().print(
            table((segment or group, *(f">{each}" for each in heads)), rows)
        )

    return survey


def _classes(
    crm: Crm, segment: str, until: datetime, known_at: datetime | None
) -> Group:
    of = defined(crm.handler, segment, None)
    return by_class(run_segment(crm.handler, of, until, known_at).classes)


def _row(part: Part, unit: str) -> tuple[Any, ...]:
    shown = percent if unit == "share" else _plain
    return (
        part.group,
        _or_none(part.score, shown),
        f"{len(part.score.counted):,}",
        f"{part.response.denominator:,}",
        _or_none(part.response, percent),
    )


def _plain(value: Fraction) -> str:
    return f"{float(value):,.2f}"


def _or_none(measured: Measured, shown: Callable[[Fraction], str]) -> str:
    return "" if measured.value is None else shown(measured.value)


def _as_dict(part: Part) -> dict[str, Any]:
    score, response = part.score.value, part.response.value
    return {
        "group": part.group,
        "score": None if score is None else float(score),
        "sample": len(part.score.counted),
        "answered": part.response.numerator,
        "invited": part.response.denominator,
        "response_rate": None if response is None else float(response),
    }
