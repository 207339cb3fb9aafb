"""`mijoz service`: journeys, scorecards, continuity, meetings, and what a team does."""

from datetime import datetime
from typing import Any

import click
from attrs import asdict

from ...application.encounters.continuity import across, continuity
from ...application.encounters.figures import FEWEST
from ...application.encounters.scorecards import By, scorecards
from ...domain.feedback.scale import Instrument
from . import options, stages, team
from .services import Services
from .show import as_json, console, head, made_of, table
from .stages import gathered_at, shown

_INSTRUMENTS = [Instrument.CSAT.value, Instrument.NPS.value, Instrument.CES.value]
instrument = click.option(
    "--instrument",
    type=click.Choice(_INSTRUMENTS),
    default=Instrument.CSAT.value,
    show_default=True,
    help="Whose scores: CSAT in % of the two highest, NPS in points, CES as a mean.",
)
days = click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=7,
    show_default=True,
    help="Within which another contact is a repeat.",
)


def commands(services: Services) -> click.Group:
    """Return the commands that ask how customers are served."""

    @click.group()
    def service() -> None:
        """Service: journeys, scorecards, continuity, meetings, teams."""

    @service.command("scorecard")
    @click.option(
        "--by",
        "grouping",
        type=click.Choice([each.value for each in By]),
        default=By.EMPLOYEE.value,
        show_default=True,
        help="Whose scorecards.",
    )
    @instrument
    @options.store
    @options.two_clocks
    @options.json
    def scorecard(
        grouping: str,
        instrument: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Show how each employee, department or channel serves; small samples hidden.

        Example: mijoz service scorecard --by department
        """
        gathered = gathered_at(services.open(store), as_of, known_at)
        cards = scorecards(gathered, By(grouping), Instrument(instrument))
        if json:
            as_json(made_of(gathered) | {"scorecards": [asdict(c) for c in cards]})
            return
        out = console()
        out.print(head(gathered))
        rows = [
            (
                each.group,
                each.encounters,
                shown(each.waiting, "min"),
                shown(each.serving, "min"),
                shown(each.handed_over, "%"),
                shown(each.conforming, "%"),
                shown(each.mistakes, "%"),
                shown(each.negative, "%"),
                shown(each.score),
                {True: "out of line", False: "", None: ""}[each.out_of_line],
            )
            for each in cards
        ]
        columns = (
            grouping,
            ">encounters",
            ">waiting",
            ">serving",
            ">handed over",
            ">by standard",
            ">mistaken",
            ">negative",
            f">{instrument}",
            "",
        )
        out.print(table(columns, rows))
        out.print(f"[dim]… stands for a figure of fewer than {FEWEST}[/]")

    @service.command("channels")
    @instrument
    @options.store
    @options.two_clocks
    @options.json
    def channels(
        instrument: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Show whether all channels serve alike, and how far apart they are.

        Example: mijoz service channels --instrument nps
        """
        gathered = gathered_at(services.open(store), as_of, known_at)
        found = across(gathered, Instrument(instrument))
        if json:
            as_json(made_of(gathered) | asdict(found))
            return
        out = console()
        out.print(head(gathered))
        rows = [(name, each.sample, shown(each)) for name, each in found.channels]
        out.print(table(("channel", ">scores", f">{instrument}"), rows))
        if found.spread is not None and found.variance is not None:
            out.print(f"spread {found.spread:.1f}, variance {found.variance:.1f}")

    @service.command("continuity")
    @days
    @options.store
    @options.two_clocks
    @options.json
    def continuity_(
        days: int,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        json: bool,
    ) -> None:
        """Count hand-overs and repeat contacts, and name contradictions.

        Example: mijoz service continuity --days 14
        """
        gathered = gathered_at(services.open(store), as_of, known_at)
        found = continuity(gathered, days)
        if json:
            as_json(made_of(gathered) | asdict(found))
            return
        out = console()
        out.print(head(gathered))
        rows: list[tuple[str, Any]] = [
            ("encounters", found.encounters),
            ("hand-overs", found.hand_overs),
            ("handed over", shown(found.handed_over, "%")),
            ("of known customers", found.known),
            (f"repeats within {days} days", len(found.repeats)),
            ("repeat rate", shown(found.repeat_rate, "%")),
            ("contradictions", len(found.contradictions)),
        ]
        out.print(table(("", ">"), rows))
        for each in found.contradictions:
            out.print(
                f"{each.subject} of {each.customer}: {each.first_outcome}"
                f" ({each.first}), then {each.second_outcome} ({each.second})"
            )

    team.attach(service, services)
    stages.attach(service, services)
    return service
