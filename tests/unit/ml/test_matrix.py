"""Where windows begin and end, to the microsecond, and who has a row."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mijoz.ml.features import Aggregate, Feature, Measure
from mijoz.ml.labels import churned
from mijoz.ml.matrix import matrices, matrix

from .warehouse import Fact, order, warehouse

T = datetime(2024, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
US = timedelta(microseconds=1)
NONE = timedelta(0)

WEEK: tuple[Feature, ...] = (
    Measure("orders_7d", "rhythm", "orders", Aggregate.COUNT, "", "", window=7),
)


def at(moment: datetime, late: timedelta = NONE) -> Fact:
    return order("aziza", moment.replace(tzinfo=None), late)


def orders_in_the_week(*facts: Fact, known_at: datetime | None = None) -> float:
    with warehouse({"orders": [at(T - 30 * DAY), *facts]}) as con:
        (row,) = matrix(con, T, known_at, features=WEEK).to_pylist()
    answer: float = row["orders_7d"]
    return answer


def customers(fact: Fact, **how: Any) -> int:
    with warehouse({"orders": [fact]}) as con:
        return len(matrix(con, T, features=WEEK, **how))


@pytest.mark.parametrize(
    ("moment", "counted"),
    [(T - US, 1), (T, 0), (T - 7 * DAY, 1), (T - 7 * DAY - US, 0)],
)
def test_a_window_begins_with_its_first_instant_and_ends_before_the_cut_off(
    moment: datetime, counted: int
) -> None:
    assert orders_in_the_week(at(moment)) == counted


@pytest.mark.parametrize(("late", "counted"), [(DAY, 1), (DAY + US, 0)])
def test_a_fact_learnt_at_the_cut_off_counts_and_just_after_does_not(
    late: timedelta, counted: int
) -> None:
    assert orders_in_the_week(at(T - DAY, late)) == counted


def test_what_was_learnt_later_counts_for_those_who_ask_as_known_later() -> None:
    late = at(T - DAY, 3 * DAY)
    assert orders_in_the_week(late) == 0
    assert orders_in_the_week(late, known_at=T + 2 * DAY) == 1


@pytest.mark.parametrize(("moment", "rows"), [(T - 9 * DAY, 1), (T - 9 * DAY - US, 0)])
def test_the_active_have_an_order_in_the_last_days(moment: datetime, rows: int) -> None:
    assert customers(at(moment), active_days=9) == rows


def test_whoever_ever_ordered_has_a_row_however_short_the_windows() -> None:
    assert customers(at(T - 300 * DAY)) == 1


def test_features_of_values_alone_need_no_other() -> None:
    places = Measure(
        "places", "baskets", "orders", Aggregate.DISTINCT, "", "", "location"
    )
    with warehouse({"orders": [at(T - DAY)]}) as con:
        assert matrix(con, T, features=(places,))["places"].to_pylist() == [1.0]


def test_a_cut_off_is_in_a_time_zone() -> None:
    with warehouse({}) as con, pytest.raises(ValueError, match="in no time zone"):
        matrix(con, T.replace(tzinfo=None))


def test_the_cut_offs_of_a_panel_are_whole_days_apart() -> None:
    with warehouse({}) as con, pytest.raises(ValueError, match="not whole days"):
        matrices(con, (T, T - DAY / 2))


def silent(*facts: Fact, **how: Any) -> list[bool]:
    with warehouse({"orders": list(facts)}) as con:
        labels: list[bool] = churned(con, (T,), **how)["churned"].to_pylist()
    return labels


@pytest.mark.parametrize(
    ("moment", "churn"),
    [(T, False), (T - US, True), (T + 28 * DAY - US, False), (T + 28 * DAY, True)],
)
def test_churned_is_whoever_has_no_order_from_the_cut_off_to_the_horizon(
    moment: datetime, churn: bool
) -> None:
    assert silent(at(T - DAY), at(moment), horizon_days=28) == [churn]


@pytest.mark.parametrize(("late", "churn"), [(27 * DAY, False), (27 * DAY + US, True)])
def test_a_label_is_judged_as_known_when_it_closes(
    late: timedelta, churn: bool
) -> None:
    assert silent(at(T - DAY), at(T + DAY, late), horizon_days=28) == [churn]


@pytest.mark.parametrize(
    ("moment", "labels"), [(T - 56 * DAY, [True]), (T - 56 * DAY - US, [])]
)
def test_only_those_active_before_the_cut_off_can_churn(
    moment: datetime, labels: list[bool]
) -> None:
    assert silent(at(moment), active_days=56) == labels


@pytest.mark.parametrize(
    ("fact", "labels"),
    [(at(T), []), (at(T - DAY, DAY), [True]), (at(T - DAY, DAY + US), [])],
)
def test_an_order_at_the_cut_off_or_learnt_after_it_made_nobody_active(
    fact: Fact, labels: list[bool]
) -> None:
    assert silent(fact) == labels
