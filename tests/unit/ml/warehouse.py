"""Tables of facts in memory, filled by tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from mijoz.application.projections.facts import TABLES

Fact = dict[str, Any]  # the columns of one row
Facts = Mapping[str, Sequence[Fact]]  # the rows of each table

_numbers = count(1)
_ARROW = {
    "VARCHAR": pa.string(),
    "TIMESTAMP": pa.timestamp("us"),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "BOOLEAN": pa.bool_(),
}


def warehouse(facts: Facts) -> duckdb.DuckDBPyConnection:
    """Return a connection to tables that hold *facts*."""
    con = duckdb.connect(config={"threads": 2})
    for table, columns in TABLES.items():
        typed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"CREATE TABLE {table} ({typed})")
    fill(con, facts)
    return con


def fill(con: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    """Add *facts* to the tables of *con*."""
    for table, rows in facts.items():
        schema = pa.schema([(c, _ARROW[kind]) for c, kind in TABLES[table].items()])
        arrow = pa.Table.from_pylist(list(rows), schema)
        con.register("news", arrow)
        con.execute(f"INSERT INTO {table} SELECT * FROM news")
        con.unregister("news")


def fact(
    customer_id: str, at: datetime, late: timedelta = timedelta(0), **columns: Any
) -> Fact:
    """Return a row about *customer_id* that was known *late* after it happened."""
    number = next(_numbers)
    return {
        "customer_id": customer_id,
        "at": at,
        "known_at": at + late,
        "position": number,
        "event_id": f"event-{number}",
        "event_type": "Happened",
    } | columns


def order(
    customer_id: str,
    at: datetime,
    late: timedelta = timedelta(0),
    *,
    paid: int = 1000,
    **columns: Any,
) -> Fact:
    """Return an order of three units in two lines, at no discount."""
    return fact(
        customer_id,
        at,
        late,
        **{
            "order_id": f"order-{next(_numbers)}",
            "location": "market",
            "currency": "UZS",
            "lines": 2,
            "units": 3,
            "paid": paid,
            "discount": 0,
            "coupon_discount": 0,
        }
        | columns,
    )
