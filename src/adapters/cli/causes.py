"""`mijoz cause receipt`: what was given, and where in the log it stands."""

from typing import Any

import click

from ...application.contexts import CAUSE
from ...application.desk import Desk, Unknown
from ...domain.engagement.cause_terms import MoneyContributed, PointsContributed
from . import options
from .services import Services
from .show import as_json, console, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about causes."""

    @click.group()
    def cause() -> None:
        """Causes: announced, given to, and what came of them."""

    @cause.command("receipt")
    @click.argument("cause")
    @click.argument("contribution")
    @options.store
    @options.json
    def _receipt(cause: str, contribution: str, store: str, json: bool) -> None:
        """Print the receipt of a CONTRIBUTION to a CAUSE, with its place in the log.

        Example: mijoz cause receipt trees 01980e2c-8a53-7c0e-9d3f-2b1a5c6d7e8f
        """
        crm = services.open(store)
        replay = Desk(CAUSE, crm.handler).replay(cause)
        for each in replay.events:
            gift = each.event
            if not isinstance(gift, PointsContributed | MoneyContributed):
                continue
            if gift.contribution_id == contribution:
                break
        else:
            raise Unknown("contribution", contribution)
        announced = replay.state.announced
        assert announced is not None
        told = {
            "receipt": f"{cause}/{gift.receipt}",
            "cause": announced.name,
            "organisation": announced.organisation,
            "customer_id": gift.customer_id,
            **_given(gift),
            "at": gift.at,
            "event": each.id,
            "position": each.position,
        }
        if json:
            as_json(told)
            return
        rows = (
            (name, moment(gift.at) if name == "at" else value)
            for name, value in told.items()
        )
        console().print(table(("", ""), rows))

    return cause


def _given(gift: PointsContributed | MoneyContributed) -> dict[str, Any]:
    if isinstance(gift, PointsContributed):
        redemption = f"{CAUSE.kind}:{gift.cause_id}:{gift.contribution_id}"
        return {
            "points": gift.points,
            "programme_id": gift.programme_id,
            "redemption_id": redemption,
        }
    return {
        "amount": gift.amount,
        "currency": gift.currency,
        "payment_ref": gift.payment_ref,
    }
