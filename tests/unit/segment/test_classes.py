"""Who is in which class, by ABC, by RFM and by conditions."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.segment import abc, conditions, rfm
from mijoz.domain.segment.abc import Abc, Measure
from mijoz.domain.segment.conditions import Condition, Field
from mijoz.domain.segment.rfm import Edges, Rfm
from mijoz.domain.segment.shopper import Shopper

AT = datetime(2026, 6, 1, tzinfo=UTC)
PARETO = Abc(Measure.REVENUE, a_per_mille=800, b_per_mille=950)


def spent(**amounts: int) -> list[Shopper]:
    return [Shopper(name, spent=amount) for name, amount in amounts.items()]


def test_a_are_those_who_bring_the_first_part_and_b_the_next() -> None:
    found = abc.classify(PARETO, spent(a=800, b=150, c=50))
    assert found == {"a": "A", "b": "B", "c": "C"}


def test_who_brings_the_part_in_which_a_threshold_is_crossed_belongs_before_it() -> (
    None
):
    found = abc.classify(PARETO, spent(a=799, b=152, c=49))
    assert found == {"a": "A", "b": "A", "c": "C"}


def test_who_brings_nothing_or_costs_is_c_and_takes_nothing_from_the_whole() -> None:
    found = abc.classify(PARETO, spent(a=800, b=200, none=0, costs=-10_000))
    assert found == {"a": "A", "b": "B", "none": "C", "costs": "C"}
    assert abc.classify(PARETO, spent(none=0)) == {"none": "C"}


def test_equal_amounts_go_by_the_customers_ids() -> None:
    halves = Abc(Measure.REVENUE, a_per_mille=500, b_per_mille=1_000)
    assert abc.classify(halves, spent(y=5, x=5)) == {"x": "A", "y": "B"}


def test_abc_may_go_by_margin() -> None:
    shoppers = [Shopper("rich", spent=900, margin=10), Shopper("x", margin=90)]
    by_margin = Abc(Measure.MARGIN, 800, 950)
    assert abc.classify(by_margin, shoppers) == {"x": "A", "rich": "B"}


def shopper(name: str, days: int, orders: int, spent: int) -> Shopper:
    return Shopper(name, None, orders, spent, 0, AT - timedelta(days=days))


FIVE = [shopper(str(n), 10 * n, n, 100 * n) for n in range(1, 6)]


def test_rfm_parts_customers_into_bands_of_equal_size() -> None:
    edges = rfm.edges(Rfm(5), FIVE, AT)
    assert edges == Edges((10, 20, 30, 40), (1, 2, 3, 4), (100, 200, 300, 400))
    found = rfm.classify(Rfm(5), edges, FIVE, AT)
    assert found["1"] == "R5F1M1"
    assert found["3"] == "R3F3M3"
    assert found["5"] == "R1F5M5"


def test_equal_values_are_in_the_same_band() -> None:
    same = [shopper(str(n), 7, 2, 100) for n in range(4)]
    edges = rfm.edges(Rfm(2), same, AT)
    assert set(rfm.classify(Rfm(2), edges, same, AT).values()) == {"R2F1M1"}


def test_who_never_ordered_has_no_bands_and_moves_no_edge() -> None:
    everyone = [*FIVE, Shopper("new")]
    assert rfm.edges(Rfm(5), everyone, AT) == rfm.edges(Rfm(5), FIVE, AT)
    found = rfm.classify(Rfm(5), rfm.edges(Rfm(5), FIVE, AT), everyone, AT)
    assert found["new"] == "none"


def test_without_orders_there_are_no_edges() -> None:
    assert rfm.edges(Rfm(3), [Shopper("new")], AT) == Edges((), (), ())


def test_fewer_customers_than_bands_are_parted_all_the_same() -> None:
    two = FIVE[:2]
    found = rfm.classify(Rfm(5), rfm.edges(Rfm(5), two, AT), two, AT)
    assert found["1"] != found["2"]


ONE = Shopper(
    "one", AT - timedelta(days=30), 3, 500, 200, AT - timedelta(days=10), programmes=1
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field.ORDERS, 3),
        (Field.SPENT, 500),
        (Field.MARGIN, 200),
        (Field.DAYS_SINCE_ORDER, 10),
        (Field.DAYS_REGISTERED, 30),
        (Field.PROGRAMMES, 1),
    ],
)
def test_a_condition_holds_from_its_least_to_its_most(field: Field, value: int) -> None:
    def holds(least: int | None, most: int | None) -> bool:
        found = conditions.classify((Condition(field, least, most),), [ONE], AT)
        return found == {"one": "in"}

    assert holds(value, value)
    assert holds(None, None)
    assert not holds(value + 1, None)
    assert not holds(None, value - 1)


def test_all_conditions_must_hold() -> None:
    rule = (Condition(Field.ORDERS, 1), Condition(Field.SPENT, 501))
    assert conditions.classify(rule, [ONE], AT) == {"one": "out"}


def test_of_what_is_not_known_no_condition_holds() -> None:
    nobody = Shopper("nobody")
    for field in (Field.DAYS_SINCE_ORDER, Field.DAYS_REGISTERED):
        found = conditions.classify((Condition(field),), [nobody], AT)
        assert found == {"nobody": "out"}
