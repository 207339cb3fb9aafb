"""What promotions take for granted: what is in force, and what is known of who buys."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from ..domain.promotion.basket import Referral
from ..domain.promotion.budget import Budget
from ..domain.promotion.evaluation import EvaluatePromotions, Evaluation, again
from ..domain.promotion.evaluation_terms import (
    EvaluationOutdated,
    NotAsEvaluated,
    OrderWasPlaced,
    PromotionEvaluated,
    RulesDiffer,
)
from ..domain.promotion.pool import Pool
from ..domain.promotion.promising import BudgetOfAnotherCurrency
from ..domain.promotion.promotion import Promotion, PublishPromotion, Rule
from ..domain.promotion.terms import Kind
from ..domain.purchase.order import PlaceOrder, RecordPurchase
from .aggregate import Aggregate
from .buyers import facts_of
from .contexts import BUDGET, EVALUATION, ORDER, POOL, PROMOTION
from .couponing import coupons_are_of_their_pool, shown
from .desk import Unknown
from .envelope import Origin
from .handling import Handler
from .work import Guard, Work


def what_is_known(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the promotions in force at a moment, and the facts of who buys then."""
    work = handler.begin(Origin("service:registry"))
    rules = in_force(work, said["at"])
    found, unknown = shown(said.get("codes") or (), handler)
    referral, side = said.get("referral_id"), said.get("side")
    facts = facts_of(
        work,
        said["at"],
        said["order_id"],
        said.get("customer_id"),
        said["currency"],
        said.get("holder_id") or "all",
        rules,
        tuple(said.get("segments") or ()),
        found,
        unknown,
        Referral(referral, side) if referral and side else None,
    )
    return {"facts": facts, "rules": rules}


def in_force(work: Work, at: datetime) -> tuple[Rule, ...]:
    """Return the promotions in force at a moment, paused ones included."""
    found = (_promotion(work, each).in_force(at) for each in work.known(PROMOTION))
    return tuple(each for each in found if each is not None)


def evaluations_are_of_what_is_in_force(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse an evaluation by other promotions than are in force at its moment.

    Or of an order that was placed without one: there is no price to be named any more.
    """
    if not isinstance(command, EvaluatePromotions):
        return
    evaluation: Evaluation = work.state(EVALUATION, command.order_id)
    placed = work.state(ORDER, command.order_id).placed
    if placed is not None and evaluation.bound is None:
        raise OrderWasPlaced(command.order_id)
    if command.rules != in_force(work, command.at):
        raise RulesDiffer(command.order_id)


def orders_are_as_evaluated(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse an order that is not as its promotions were evaluated, or are by now."""
    if not isinstance(command, PlaceOrder | RecordPurchase):
        return
    evaluation = evaluation_of(work, command.order_id)
    last = evaluation.evaluated if evaluation else None
    if evaluation is None or last is None or evaluation.bound:
        return
    if work.state(ORDER, command.order_id).placed is not None:
        return  # told again, or refused by its own rule
    for field in _differing(command, last, evaluation):
        raise NotAsEvaluated(command.order_id, field)
    rules = in_force(work, command.at)
    facts = last.facts
    known = facts_of(
        work,
        command.at,
        last.order_id,
        last.customer_id,
        last.currency,
        last.holder_id,
        rules,
        facts.segments,
        tuple((each.pool_id, each.number) for each in facts.coupons),
        facts.unknown_codes,
        facts.referral,
    )
    now = again(last, rules, known, command.at)
    if (now.applied, now.effects) != (last.applied, last.effects):
        raise EvaluationOutdated(command.order_id, last.discount, now.discount)


def promotions_stand_on_what_is_there(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a promotion whose budget or pool is not there, or is in other money."""
    if not isinstance(command, PublishPromotion):
        return
    terms = command.terms
    if terms.pool_id is not None:
        pool: Pool = work.state(POOL, terms.pool_id)
        if pool.generated is None:
            raise Unknown(POOL.kind, terms.pool_id)
    if terms.budget_id is not None:
        budget: Budget = work.state(BUDGET, terms.budget_id)
        if budget.opened is None:
            raise Unknown(BUDGET.kind, terms.budget_id)
        if budget.opened.currency != terms.currency:
            raise BudgetOfAnotherCurrency(terms.budget_id, budget.opened.currency)


GUARDS: Final[tuple[Guard, ...]] = (
    evaluations_are_of_what_is_in_force,
    orders_are_as_evaluated,
    promotions_stand_on_what_is_there,
    coupons_are_of_their_pool,
)


def evaluation_of(work: Work, order: str) -> Evaluation | None:
    """Return what was evaluated for an order; None where there are no promotions."""
    if not work.known(PROMOTION):
        return None  # and nothing is looked up: an import places orders by the million
    evaluation: Evaluation = work.state(EVALUATION, order)
    return evaluation


def _promotion(work: Work, name: str) -> Promotion:
    found: Promotion = work.state(PROMOTION, name)
    return found


def _differing(
    command: PlaceOrder | RecordPurchase,
    last: PromotionEvaluated,
    evaluation: Evaluation,
) -> Iterator[str]:
    """Yield what of an order is not as evaluated, in the words of its fields."""
    if command.customer_id != last.customer_id:
        yield "customer_id"
    if command.currency != last.currency:
        yield "currency"
    told = {
        (line.line_id, line.sku, line.category, line.quantity, line.list_price)
        for line in command.lines
    }
    if told != {
        (line.line_id, line.sku, line.category, line.quantity, line.list_price)
        for line in last.lines
    }:
        yield "lines"
    outcome = evaluation.outcome
    for line in command.lines:
        if line.discount != outcome.off(line.line_id):
            yield "discount"
        if line.coupon_discount < outcome.off(line.line_id, Kind.COUPON):
            yield "coupon_discount"
