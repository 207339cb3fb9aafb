"""What promotions take off a basket, and why the others take nothing.

A pure function of what it is given: the same basket, moment and promotions come to the
same, in whatever order the promotions are given. All of it is whole minor units.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import BudgetId, PoolId, PromotionId
from .basket import Basket, BasketLine
from .checking import WHOLE
from .conditions import Condition, NotApplied, coupon_of, first_failed, step_of
from .promotion import Rule
from .sharing import share
from .terms import Kind, Reward, Step

_Prices: TypeAlias = Mapping[str, int]


@frozen
class Applied:
    """A promotion that took something off: by which step, and what stood for it."""

    promotion_id: PromotionId
    version: int
    kind: Kind
    reward: Reward
    step: Step
    discount: int
    pool_id: PoolId | None = None
    number: int | None = None
    referral_id: str | None = None
    budget_id: BudgetId | None = None


@frozen
class Effect:
    """What one promotion takes off one line."""

    promotion_id: PromotionId
    line_id: str
    amount: int


@frozen
class Outcome:
    """Every promotion is in one of the two, in the order they were looked at."""

    applied: tuple[Applied, ...] = ()
    not_applied: tuple[NotApplied, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def discount(self) -> int:
        """What is taken off in all."""
        return sum(each.amount for each in self.effects)

    def off(self, line_id: str, kind: Kind | None = None) -> int:
        """Return what is taken off a line, by promotions of one kind or of all."""
        of = {each.promotion_id for each in self.applied if kind in (None, each.kind)}
        return sum(
            each.amount
            for each in self.effects
            if each.line_id == line_id and each.promotion_id in of
        )


def evaluate(basket: Basket, at: datetime, rules: Iterable[Rule]) -> Outcome:
    """Return what *rules* take off *basket* at the moment *at*.

    The highest priority comes first, then the promotion first by its name. Each takes
    from what those before it have left of a line's price, and so never more than that.
    """
    left = {each.line_id: each.list_price for each in basket.lines}
    budgets = {each.budget_id: each.amount for each in basket.facts.budgets}
    taken: list[tuple[Rule, Applied]] = []
    refused: list[NotApplied] = []
    effects: list[Effect] = []
    for rule in sorted(rules, key=_order):
        failed = first_failed(rule, basket, at) or _stacks(rule, taken)
        if failed is None:
            found = _take(rule, basket, left, budgets)
            if isinstance(found, NotApplied):
                failed = found
            else:
                applied, mine = found
                taken.append((rule, applied))
                effects += mine
                for each in mine:
                    left[each.line_id] -= each.amount
                if applied.budget_id is not None:
                    budgets[applied.budget_id] -= applied.discount
        if failed is not None:
            refused.append(failed)
    return Outcome(
        tuple(applied for _, applied in taken), tuple(refused), tuple(effects)
    )


def _order(rule: Rule) -> tuple[int, PromotionId]:
    return -rule.terms.stacking.priority, rule.promotion_id


def _stacks(rule: Rule, taken: list[tuple[Rule, Applied]]) -> NotApplied | None:
    """Return what keeps a promotion from applying beside those that were taken."""
    mine, name = rule.terms.stacking, rule.promotion_id
    for other, _ in taken:
        theirs, beside = other.terms.stacking, other.promotion_id
        if mine.group is not None and mine.group == theirs.group:
            condition = Condition.GROUP_TAKEN
        elif beside in mine.excludes or name in theirs.excludes:
            condition = Condition.EXCLUDED
        else:
            continue
        return NotApplied(name, rule.version, condition, beside=beside)
    return None


def _take(
    rule: Rule, basket: Basket, left: _Prices, budgets: Mapping[BudgetId, int]
) -> tuple[Applied, list[Effect]] | NotApplied:
    """Return what a promotion takes, all of its own conditions being so."""
    terms, name, version = rule.terms, rule.promotion_id, rule.version
    step = step_of(terms, basket)
    assert step is not None
    lines = basket.within(terms.scope)
    amounts = _amounts(terms.reward, step.value, lines, left)
    total = sum(amounts)
    if not total:
        return NotApplied(name, version, Condition.NOTHING_LEFT)
    budget = terms.budget_id
    if budget is not None and (rest := budgets.get(budget, 0)) < total:
        return NotApplied(name, version, Condition.BUDGET, total, rest)
    coupon = coupon_of(terms, basket)
    referral = basket.facts.referral if terms.side else None
    applied = Applied(
        name,
        version,
        terms.kind,
        terms.reward,
        step,
        total,
        coupon.pool_id if coupon else None,
        coupon.number if coupon else None,
        referral.referral_id if referral else None,
        budget,
    )
    effects = [
        Effect(name, line.line_id, amount)
        for line, amount in zip(lines, amounts, strict=True)
        if amount
    ]
    return applied, effects


def _amounts(
    reward: Reward, value: int, lines: tuple[BasketLine, ...], left: _Prices
) -> tuple[int, ...]:
    """Return what is taken off each line; shares are rounded down over all of them."""
    prices = [left[each.line_id] for each in lines]
    if reward == Reward.PRICE:
        return tuple(
            max(0, price - value * line.quantity) if line.quantity else 0
            for line, price in zip(lines, prices, strict=True)
        )
    whole = sum(prices)
    off = whole * value // WHOLE if reward == Reward.SHARE else min(value, whole)
    return share(off, prices)
