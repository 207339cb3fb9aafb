"""`mijoz match`: customers who may be one person, for a steward to decide."""

from collections.abc import Iterable

import click

from ...application import contexts
from ...application.envelope import Origin
from ...application.matching import propose
from ...domain.customer.match import Feature, Standing
from ..likeness import NearlyTheSame
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, table


def commands(services: Services) -> click.Group:
    """Return the commands about matches."""

    @click.group()
    def match() -> None:
        """Customers who may be one person: proposed, rejected, or merged."""

    @match.command("propose")
    @click.option(
        "--least",
        type=click.IntRange(0, 1_000),
        default=850,
        show_default=True,
        help="Of 1,000 that a pair must score.",
    )
    @options.by
    @options.store
    @options.json
    def _propose(least: int, by: str, store: str, json: bool) -> None:
        """Look for customers who are alike; each new pair becomes a steward's task.

        Names, e-mails, phones and demographic facts are compared, and only how far they
        agree is kept. Nobody is merged by it. Needs the extra ``matching``.

        Example: mijoz match propose --least 900
        """
        crm = services.open(store)
        customers = len(crm.journal.streams(contexts.CUSTOMER.kind))
        with bar("comparing", customers) as advance:
            found = propose(
                crm.handler, NearlyTheSame(), crm.clock(), Origin(by), least, advance
            )
        if json:
            as_json(found)
            return
        rows = [
            (each.one, each.other, each.score_per_mille, _features(each.features))
            for each in found
        ]
        console().print(table(("one", "other", ">score", "agree in"), rows))

    @match.command("list")
    @click.option(
        "--standing",
        type=click.Choice([each.value for each in Standing]),
        default=Standing.OPEN.value,
        show_default=True,
    )
    @options.store
    @options.json
    def _list(standing: str, store: str, json: bool) -> None:
        """List pairs by how it stands with them.

        Example: mijoz match list --standing rejected
        """
        work = services.open(store).handler.begin(Origin("service:matches"))
        known = [
            (name, work.state(contexts.MATCH, name))
            for name in work.known(contexts.MATCH)
        ]
        found = [(name, each) for name, each in known if each.standing == standing]
        if json:
            as_json([{"pair": name, "match": each} for name, each in found])
            return
        rows = [
            (
                name,
                each.proposed.score_per_mille if each.proposed else "",
                _features(each.proposed.features) if each.proposed else "",
                ", ".join(sorted(kind for kind, _ in each.conflicts)),
            )
            for name, each in found
        ]
        console().print(table(("pair", ">score", "agree in", "conflicts"), rows))

    return match


def _features(features: Iterable[Feature]) -> str:
    return ", ".join(f"{each.name} {each.per_mille}" for each in features)
