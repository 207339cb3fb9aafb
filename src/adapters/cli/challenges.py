"""`mijoz challenge board`: who is ahead, of those who want it to be seen."""

import click

from ...application.leaderboard import leaderboard
from . import options
from .services import Services
from .show import as_json, console, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about challenges."""

    @click.group()
    def challenge() -> None:
        """Challenges: published, and who is ahead."""

    @challenge.command("board")
    @click.argument("challenge")
    @options.store
    @options.json
    def _board(challenge: str, store: str, json: bool) -> None:
        """Tell who is ahead in CHALLENGE, of those who are on its board.

        Nobody is who did not ask to be; a participant leaves it as easily.

        Example: mijoz challenge board spring
        """
        crm = services.open(store)
        found = leaderboard(crm.handler, challenge)
        if json:
            as_json(found)
            return
        rows = (
            (
                f"{each.place:,}",
                each.customer_id,
                f"{each.total:,}",
                moment(each.reached) if each.reached else "",
                "completed" if each.completed else "",
            )
            for each in found
        )
        heads = (">place", "customer", ">total", "reached", "")
        console().print(table(heads, rows))

    return challenge
