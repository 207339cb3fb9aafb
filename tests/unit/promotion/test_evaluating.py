"""What promotions take off a basket, one test a rule, and each reason why not."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.ids import BudgetId, CustomerId, PoolId, PromotionId
from mijoz.domain.promotion.basket import (
    Basket,
    CouponProblem,
    Facts,
    Left,
    Referral,
    Shown,
)
from mijoz.domain.promotion.conditions import Condition, NotApplied
from mijoz.domain.promotion.evaluating import Applied, Effect, Outcome, evaluate
from mijoz.domain.promotion.promotion import Rule
from mijoz.domain.promotion.sharing import share
from mijoz.domain.promotion.terms import (
    Audience,
    Kind,
    Reward,
    Scope,
    Segment,
    Side,
    Stacking,
    Step,
)

from .promising import (
    BASKET,
    BEK,
    LINES,
    NOW,
    OF,
    SHIRT,
    SOCK,
    SPRING,
    TOY,
    holding,
    rule,
)

A, B, C = PromotionId("a"), PromotionId("b"), PromotionId("c")
COSTS = BudgetId("costs")
PENSIONERS = Segment("pensioners", 2)


def outcome(*rules: Rule, basket: Basket = BASKET) -> Outcome:
    return evaluate(basket, NOW, rules)


def off(*rules: Rule, basket: Basket = BASKET) -> list[int]:
    """Return what is taken off each line of a basket."""
    found = outcome(*rules, basket=basket)
    return [found.off(each.line_id) for each in basket.lines]


def why(one: Rule, basket: Basket = BASKET) -> NotApplied:
    """Return why a promotion did not apply."""
    (failed,) = outcome(one, basket=basket).not_applied
    return failed


def fails(
    condition: Condition, needed: int | None = None, had: int | None = None
) -> Any:
    return NotApplied(A, 1, condition, needed, had)


def test_nothing_is_taken_off_where_nothing_is_promised() -> None:
    assert outcome() == Outcome()


def test_a_fixed_share_is_taken_off_every_line() -> None:
    found = outcome(rule("a"))
    assert found == Outcome(
        (Applied(A, 1, Kind.FIXED, Reward.SHARE, Step(0, 1_000), 183),),
        (),
        (Effect(A, "1", 100), Effect(A, "2", 33), Effect(A, "3", 50)),
    )
    assert found.discount == 183


def test_a_share_is_rounded_down_once_and_shared_by_the_largest_remainder() -> None:
    lines = tuple(but(SOCK, line_id=each, list_price=5) for each in "abc")
    assert off(rule("a"), basket=holding(*lines)) == [1, 0, 0]
    assert share(10, (5, 5, 5)) == (4, 3, 3)
    assert share(2, (1, 2, 3)) == (0, 1, 1)
    assert share(0, (1, 2)) == (0, 0)
    assert share(0, (0, 0)) == (0, 0)
    assert share(5, (0, 0)) == (0, 0)


def test_an_amount_is_taken_off_the_lines_together_and_never_more_than_all() -> None:
    less = rule("a", reward=Reward.AMOUNT, steps=(Step(0, 183),))
    assert off(less) == [100, 33, 50]
    much = rule("a", reward=Reward.AMOUNT, steps=(Step(0, 1_000_000),))
    assert off(much) == [1_000, 333, 500]


def test_a_price_is_for_each_item_and_never_a_dearer_one() -> None:
    special = rule("a", reward=Reward.PRICE, steps=(Step(0, 200),))
    assert off(special) == [600, 0, 300]
    bare = but(TOY, quantity=0)
    assert off(special, basket=holding(bare)) == [0]


def test_items_in_scope_count_towards_a_break_of_quantity() -> None:
    breaks = rule("a", OF[Kind.QUANTITY])
    two, three, six = (holding(but(SHIRT, quantity=each)) for each in (2, 3, 6))
    assert why(breaks, two) == fails(Condition.LEAST, 3, 2)
    assert off(breaks, basket=three) == [50]
    assert off(breaks, basket=holding(but(SHIRT, quantity=5))) == [50]
    assert off(breaks, basket=six) == [200]
    shirts = rule("a", OF[Kind.QUANTITY], scope=Scope(skus=("shirt",)))
    assert why(shirts) == fails(Condition.LEAST, 3, 2)


def test_a_coupons_price_is_given_only_to_who_shows_a_code() -> None:
    special = rule(
        "a",
        OF[Kind.COUPON],
        reward=Reward.PRICE,
        steps=(Step(0, 300),),
        scope=Scope(skus=("toy",)),
    )
    assert why(special) == fails(Condition.NO_COUPON)
    other = holding(coupons=(Shown(PoolId("autumn"), 1),))
    assert why(special, other) == fails(Condition.NO_COUPON)
    shown = holding(coupons=(Shown(SPRING, 7), Shown(SPRING, 4)))
    assert off(special, basket=shown) == [0, 0, 200]
    (applied,) = outcome(special, basket=shown).applied
    assert (applied.pool_id, applied.number) == (SPRING, 4)


def test_a_coupon_that_cannot_be_used_gives_nothing() -> None:
    used = Shown(SPRING, 4, CouponProblem.USED_UP)
    one = rule("a", OF[Kind.COUPON])
    assert why(one, holding(coupons=(used,))) == fails(Condition.COUPON_UNUSABLE)
    (applied,) = outcome(one, basket=holding(coupons=(used, Shown(SPRING, 9)))).applied
    assert applied.number == 9


def test_a_day_is_good_until_it_ends() -> None:
    one = rule("a", OF[Kind.DAY])
    assert sum(off(one)) == 183
    end = NOW.replace(hour=19)
    assert evaluate(BASKET, end - timedelta(microseconds=1), [one]).applied
    assert evaluate(BASKET, end, [one]).not_applied == (fails(Condition.WINDOW),)


@pytest.mark.parametrize(
    ("price", "taken"), [(1_499, None), (1_500, 75), (1_999, 99), (2_000, 200)]
)
def test_a_threshold_is_of_list_prices_in_scope(price: int, taken: int | None) -> None:
    basket = holding(but(SHIRT, list_price=price))
    one = rule("a", OF[Kind.THRESHOLD])
    if taken is None:
        assert why(one, basket) == fails(Condition.LEAST, 1_500, price)
    else:
        assert off(one, basket=basket) == [taken]
    toys = rule("a", OF[Kind.THRESHOLD], scope=Scope(skus=("toy",)))
    assert why(toys).had == 500


def test_no_other_promotion_lowers_what_a_threshold_counts() -> None:
    half = rule("b", steps=(Step(0, 5_000),), stacking=Stacking(priority=9))
    found = outcome(half, rule("a", OF[Kind.THRESHOLD]))
    assert {each.promotion_id for each in found.applied} == {A, B}


@pytest.mark.parametrize(
    ("spent", "taken"),
    [(9_999, None), (10_000, 54), (49_999, 54), (50_000, 128)],
)
def test_a_cumulative_discount_climbs_with_what_was_spent_so_far(
    spent: int, taken: int | None
) -> None:
    one = rule("a", OF[Kind.CUMULATIVE])
    basket = holding(spent=spent)
    if taken is None:
        assert why(one, basket) == fails(Condition.LEAST, 10_000, spent)
    else:
        assert sum(off(one, basket=basket)) == taken


def test_a_sale_is_of_its_scope() -> None:
    assert off(rule("a", OF[Kind.SALE])) == [0, 0, 50]
    assert why(rule("a", OF[Kind.SALE]), holding(SHIRT)) == fails(Condition.SCOPE)


def test_a_friend_is_worth_a_discount_once() -> None:
    one = rule("a", OF[Kind.FRIEND])
    assert why(one) == fails(Condition.NO_REFERRAL)
    brought = Referral("r-1", Side.FRIEND)
    assert why(one, holding(referral=brought)) == fails(Condition.NO_REFERRAL)
    mine = Referral("r-1", Side.REFERRER)
    (applied,) = outcome(one, basket=holding(referral=mine)).applied
    assert applied.referral_id == "r-1"
    used = but(mine, used=True)
    assert why(one, holding(referral=used)) == fails(Condition.REFERRAL_USED)


def test_what_needs_no_friend_names_none() -> None:
    used = Referral("r-1", Side.REFERRER, used=True)
    (applied,) = outcome(rule("a"), basket=holding(referral=used)).applied
    assert applied.referral_id is None


def test_a_paused_promotion_applies_to_nobody() -> None:
    assert why(but(rule("a"), paused=True)) == fails(Condition.PAUSED)


def test_a_promotion_is_in_its_own_money() -> None:
    assert why(rule("a", currency="USD")) == fails(Condition.CURRENCY)


def test_a_promotion_may_be_for_members_of_a_segment_in_its_version() -> None:
    one = rule("a", audience=Audience(segments=(PENSIONERS, Segment("vip", 1))))
    assert why(one) == fails(Condition.AUDIENCE)
    assert off(one, basket=holding(segments=(Segment("x", 1), PENSIONERS)))[0] == 100
    older = holding(segments=(but(PENSIONERS, version=1),))
    assert why(one, older) == fails(Condition.AUDIENCE)


def test_goods_for_children_may_be_cheaper_for_a_segment() -> None:
    families = Segment("young-families", 1)
    one = rule("a", OF[Kind.SALE], audience=Audience(segments=(families,)))
    assert why(one) == fails(Condition.AUDIENCE)
    assert off(one, basket=holding(segments=(families,))) == [0, 0, 50]


def test_a_promotion_may_be_for_one_customer_alone() -> None:
    one = rule("a", audience=Audience(customers=(BEK,)))
    assert why(one) == fails(Condition.AUDIENCE)
    assert why(one, but(BASKET, customer_id=None)) == fails(Condition.AUDIENCE)
    assert off(one, basket=but(BASKET, customer_id=BEK))[0] == 100


def test_a_promotion_may_be_for_members_or_for_some_by_name() -> None:
    one = rule("a", audience=Audience((PENSIONERS,), (BEK,)))
    assert off(one, basket=but(BASKET, customer_id=BEK))[0] == 100
    assert off(one, basket=holding(segments=(PENSIONERS,)))[0] == 100
    assert why(one) == fails(Condition.AUDIENCE)


def test_a_promotion_may_be_for_the_first_orders() -> None:
    one = rule("a", audience=Audience(most_orders=1))
    assert off(one, basket=holding(orders=1))[0] == 100
    assert why(one, holding(orders=2)) == fails(Condition.ORDERS, 1, 2)
    assert why(one, but(BASKET, customer_id=None)) == fails(Condition.ORDERS)


def test_what_asks_for_a_least_price_says_by_how_much_it_was_missed() -> None:
    one = rule("a", steps=(Step(1_834, 1_000),))
    assert why(one) == fails(Condition.LEAST, 1_834, 1_833)
    assert off(rule("a", steps=(Step(1_833, 1_000),)))[0] == 100


def test_of_a_group_only_the_first_applies() -> None:
    group = Stacking("seasonal")
    a, b = rule("a", stacking=group), rule("b", stacking=group)
    found = outcome(b, a, rule("c"))
    assert [each.promotion_id for each in found.applied] == [A, C]
    assert found.not_applied == (NotApplied(B, 1, Condition.GROUP_TAKEN, beside=A),)
    first = but(b, terms=but(b.terms, stacking=Stacking("seasonal", 1)))
    assert outcome(a, first).applied[0].promotion_id == B


def test_a_group_is_not_taken_by_what_does_not_apply() -> None:
    group = Stacking("seasonal", 5)
    found = outcome(
        rule("a", currency="USD", stacking=group),
        rule("b", stacking=Stacking("seasonal")),
    )
    assert [each.promotion_id for each in found.applied] == [B]


@pytest.mark.parametrize(
    ("first", "second"),
    [((B,), ()), ((), (A,)), ((B,), (A,))],
)
def test_what_excludes_another_never_applies_beside_it(
    first: tuple[PromotionId, ...], second: tuple[PromotionId, ...]
) -> None:
    found = outcome(
        rule("a", stacking=Stacking(excludes=first)),
        rule("b", stacking=Stacking(excludes=second)),
        rule("c"),
    )
    assert [each.promotion_id for each in found.applied] == [A, C]
    assert found.not_applied == (NotApplied(B, 1, Condition.EXCLUDED, beside=A),)


def test_promotions_take_from_what_those_before_them_left() -> None:
    half = (Step(0, 5_000),)
    found = off(rule("a", steps=half), rule("b", steps=half), basket=holding(SHIRT))
    assert found == [750]


def test_where_nothing_is_left_nothing_is_taken() -> None:
    whole = rule("a", steps=(Step(0, 10_000),), stacking=Stacking(priority=1))
    found = outcome(whole, rule("b"))
    assert found.discount == sum(each.list_price for each in LINES)
    assert found.not_applied == (NotApplied(B, 1, Condition.NOTHING_LEFT),)


@pytest.mark.parametrize(("left", "gives"), [(182, False), (183, True)])
def test_a_budget_pays_for_all_of_a_promotion_or_for_nothing(
    left: int, gives: bool
) -> None:
    one = rule("a", budget_id=COSTS)
    basket = holding(budgets=(Left(COSTS, left),))
    if gives:
        (applied,) = outcome(one, basket=basket).applied
        assert applied.budget_id == COSTS
    else:
        assert why(one, basket) == fails(Condition.BUDGET, 183, left)
    assert why(one) == fails(Condition.BUDGET, 183, 0)


def test_promotions_that_share_a_budget_share_what_is_left() -> None:
    first, second = (rule(name, budget_id=COSTS) for name in "ab")
    left = 183 + 165
    found = outcome(first, second, basket=holding(budgets=(Left(COSTS, left),)))
    assert [each.discount for each in found.applied] == [183, 165]
    found = outcome(first, second, basket=holding(budgets=(Left(COSTS, left - 1),)))
    assert found.not_applied == (NotApplied(B, 1, Condition.BUDGET, 165, 164),)


def test_the_first_condition_that_fails_is_told() -> None:
    """Each of these mends one, and so brings the next to light."""
    one = but(
        rule(
            "a",
            OF[Kind.COUPON],
            currency="USD",
            audience=Audience((PENSIONERS,), most_orders=0),
            scope=Scope(skus=("hat",)),
            steps=(Step(5_000, 1_000),),
            budget_id=COSTS,
        ),
        paused=True,
    )
    basket = Basket(None, "UZS", LINES)
    found: list[Condition] = []

    def look() -> None:
        (failed,) = evaluate(basket, at, [one]).not_applied
        found.append(failed.condition)

    at = NOW + timedelta(days=60)
    look()
    one = but(one, paused=False)
    look()
    basket = but(basket, currency="USD")
    look()
    at = NOW
    look()
    basket = but(basket, facts=Facts(orders=1, segments=(PENSIONERS,)))
    look()
    basket = but(basket, customer_id=CustomerId("c"), facts=but(basket.facts, orders=0))
    look()
    bad = Shown(SPRING, 1, CouponProblem.REVOKED)
    basket = but(basket, facts=but(basket.facts, coupons=(bad,)))
    look()
    basket = but(basket, facts=but(basket.facts, coupons=(Shown(SPRING, 1),)))
    look()
    one = but(one, terms=but(one.terms, scope=Scope()))
    look()
    one = but(one, terms=but(one.terms, steps=(Step(0, 1_000),)))
    look()
    assert found == [
        Condition.PAUSED,
        Condition.CURRENCY,
        Condition.WINDOW,
        Condition.AUDIENCE,
        Condition.ORDERS,
        Condition.NO_COUPON,
        Condition.COUPON_UNUSABLE,
        Condition.SCOPE,
        Condition.LEAST,
        Condition.BUDGET,
    ]


def test_what_is_off_a_line_is_told_by_kind_as_well() -> None:
    found = outcome(rule("a"), rule("b", OF[Kind.SALE]))
    assert found.off("3") == 50 + 45
    assert found.off("3", Kind.SALE) == 45
    assert found.off("3", Kind.COUPON) == 0
    assert found.off("none") == 0
