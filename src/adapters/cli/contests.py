"""`mijoz contest verify`: the draw made again, from what was told before and after."""

from collections.abc import Sequence
from typing import Any

import click

from ...application.contexts import CONTEST
from ...application.desk import Desk
from ...application.proofs.failing import NotProven
from ...domain.engagement.contest_refusals import ContestNotDrawn
from ...domain.engagement.verifying import Draw, Finding, draw_of, verify
from ...domain.ids import ContestId
from . import options
from .services import Services
from .show import as_json, console, made_of, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about contests."""

    @click.group()
    def contest() -> None:
        """Contests: announced, entered, drawn, and the draw verified."""

    @contest.command("verify")
    @click.argument("contest")
    @options.store
    @options.json
    def _verify(contest: str, store: str, json: bool) -> None:
        """Draw the winners of CONTEST again, and say whether all is as it was stated.

        It exits 6 if anything is not. With --json it prints all that the draw is made
        of, and nothing of whose the tickets are: anyone can draw again from that.

        Example: mijoz contest verify spring --json
        """
        crm = services.open(store)
        replay = Desk(CONTEST, crm.handler).replay(contest)
        events = [each.event for each in replay.events]
        draw, found = draw_of(events), verify(events)
        if draw is None:
            raise ContestNotDrawn(ContestId(contest))
        wrong = [each.check for each in found if not each.holds]
        if json:
            as_json(made_of(replay) | _as_dict(draw, found))
        else:
            rows = (
                ("yes" if each.holds else "NO", each.check, each.found)
                for each in found
            )
            console().print(table(("holds", "what", "found"), rows))
        if wrong:
            raise NotProven(f"the draw does not hold: {', '.join(wrong)}")

    return contest


def _as_dict(draw: Draw, found: Sequence[Finding]) -> dict[str, Any]:
    announced, drawn = draw.announced, draw.drawn
    return {
        "contest_id": announced.contest_id,
        "rules_sha256": announced.rules_sha256,
        "beacon": announced.beacon,
        "prizes": announced.prizes,
        "seed_sha256": draw.committed.seed_sha256,
        "committed_at": draw.committed.at,
        "closed_at": draw.closed.at,
        "list_digest": draw.closed.list_digest,
        "tickets": draw.tickets,
        "seed": drawn.seed,
        "beacon_value": drawn.beacon_value,
        "algorithm": drawn.algorithm,
        "winners": [
            {"ticket": each.entry_id, "prize": each.prize} for each in drawn.winners
        ],
        "findings": found,
        "holds": all(each.holds for each in found),
    }
