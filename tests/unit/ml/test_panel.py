"""No training on labels that were still open."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mijoz.ml.panel import CutoffSplit, cutoffs_before, first_day, panel

from .warehouse import order, warehouse

T = datetime(2024, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = np.datetime64("2024-03-01") + np.arange(0, 100, 7)


def test_a_cut_off_teaches_only_when_its_label_had_closed() -> None:
    for train, test in CutoffSplit(np.timedelta64(28, "D")).split(None, None, DAYS):
        assert DAYS[train].max() + 28 == DAYS[test].min()


def test_a_horizon_a_day_longer_shuts_out_one_cut_off_more() -> None:
    longer = CutoffSplit(np.timedelta64(29, "D"), tests=1)
    ((train, test),) = longer.split(None, None, DAYS)
    assert DAYS[train].max() == DAYS[test].min() - 35
    assert longer.get_n_splits() == 1


def test_a_cut_off_without_a_past_is_no_test() -> None:
    split = CutoffSplit(np.timedelta64(28, "D"), tests=99)
    tests = [DAYS[test].min() for _, test in split.split(None, None, DAYS)]
    assert tests[0] == DAYS[0] + 28


def test_cut_offs_are_counted_back_from_the_last() -> None:
    found = cutoffs_before(T, T - 20 * DAY, 10 * DAY)
    assert found == (T - 20 * DAY, T - 10 * DAY, T)


def test_a_label_is_closed_from_the_end_of_its_horizon_on() -> None:
    facts = {"orders": [order("aziza", (T - DAY).replace(tzinfo=None))]}
    with warehouse(facts) as con:
        made = panel(con, (T,), horizons=(28, 14))
    assert not made.closed(28, T + 28 * DAY - DAY / 2).any()
    assert made.closed(28, T + 28 * DAY).all()
    assert made.closed(14, T + 14 * DAY).all()


def test_the_digest_of_a_panel_tells_facts_apart() -> None:
    digests = []
    for paid in (100, 100, 101):
        facts = {"orders": [order("aziza", (T - DAY).replace(tzinfo=None), paid=paid)]}
        with warehouse(facts) as con:
            made = panel(con, (T,), horizons=(28,))
        digests.append(made.digest(made.at(T)))
    assert digests[0] == digests[1] != digests[2]


def test_facts_begin_with_the_day_of_the_first_order_known() -> None:
    early = order("aziza", (T - 9.5 * DAY).replace(tzinfo=None), 20 * DAY)
    first = order("bobur", (T - 3.5 * DAY).replace(tzinfo=None))
    with warehouse({"orders": [early, first]}) as con:
        assert first_day(con, T) == T - 4 * DAY
        with pytest.raises(ValueError, match="no order was known"):
            first_day(con, T - 30 * DAY)
