"""What can be told of promotions, their evaluation, coupons and budgets."""

from typing import Any, Final

from ...domain.promotion import budget, coupon, evaluation, pool, promotion, purse
from .. import contexts
from ..asking import Entry, LookedUp
from ..couponing import codes_indexed, uses_of_pool
from ..promoted import what_is_known
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.PROMOTION,
        ("promotion_id",),
        (
            "publish",
            promotion.PublishPromotion,
            "Publish a version of a promotion, never to change.",
        ),
        ("pause", promotion.PausePromotion, "Have a promotion apply no more for now."),
        ("resume", promotion.ResumePromotion, "Have a paused promotion apply again."),
        ("end", promotion.EndPromotion, "End a promotion, for good."),
    ),
    Entry(
        "promotion.evaluate",
        contexts.EVALUATION,
        ("order_id",),
        evaluation.EvaluatePromotions,
        "Evaluate the promotions in force for an order that is yet to be placed.",
        "order_id",
        None,
        LookedUp(("facts", "rules"), what_is_known),
    ),
    *named(
        contexts.POOL,
        ("pool_id",),
        (
            "generate",
            pool.GenerateCoupons,
            "Generate a pool of coupons, whose codes follow from a seed.",
            None,
            None,
            LookedUp(("code_indexes",), codes_indexed),
        ),
    ),
    *named(
        contexts.COUPON,
        ("pool_id", "number"),
        (
            "issue",
            coupon.IssueCoupon,
            "Issue a coupon, perhaps to a customer, by a channel.",
            None,
            None,
            LookedUp(("uses", "uses_each"), uses_of_pool),
        ),
        ("reserve", coupon.ReserveCoupon, "Reserve a coupon for an order."),
        ("use", coupon.UseCoupon, "Use a coupon that an order has reserved."),
        ("release", coupon.ReleaseCoupon, "Release a coupon, for another to use."),
        ("revoke", coupon.RevokeCoupon, "Have no order reserve a coupon any more."),
    ),
    *named(
        contexts.BUDGET,
        ("budget_id",),
        ("open", budget.OpenBudget, "Open a budget, to be leased in slices."),
        (
            "lease",
            budget.LeaseSlice,
            "Lease a slice of a budget to a holder.",
            "lease_id",
        ),
    ),
    *named(
        contexts.PURSE,
        ("budget_id", "holder_id"),
        (
            "empty",
            purse.EmptyPurse,
            "Return what a holder has not spent, for others to lease.",
            "return_id",
        ),
    ),
)

# What follows from an order, or from a slice, is nobody's to ask for.
INTERNAL: Final[tuple[type[Any], ...]] = (
    evaluation.BindEvaluation,
    evaluation.VoidEvaluation,
    budget.ReturnSlice,
    purse.FillPurse,
    purse.SpendBudget,
    purse.UnspendBudget,
)
