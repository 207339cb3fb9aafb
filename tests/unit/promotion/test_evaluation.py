"""The rules of the evaluation of an order's promotions, one test a rule."""

from datetime import timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import OrderId
from mijoz.domain.money import MOST, NoSuchCurrency, NotAnAmount
from mijoz.domain.promotion.basket import (
    MOST_ITEMS,
    BasketLine,
    EmptyBasket,
    Facts,
    ImpossibleQuantity,
    LineNamedTwice,
    Referral,
)
from mijoz.domain.promotion.conditions import Condition, NotApplied
from mijoz.domain.promotion.evaluating import Applied, Effect, Outcome
from mijoz.domain.promotion.evaluation import (
    EVALUATIONS,
    BindEvaluation,
    EvaluatePromotions,
    PromotionEvaluated,
    PromotionsBound,
    PromotionsVoided,
    VoidEvaluation,
    again,
)
from mijoz.domain.promotion.evaluation_terms import EvaluationIsBound, NothingEvaluated
from mijoz.domain.promotion.terms import Kind, Reward, Side, Step
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .promising import AZIZA, BEK, LINES, NOW, OF, SHIRT, TOY, rule

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(days=1)
O1 = OrderId("o-1")
TEN, SALE = rule("ten"), rule("kids", OF[Kind.SALE])
FRIENDS = rule("friends", OF[Kind.FRIEND])
EVALUATE = EvaluatePromotions(NOW, O1, "UZS", (SHIRT,), Facts(), (SALE, TEN), AZIZA)
EVALUATED = PromotionEvaluated(
    NOW,
    O1,
    AZIZA,
    "UZS",
    "all",
    (SHIRT,),
    Facts(),
    (Applied(TEN.promotion_id, 1, Kind.FIXED, Reward.SHARE, Step(0, 1_000), 100),),
    (NotApplied(SALE.promotion_id, 1, Condition.SCOPE),),
    (Effect(TEN.promotion_id, "1", 100),),
    100,
)
BOUND = PromotionsBound(SOON, O1, AZIZA, "UZS", 100)
VOIDED = PromotionsVoided(LATER, O1, AZIZA, "UZS", 100)

evaluations = Scenario(EVALUATIONS)
evaluated = evaluations.given(EVALUATED)


def test_an_evaluation_keeps_what_applied_and_why_the_rest_did_not() -> None:
    story = evaluations.when(EVALUATE)
    story.then(EVALUATED)
    assert story.state.outcome == Outcome(
        EVALUATED.applied, EVALUATED.not_applied, EVALUATED.effects
    )
    assert evaluations.state.outcome == Outcome()


def test_an_evaluation_that_comes_to_the_same_is_kept_once() -> None:
    evaluated.when(but(EVALUATE, at=LATER)).then_nothing()


def test_a_basket_may_be_evaluated_anew_until_its_order_is_placed() -> None:
    story = evaluated.when(but(EVALUATE, at=SOON, lines=LINES))
    assert story.state.evaluated is not None
    assert story.state.evaluated.lines == LINES
    early = NOW - timedelta(microseconds=1)
    evaluated.when(but(EVALUATE, at=early, lines=LINES)).then(TooEarly(early, NOW))
    assert evaluated.when(but(EVALUATE, lines=LINES)).news


def test_what_is_bound_is_not_evaluated_anew() -> None:
    bound = evaluated.given(BOUND)
    bound.when(but(EVALUATE, at=LATER, rules=())).then_nothing()
    for other in (
        but(EVALUATE, lines=(TOY,)),
        but(EVALUATE, currency="USD"),
        but(EVALUATE, customer_id=BEK),
    ):
        bound.when(other).then(EvaluationIsBound(O1))


def test_an_evaluation_is_bound_once() -> None:
    evaluated.when(BindEvaluation(SOON)).then(BOUND)
    evaluated.given(BOUND).when(BindEvaluation(LATER)).then_nothing()


def test_what_was_not_evaluated_is_not_bound() -> None:
    evaluations.when(BindEvaluation(NOW)).then(NothingEvaluated())


def test_a_referral_that_gave_a_discount_is_bound_with_its_side() -> None:
    mine = Referral("r-1", Side.REFERRER)
    told = but(EVALUATE, facts=Facts(referral=mine), rules=(FRIENDS,))
    story = evaluations.when(told).when(BindEvaluation(SOON))
    story.then(but(BOUND, referral_id="r-1", side=Side.REFERRER))
    story.when(VoidEvaluation(LATER)).then(
        but(VOIDED, referral_id="r-1", side=Side.REFERRER)
    )
    without = but(told, rules=(TEN,))
    evaluations.when(without).when(BindEvaluation(SOON)).then(BOUND)


def test_what_was_bound_is_voided_once() -> None:
    evaluated.when(VoidEvaluation(LATER)).then_nothing()
    bound = evaluated.given(BOUND)
    bound.when(VoidEvaluation(LATER)).then(VOIDED)
    bound.given(VOIDED).when(VoidEvaluation(LATER)).then_nothing()


def test_an_evaluation_comes_to_the_same_again_and_to_other_things_by_others() -> None:
    assert again(EVALUATED, (TEN, SALE)) == evaluated.state.outcome
    assert again(EVALUATED, ()).discount == 0
    later = again(EVALUATED, (TEN,), at=NOW + timedelta(days=60))
    assert later.not_applied[0].condition == Condition.WINDOW
    friends = again(EVALUATED, (FRIENDS,), Facts(referral=Referral("r", Side.REFERRER)))
    assert friends.discount == 100


def test_a_basket_has_lines_each_once() -> None:
    evaluations.when(but(EVALUATE, lines=())).then(EmptyBasket())
    evaluations.when(but(EVALUATE, lines=(SHIRT, SHIRT))).then(LineNamedTwice("1"))


@pytest.mark.parametrize("quantity", [-1, MOST_ITEMS + 1])
def test_a_line_is_of_so_many_items(quantity: int) -> None:
    story = evaluations.when(but(EVALUATE, lines=(but(SHIRT, quantity=quantity),)))
    story.then(ImpossibleQuantity("1", quantity))


@pytest.mark.parametrize("price", [-1, MOST + 1])
def test_a_line_has_a_price(price: int) -> None:
    story = evaluations.when(but(EVALUATE, lines=(but(SHIRT, list_price=price),)))
    story.then(NotAnAmount(price, 0))


@pytest.mark.parametrize(
    "line",
    [
        but(SHIRT, quantity=0),
        but(SHIRT, quantity=MOST_ITEMS),
        but(SHIRT, list_price=0),
        but(SHIRT, list_price=MOST),
    ],
)
def test_a_line_at_its_limits_is_one(line: BasketLine) -> None:
    assert evaluations.when(but(EVALUATE, lines=(line,))).news


def test_a_basket_is_in_a_currency() -> None:
    evaluations.when(but(EVALUATE, currency="sum")).then(NoSuchCurrency("sum"))
