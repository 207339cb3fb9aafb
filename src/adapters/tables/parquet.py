"""Parquet, by pyarrow, a batch of rows at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..extras import need
from .rows import Row, Table
from .unfit import BadTable


def read(path: Path) -> Table:
    """Open a Parquet file.

    Raises:
        BadTable: It is none.
        MissingExtra: The extra ``ml`` is not installed.
    """
    arrow: Any = need("pyarrow", "ml")
    parquet: Any = need("pyarrow.parquet", "ml")
    try:
        file = parquet.ParquetFile(path)
    except (arrow.ArrowInvalid, OSError) as problem:
        raise BadTable(f"{path}: it is not a Parquet file") from problem
    return Table(list(file.schema_arrow.names), _rows(file, arrow))


def _rows(file: Any, arrow: Any) -> Iterator[Row]:
    number = 0
    for batch in file.iter_batches(batch_size=10_000):
        names = batch.schema.names
        columns = [_plain(column, arrow).to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            number += 1
            yield Row(number, dict(zip(names, values, strict=True)))


def _plain(column: Any, arrow: Any) -> Any:
    """Return a column with times of microseconds: Python has none that are finer."""
    kind = column.type
    if arrow.types.is_timestamp(kind) and kind.unit == "ns":
        return column.cast(arrow.timestamp("us", kind.tz), safe=False)
    return column
