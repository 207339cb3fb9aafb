"""What if a promotion had been another: past orders, evaluated over again."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from attrs import evolve as but
from attrs import frozen

from ..domain.ids import CustomerId, OrderId, PromotionId
from ..domain.money import MOST
from ..domain.promotion.basket import Basket, BasketLine, Facts, Left
from ..domain.promotion.conditions import Condition
from ..domain.promotion.evaluating import Outcome, evaluate
from ..domain.promotion.evaluation import Evaluation, PromotionEvaluated
from ..domain.promotion.promotion import Rule
from ..domain.promotion.terms import Terms
from ..domain.promotion.windows import Window
from ..domain.purchase.order import OrderCompleted, OrderPlaced, OrderRefunded
from .past import Bought, Past, read
from .ports import Journal

EVERY_DAY: Final = (Window(date.min),)


@frozen
class Change:
    """An order that would have come to something else, by what it was and would be."""

    order_id: OrderId
    customer_id: CustomerId | None
    at: datetime
    currency: str
    before: int
    after: int


@frozen
class Supposed:
    """What a promotion would have changed, of the log up to a position.

    `evaluated` orders were evaluated at the time, of which `same` come to what they did
    when it is done over again. `failed` counts the first conditions for which the
    promotion would not have applied.
    """

    promotion_id: PromotionId
    position: int
    orders: int
    evaluated: int
    same: int
    applied_before: int
    applied_after: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    failed: Mapping[Condition, int]
    changes: Sequence[Change]


def what_if(
    journal: Journal,
    name: PromotionId,
    terms: Terms,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Supposed:
    """Evaluate past orders as they were, and with *terms* in the place of *name*'s.

    An order that was evaluated keeps the facts of its evaluation. Of another it is
    worked out what its customer had bought; nobody had shown a code, and budgets are
    taken as having enough.
    """
    head = journal.head()
    past = read(journal, head, as_of, known_at, progress)
    found = list(_over_again(journal, past, name, terms, known_at))
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    failed: Counter[Condition] = Counter()
    changes = []
    for each in found:
        before[each.currency] += each.was.discount
        after[each.currency] += each.would_be.discount
        for why in each.would_be.not_applied:
            failed[why.condition] += why.promotion_id == name
        if each.was.effects != each.would_be.effects:
            changes.append(each.change)
    return Supposed(
        name,
        head,
        len(found),
        sum(each.same is not None for each in found),
        sum(each.same is True for each in found),
        sum(_applies(name, each.was) for each in found),
        sum(_applies(name, each.would_be) for each in found),
        dict(sorted(before.items())),
        dict(sorted(after.items())),
        {each: count for each, count in failed.most_common() if count},
        changes,
    )


@frozen
class _Again:
    """An order done over again; `same` is None if it was never evaluated."""

    order_id: OrderId
    customer_id: CustomerId | None
    at: datetime
    currency: str
    was: Outcome
    would_be: Outcome
    same: bool | None

    @property
    def change(self) -> Change:
        return Change(
            self.order_id,
            self.customer_id,
            self.at,
            self.currency,
            self.was.discount,
            self.would_be.discount,
        )


def _over_again(
    journal: Journal,
    past: Past,
    name: PromotionId,
    terms: Terms,
    known_at: datetime | None,
) -> Iterator[_Again]:
    bought = Bought(journal, known_at)
    for each in past.events:
        match each.event:
            case OrderCompleted() | OrderRefunded():
                bought.count(each.event)
            case OrderPlaced() as placed if placed.order_id not in past.cancelled:
                told = past.evaluated.get(placed.order_id)
                if told is None:
                    who, currency = placed.customer_id, placed.currency
                    facts = bought.facts(who, currency, placed.at)
                    yield _never_evaluated(placed, facts, past, name, terms)
                else:
                    yield _evaluated(told, past, name, terms)


def _evaluated(
    told: PromotionEvaluated, past: Past, name: PromotionId, terms: Terms
) -> _Again:
    basket = Basket(told.customer_id, told.currency, told.lines, told.facts)
    was, rules = Evaluation(told).outcome, past.in_force(told.at)
    return _Again(
        told.order_id,
        told.customer_id,
        told.at,
        told.currency,
        was,
        _would_be(basket, told.at, rules, name, terms),
        evaluate(basket, told.at, rules) == was,
    )


def _never_evaluated(
    placed: OrderPlaced, facts: Facts, past: Past, name: PromotionId, terms: Terms
) -> _Again:
    lines = tuple(
        BasketLine(
            each.line_id, each.sku, each.category, each.quantity, each.list_price
        )
        for each in placed.lines
    )
    rules = past.in_force(placed.at)
    basket = _open(Basket(placed.customer_id, placed.currency, lines, facts), rules)
    return _Again(
        placed.order_id,
        placed.customer_id,
        placed.at,
        placed.currency,
        evaluate(basket, placed.at, rules),
        _would_be(basket, placed.at, rules, name, terms),
        None,
    )


def _would_be(
    basket: Basket,
    at: datetime,
    rules: Sequence[Rule],
    name: PromotionId,
    terms: Terms,
) -> Outcome:
    supposed = Rule(name, 0, terms)
    changed = [each for each in rules if each.promotion_id != name]
    return evaluate(_open(basket, [supposed]), at, [*changed, supposed])


def _open(basket: Basket, rules: Sequence[Rule]) -> Basket:
    """Return a basket for which budgets that nothing is known of have enough."""
    known = {each.budget_id for each in basket.facts.budgets}
    more = {each.terms.budget_id for each in rules if each.terms.budget_id} - known
    budgets = *basket.facts.budgets, *(Left(each, MOST) for each in sorted(more))
    return but(basket, facts=but(basket.facts, budgets=budgets))


def _applies(name: PromotionId, outcome: Outcome) -> bool:
    return any(each.promotion_id == name for each in outcome.applied)
