"""What changed between two moments, by which events, by whom and why."""

from datetime import timedelta
from typing import Any

import pytest

from mijoz.adapters.cli.audit.canonical import plain
from mijoz.application.auditing.diffing import Clock, Diff, diff
from mijoz.application.contexts import ORDER
from mijoz.application.desk import Unknown
from mijoz.application.ports import Gone
from mijoz.application.work import Work
from mijoz.domain.customer.profile import ErasePersonalData

from .shop import ANNA, AZIZA, BOBUR, OPENING, Shop, day


def compare(shop: Shop, since: float, until: float, **how: Any) -> Diff:
    journal = shop.crm.journal
    return diff(journal, AZIZA, day(since), day(until), show=plain, **how)


def deeds(found: Diff) -> list[str]:
    return [deed.event.type for deed in found.deeds]


def fields(found: Diff, model: str) -> dict[str, tuple[Any, Any]]:
    (changed,) = [each for each in found.changed if each.model == model]
    return {each.field: (each.before, each.after) for each in changed.differences}


def test_the_same_moment_twice_shows_no_change(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    for clock in Clock:
        found = compare(shop, 5, 5, clock=clock)
        assert (list(found.changed), list(found.deeds)) == ([], [])


def test_each_figure_that_differs_is_told_before_and_after(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    shop.buys(AZIZA, "o-2", 6, paid=500)
    card = fields(compare(shop, 4, 7), "cards")
    assert card["orders"] == (1, 2)
    assert card["spent[UZS]"] == (10_000, 10_500)
    assert "registered_at" not in card
    points = fields(compare(shop, 4, 7), "points")
    assert points["pending"] == (100, 105)


def test_what_moves_is_what_happened_or_what_we_learned(shop: Shop) -> None:
    shop.learn_on(8)
    shop.buys(AZIZA, "o-1", 3)
    assert deeds(compare(shop, 2, 4)) == [
        "OrderPlaced",
        "OrderCompleted",
        "PointsEarned",
    ]
    assert deeds(compare(shop, 2, 4, clock=Clock.RECORDED)) == []
    assert deeds(compare(shop, 7, 9)) == []
    assert len(deeds(compare(shop, 7, 9, clock=Clock.RECORDED))) == 3


def test_the_first_moment_itself_is_before_and_the_second_after(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    assert len(deeds(compare(shop, 2, 3))) == 3
    assert deeds(compare(shop, 3, 4)) == []


def test_what_was_not_known_by_then_did_not_change_anything(shop: Shop) -> None:
    shop.learn_on(8)
    shop.buys(AZIZA, "o-1", 3)
    assert deeds(compare(shop, 2, 4, known_at=day(7))) == []
    assert len(deeds(compare(shop, 2, 4, known_at=day(8)))) == 3


def test_a_deed_has_its_causes_from_the_root_down(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    shop.buys(AZIZA, "o-2", 4)
    found = compare(shop, 3, 5)
    (earned,) = [each for each in found.deeds if each.event.type == "PointsEarned"]
    assert [each.type for each in earned.causes] == ["OrderCompleted"]
    assert earned.causes[0].stream == "order-o-2"
    assert (earned.event.actor, earned.missing) == ("policy:orders-earn", None)
    assert earned.event.policy_refs == ("programme:club@1",)


def test_what_was_caused_stands_after_its_cause(shop: Shop) -> None:
    shop.buys(AZIZA, "o-2", 6)
    shop.buys(AZIZA, "o-1", 3)
    names = [
        (deed.event.type, deed.event.occurred_at) for deed in compare(shop, 0, 9).deeds
    ]
    assert names == [
        ("OrderPlaced", day(3)),
        ("OrderCompleted", day(3)),
        ("PointsEarned", day(3)),
        ("OrderPlaced", day(6)),
        ("OrderCompleted", day(6)),
        ("PointsEarned", day(6)),
    ]


def test_it_stands_after_its_cause_even_where_the_log_has_it_before(
    shop: Shop,
) -> None:
    def both(work: Work) -> None:
        for order in ("o-1", "o-2"):
            work.handle(ORDER, order, shop.order(AZIZA, order, 3))

    shop.crm.handler.run(both, ANNA)
    earned = shop.log[-3]
    assert (earned.type, shop.log[-1].id) == ("PointsEarned", earned.causation_id)
    assert deeds(compare(shop, 2, 4))[-2:] == ["PointsEarned", "PointsEarned"]


def test_time_alone_changes_what_can_be_spent(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 1)  # its points are good from day 15 on
    found = compare(shop, 14, 16)
    assert list(found.deeds) == []
    assert fields(found, "statement")["spendable"] == (0, 100)


def test_a_customer_who_came_in_between_is_new(shop: Shop) -> None:
    found = compare(shop, -1, 1)
    assert all(each.before is None for each in found.changed)
    assert "CustomerRegistered" in deeds(found)


def test_what_was_passed_over_before_counts_once_its_cause_is_seen(
    shop: Shop,
) -> None:
    shop.buys(AZIZA, "o-1", 5)
    shop.refunds("o-1", 2, 4_000)
    found = compare(shop, 3, 5)
    assert "EarnReversed" in deeds(found), "it happened on day 2, and counts from 5 on"
    assert "OrderRefunded" not in deeds(found)
    assert fields(found, "statement")["pending"] == (0, 60)


def test_nothing_of_another_customer_is_told(shop: Shop) -> None:
    shop.buys(BOBUR, "o-2", 3)
    found = compare(shop, 1, 5)
    assert (list(found.changed), list(found.deeds)) == ([], [])


def test_there_is_no_customer_before_anything_was_about_them(shop: Shop) -> None:
    with pytest.raises(Unknown):
        compare(shop, -2, -1)


def test_of_one_who_was_erased_nothing_is_compared(shop: Shop) -> None:
    erase = ErasePersonalData(OPENING + timedelta(days=1), "c-1", "asked")
    shop.crm.customers.tell(AZIZA, erase, origin=ANNA)
    with pytest.raises(Gone):
        compare(shop, -1, 1)
