"""What holds of promotions, coupons and budgets, whatever anyone asks for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import evolve as but
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mijoz.domain.decider import Decider, Refused
from mijoz.domain.ids import BudgetId, CustomerId, OrderId, PoolId, PromotionId
from mijoz.domain.promotion import budget as b
from mijoz.domain.promotion import coupon as c
from mijoz.domain.promotion import evaluation as e
from mijoz.domain.promotion import promotion as p
from mijoz.domain.promotion import purse as u
from mijoz.domain.promotion.basket import (
    Basket,
    BasketLine,
    CouponProblem,
    Facts,
    Left,
    Referral,
    Shown,
)
from mijoz.domain.promotion.checking import check
from mijoz.domain.promotion.conditions import Condition
from mijoz.domain.promotion.evaluating import evaluate
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
    Terms,
)
from mijoz.domain.promotion.windows import Window

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
NAMES = [PromotionId(each) for each in "abcdef"]
SKUS, KINDS = ["shirt", "sock", "toy"], ["clothes", "children"]
POOL, COSTS = PoolId("spring"), BudgetId("costs")
VIP = Segment("vip", 1)
PEOPLE = [CustomerId("aziza"), CustomerId("bek")]
ALWAYS = Window(date(2026, 1, 1))
SINGLE = Window(date(2026, 3, 10), date(2026, 3, 10))
LADDERS = (Kind.QUANTITY, Kind.THRESHOLD, Kind.CUMULATIVE)

some_skus = st.lists(st.sampled_from(SKUS), max_size=2).map(tuple)
some_kinds = st.lists(st.sampled_from(KINDS), max_size=1).map(tuple)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Return terms that can be published."""
    kind = draw(st.sampled_from(list(Kind)))
    reward = draw(st.sampled_from(list(Reward)))
    most = 10_000 if reward == Reward.SHARE else 2_000
    values = st.integers(1, most)
    if kind in LADDERS:
        least = draw(st.sets(st.integers(1, 3_000), min_size=1, max_size=3))
        steps = tuple(Step(each, draw(values)) for each in sorted(least))
    else:
        steps = (Step(draw(st.integers(0, 2_000)), draw(values)),)
    scope = Scope(draw(some_skus), draw(some_kinds), draw(some_skus))
    if kind == Kind.SALE and not (scope.skus or scope.categories):
        scope = but(scope, skus=("toy",))
    found = Terms(
        kind,
        draw(st.sampled_from(["UZS", "UZS", "UZS", "USD"])),
        reward,
        steps,
        "Asia/Tashkent",
        (SINGLE,) if kind == Kind.DAY else (ALWAYS,),
        scope,
        Audience(draw(st.sampled_from([(), (), (VIP,)]))),
        Stacking(
            draw(st.sampled_from([None, None, "x", "y"])),
            draw(st.integers(0, 2)),
            tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2))),
        ),
        POOL if kind == Kind.COUPON else None,
        draw(st.sampled_from(list(Side))) if kind == Kind.FRIEND else None,
        draw(st.sampled_from([None, None, COSTS])),
    )
    check(found)
    return found


def in_force(named: dict[PromotionId, Terms]) -> list[p.Rule]:
    return [p.Rule(name, 1, each) for name, each in named.items()]


rules = st.dictionaries(st.sampled_from(NAMES), terms(), max_size=6).map(in_force)
lines = st.lists(
    st.tuples(
        st.sampled_from(SKUS),
        st.sampled_from([None, *KINDS]),
        st.integers(0, 9),
        st.integers(0, 3_000),
    ),
    min_size=1,
    max_size=4,
).map(
    lambda told: tuple(
        BasketLine(str(number), *each) for number, each in enumerate(told)
    )
)
coupons = st.lists(
    st.builds(
        Shown,
        st.just(POOL),
        st.integers(1, 3),
        st.sampled_from([None, CouponProblem.USED_UP]),
    ),
    max_size=2,
).map(tuple)
facts = st.builds(
    Facts,
    st.integers(0, 3_000),
    st.integers(0, 3),
    st.sampled_from([(), (VIP,)]),
    coupons,
    st.just(0),
    st.none() | st.builds(Referral, st.just("r"), st.sampled_from(Side), st.booleans()),
    st.integers(0, 2_000).map(lambda left: (Left(COSTS, left),)),
)
baskets = st.builds(Basket, st.sampled_from(PEOPLE), st.just("UZS"), lines, facts)


@given(baskets, rules)
def test_no_price_is_ever_negative_and_effects_sum_to_the_total(
    basket: Basket, promised: list[p.Rule]
) -> None:
    found = evaluate(basket, NOW, promised)
    for line in basket.lines:
        assert 0 <= found.off(line.line_id) <= line.list_price
    assert all(each.amount > 0 for each in found.effects)
    assert sum(each.discount for each in found.applied) == found.discount
    for applied in found.applied:
        mine = [x for x in found.effects if x.promotion_id == applied.promotion_id]
        assert sum(each.amount for each in mine) == applied.discount
        assert len({each.line_id for each in mine}) == len(mine)


