"""The promotions of one order: evaluated, and bound once the order is placed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..times import not_before
from .basket import Basket, Facts, check
from .evaluating import Outcome, evaluate
from .evaluation_terms import (
    BindEvaluation,
    Command,
    EvaluatePromotions,
    EvaluationIsBound,
    Event,
    NothingEvaluated,
    PromotionEvaluated,
    PromotionsBound,
    PromotionsVoided,
    VoidEvaluation,
)
from .promotion import Rule
from .terms import Side

__all__ = [
    "EVALUATIONS",
    "BindEvaluation",
    "Command",
    "EvaluatePromotions",
    "Evaluation",
    "Event",
    "PromotionEvaluated",
    "PromotionsBound",
    "PromotionsVoided",
    "VoidEvaluation",
    "again",
]


@frozen
class Evaluation:
    """The last evaluation of an order, and how far it has come."""

    evaluated: PromotionEvaluated | None = None
    bound: PromotionsBound | None = None
    voided: PromotionsVoided | None = None

    @property
    def outcome(self) -> Outcome:
        """Return what came of it; nothing, if nothing was evaluated."""
        if (last := self.evaluated) is None:
            return Outcome()
        return Outcome(last.applied, last.not_applied, last.effects)


def again(
    evaluated: PromotionEvaluated,
    rules: Sequence[Rule],
    facts: Facts | None = None,
    at: datetime | None = None,
) -> Outcome:
    """Return what an evaluated basket comes to under *rules*.

    By the facts that were known and at the moment it was, unless others are given: then
    with the rules that were in force it is what it was.
    """
    basket = Basket(
        evaluated.customer_id,
        evaluated.currency,
        evaluated.lines,
        evaluated.facts if facts is None else facts,
    )
    return evaluate(basket, at or evaluated.at, rules)


def decide(command: Command, evaluation: Evaluation) -> Iterator[Event]:
    last = evaluation.evaluated
    match command:
        case EvaluatePromotions():
            yield from _evaluate(command, evaluation)
        case BindEvaluation(at):
            if last is None:
                raise NothingEvaluated
            if evaluation.bound is None:
                referral = _referral(last)
                yield PromotionsBound(
                    at,
                    last.order_id,
                    last.customer_id,
                    last.currency,
                    last.discount,
                    *referral,
                )
        case VoidEvaluation(at):
            bound = evaluation.bound
            if bound is not None and evaluation.voided is None:
                yield PromotionsVoided(
                    at,
                    bound.order_id,
                    bound.customer_id,
                    bound.currency,
                    bound.discount,
                    bound.referral_id,
                    bound.side,
                )
        case _:
            assert_never(command)


def _evaluate(
    command: EvaluatePromotions, evaluation: Evaluation
) -> Iterator[PromotionEvaluated]:
    basket = Basket(command.customer_id, command.currency, command.lines, command.facts)
    last = evaluation.evaluated
    if evaluation.bound is not None:
        assert last is not None
        told = (last.customer_id, last.currency, last.lines)
        if told != (basket.customer_id, basket.currency, basket.lines):
            raise EvaluationIsBound(command.order_id)
        return
    check(basket)
    if last is not None:
        not_before(last.at, command.at)
    outcome = evaluate(basket, command.at, command.rules)
    event = PromotionEvaluated(
        command.at,
        command.order_id,
        command.customer_id,
        command.currency,
        command.holder_id,
        command.lines,
        command.facts,
        outcome.applied,
        outcome.not_applied,
        outcome.effects,
        outcome.discount,
    )
    if last is None or but(event, at=last.at) != last:
        yield event


def _referral(last: PromotionEvaluated) -> tuple[str | None, Side | None]:
    """Return the referral that gave a discount, and on which side of it."""
    referral = last.facts.referral
    if referral and any(each.referral_id is not None for each in last.applied):
        return referral.referral_id, referral.side
    return None, None


def evolve(evaluation: Evaluation, event: Event) -> Evaluation:
    match event:
        case PromotionEvaluated():
            return Evaluation(event)
        case PromotionsBound():
            return but(evaluation, bound=event)
        case PromotionsVoided():
            return but(evaluation, voided=event)
        case _:
            assert_never(event)


EVALUATIONS = Decider(Evaluation(), decide, evolve)
