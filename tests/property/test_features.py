"""Any history: the query says what plain Python says, and no later fact is heard."""

from datetime import UTC, datetime, timedelta
from math import isclose
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijoz.application.projections.facts import COMMON, TABLES
from mijoz.ml.catalogue import default
from mijoz.ml.features import OF_A_COLUMN, Aggregate, Feature, Measure, Where
from mijoz.ml.matrix import matrices, matrix

from ..unit.ml.warehouse import Fact, Facts, fact, fill, warehouse
from .features_oracle import features_of

T = datetime(2024, 3, 1, tzinfo=UTC).replace(tzinfo=None)  # as the tables hold it
DAY = timedelta(days=1)
US = timedelta(microseconds=1)
SOURCES = sorted({part.source for f in default() for part in f.parts})

# Beside the catalogue: every aggregate, windowed and filtered, in one more shape.
PROBES: tuple[Feature, ...] = tuple(
    Measure(
        f"probe_{aggregate.value}",
        "probe",
        "orders",
        aggregate,
        "",
        "",
        "paid" if aggregate in OF_A_COLUMN else None,
        9,
        Where("location", "<>", "it's here"),
    )
    for aggregate in Aggregate
)
FEATURES = default() + PROBES

numbers = st.integers(-5, 5) | st.integers(-(2**40), 2**40)
texts = st.none() | st.sampled_from(["a", "b", "it's here"])
values: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": texts,
    "BIGINT": st.none() | numbers,
    "INTEGER": st.none() | st.integers(-5, 5),
    "BOOLEAN": st.booleans(),
}
# Around the edges of days and windows, and anywhere.
ages = st.sampled_from([0, 1, 7, 9, 14, 28, 56, 84]) | st.integers(-10, 120)
moments = st.builds(
    lambda age, off: T - age * DAY + off,
    ages,
    st.sampled_from([-US, 0 * US, US, 5 * 3600 * 1_000_000 * US]),
)
delays = st.sampled_from([0 * DAY, US, DAY, DAY - US]) | st.integers(0, 50).map(
    lambda days: days * DAY
)


@st.composite
def rows(draw: st.DrawFn, source: str) -> Fact:
    own = {
        column: draw(values[kind])
        for column, kind in TABLES[source].items()
        if column not in COMMON
    }
    customer = draw(st.sampled_from(["aziza", "bobur", "chinara", "dilnoza"]))
    return fact(customer, draw(moments), draw(delays), **own)


histories = st.fixed_dictionaries(
    {source: st.lists(rows(source), max_size=20) for source in SOURCES}
    | {"orders": st.lists(rows("orders"), min_size=1, max_size=60)}
)


def asked(con: duckdb.DuckDBPyConnection, **how: Any) -> dict[str, dict[str, Any]]:
    how = {"as_of": T.replace(tzinfo=UTC)} | how
    answer = matrix(con, features=FEATURES, **how).to_pylist()
    return {row.pop("customer_id"): row for row in answer}


def expected(facts: Facts, **how: Any) -> dict[str, dict[str, Any]]:
    how = {"as_of": T, "known_at": T} | how
    return features_of(facts, FEATURES, **how)


def assert_alike(
    said: dict[str, dict[str, Any]], true: dict[str, dict[str, Any]]
) -> None:
    assert said.keys() == true.keys()
    for customer, features in true.items():
        assert said[customer].keys() >= features.keys()
        for name, value in features.items():
            answer = said[customer][name]
            if value is None or answer is None:
                assert answer is value, (customer, name)
            else:
                assert isclose(answer, value, rel_tol=1e-9), (customer, name)


@settings(deadline=None, max_examples=12)
@given(
    histories,
    st.sampled_from([T, T - 3 * DAY, T + 30 * DAY]),
    st.none() | st.integers(1, 60),
)
def test_the_query_says_what_plain_python_says(
    facts: Facts, known_at: datetime, active_days: int | None
) -> None:
    with warehouse(facts) as con:
        said = asked(
            con, known_at=known_at.replace(tzinfo=UTC), active_days=active_days
        )
    assert_alike(said, expected(facts, known_at=known_at, active_days=active_days))


@settings(deadline=None, max_examples=6)
@given(histories, st.sets(st.integers(0, 60), min_size=1, max_size=3))
def test_a_panel_says_at_each_cut_off_what_was_known_then(
    facts: Facts, back: set[int]
) -> None:
    cutoffs = {(T - days * DAY).replace(tzinfo=UTC): days for days in back}
    with warehouse(facts) as con:
        panel = matrices(con, tuple(cutoffs), features=FEATURES).to_pylist()
    latest = max(cutoffs)
    for cutoff in cutoffs:
        moment = cutoff.replace(tzinfo=None)
        shift = (latest - cutoff).days
        said = {row["customer_id"]: row for row in panel if row["shift"] == shift}
        assert_alike(said, expected(facts, as_of=moment, known_at=moment))


@settings(deadline=None, max_examples=4)
@given(histories, st.data())
def test_what_happens_later_or_is_learnt_later_moves_no_feature(
    facts: Facts, data: st.DataObject
) -> None:
    later = {
        source: [
            row | {"at": max(row["at"], T)}
            for row in data.draw(st.lists(rows(source), min_size=1, max_size=4))
        ]
        for source in SOURCES
    }
    learnt_later = {
        source: [
            row | {"known_at": max(row["known_at"], T + US)}
            for row in data.draw(st.lists(rows(source), min_size=1, max_size=4))
        ]
        for source in SOURCES
    }
    with warehouse(facts) as con:
        before = asked(con)
        for planted in (later, learnt_later):
            fill(con, planted)
            assert asked(con) == before


@pytest.mark.parametrize("source", SOURCES)
def test_what_happened_and_was_known_in_time_does_move_a_feature(source: str) -> None:
    news = plain(source)
    with warehouse({"orders": [plain("orders")]}) as con:
        before = asked(con)
        fill(con, {source: [news | {"at": T - US, "known_at": T}]})
        assert asked(con) != before


@settings(deadline=None, max_examples=3)
@given(histories)
def test_one_customer_asked_for_alone_is_told_the_same(facts: Facts) -> None:
    with warehouse(facts) as con:
        for customer, row in asked(con).items():
            assert asked(con, customer_id=customer) == {customer: row}


def plain(source: str) -> Fact:
    own: dict[str, Any] = {
        column: 7 if kind in ("BIGINT", "INTEGER") else f"new {column}"
        for column, kind in TABLES[source].items()
        if column not in COMMON
    }
    return fact("aziza", T - DAY, **own)