@given(baskets, rules)
def test_every_promotion_applies_or_says_the_first_reason_why_not(
    basket: Basket, promised: list[p.Rule]
) -> None:
    found = evaluate(basket, NOW, promised)
    told = [each.promotion_id for each in found.applied]
    told += [each.promotion_id for each in found.not_applied]
    assert sorted(told) == sorted(each.promotion_id for each in promised)


@given(baskets, rules, st.randoms())
def test_the_order_in_which_promotions_are_given_does_not_matter(
    basket: Basket, promised: list[p.Rule], chance: Any
) -> None:
    shuffled = list(promised)
    chance.shuffle(shuffled)
    assert evaluate(basket, NOW, shuffled) == evaluate(basket, NOW, promised)


@given(baskets, rules)
def test_groups_and_exclusions_are_respected(
    basket: Basket, promised: list[p.Rule]
) -> None:
    found = evaluate(basket, NOW, promised)
    by_name = {each.promotion_id: each.terms.stacking for each in promised}
    beside = {each.promotion_id: by_name[each.promotion_id] for each in found.applied}
    groups = [each.group for each in beside.values() if each.group]
    assert len(groups) == len(set(groups))
    for name, each in beside.items():
        assert not set(each.excludes) & (beside.keys() - {name})


@given(baskets, rules)
def test_a_budget_is_never_spent_beyond_what_is_left(
    basket: Basket, promised: list[p.Rule]
) -> None:
    found = evaluate(basket, NOW, promised)
    cost = sum(each.discount for each in found.applied if each.budget_id == COSTS)
    assert cost <= basket.facts.budgets[0].amount


@given(baskets, rules, st.integers(0, 3), st.integers(0, 9), st.integers(0, 3_000))
def test_more_in_a_basket_never_loses_a_threshold(
    basket: Basket, promised: list[p.Rule], which: int, more: int, dearer: int
) -> None:
    at = which % len(basket.lines)
    raised = tuple(
        but(
            each,
            quantity=each.quantity + (more if place == at else 0),
            list_price=each.list_price + (dearer if place == at else 0),
        )
        for place, each in enumerate(basket.lines)
    )
    another = BasketLine("another", "toy", "children", more, dearer)
    before = _missed(evaluate(basket, NOW, promised))
    for larger in (raised, (*basket.lines, another)):
        after = _missed(evaluate(but(basket, lines=larger), NOW, promised))
        assert after <= before


def _missed(found: Any) -> set[PromotionId]:
    """Return the promotions whose own terms were not met by what is in the basket."""
    return {
        each.promotion_id
        for each in found.not_applied
        if each.condition in (Condition.LEAST, Condition.SCOPE)
    }


@given(baskets, rules)
def test_an_evaluation_that_was_kept_comes_to_the_same_again(
    basket: Basket, promised: list[p.Rule]
) -> None:
    ask = e.EvaluatePromotions(
        NOW,
        OrderId("o"),
        basket.currency,
        basket.lines,
        basket.facts,
        tuple(promised),
        basket.customer_id,
    )
    (event,) = e.EVALUATIONS.decide(ask, e.Evaluation())
    assert isinstance(event, e.PromotionEvaluated)
    state = e.EVALUATIONS.fold([event])
    assert e.again(event, promised) == state.outcome
    assert not list(e.EVALUATIONS.decide(ask, state))


@given(st.data())
def test_parts_are_whole_sum_up_and_are_no_more_than_their_own(
    data: st.DataObject,
) -> None:
    among = data.draw(st.lists(st.integers(0, 10**12), max_size=6))
    amount = data.draw(st.integers(0, sum(among)))
    parts = share(amount, among)
    assert sum(parts) == amount
    for part, of in zip(parts, among, strict=True):
        assert 0 <= part <= of
        if among and sum(among):
            assert abs(part * sum(among) - amount * of) < sum(among)


def told(decider: Decider[Any, Any, Any], command: Any, state: Any) -> tuple[Any, Any]:
    """Return what a command causes and the state after it; a repeat causes nothing."""
    try:
        events = list(decider.decide(command, state))
    except Refused:
        return [], state
    after = decider.fold(events, state)
    assert list(decider.decide(command, after)) == []
    return events, after


times = st.integers(0, 9).map(lambda hours: NOW + timedelta(hours=hours))
orders = st.sampled_from([OrderId(f"o-{each}") for each in range(5)])
holders = st.sampled_from(["shop", "web"])
people = st.none() | st.sampled_from(PEOPLE)


