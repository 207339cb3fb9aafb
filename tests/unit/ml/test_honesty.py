"""A model hears nothing from the future, and its reasons add up to its score."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import duckdb
import numpy as np
import pytest

from mijoz.ml.churn import ChurnModel, train
from mijoz.ml.features import Aggregate, Measure
from mijoz.ml.logistic import log_odds
from mijoz.ml.recipe import Recipe
from mijoz.ml.scoring import explain, scores
from mijoz.ml.study import study

from .warehouse import Fact, Facts, fill, order, warehouse

BEGIN = datetime(2023, 1, 1)  # noqa: DTZ001 - as the tables hold it
AS_OF = datetime(2023, 8, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def shop(seed: int = 4, customers: int = 90) -> list[Fact]:
    """Return the orders of a shop: each customer has a rate, and leaves some day."""
    draw = Random(seed)
    return [fact for n in range(customers) for fact in _orders(f"c{n}", draw)]


def _orders(customer: str, draw: Random) -> Iterator[Fact]:
    gap, when = draw.uniform(3, 25), BEGIN + draw.uniform(0, 60) * DAY
    while when < BEGIN + 300 * DAY and draw.random() > 0.04:
        paid = draw.randint(100, 9_000)
        yield order(customer, when, paid=paid, discount=draw.choice((0, 50)))
        when += draw.expovariate(1 / gap) * DAY


FACTS = shop()
KNOWN: Facts = {
    "orders": [f for f in FACTS if f["known_at"] < AS_OF.replace(tzinfo=None)]
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse(KNOWN) as made:
        yield made


@pytest.fixture(scope="module")
def model(con: duckdb.DuckDBPyConnection) -> ChurnModel:
    made, _ = train(con, AS_OF)
    return made


def test_what_comes_later_or_is_learnt_later_does_not_move_a_model(
    con: duckdb.DuckDBPyConnection, model: ChurnModel
) -> None:
    late = [
        order(f["customer_id"], f["at"] - 300 * DAY, 301 * DAY, paid=10**7)
        for f in FACTS
        if f not in KNOWN["orders"]
    ]
    with warehouse({"orders": FACTS}) as wiser:
        fill(wiser, {"orders": late})
        again, _ = train(wiser, AS_OF)
        assert again.card == model.card
        assert scores(wiser, again, AS_OF) == scores(con, model, AS_OF)


def test_an_order_known_in_time_does_move_a_model(model: ChurnModel) -> None:
    with warehouse(KNOWN) as con:
        fill(con, {"orders": [order("c1", BEGIN + 100 * DAY)]})
        again, _ = train(con, AS_OF)
    assert again.card["data_sha256"] != model.card["data_sha256"]


def test_no_lesson_was_open_when_it_was_taught(con: duckdb.DuckDBPyConnection) -> None:
    made = study(con, AS_OF, Recipe(horizon_days=14, active_days=30))
    for moment in made.rehearsals(AS_OF):
        for horizon in (14, 7):
            taught = made.panel.cutoffs[made.lessons(moment, horizon)]
            closed = taught.max() + np.timedelta64(horizon, "D")
            assert closed == np.datetime64(moment.replace(tzinfo=None))


def test_pushes_add_up_to_the_log_odds_from_one_level_for_all(
    con: duckdb.DuckDBPyConnection, model: ChurnModel
) -> None:
    levels = []
    for each in scores(con, model, AS_OF)[::10]:
        told = explain(con, model, each.customer_id, AS_OF, most=999)
        assert told.score.chance == pytest.approx(each.chance)
        pushed = sum(push.push for push in told.pushes)
        levels.append(float(log_odds(np.array(each.chance))) - pushed)
    assert levels == pytest.approx([levels[0]] * len(levels), abs=1e-6)


def test_a_push_changes_the_chance_the_way_it_pushes(
    con: duckdb.DuckDBPyConnection, model: ChurnModel
) -> None:
    told = explain(con, model, scores(con, model, AS_OF)[0].customer_id, AS_OF)
    for push in told.pushes:
        assert np.sign(push.push) == np.sign(push.change)
        assert abs(push.change) <= 1


def test_the_events_behind_a_count_are_as_many_as_it_says(
    con: duckdb.DuckDBPyConnection, model: ChurnModel
) -> None:
    features = {f.name: f for f in model.recipe.features}
    told = explain(con, model, scores(con, model, AS_OF)[-1].customer_id, AS_OF, 999)
    counts = [
        (push.value, push.count)
        for push in told.pushes
        if isinstance(counted := features.get(push.feature), Measure)
        and counted.aggregate is Aggregate.COUNT
    ]
    assert max(counts) > (0, 0)
    assert all(value == count for value, count in counts)


def test_no_event_behind_a_score_is_later_or_was_learnt_later(
    con: duckdb.DuckDBPyConnection, model: ChurnModel
) -> None:
    moment, customer = AS_OF.replace(tzinfo=None), "c1"
    told = explain(con, model, customer, AS_OF, most=999)
    news = [
        order(customer, moment),
        order(customer, moment - DAY, DAY + timedelta(microseconds=1)),
    ]
    with warehouse(KNOWN) as wiser:
        fill(wiser, {"orders": news})
        again = explain(wiser, model, customer, AS_OF, most=999)
    assert [push.count for push in again.pushes] == [push.count for push in told.pushes]
    assert [push.events for push in again.pushes] == [p.events for p in told.pushes]
