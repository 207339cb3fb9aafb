"""`mijoz promotion explain`: what each promotion did to an order, and why not more."""

from datetime import datetime

import click

from ...application.contexts import EVALUATION
from ...application.desk import Desk
from ...domain.promotion.conditions import NotApplied
from ...domain.promotion.evaluating import Applied
from ...domain.promotion.evaluation import Evaluation, PromotionEvaluated
from ..outside import VIEWS
from . import options
from .services import Services
from .show import as_json, console, head, made_of, money, table


def attach(root: click.Group, services: Services) -> None:
    """Add the command to the group of promotions."""
    group = root.commands["promotion"]
    assert isinstance(group, click.Group)
    group.add_command(_explain(services))


def _explain(services: Services) -> click.Command:
    @click.command("explain")
    @click.argument("order")
    @options.two_clocks
    @options.store
    @options.json
    def command(
        order: str,
        as_of: datetime | None,
        known_at: datetime | None,
        store: str,
        json: bool,
    ) -> None:
        """Say what each promotion took off an order, and why the others took nothing.

        Example: mijoz promotion explain o-1
        """
        desk = Desk(EVALUATION, services.open(store).handler)
        replay = desk.replay(order, as_of=as_of, known_at=known_at)
        evaluation: Evaluation = replay.state
        if json:
            as_json(made_of(replay) | VIEWS[EVALUATION.kind](evaluation))
            return
        out = console()
        out.print(head(replay))
        if (last := evaluation.evaluated) is not None:
            out.print(table(("promotion", ">took off", "why"), _rows(last)))
            out.print(f"{_standing(evaluation)}: {_money(last, last.discount)} off")

    return command


def _rows(last: PromotionEvaluated) -> list[tuple[str, str, str]]:
    rows = []
    for applied in last.applied:
        name = f"{applied.promotion_id}@{applied.version}"
        rows.append((name, _money(last, applied.discount), _because(applied)))
    for failed in last.not_applied:
        name = f"{failed.promotion_id}@{failed.version}"
        rows.append((name, "", _why_not(failed)))
    return rows


def _because(applied: Applied) -> str:
    parts = [f"{applied.kind}, {applied.reward} {applied.step.value:,}"]
    if applied.step.least:
        parts.append(f"from {applied.step.least:,}")
    if applied.pool_id is not None:
        parts.append(f"coupon {applied.number} of {applied.pool_id}")
    if applied.referral_id is not None:
        parts.append(f"referral {applied.referral_id}")
    if applied.budget_id is not None:
        parts.append(f"out of {applied.budget_id}")
    return ", ".join(parts)


def _why_not(failed: NotApplied) -> str:
    words = f"not: {failed.condition}"
    if failed.needed is not None:
        words += f", {failed.needed:,} asked for, {failed.had or 0:,} there"
    if failed.beside is not None:
        words += f", beside {failed.beside}"
    return words


def _standing(evaluation: Evaluation) -> str:
    if evaluation.voided:
        return "voided"
    return "bound" if evaluation.bound else "evaluated"


def _money(last: PromotionEvaluated, amount: int) -> str:
    return money([(last.currency, amount)])
