"""Promotions, baskets and facts that the tests of this context begin with."""

from datetime import UTC, date, datetime
from typing import Any

from attrs import evolve as but

from mijoz.domain.ids import CustomerId, PoolId, PromotionId
from mijoz.domain.promotion.basket import Basket, BasketLine, Facts
from mijoz.domain.promotion.promotion import Rule
from mijoz.domain.promotion.terms import Kind, Reward, Scope, Side, Step, Terms
from mijoz.domain.promotion.windows import Window

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
SPRING = PoolId("spring")
MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))
TENTH = Window(date(2026, 3, 10), date(2026, 3, 10))
SHIRT = BasketLine("1", "shirt", "clothes", 2, 1_000)
SOCK = BasketLine("2", "sock", "clothes", 3, 333)
TOY = BasketLine("3", "toy", "children", 1, 500)
LINES = (SHIRT, SOCK, TOY)
BASKET = Basket(AZIZA, "UZS", LINES)
TERMS = Terms(
    Kind.FIXED, "UZS", Reward.SHARE, (Step(0, 1_000),), "Asia/Tashkent", (MARCH,)
)
OF: dict[Kind, Terms] = {
    Kind.FIXED: TERMS,
    Kind.FRIEND: but(TERMS, kind=Kind.FRIEND, side=Side.REFERRER),
    Kind.QUANTITY: but(TERMS, kind=Kind.QUANTITY, steps=(Step(3, 500), Step(6, 2_000))),
    Kind.COUPON: but(TERMS, kind=Kind.COUPON, pool_id=SPRING),
    Kind.DAY: but(TERMS, kind=Kind.DAY, windows=(TENTH,)),
    Kind.THRESHOLD: but(
        TERMS, kind=Kind.THRESHOLD, steps=(Step(1_500, 500), Step(2_000, 1_000))
    ),
    Kind.CUMULATIVE: but(
        TERMS, kind=Kind.CUMULATIVE, steps=(Step(10_000, 300), Step(50_000, 700))
    ),
    Kind.SALE: but(TERMS, kind=Kind.SALE, scope=Scope(categories=("children",))),
}


def rule(name: str, terms: Terms = TERMS, **other: Any) -> Rule:
    """Return a promotion in force, its terms but for what is said."""
    return Rule(PromotionId(name), 1, but(terms, **other))


def holding(*lines: BasketLine, **facts: Any) -> Basket:
    """Return Aziza's basket, of three lines unless others are given."""
    return Basket(AZIZA, "UZS", lines or LINES, Facts(**facts))