class Coupons(RuleBasedStateMachine):
    """One coupon of three uses, two for each customer."""

    def __init__(self) -> None:
        super().__init__()
        self.coupon = c.Coupon()

    def tell(self, command: c.Command) -> None:
        _, self.coupon = told(c.COUPONS, command, self.coupon)

    @rule(whom=st.none() | st.just(PEOPLE[0]))
    def issue(self, whom: CustomerId | None) -> None:
        sms = c.CouponChannel.SMS
        self.tell(c.IssueCoupon(NOW, POOL, 1, sms, 3, 2, whom))

    @rule(order=orders, at=times, who=people)
    def reserve(self, order: OrderId, at: datetime, who: CustomerId | None) -> None:
        self.tell(c.ReserveCoupon(at, order, who))

    @rule(order=orders, at=times)
    def use(self, order: OrderId, at: datetime) -> None:
        self.tell(c.UseCoupon(at, order, 5, "UZS"))

    @rule(order=orders, at=times)
    def release(self, order: OrderId, at: datetime) -> None:
        self.tell(c.ReleaseCoupon(at, order, "x"))

    @rule(at=times)
    def revoke(self, at: datetime) -> None:
        self.tell(c.RevokeCoupon(at, "x"))

    @invariant()
    def uses_are_within_the_limits(self) -> None:
        state = self.coupon
        assert not any(name in state.used for name, _ in state.reserved.items())
        taken: list[Any] = [*state.reserved.values(), *state.used.values()]
        assert len(taken) == state.uses <= 3
        for each in (None, *PEOPLE):
            assert sum(one.customer_id == each for one in taken) <= 2
        if state.issued and state.issued.customer_id:
            assert {one.customer_id for one in taken} <= {state.issued.customer_id}


class Budgets(RuleBasedStateMachine):
    """A budget of a hundred in slices of thirty, and the purses of two holders.

    What follows from an event is told at once, as the application does.
    """

    def __init__(self) -> None:
        super().__init__()
        opening = b.OpenBudget(NOW, COSTS, "UZS", 100, 30)
        _, self.budget = told(b.BUDGETS, opening, b.Budget())
        self.purses = {"shop": u.Purse(), "web": u.Purse()}
        self.most_leased = 0

    @rule(
        name=st.sampled_from("abcdefgh"),
        who=holders,
        least=st.integers(-1, 50),
    )
    def lease(self, name: str, who: str, least: int) -> None:
        left = self.budget.left
        ask = b.LeaseSlice(NOW, name, who, least)
        events, self.budget = told(b.BUDGETS, ask, self.budget)
        for event in events:
            if isinstance(event, b.BudgetSliceLeased):
                assert event.amount == min(max(30, least), left)
                assert event.left == left - event.amount
                fill = u.FillPurse(NOW, COSTS, who, name, event.amount)
                _, self.purses[who] = told(u.PURSES, fill, self.purses[who])
            else:
                assert isinstance(event, b.BudgetExhausted)
                assert self.budget.left == 0

    @rule(who=holders, order=orders, amount=st.integers(-1, 60))
    def spend(self, who: str, order: OrderId, amount: int) -> None:
        ask = u.SpendBudget(NOW, order, amount)
        _, self.purses[who] = told(u.PURSES, ask, self.purses[who])

    @rule(who=holders, order=orders)
    def unspend(self, who: str, order: OrderId) -> None:
        ask = u.UnspendBudget(NOW, order)
        _, self.purses[who] = told(u.PURSES, ask, self.purses[who])

    @rule(who=holders, name=st.sampled_from("xyz"))
    def empty(self, who: str, name: str) -> None:
        ask = u.EmptyPurse(NOW, name)
        events, self.purses[who] = told(u.PURSES, ask, self.purses[who])
        for event in events:
            back = b.ReturnSlice(NOW, f"{who}:{name}", who, event.amount)
            given, self.budget = told(b.BUDGETS, back, self.budget)
            assert given

    @invariant()
    def leased_plus_spent_is_never_above_the_limit(self) -> None:
        spent = {
            who: sum(
                amount
                for order, amount in purse.spent.items()
                if order not in purse.unspent
            )
            for who, purse in self.purses.items()
        }
        held = sum(purse.held for purse in self.purses.values())
        assert all(purse.held >= 0 for purse in self.purses.values())
        assert self.budget.left >= 0
        assert held + sum(spent.values()) + self.budget.left == 100
        for who, purse in self.purses.items():
            assert spent[who] + purse.held == self.budget.leased.get(who, 0)


Coupons.TestCase.settings = Budgets.TestCase.settings = settings(
    max_examples=50, stateful_step_count=40, deadline=None
)
TestCoupons = Coupons.TestCase
TestBudgets = Budgets.TestCase

publishing: st.SearchStrategy[p.Command] = st.one_of(
    st.builds(p.PublishPromotion, times, st.just(NAMES[0]), st.integers(0, 3), terms()),
    st.builds(p.PausePromotion, times, st.just("x")),
    st.builds(p.ResumePromotion, times, st.just("x")),
    st.builds(p.EndPromotion, times, st.just("x")),
)


@given(st.lists(publishing, max_size=8))
def test_what_was_in_force_at_a_moment_stays_so(commands: list[p.Command]) -> None:
    state = p.Promotion()
    for command in commands:
        before = state
        events, state = told(p.PROMOTIONS, command, state)
        numbers = [each.version for each in state.versions]
        assert numbers == sorted(set(numbers))
        assert set(before.versions) <= set(state.versions)
        for event in events:
            for hours in range(10):
                moment = NOW + timedelta(hours=hours)
                if moment < event.at:
                    assert state.in_force(moment) == before.in_force(moment)
