"""Where the rows of a replay go: a file of lines, or Parquet, a file for each table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import click

from ....application.auditing.models import FACTS, Row
from ....application.projections.facts import TABLES
from ...extras import need

Write: TypeAlias = Callable[[Row, bytes], object]
_LINES, _PARQUET = (".ndjson", ".jsonl"), ".parquet"
_TOGETHER = 50_000  # rows of a Parquet row group


def check(file: Path, models: tuple[str, ...]) -> None:
    """Complain of a file that cannot hold these models, before anything is read."""
    if not file.parent.is_dir():
        raise click.UsageError(f"{file}: there is no such folder")
    if file.suffix == _PARQUET:
        if set(models) != {FACTS}:
            raise click.UsageError(
                "Parquet holds facts alone: say --model facts, or write to a file"
                " that ends in .ndjson"
            )
        need("pyarrow", "ml")
    elif file.suffix not in _LINES:
        raise click.UsageError(f"{file}: a file ends in .ndjson or .parquet")


@contextmanager
def writing(file: Path | None) -> Iterator[tuple[Write, list[Path]]]:
    """Lend what writes rows; the files that it lists are there whole, or not at all."""
    files: list[Path] = []
    try:
        if file is None:
            yield lambda row, line: None, files
        elif file.suffix == _PARQUET:
            tables = _Tables(file, files)
            yield tables.write, files
            tables.close()
        else:
            files.append(file)
            with _part(file).open("wb") as lines:
                yield lambda row, line: lines.write(line), files
    except BaseException:
        for each in files:
            _part(each).unlink(missing_ok=True)
        raise
    for each in files:
        _part(each).replace(each)


def _part(file: Path) -> Path:
    return file.with_name(f"{file.name}.part")


class _Tables:
    """Each fact table as Parquet beside the others: ``facts.orders.parquet``."""

    def __init__(self, file: Path, files: list[Path]) -> None:
        self._file, self._files = file, files
        self._arrow: Any = need("pyarrow", "ml")
        self._waiting: dict[str, list[Any]] = {}
        self._open: dict[str, Any] = {}

    def write(self, row: Row, _: bytes) -> None:
        table = row.model.removeprefix(f"{FACTS}.")
        waiting = self._waiting.setdefault(table, [])
        waiting.append(row.state)
        if len(waiting) >= _TOGETHER:
            self._flush(table)

    def close(self) -> None:
        for table in self._waiting:
            self._flush(table)
        for each in self._open.values():
            each.close()

    def _flush(self, table: str) -> None:
        parquet: Any = need("pyarrow.parquet", "ml")
        schema = self._schema(table)
        if table not in self._open:
            path = self._file.with_suffix(f".{table}{_PARQUET}")
            self._files.append(path)
            self._open[table] = parquet.ParquetWriter(_part(path), schema)
        rows = self._arrow.Table.from_pylist(self._waiting[table], schema=schema)
        self._open[table].write_table(rows)
        self._waiting[table].clear()

    def _schema(self, table: str) -> Any:
        arrow = self._arrow
        kinds = {
            "VARCHAR": arrow.string(),
            "TIMESTAMP": arrow.timestamp("us", "UTC"),
            "BIGINT": arrow.int64(),
            "INTEGER": arrow.int32(),
            "BOOLEAN": arrow.bool_(),
        }
        return arrow.schema(
            [(name, kinds[kind]) for name, kind in TABLES[table].items()]
        )
