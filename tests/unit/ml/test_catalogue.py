"""The catalogue of features: what it holds, and what it refuses to hold."""

import pytest

from mijoz.ml.catalogue import catalogue, default, digest
from mijoz.ml.features import Aggregate, Measure, Ratio, Where

ENTRY = """
[[feature]]
name = "orders_{days}d"
family = "rhythm"
source = "orders"
aggregate = "count"
windows = [7, 28]
unit = "orders"
description = "orders in the last {days} days"
"""
RATIO = """
[[feature]]
name = "trend"
family = "rhythm"
ratio = ["orders_7d", "orders_28d"]
unit = "share"
description = "share of the month's orders that fell in the last week"
"""


def test_the_house_has_features_of_every_family() -> None:
    assert {feature.family for feature in default()} == {
        "rhythm",
        "money",
        "baskets",
        "discounts",
        "coupons",
        "campaigns",
        "points",
    }


def test_every_feature_is_described_to_people_once() -> None:
    descriptions = [feature.description for feature in default()]
    assert all(descriptions)
    assert len(set(descriptions)) == len(descriptions)


def test_an_entry_with_windows_stands_for_several_features() -> None:
    week, month = catalogue(ENTRY)
    assert (week.name, month.name) == ("orders_7d", "orders_28d")
    assert month.description == "orders in the last 28 days"
    assert isinstance(month, Measure)
    assert month.window == 28


def test_a_ratio_is_of_two_measures_above_it() -> None:
    *_, trend = catalogue(ENTRY + RATIO)
    assert isinstance(trend, Ratio)
    assert [part.name for part in trend.parts] == ["orders_7d", "orders_28d"]
    with pytest.raises(ValueError, match="orders_7d is no measure above it"):
        catalogue(RATIO)


def test_a_ratio_of_a_ratio_is_refused() -> None:
    other = RATIO.replace('"trend"', '"again"').replace('"orders_7d"', '"trend"')
    with pytest.raises(ValueError, match="trend is no measure above it"):
        catalogue(ENTRY + RATIO + other)


def test_a_name_is_described_once() -> None:
    with pytest.raises(ValueError, match="orders_7d is described twice"):
        catalogue(ENTRY + ENTRY)


def test_catalogues_that_differ_in_a_word_differ_in_digest() -> None:
    same, other = catalogue(ENTRY), catalogue(ENTRY.replace("28]", "29]"))
    assert digest(same) == digest(catalogue(ENTRY))
    assert digest(same) != digest(other)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"source": "secrets"}, "secrets is no table of facts"),
        ({"aggregate": Aggregate.SUM}, "sum of None"),
        ({"column": "paid"}, "count of paid"),
        ({"where": Where("colour", "=", "red")}, "orders has no colour"),
        ({"aggregate": Aggregate.SUM, "column": "colour"}, "orders has no colour"),
        ({"window": 0}, "a window of 0 days"),
    ],
)
def test_a_measure_that_no_table_can_answer_is_refused(
    entry: dict[str, object], complaint: str
) -> None:
    said = {
        "name": "n",
        "family": "rhythm",
        "source": "orders",
        "aggregate": Aggregate.COUNT,
        "unit": "",
        "description": "",
    }
    with pytest.raises(ValueError, match=complaint):
        Measure(**said | entry)  # type: ignore[arg-type]


def test_a_comparison_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'; drop' is no comparison"):
        Where("paid", "; drop", 0)
