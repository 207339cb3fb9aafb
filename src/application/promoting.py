"""What follows from promotions: an order binds its own, with coupons and budgets."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..domain.ids import BudgetId, OrderId, PoolId
from ..domain.promotion.budget import BudgetSliceLeased, LeaseSlice, ReturnSlice
from ..domain.promotion.coupon import ReleaseCoupon, ReserveCoupon, UseCoupon
from ..domain.promotion.evaluating import Applied
from ..domain.promotion.evaluation import (
    BindEvaluation,
    Evaluation,
    PromotionsBound,
    PromotionsVoided,
    VoidEvaluation,
)
from ..domain.promotion.purse import (
    FillPurse,
    Purse,
    PurseEmptied,
    SpendBudget,
    UnspendBudget,
)
from ..domain.purchase.order import OrderCancelled, OrderCompleted, OrderPlaced
from .contexts import BUDGET, COUPON, EVALUATION, PURSE, account
from .envelope import Draft, Origin
from .promoted import evaluation_of
from .work import Reaction, Work


def promote(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event for promotions, if anything does.

    A refusal undoes the order: nobody is promised a price that cannot be given.
    """
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _bind(work: Work, draft: Draft) -> None:
    placed: OrderPlaced = draft.event
    evaluation = evaluation_of(work, placed.order_id)
    if evaluation is None or (last := evaluation.evaluated) is None:
        return
    origin = _by(work, draft, last.applied)
    work.handle(EVALUATION, placed.order_id, BindEvaluation(placed.at), origin)


def _take(work: Work, draft: Draft) -> None:
    """Reserve the coupons that an order uses, and spend what its promotions cost."""
    bound: PromotionsBound = draft.event
    at, order, customer = bound.at, bound.order_id, bound.customer_id
    applied, holder = _applied(work, order)
    origin = _by(work, draft, applied)
    for pool, number, _ in _coupons(applied):
        reserve = ReserveCoupon(at, order, customer)
        work.handle(COUPON, account(pool, str(number)), reserve, origin)
    for budget, amount in _budgets(applied):
        purse: Purse = work.state(PURSE, account(budget, holder))
        if (short := amount - purse.held) > 0:
            lease = LeaseSlice(at, order, holder, short)
            work.handle(BUDGET, budget, lease, origin)
        spend = SpendBudget(at, order, amount)
        work.handle(PURSE, account(budget, holder), spend, origin)


def _use(work: Work, draft: Draft) -> None:
    completed: OrderCompleted = draft.event
    at, order, currency = completed.at, completed.order_id, completed.currency
    evaluation = evaluation_of(work, order)
    if evaluation is None or evaluation.bound is None:
        return
    applied, _ = _applied(work, order)
    origin = _by(work, draft, applied)
    for pool, number, discount in _coupons(applied):
        use = UseCoupon(at, order, discount, currency)
        work.handle(COUPON, account(pool, str(number)), use, origin)


def _void(work: Work, draft: Draft) -> None:
    cancelled: OrderCancelled = draft.event
    order = cancelled.order_id
    evaluation = evaluation_of(work, order)
    if evaluation is None or evaluation.bound is None:
        return
    origin = _by(work, draft, evaluation.outcome.applied)
    work.handle(EVALUATION, order, VoidEvaluation(cancelled.at), origin)


def _free(work: Work, draft: Draft) -> None:
    """Release the coupons of an order that was called off, and unspend what it cost."""
    voided: PromotionsVoided = draft.event
    at, order = voided.at, voided.order_id
    applied, holder = _applied(work, order)
    origin = _by(work, draft, applied)
    for pool, number, _ in _coupons(applied):
        release = ReleaseCoupon(at, order, "the order was cancelled")
        work.handle(COUPON, account(pool, str(number)), release, origin)
    for budget, _ in _budgets(applied):
        unspend = UnspendBudget(at, order)
        work.handle(PURSE, account(budget, holder), unspend, origin)


def _fill(work: Work, draft: Draft) -> None:
    leased: BudgetSliceLeased = draft.event
    budget, holder = leased.budget_id, leased.holder_id
    fill = FillPurse(leased.at, budget, holder, leased.lease_id, leased.amount)
    origin = work.caused_by(draft, "slices-fill-purses", f"budget:{budget}")
    work.handle(PURSE, account(budget, holder), fill, origin)


def _give_back(work: Work, draft: Draft) -> None:
    emptied: PurseEmptied = draft.event
    budget, holder = emptied.budget_id, emptied.holder_id
    origin = work.caused_by(draft, "purses-return-slices", f"budget:{budget}")
    given = f"{holder}:{emptied.return_id}"
    back = ReturnSlice(emptied.at, given, holder, emptied.amount)
    work.handle(BUDGET, budget, back, origin)


def _applied(work: Work, order: OrderId) -> tuple[tuple[Applied, ...], str]:
    """Return what was applied to an order, and who spends its budgets."""
    evaluation: Evaluation = work.state(EVALUATION, order)
    assert evaluation.evaluated is not None
    return evaluation.evaluated.applied, evaluation.evaluated.holder_id


def _coupons(applied: tuple[Applied, ...]) -> Iterator[tuple[PoolId, int, int]]:
    """Yield each coupon that was used, with what it gave in all."""
    gave: Counter[tuple[PoolId, int]] = Counter()
    for each in applied:
        if each.pool_id is not None and each.number is not None:
            gave[each.pool_id, each.number] += each.discount
    for (pool, number), discount in sorted(gave.items()):
        yield pool, number, discount


def _budgets(applied: tuple[Applied, ...]) -> Iterator[tuple[BudgetId, int]]:
    """Yield each budget that pays, and how much."""
    costs: Counter[BudgetId] = Counter()
    for each in applied:
        if each.budget_id is not None:
            costs[each.budget_id] += each.discount
    yield from sorted(costs.items())


def _by(work: Work, draft: Draft, applied: tuple[Applied, ...]) -> Origin:
    refs = (f"promotion:{each.promotion_id}@{each.version}" for each in applied)
    return work.caused_by(draft, "orders-bind-promotions", *refs)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    OrderPlaced: _bind,
    PromotionsBound: _take,
    OrderCompleted: _use,
    OrderCancelled: _void,
    PromotionsVoided: _free,
    BudgetSliceLeased: _fill,
    PurseEmptied: _give_back,
}
