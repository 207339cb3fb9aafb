"""An order and its promotions: evaluated before, bound with it, coupons and all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    BUDGET,
    COUPON,
    EVALUATION,
    ORDER,
    POOL,
    PROMOTION,
    PURSE,
)
from mijoz.application.couponing import reveal
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.identity import merge
from mijoz.application.ports import ClaimTaken
from mijoz.application.promoted import in_force
from mijoz.application.proofs.failing import NotProven
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import BudgetId, CustomerId, OrderId, PoolId, PromotionId
from mijoz.domain.promotion.basket import (
    BasketLine,
    CouponProblem,
    Left,
    Referral,
    Shown,
)
from mijoz.domain.promotion.budget import BudgetTooSmall, OpenBudget
from mijoz.domain.promotion.codes import code
from mijoz.domain.promotion.conditions import Condition
from mijoz.domain.promotion.coupon import CouponChannel, IssueCoupon
from mijoz.domain.promotion.coupon_terms import UsesDiffer
from mijoz.domain.promotion.evaluation import Evaluation, PromotionEvaluated
from mijoz.domain.promotion.evaluation_terms import (
    EvaluationIsBound,
    EvaluationOutdated,
    NotAsEvaluated,
    OrderWasPlaced,
    RulesDiffer,
)
from mijoz.domain.promotion.pool import GenerateCoupons
from mijoz.domain.promotion.promising import BudgetOfAnotherCurrency
from mijoz.domain.promotion.promotion import (
    EndPromotion,
    PausePromotion,
    PublishPromotion,
)
from mijoz.domain.promotion.purse import EmptyPurse
from mijoz.domain.promotion.terms import (
    Audience,
    Kind,
    Reward,
    Scope,
    Side,
    Step,
    Terms,
)
from mijoz.domain.promotion.windows import Window
from mijoz.domain.purchase.order import (
    CancelOrder,
    CompleteOrder,
    Line,
    PlaceOrder,
    RecordPurchase,
    RefundOrder,
)
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
SEED = "forty-two signs that nobody will ever guess"
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
O1, O2 = OrderId("o-1"), OrderId("o-2")
TEN, TOYS = PromotionId("ten"), PromotionId("toys")
SPRING, COSTS = PoolId("spring"), BudgetId("costs")
SHIRT = BasketLine("1", "shirt", "clothes", 2, 1_000)
TOY = BasketLine("2", "toy", "children", 1, 500)
TERMS = Terms(
    Kind.FIXED,
    "UZS",
    Reward.SHARE,
    (Step(0, 1_000),),
    "Asia/Tashkent",
    (Window(date(2026, 1, 1)),),
)
WITH_COUPON = but(
    TERMS,
    kind=Kind.COUPON,
    pool_id=SPRING,
    reward=Reward.PRICE,
    steps=(Step(0, 300),),
    scope=Scope(skus=("toy",)),
    budget_id=COSTS,
)
NAMED = {each.name: each for each in COMMANDS}


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    for who in (AZIZA, BEK):
        register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop")
        crm.customers.tell(who, register, origin=ANNA)
    return crm


@pytest.fixture
def shop(crm: Crm) -> Crm:
    """Return a shop with ten percent off, and toys for 300 with a coupon."""
    say(crm, "budget.open", budget_id=COSTS, currency="UZS", limit=500, slice=100)
    say(crm, "pool.generate", pool_id=SPRING, count=3, seed=SEED)
    for number in (1, 2):
        say(crm, "coupon.issue", pool_id=SPRING, number=number, channel="sms")
    publish(crm, TEN, TERMS)
    publish(crm, TOYS, WITH_COUPON)
    return crm


def say(crm: Crm, name: str, **said: Any) -> Any:
    """Ask for a command as any surface does."""
    entry = NAMED[name]
    said.setdefault("at", NOW)
    if "channel" in said:
        said["channel"] = CouponChannel(said["channel"])
    identity, command = entry.build(said, crm.handler, crm.clock)
    return Desk(entry.aggregate, crm.handler).tell(identity, command, origin=ANNA)


def publish(crm: Crm, name: PromotionId, terms: Terms, version: int = 1) -> None:
    tell(crm, PROMOTION, name, PublishPromotion(NOW, name, version, terms))


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def evaluate(crm: Crm, order: OrderId = O1, **said: Any) -> PromotionEvaluated:
    said = {"customer_id": AZIZA, "currency": "UZS", "lines": (SHIRT, TOY)} | said
    state: Evaluation = say(crm, "promotion.evaluate", order_id=order, **said).state
    assert state.evaluated is not None
    return state.evaluated


def order(told: PromotionEvaluated, at: datetime = SOON) -> PlaceOrder:
    """Return the order of an evaluated basket, at the prices it came to."""
    off = Evaluation(told).outcome.off
    lines = tuple(
        Line(
            each.line_id,
            each.sku,
            each.category,
            each.quantity,
            each.list_price - off(each.line_id),
            each.list_price,
            off(each.line_id, Kind.COUPON),
        )
        for each in told.lines
    )
    customer = told.customer_id or AZIZA
    return PlaceOrder(at, told.order_id, customer, "web", None, told.currency, lines)


def place(crm: Crm, told: PromotionEvaluated, at: datetime = SOON) -> Any:
    return tell(crm, ORDER, told.order_id, order(told, at))


def state(crm: Crm, aggregate: Any, name: str) -> Any:
    return Desk(aggregate, crm.handler).state(name)


def names(told: Any) -> list[str]:
    return [type(each.event).__name__ for each in told.drafts]


CODE = code(SEED, "spring", 1)


def test_what_is_in_force_is_evaluated_for_an_order_before_it_is_placed(
    shop: Crm,
) -> None:
    told = evaluate(shop)
    assert [each.promotion_id for each in told.applied] == [TEN]
    assert [each.condition for each in told.not_applied] == [Condition.NO_COUPON]
    assert told.discount == 150


def test_a_code_is_known_by_its_blind_index_alone(shop: Crm) -> None:
    told = evaluate(shop, codes=(f" {CODE.lower()} ", CODE, "NO-SUCH-CODE"))
    assert told.facts.coupons == (Shown(SPRING, 1),)
    assert told.facts.unknown_codes == 1
    stored = str([each.event for each in shop.journal.feed(0)])
    assert CODE not in stored
    assert "NO-SUCH" not in stored
    assert SEED not in stored


def test_an_order_binds_its_promotions_reserves_coupons_and_spends_budgets(
    shop: Crm,
) -> None:
    told = evaluate(shop, codes=(CODE,), holder_id="web")
    assert told.discount == 100 + 50 + 150
    done = place(shop, told)
    assert names(done) == [
        "OrderPlaced",
        "PromotionsBound",
        "CouponReserved",
        "BudgetSliceLeased",
        "PurseFilled",
        "BudgetSpent",
    ]
    placed, bound, reserved, *_ = done.drafts
    assert bound.origin.actor == "policy:orders-bind-promotions"
    assert bound.origin.policy_refs == ("promotion:ten@1", "promotion:toys@1")
    assert bound.origin.causation_id == placed.id
    assert (bound.subject, reserved.subject) == (AZIZA, AZIZA)
    assert state(shop, PURSE, "costs:web").held == 0
    assert state(shop, BUDGET, COSTS).left == 500 - 150
    done = tell(shop, ORDER, O1, CompleteOrder(SOON))
    assert names(done) == ["OrderCompleted", "CouponUsed"]
    assert done.drafts[1].event.discount == 150


def test_an_order_placed_and_paid_at_once_uses_its_coupons(shop: Crm) -> None:
    told = order(evaluate(shop, codes=(CODE,)))
    fields = (told.order_id, told.customer_id, "web", None, "UZS", told.lines)
    done = tell(shop, ORDER, O1, RecordPurchase(SOON, *fields))
    assert names(done)[:2] == ["OrderPlaced", "OrderCompleted"]
    assert names(done)[-1] == "CouponUsed"
    assert names(tell(shop, ORDER, O1, RecordPurchase(SOON, *fields))) == []


def test_a_cancelled_order_frees_what_it_had_bound(shop: Crm) -> None:
    place(shop, evaluate(shop, codes=(CODE,)))
    done = tell(shop, ORDER, O1, CancelOrder(SOON, "no stock"))
    assert names(done) == [
        "OrderCancelled",
        "PromotionsVoided",
        "CouponReleased",
        "BudgetUnspent",
    ]
    assert state(shop, PURSE, "costs:all").held == 150
    again = evaluate(shop, O2, codes=(CODE,))
    assert again.discount == 300
    done = place(shop, again)
    assert "BudgetSliceLeased" not in names(done)


def test_an_order_of_which_nothing_was_evaluated_is_placed_as_ever(shop: Crm) -> None:
    told = order(evaluate(shop))
    free = tell(shop, ORDER, O2, but(told, order_id=O2))
    assert names(free) == ["OrderPlaced"]
    assert names(tell(shop, ORDER, O2, CompleteOrder(SOON))) == ["OrderCompleted"]
    other = OrderId("o-3")
    tell(shop, ORDER, other, but(told, order_id=other))
    cancel = tell(shop, ORDER, other, CancelOrder(SOON, "x"))
    assert names(cancel) == ["OrderCancelled"]


def test_an_order_that_was_placed_is_not_evaluated(shop: Crm) -> None:
    told = order(evaluate(shop))
    tell(shop, ORDER, O2, but(told, order_id=O2))
    with pytest.raises(OrderWasPlaced):
        evaluate(shop, O2)


def test_an_order_told_again_is_the_same_order(shop: Crm) -> None:
    told = evaluate(shop)
    place(shop, told)
    assert names(place(shop, told)) == []
    with pytest.raises(EvaluationIsBound):
        evaluate(shop, lines=(TOY,))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("customer_id", {"customer_id": BEK}),
        ("currency", {"currency": "USD"}),
        ("lines", {"sku": "hat"}),
        ("lines", {"category": "hats"}),
        ("lines", {"quantity": 3}),
        ("lines", {"list_price": 2_000}),
        ("lines", {"line_id": "9"}),
        ("discount", {"paid": 1}),
        ("coupon_discount", {"coupon_discount": 149}),
    ],
)
def test_an_order_is_placed_as_it_was_evaluated(
    shop: Crm, field: str, change: dict[str, Any]
) -> None:
    told = order(evaluate(shop, codes=(CODE,)))
    if field in ("customer_id", "currency"):
        wrong = but(told, **change)
    else:
        wrong = but(told, lines=(told.lines[0], but(told.lines[1], **change)))
    with pytest.raises(NotAsEvaluated) as refused:
        tell(shop, ORDER, O1, wrong)
    assert refused.value == NotAsEvaluated(O1, field)


def test_an_order_has_all_its_lines_and_no_others(shop: Crm) -> None:
    told = order(evaluate(shop))
    for lines in (told.lines[:1], (*told.lines, but(told.lines[0], line_id="3"))):
        with pytest.raises(NotAsEvaluated):
            tell(shop, ORDER, O1, but(told, lines=lines))


def test_coupons_may_have_given_more_than_ours(shop: Crm) -> None:
    told = order(evaluate(shop))
    lines = tuple(but(each, coupon_discount=7) for each in told.lines)
    assert names(tell(shop, ORDER, O1, but(told, lines=lines)))[0] == "OrderPlaced"


def test_what_no_longer_holds_is_evaluated_again(shop: Crm) -> None:
    told = evaluate(shop)
    tell(shop, PROMOTION, TEN, PausePromotion(SOON, "a fault"))
    with pytest.raises(EvaluationOutdated) as refused:
        place(shop, told)
    assert refused.value == EvaluationOutdated(O1, 150, 0)
    anew = evaluate(shop, at=SOON)
    assert anew.not_applied[0].condition == Condition.PAUSED
    assert names(place(shop, anew)) == ["OrderPlaced", "PromotionsBound"]


def test_an_order_of_before_the_pause_is_priced_by_its_own_time(shop: Crm) -> None:
    told = evaluate(shop)
    tell(shop, PROMOTION, TEN, PausePromotion(SOON, "a fault"))
    assert place(shop, told, NOW).drafts


def test_what_has_ended_is_not_looked_at(shop: Crm) -> None:
    tell(shop, PROMOTION, TEN, EndPromotion(SOON, "over"))
    told = evaluate(shop, at=SOON)
    assert [each.promotion_id for each in told.not_applied] == [TOYS]


def test_a_coupon_is_used_by_one_order_alone(shop: Crm) -> None:
    first, second = (evaluate(shop, each, codes=(CODE,)) for each in (O1, O2))
    place(shop, first)
    with pytest.raises(EvaluationOutdated) as refused:
        place(shop, second)
    assert refused.value == EvaluationOutdated(O2, 300, 150)
    anew = evaluate(shop, O2, codes=(CODE,))
    assert anew.facts.coupons == (Shown(SPRING, 1, CouponProblem.USED_UP),)
    assert place(shop, anew).drafts


def test_a_coupon_that_was_never_issued_gives_nothing(shop: Crm) -> None:
    told = evaluate(shop, codes=(code(SEED, "spring", 3),))
    assert told.facts.coupons == (Shown(SPRING, 3, CouponProblem.NOT_ISSUED),)
    assert told.not_applied[0].condition == Condition.COUPON_UNUSABLE


def test_a_budget_is_spent_to_its_end_and_no_further(crm: Crm) -> None:
    say(crm, "budget.open", budget_id=COSTS, currency="UZS", limit=350, slice=100)
    publish(crm, TEN, but(TERMS, budget_id=COSTS))
    for number in range(2):
        told = evaluate(crm, OrderId(f"o-{number}"))
        assert told.discount == 150
        place(crm, told)
    left = evaluate(crm, OrderId("o-3"))
    assert left.facts.budgets == (Left(COSTS, 50),)
    assert left.not_applied[0].condition == Condition.BUDGET
    small = evaluate(crm, OrderId("o-4"), lines=(but(TOY, list_price=500),))
    assert "BudgetExhausted" in names(place(crm, small))
    assert state(crm, BUDGET, COSTS).left == 0
    assert state(crm, PURSE, "costs:all").held == 0


def test_two_who_would_spend_the_last_of_a_budget_do_not_both(crm: Crm) -> None:
    say(crm, "budget.open", budget_id=COSTS, currency="UZS", limit=150, slice=10)
    publish(crm, TEN, but(TERMS, budget_id=COSTS))
    web = evaluate(crm, O1, holder_id="web")
    shop = evaluate(crm, O2, holder_id="shop")
    place(crm, web)
    with pytest.raises(EvaluationOutdated):
        place(crm, shop)


def test_what_a_holder_does_not_spend_goes_back_for_others(crm: Crm) -> None:
    say(crm, "budget.open", budget_id=COSTS, currency="UZS", limit=200, slice=200)
    publish(crm, TEN, but(TERMS, budget_id=COSTS))
    say(crm, "budget.lease", budget_id=COSTS, lease_id="l", holder_id="web", least=1)
    assert evaluate(crm, O1, holder_id="shop").discount == 0
    done = tell(crm, PURSE, "costs:web", EmptyPurse(NOW, "r"))
    assert names(done) == ["PurseEmptied", "BudgetSliceReturned"]
    assert place(crm, evaluate(crm, O1, holder_id="shop")).drafts


def test_a_lease_beyond_the_limit_is_refused(crm: Crm) -> None:
    tell(crm, BUDGET, COSTS, OpenBudget(NOW, COSTS, "UZS", 200, 200))
    with pytest.raises(BudgetTooSmall):
        say(
            crm, "budget.lease", budget_id=COSTS, lease_id="l", holder_id="w", least=201
        )


def test_what_was_spent_so_far_climbs_the_ladder(crm: Crm) -> None:
    ladder = but(
        TERMS, kind=Kind.CUMULATIVE, steps=(Step(1_000, 500), Step(3_000, 1_000))
    )
    publish(crm, TEN, ladder)
    assert evaluate(crm, O1).not_applied[0].had == 0
    buy(crm, "b-1", AZIZA, 2_000)
    tell(crm, ORDER, "b-1", RefundOrder(NOW, "r-1", (("1", 500),)))
    told = evaluate(crm, O1)
    assert (told.facts.spent, told.facts.orders, told.discount) == (1_500, 1, 75)
    buy(crm, "b-2", BEK, 1_500)
    assert evaluate(crm, O1).facts.spent == 1_500
    merge(
        crm.handler,
        BEK,
        AZIZA,
        Evidence.VERIFIED_IDENTIFIER,
        at=NOW,
        merge_id="m",
        origin=ANNA,
    )
    told = evaluate(crm, O1)
    assert (told.facts.spent, told.facts.orders, told.discount) == (3_000, 2, 150)
    early = NOW - timedelta(microseconds=1)
    assert evaluate(crm, O2, at=early, lines=(TOY,)).facts.orders == 0


def test_what_was_spent_in_other_money_is_another_matter(crm: Crm) -> None:
    publish(crm, TEN, TERMS)
    buy(crm, "b-1", AZIZA, 2_000, "USD")
    told = evaluate(crm, O1)
    assert (told.facts.spent, told.facts.orders) == (0, 1)
    tell(crm, ORDER, "b-1", RefundOrder(NOW, "r-1", (("1", 500),)))
    assert evaluate(crm, O1).facts.spent == 0


def buy(crm: Crm, name: str, who: CustomerId, paid: int, currency: str = "UZS") -> None:
    lines = (Line("1", "hat", None, 1, paid, paid),)
    fields = (OrderId(name), who, "shop", None, currency, lines)
    tell(crm, ORDER, name, RecordPurchase(NOW, *fields))


def test_a_first_order_is_one_before_any_was_completed(crm: Crm) -> None:
    publish(crm, TEN, but(TERMS, audience=Audience(most_orders=0)))
    assert evaluate(crm, O1).discount == 150
    buy(crm, "b-1", AZIZA, 10)
    assert evaluate(crm, O1).not_applied[0].condition == Condition.ORDERS


def test_who_is_not_known_has_bought_nothing(crm: Crm) -> None:
    publish(crm, TEN, TERMS)
    told = evaluate(crm, O1, customer_id=None)
    assert (told.customer_id, told.facts.orders, told.discount) == (None, 0, 150)


def test_a_referral_gives_its_discount_once_on_each_side(crm: Crm) -> None:
    publish(crm, TEN, but(TERMS, kind=Kind.FRIEND, side=Side.REFERRER))
    publish(crm, TOYS, but(TERMS, kind=Kind.FRIEND, side=Side.FRIEND))
    mine = {"referral_id": "r-1", "side": Side.REFERRER}
    first, second = (evaluate(crm, each, **mine) for each in (O1, O2))
    assert first.discount == second.discount == 150
    place(crm, first)
    with pytest.raises(EvaluationOutdated):
        place(crm, second)
    anew = evaluate(crm, O2, **mine)
    assert anew.facts.referral == Referral("r-1", Side.REFERRER, used=True)
    assert Condition.REFERRAL_USED in {each.condition for each in anew.not_applied}
    brought = OrderId("o-3")
    theirs = {**mine, "side": Side.FRIEND, "customer_id": BEK}
    assert evaluate(crm, brought, **theirs).discount == 150
    tell(crm, ORDER, O1, CancelOrder(SOON, "x"))
    assert evaluate(crm, O2, **mine).discount == 150


def test_a_referral_without_its_side_is_none(crm: Crm) -> None:
    publish(crm, TEN, TERMS)
    assert evaluate(crm, O1, referral_id="r-1").facts.referral is None


def test_two_orders_never_have_one_referrals_discount(crm: Crm) -> None:
    """The claim stands, should both have been decided before either was recorded."""
    publish(crm, TEN, but(TERMS, kind=Kind.FRIEND, side=Side.REFERRER))
    told = [
        evaluate(crm, each, referral_id="r-1", side=Side.REFERRER) for each in (O1, O2)
    ]
    works = [crm.handler.begin(ANNA) for _ in told]
    for work, each in zip(works, told, strict=True):
        work.handle(ORDER, each.order_id, order(each))
    crm.handler.commit(works[0])
    with pytest.raises(ClaimTaken):
        crm.handler.commit(works[1])


def test_a_coupon_is_of_its_pool(shop: Crm) -> None:
    with pytest.raises(Unknown):
        say(shop, "coupon.issue", pool_id=SPRING, number=4, channel="print")
    with pytest.raises(Unknown):
        say(shop, "coupon.issue", pool_id="none", number=1, channel="print")
    other = IssueCoupon(NOW, SPRING, 3, CouponChannel.PRINT, 2)
    with pytest.raises(UsesDiffer):
        tell(shop, COUPON, "spring:3", other)
    with pytest.raises(Unknown):
        tell(shop, COUPON, "spring:4", but(other, number=4, uses=1))
    assert tell(shop, COUPON, "spring:3", but(other, uses=1)).drafts


def test_a_promotion_stands_on_a_pool_and_a_budget_that_are_there(crm: Crm) -> None:
    with pytest.raises(Unknown):
        publish(crm, TOYS, but(WITH_COUPON, budget_id=None))
    with pytest.raises(Unknown):
        publish(crm, TEN, but(TERMS, budget_id=COSTS))
    say(crm, "budget.open", budget_id=COSTS, currency="USD", limit=5, slice=1)
    with pytest.raises(BudgetOfAnotherCurrency):
        publish(crm, TEN, but(TERMS, budget_id=COSTS))


def test_an_evaluation_is_of_what_is_in_force(shop: Crm) -> None:
    rules = in_force(shop.handler.begin(ANNA), NOW)
    assert [each.promotion_id for each in rules] == [TEN, TOYS]
    told = evaluate(shop)
    entry = NAMED["promotion.evaluate"]
    said = {"order_id": O2, "at": NOW, "currency": "UZS", "lines": (SHIRT,)}
    name, command = entry.build(said, shop.handler, shop.clock)
    with pytest.raises(RulesDiffer):
        tell(shop, EVALUATION, name, but(command, rules=rules[:1]))
    assert told.customer_id == AZIZA


def test_a_pool_that_holds_other_codes_than_its_seeds_is_found_out(crm: Crm) -> None:
    wrong = GenerateCoupons(NOW, SPRING, 2, SEED, ("x", "y"))
    tell(crm, POOL, SPRING, wrong)
    with pytest.raises(NotProven, match="other codes"):
        reveal(crm.handler, SPRING, SEED)


def test_codes_that_follow_from_a_seed_are_found_by_their_numbers(shop: Crm) -> None:
    pool = state(shop, POOL, SPRING).generated
    assert (pool.count, pool.uses) == (3, 1)
    again = say(shop, "pool.generate", pool_id=SPRING, count=3, seed=SEED)
    assert names(again) == []
