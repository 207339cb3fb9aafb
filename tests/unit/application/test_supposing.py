"""A changed promotion over past orders: what would have differed, and why not."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import EVALUATION, ORDER, PROMOTION
from mijoz.application.crm import Crm
from mijoz.application.identity import merge
from mijoz.application.past import newest
from mijoz.application.supposing import EVERY_DAY, Change, Supposed, what_if
from mijoz.composition import compose
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import BudgetId, CustomerId, OrderId, PromotionId
from mijoz.domain.promotion.conditions import Condition
from mijoz.domain.promotion.evaluation import Evaluation
from mijoz.domain.promotion.promotion import (
    EndPromotion,
    PausePromotion,
    PublishPromotion,
    ResumePromotion,
)
from mijoz.domain.promotion.terms import (
    Audience,
    Kind,
    Reward,
    Scope,
    Stacking,
    Step,
    Terms,
)
from mijoz.domain.promotion.windows import Window
from mijoz.domain.purchase.order import (
    CancelOrder,
    CompleteOrder,
    Line,
    PlaceOrder,
    RefundOrder,
)
from mijoz.testing.journal import Ticking

from ..engagement.club import ANNA, ask, tell
from ..promotion.promising import LINES, NOW, TERMS

AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
TEN = PromotionId("ten")
ALL = but(TERMS, windows=(Window(date(2026, 1, 1)),))
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def crm(clock: Ticking) -> Crm:
    crm = compose(clock=clock)
    for who in (AZIZA, BEK):
        register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop")
        crm.customers.tell(who, register, origin=ANNA)
    return crm


def publish(crm: Crm, terms: Terms = ALL, version: int = 1, days: int = 0) -> None:
    tell(crm, PROMOTION, TEN, PublishPromotion(NOW + days * DAY, TEN, version, terms))


def place(
    crm: Crm, name: str, days: float = 0, who: CustomerId = AZIZA, **line: Any
) -> None:
    """Place an order, and pay it, of which nothing was evaluated."""
    at, order = NOW + days * DAY, OrderId(name)
    one = Line("1", "shirt", "clothes", 1, 1_000, 1_000)
    told = PlaceOrder(at, order, who, "web", None, "UZS", (but(one, **line),))
    tell(crm, ORDER, order, told, CompleteOrder(at))


def evaluate(crm: Crm, name: str, days: float = 0, **said: Any) -> None:
    """Place an order at the prices that its evaluation came to."""
    at, order = NOW + days * DAY, OrderId(name)
    said = {"at": at, "customer_id": AZIZA, "currency": "UZS", "lines": LINES} | said
    found: Evaluation = ask(crm, "promotion.evaluate", order_id=order, **said).state
    lines = tuple(
        Line(
            each.line_id,
            each.sku,
            each.category,
            each.quantity,
            each.list_price - found.outcome.off(each.line_id),
            each.list_price,
        )
        for each in LINES
    )
    told = PlaceOrder(at, order, AZIZA, "web", None, "UZS", lines)
    tell(crm, ORDER, order, told)


def suppose(crm: Crm, terms: Terms, **clocks: Any) -> Supposed:
    return what_if(crm.journal, TEN, terms, **clocks)


def test_a_promotion_that_never_was_is_run_over_every_order(crm: Crm) -> None:
    place(crm, "o-1")
    place(crm, "o-2", 1, paid=500, list_price=500)
    found = suppose(crm, ALL)
    assert (found.orders, found.evaluated) == (2, 0)
    assert (found.applied_before, found.applied_after) == (0, 2)
    assert (found.before, found.after) == ({"UZS": 0}, {"UZS": 150})
    assert found.changes == [
        Change(OrderId("o-1"), AZIZA, NOW, "UZS", 0, 100),
        Change(OrderId("o-2"), AZIZA, NOW + DAY, "UZS", 0, 50),
    ]
    assert found.failed == {}
    assert found.position == crm.journal.head()


def test_a_changed_promotion_stands_in_the_place_of_what_was_in_force(crm: Crm) -> None:
    publish(crm)
    evaluate(crm, "o-1")
    place(crm, "o-2")
    found = suppose(crm, but(ALL, steps=(Step(0, 2_000),)))
    assert (found.evaluated, found.same) == (1, 1)
    assert (found.before, found.after) == ({"UZS": 283}, {"UZS": 566})
    assert (found.applied_before, found.applied_after) == (2, 2)
    assert [(each.before, each.after) for each in found.changes] == [
        (183, 366),
        (100, 200),
    ]


def test_what_comes_to_the_same_is_not_touched(crm: Crm) -> None:
    publish(crm)
    evaluate(crm, "o-1")
    place(crm, "o-2")
    found = suppose(crm, ALL)
    assert (found.changes, found.before) == ([], found.after)


def test_what_is_off_other_lines_differs_though_the_sum_is_the_same(crm: Crm) -> None:
    publish(crm, but(ALL, reward=Reward.AMOUNT, steps=(Step(0, 50),)))
    evaluate(crm, "o-1")
    moved = but(
        ALL,
        reward=Reward.AMOUNT,
        steps=(Step(0, 50),),
        scope=Scope(skus=("toy",)),
    )
    found = suppose(crm, moved)
    assert [(each.before, each.after) for each in found.changes] == [(50, 50)]


def test_the_first_condition_that_fails_is_counted(crm: Crm) -> None:
    place(crm, "o-1")
    place(crm, "o-2", paid=900, list_price=900)
    place(crm, "o-3", sku="sock")
    shirts = but(
        ALL,
        kind=Kind.THRESHOLD,
        steps=(Step(1_000, 1_000),),
        scope=Scope(skus=("shirt",)),
    )
    found = suppose(crm, shirts)
    assert found.failed == {Condition.LEAST: 1, Condition.SCOPE: 1}
    assert found.applied_after == 1


def test_only_what_failed_of_the_changed_promotion_is_counted(crm: Crm) -> None:
    tell(
        crm,
        PROMOTION,
        "other",
        PublishPromotion(NOW, PromotionId("other"), 1, but(ALL, currency="USD")),
    )
    place(crm, "o-1")
    assert suppose(crm, ALL).failed == {}


def test_other_promotions_stand_as_they_did(crm: Crm) -> None:
    group = but(ALL, stacking=Stacking("seasonal", 9))
    other = PromotionId("other")
    tell(crm, PROMOTION, other, PublishPromotion(NOW, other, 1, group))
    place(crm, "o-1")
    found = suppose(crm, but(ALL, stacking=Stacking("seasonal")))
    assert found.failed == {Condition.GROUP_TAKEN: 1}
    tell(crm, PROMOTION, other, PausePromotion(NOW + DAY, "x"))
    place(crm, "o-2", 1)
    assert suppose(crm, but(ALL, stacking=Stacking("seasonal"))).applied_after == 1
    tell(crm, PROMOTION, other, ResumePromotion(NOW + 2 * DAY, "x"))
    tell(crm, PROMOTION, other, EndPromotion(NOW + 3 * DAY, "x"))
    place(crm, "o-3", 2)
    place(crm, "o-4", 3)
    assert suppose(crm, but(ALL, stacking=Stacking("seasonal"))).applied_after == 2


def test_a_cancelled_order_is_none(crm: Crm) -> None:
    publish(crm)
    evaluate(crm, "o-1")
    tell(crm, ORDER, "o-1", CancelOrder(NOW, "x"))
    assert suppose(crm, ALL).orders == 0


def test_orders_are_those_that_had_happened_of_those_that_were_known(
    crm: Crm, clock: Ticking
) -> None:
    place(crm, "o-1")
    place(crm, "o-2", 2)
    monday = clock.now
    clock.forward(days=7)
    place(crm, "late", 1)
    assert suppose(crm, ALL).orders == 3
    assert suppose(crm, ALL, as_of=NOW + DAY).orders == 2
    assert suppose(crm, ALL, known_at=monday).orders == 2
    assert suppose(crm, ALL, as_of=NOW + DAY, known_at=monday).orders == 1


def test_windows_are_held_against_the_time_of_the_order_unless_told_otherwise(
    crm: Crm,
) -> None:
    place(crm, "o-1")
    may = but(ALL, windows=(Window(date(2026, 5, 1)),))
    assert suppose(crm, may).failed == {Condition.WINDOW: 1}
    assert suppose(crm, but(may, windows=EVERY_DAY)).applied_after == 1


def test_what_a_customer_had_bought_is_worked_out_as_of_each_order(crm: Crm) -> None:
    ladder = but(ALL, kind=Kind.CUMULATIVE, steps=(Step(1_500, 1_000),))
    place(crm, "o-1")
    place(crm, "o-2", 1)
    place(crm, "o-3", 2)
    place(crm, "of-bek", 2, BEK)
    assert [each.order_id for each in suppose(crm, ladder).changes] == ["o-3"]
    tell(crm, ORDER, "o-1", RefundOrder(NOW + 1.5 * DAY, "r", (("1", 501),)))
    assert suppose(crm, ladder).changes == []
    first = but(ALL, audience=Audience(most_orders=0))
    assert [each.order_id for each in suppose(crm, first).changes] == ["o-1", "of-bek"]


def test_who_is_one_person_by_then_has_bought_together(crm: Crm) -> None:
    first = but(ALL, audience=Audience(most_orders=0))
    place(crm, "o-1")
    place(crm, "of-bek", 2, BEK)
    how = Evidence.VERIFIED_IDENTIFIER
    at = NOW + DAY
    merge(crm.handler, BEK, AZIZA, how, at=at, merge_id="m", origin=ANNA)
    assert [each.order_id for each in suppose(crm, first).changes] == ["o-1"]
    ladder = but(ALL, kind=Kind.CUMULATIVE, steps=(Step(1_000, 1_000),))
    assert [each.order_id for each in suppose(crm, ladder).changes] == ["of-bek"]


def test_a_budget_of_which_nothing_is_known_has_enough(crm: Crm) -> None:
    costs = {"budget_id": BudgetId("costs"), "currency": "UZS", "limit": 50}
    ask(crm, "budget.open", at=NOW, slice=50, **costs)
    paid = but(ALL, budget_id=BudgetId("costs"))
    publish(crm, paid)
    evaluate(crm, "o-1")
    place(crm, "o-2")
    found = suppose(crm, paid)
    assert found.failed == {Condition.BUDGET: 1}
    assert (found.before, found.after) == ({"UZS": 100}, {"UZS": 100})
    other = but(paid, budget_id=BudgetId("another"))
    assert suppose(crm, other).after == {"UZS": 283}


def test_an_evaluation_that_its_rules_do_not_explain_is_told(crm: Crm) -> None:
    """Such as one by a promotion whose publication was learnt of too late."""
    publish(crm)
    evaluate(crm, "o-1")
    tell(crm, PROMOTION, TEN, PausePromotion(NOW, "told late"))
    found = suppose(crm, ALL)
    assert (found.evaluated, found.same) == (1, 0)


def test_the_newest_version_is_of_what_was_known(crm: Crm, clock: Ticking) -> None:
    publish(crm)
    monday = clock.now
    clock.forward(days=7)
    second = but(ALL, steps=(Step(0, 5),))
    publish(crm, second, 2, days=1)
    assert newest(crm.journal, TEN) == second
    assert newest(crm.journal, TEN, known_at=monday) == ALL
    assert newest(crm.journal, TEN, as_of=NOW) == ALL
    assert newest(crm.journal, "none") is None


def test_nothing_is_recorded(crm: Crm) -> None:
    place(crm, "o-1")
    before = crm.journal.head()
    told: list[int] = []
    what_if(crm.journal, TEN, ALL, progress=told.append)
    assert crm.journal.head() == before == told[-1]
    assert not crm.journal.stream(EVALUATION.stream("o-1"))
