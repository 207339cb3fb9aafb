"""P1: an order binds its promotions: coupons and budgets once, whatever dies."""

from datetime import date

from mijoz.application.contexts import (
    BUDGET,
    COUPON,
    CUSTOMER,
    EVALUATION,
    ORDER,
    POOL,
    PROMOTION,
    PURSE,
)
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import BudgetId, CustomerId, OrderId, PoolId, PromotionId
from mijoz.domain.promotion.basket import BasketLine, Facts, Left, Shown
from mijoz.domain.promotion.budget import OpenBudget
from mijoz.domain.promotion.coupon import CouponChannel, CouponUsed, IssueCoupon
from mijoz.domain.promotion.evaluation import EvaluatePromotions
from mijoz.domain.promotion.pool import GenerateCoupons
from mijoz.domain.promotion.promotion import PublishPromotion, Rule
from mijoz.domain.promotion.purse import BudgetSpent, BudgetUnspent
from mijoz.domain.promotion.terms import Kind, Reward, Step, Terms
from mijoz.domain.promotion.windows import Window
from mijoz.domain.purchase.order import CancelOrder, CompleteOrder, Line, PlaceOrder

from .telling import Step as Told
from .telling import day, tell

SEED = "forty-two signs that nobody will ever guess"
AZIZA, O1, TEN = CustomerId("aziza"), OrderId("o-1"), PromotionId("ten")
SPRING, COSTS = PoolId("spring"), BudgetId("costs")
TERMS = Terms(
    Kind.COUPON,
    "UZS",
    Reward.AMOUNT,
    (Step(0, 120),),
    "Asia/Tashkent",
    (Window(date(2026, 1, 1)),),
    pool_id=SPRING,
    budget_id=COSTS,
)
HAT = BasketLine("1", "hat", None, 1, 1_000)


GENERATE = GenerateCoupons(day(0), SPRING, 1, SEED, ("a blind index",))
EVALUATE = EvaluatePromotions(
    day(1),
    O1,
    "UZS",
    (HAT,),
    Facts(coupons=(Shown(SPRING, 1),), budgets=(Left(COSTS, 500),)),
    (Rule(TEN, 1, TERMS),),
    AZIZA,
    "web",
)
PLACE = PlaceOrder(
    day(1), O1, AZIZA, "web", None, "UZS", (Line("1", "hat", None, 1, 880, 1_000, 120),)
)
BOUND: tuple[Told, ...] = (
    (CUSTOMER, AZIZA, RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop")),
    (POOL, SPRING, GENERATE),
    (COUPON, "spring:1", IssueCoupon(day(0), SPRING, 1, CouponChannel.EMAIL, 1)),
    (BUDGET, COSTS, OpenBudget(day(0), COSTS, "UZS", 500, 100)),
    (PROMOTION, TEN, PublishPromotion(day(0), TEN, 1, TERMS)),
    (EVALUATION, O1, EVALUATE),
    (ORDER, O1, PLACE),
)


def test_an_order_uses_its_coupon_and_spends_its_budget_once() -> None:
    told = tell(*BOUND, (ORDER, O1, CompleteOrder(day(2))))
    assert [type(each).__name__ for each in told.by("orders-bind-promotions")] == [
        "PromotionsBound",
        "CouponReserved",
        "BudgetSliceLeased",
        "BudgetSpent",
        "CouponUsed",
    ]
    (used,) = (
        each for each in told.of(COUPON, "spring:1") if isinstance(each, CouponUsed)
    )
    assert used.discount == 120
    spent = [each.amount for each in told.of(PURSE, "costs:web")]
    assert spent == [120, 120]


def test_a_cancelled_order_gives_all_of_it_back_once() -> None:
    told = tell(*BOUND, (ORDER, O1, CancelOrder(day(2), "no stock")))
    purse = told.of(PURSE, "costs:web")
    assert sum(isinstance(each, BudgetSpent) for each in purse) == 1
    assert sum(isinstance(each, BudgetUnspent) for each in purse) == 1
    assert told.names()[-3:] == ["PromotionsVoided", "CouponReleased", "BudgetUnspent"]
