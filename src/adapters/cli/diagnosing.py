"""`mijoz diagnose`: what is wrong with how relationships are managed, and why."""

from datetime import datetime
from fractions import Fraction
from typing import Any

import click

from ...application.envelope import Origin
from ...application.metrics.criteria import CRITERIA
from ...application.metrics.defining import Measured, Window
from ...application.metrics.definitions import NAMED
from ...application.metrics.diagnosing import Found, diagnose, record
from ...domain.metrics.diagnosis import Evidence
from ...domain.metrics.ratios import percent
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, moment, table


def command(services: Services) -> click.Command:
    """Return the command that diagnoses."""

    @click.command("diagnose")
    @click.option("--since", type=options.WHEN, required=True, help="After this.")
    @click.option("--until", type=options.WHEN, required=True, help="Up to this.")
    @click.option(
        "--known-at", type=options.WHEN, help="Only what we had recorded by then."
    )
    @click.option("--currency", help="Money of this currency alone, such as USD.")
    @click.option("--record", "recorded", is_flag=True, help="Note what was found.")
    @options.by
    @options.store
    @options.json
    def diagnose_(
        since: datetime,
        until: datetime,
        known_at: datetime | None,
        currency: str | None,
        recorded: bool,
        by: str,
        store: str,
        json: bool,
    ) -> None:
        """Judge a window by the criteria of five problems, and say how mature it is.

        Each criterion stands with its figure, its bound and how many events counted;
        beside each problem, the metrics on which it tells, and the window before.

        Example: mijoz diagnose --since 2016-12-31 --until 2017-12-31
        """
        if since >= until:
            raise click.UsageError("--until must be later than --since")
        crm = services.open(store)
        with bar("reading the log", crm.journal.head()) as advance:
            found = diagnose(crm, Window(since, until, currency), known_at, advance)
        if recorded:
            record(crm, found, Origin(by))
        if json:
            as_json(_as_dict(found))
        else:
            _show(found)

    return diagnose_


def _as_dict(found: Found) -> dict[str, Any]:
    return {
        "since": found.window.since,
        "until": found.window.until,
        "known_at": found.known_at,
        "to_position": found.to_position,
        "maturity": found.maturity,
        "problems": found.problems,
        "failing": [e.criterion for e in found.evidence if e.met is False],
        "untold": [e.criterion for e in found.evidence if e.met is None],
        "evidence": found.evidence,
        "affected": [
            {"problem": problem, "metric": name}
            | {"before": _number(before), "now": _number(now)}
            for problem, name, before, now in found.affected
        ],
    }


def _show(found: Found) -> None:
    out = console()
    says = {each.name: each.says for each in CRITERIA}
    rows = [
        (
            each.problem,
            says[each.criterion],
            _share(each),
            _bound(each),
            {True: "met", False: "FAILS", None: "too few to tell"}[each.met],
            f"{each.sample:,}",
        )
        for each in found.evidence
    ]
    heads = ("problem", "criterion", ">found", ">bound", "", ">events")
    out.print(table(heads, rows))
    told = [
        (problem, name, _figure(name, before), _figure(name, now))
        for problem, name, before, now in found.affected
        if problem in found.problems
    ]
    if told:
        out.print(table(("problem", "tells on", ">before", ">now"), told))
    named = ", ".join(found.problems) or "none"
    out.print(f"problems: {named}; maturity: {found.maturity}")
    window = f"after {moment(found.window.since)}, up to {moment(found.window.until)}"
    out.print(f"[dim]{window}, to position {found.to_position:,}[/]")


def _share(each: Evidence) -> str:
    if not each.denominator:
        return "nobody"
    return percent(Fraction(each.numerator, each.denominator))


def _bound(each: Evidence) -> str:
    least, most = each.least_per_mille, each.most_per_mille
    if least is not None:
        return f"at least {percent(Fraction(least, 1_000))}"
    return f"at most {percent(Fraction(most or 0, 1_000))}"


def _number(found: Measured) -> float | None:
    return None if found.value is None else float(found.value)


def _figure(name: str, found: Measured) -> str:
    if found.value is None:
        return ""
    if NAMED[name].unit == "share":
        return percent(found.value)
    return f"{float(found.value):,.2f}"
