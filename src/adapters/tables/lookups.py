"""Columns of other files, set beside a row's own."""

from collections.abc import Iterator
from collections.abc import Mapping as Values
from pathlib import Path
from typing import Any

from attrs import evolve

from .cells import text
from .mapping import Mapping, suggestion
from .rows import Row, Table, read
from .unfit import BadMapping, BadTable


def joined(table: Table, folder: Path, mapping: Mapping) -> Table:
    """Return *table* with the columns of every lookup, as ``lookup.column``.

    A row finds its like in the lookup by the text of one column; one that finds
    nothing has those columns empty.

    Raises:
        BadMapping: A lookup names a column that is not there.
        BadTable: A lookup's file cannot be read, or has one key twice.
    """
    for name, lookup in mapping.lookups.items():
        other = read(folder / lookup.file, mapping.file)
        column = lookup.column or lookup.on.rpartition(".")[2]
        for each, columns in ((lookup.on, table.columns), (column, other.columns)):
            if each not in columns:
                raise BadMapping(
                    f"{mapping.path}: [lookup.{name}]: no column {each!r};"
                    f" {suggestion(each, columns)}"
                )
        kept = dict(_indexed(folder / lookup.file, other, column))
        table = Table(
            [*table.columns, *(f"{name}.{each}" for each in other.columns)],
            _beside(table, name, lookup.on, kept),
        )
    return table


def _indexed(
    path: Path, table: Table, column: str
) -> Iterator[tuple[str, Values[str, Any]]]:
    seen: dict[str, int] = {}
    for row in table.rows:
        key = _key(row, column)
        if row.broken or key is None:
            raise BadTable(
                f"{path}: row {row.number} cannot be looked up:"
                f" {row.broken or f'its {column} is empty'}"
            )
        if key in seen:
            raise BadTable(
                f"{path}: rows {seen[key]} and {row.number} have the same {column}:"
                " a lookup must hold each once"
            )
        seen[key] = row.number
        yield key, row.values


def _beside(
    table: Table, name: str, on: str, kept: dict[str, Values[str, Any]]
) -> Iterator[Row]:
    for row in table.rows:
        found = kept.get(_key(row, on) or "", {})
        more = {f"{name}.{each}": value for each, value in found.items()}
        yield evolve(row, values={**row.values, **more})


def _key(row: Row, column: str) -> str | None:
    cell = row.values.get(column)
    if cell is None:
        return None
    try:
        return text(cell) or None
    except ValueError:
        return None
