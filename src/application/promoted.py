"""What promotions take for granted: what is in force, and what is known of who buys."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from ..domain.ids import BudgetId, CustomerId, OrderId, PoolId
from ..domain.promotion.basket import Facts, Left, Referral, Shown
from ..domain.promotion.budget import Budget
from ..domain.promotion.codes import codes, plain
from ..domain.promotion.coupon import Coupon, IssueCoupon
from ..domain.promotion.coupon_terms import UsesDiffer
from ..domain.promotion.evaluation import EvaluatePromotions, Evaluation, again
from ..domain.promotion.evaluation_terms import (
    EvaluationOutdated,
    NotAsEvaluated,
    PromotionEvaluated,
    RulesDiffer,
)
from ..domain.promotion.pool import CouponsGenerated, Pool
from ..domain.promotion.promising import BudgetOfAnotherCurrency
from ..domain.promotion.promotion import Promotion, PublishPromotion, Rule
from ..domain.promotion.purse import Purse
from ..domain.promotion.terms import Kind, Segment, Side
from ..domain.purchase.order import (
    OrderCompleted,
    OrderRefunded,
    PlaceOrder,
    RecordPurchase,
)
from .aggregate import Aggregate
from .claims import COUPON_CLAIM, FRIEND_CLAIM
from .contexts import (
    BUDGET,
    COUPON,
    EVALUATION,
    ORDER,
    POOL,
    PROMOTION,
    PURSE,
    account,
)
from .desk import Unknown
from .envelope import Origin, visible
from .handling import Handler
from .identity import cluster
from .ports import Journal
from .work import Guard, Work


def what_is_known(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the promotions in force at a moment, and the facts of who buys then."""
    work = handler.begin(Origin("service:registry"))
    rules = in_force(work, said["at"])
    shown, unknown = _shown(said.get("codes") or (), handler)
    referral, side = said.get("referral_id"), said.get("side")
    facts = _facts(
        work,
        said["at"],
        said["order_id"],
        said.get("customer_id"),
        said["currency"],
        said.get("holder_id") or "all",
        rules,
        tuple(said.get("segments") or ()),
        shown,
        unknown,
        Referral(referral, side) if referral and side else None,
    )
    return {"facts": facts, "rules": rules}


def codes_indexed(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the blind indexes of the codes that follow from the seed that is said."""
    # What is too much, or too short, is refused by its own rule, without being made.
    count = min(said["count"], 100_001)
    made = codes(said["seed"], said["pool_id"], count)
    return {"code_indexes": tuple(index_of(each, handler) for each in made)}


def uses_of_pool(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return how often the pool's coupons can be used.

    Raises:
        Unknown: The pool has no coupon of that number.
    """
    work = handler.begin(Origin("service:registry"))
    pool = _pool(work, said["pool_id"], said["number"])
    return {"uses": pool.uses, "uses_each": pool.uses_each}


def index_of(code: str, handler: Handler) -> str:
    """Return the blind index of a code, however it is written."""
    return handler.blind("coupon", plain(code))


def in_force(work: Work, at: datetime) -> tuple[Rule, ...]:
    """Return the promotions in force at a moment, paused ones included."""
    found = (_promotion(work, each).in_force(at) for each in work.known(PROMOTION))
    return tuple(each for each in found if each is not None)


def bought(
    journal: Journal, customer: str, currency: str, at: datetime
) -> tuple[int, int]:
    """Return what a person had spent by a moment, and in how many orders.

    The person is all who are one with the customer.
    """
    spent = orders = 0
    for each in cluster(journal, customer, at):
        for event in (one.event for one in visible(journal.about(each), at)):
            match event:
                case OrderCompleted(currency=paid_in, total=total):
                    orders += 1
                    spent += total if paid_in == currency else 0
                case OrderRefunded(currency=paid_in, amount=amount):
                    spent -= amount if paid_in == currency else 0
    return max(0, spent), orders


def evaluations_are_of_what_is_in_force(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse an evaluation by other promotions than are in force at its moment."""
    if not isinstance(command, EvaluatePromotions):
        return
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
    known = _facts(
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


def coupons_are_of_their_pool(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a coupon that its pool does not hold, or for other uses than it says."""
    if not isinstance(command, IssueCoupon):
        return
    pool = _pool(work, command.pool_id, command.number)
    if (command.uses, command.uses_each) != (pool.uses, pool.uses_each):
        raise UsesDiffer(command.pool_id, command.number)


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


def _facts(
    work: Work,
    at: datetime,
    order: OrderId,
    customer: CustomerId | None,
    currency: str,
    holder: str,
    rules: Sequence[Rule],
    segments: tuple[Segment, ...],
    shown: Sequence[tuple[PoolId, int]],
    unknown: int,
    referral: Referral | None,
) -> Facts:
    spent, orders = 0, 0
    if customer is not None:
        spent, orders = bought(work.journal, customer, currency, at)
    if referral is not None:
        used = _used(work.journal, referral.referral_id, referral.side, order)
        referral = Referral(referral.referral_id, referral.side, used)
    budgets = sorted({each.terms.budget_id for each in rules if each.terms.budget_id})
    return Facts(
        spent,
        orders,
        segments,
        tuple(_coupon(work, *each, customer) for each in shown),
        unknown,
        referral,
        tuple(Left(each, _left(work, each, holder)) for each in budgets),
    )


def _shown(
    told: Sequence[str], handler: Handler
) -> tuple[Sequence[tuple[PoolId, int]], int]:
    """Return the coupons whose codes were shown, each once; and how many are none."""
    indexes = {index_of(each, handler) for each in told}
    owners = handler.journal.owners(COUPON_CLAIM, indexes)
    found = []
    for owner in owners.values():
        pool, _, number = owner.rpartition(":")
        found.append((PoolId(pool), int(number)))
    return sorted(found), len(indexes) - len(found)


def _coupon(
    work: Work, pool: PoolId, number: int, customer: CustomerId | None
) -> Shown:
    coupon: Coupon = work.state(COUPON, account(pool, str(number)))
    return Shown(pool, number, coupon.problem(customer))


def _used(journal: Journal, referral: str, side: Side, order: OrderId) -> bool:
    key = f"{referral}:{side}"
    return journal.owners(FRIEND_CLAIM, [key]).get(key, order) != order


def _left(work: Work, budget_id: BudgetId, holder: str) -> int:
    budget: Budget = work.state(BUDGET, budget_id)
    purse: Purse = work.state(PURSE, account(budget_id, holder))
    return budget.left + purse.held


def _promotion(work: Work, name: str) -> Promotion:
    found: Promotion = work.state(PROMOTION, name)
    return found


def _pool(work: Work, name: PoolId, number: int) -> CouponsGenerated:
    pool: Pool = work.state(POOL, name)
    if pool.generated is None or not pool.holds(number):
        raise Unknown(COUPON.kind, account(name, str(number)))
    return pool.generated


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
