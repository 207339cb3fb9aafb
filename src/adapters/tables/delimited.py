"""CSV and its kin, by the standard library."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from .rows import Row, Table
from .unfit import BadTable, Unfit


def read(path: Path, delimiter: str, encoding: str) -> Table:
    """Open a file of cells between delimiters, whose first line names the columns."""
    lines = _lines(path, delimiter, encoding)
    header = next(lines, None)
    if isinstance(header, csv.Error):
        raise BadTable(f"{path}: its header cannot be read: {header}")
    if not header:
        raise BadTable(f"{path}: it is empty, without even a header")
    columns = [name.strip() for name in header]
    for name in columns:
        if columns.count(name) > 1:
            raise BadTable(f"{path}: its header names {name!r} twice")
    return Table(columns, _rows(lines, columns))


def _lines(
    path: Path, delimiter: str, encoding: str
) -> Iterator[Sequence[str] | csv.Error]:
    # What is not in the encoding comes through as surrogates, and is one cell's matter.
    with path.open(newline="", encoding=encoding, errors="surrogateescape") as text:
        lines = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            try:
                yield next(lines)
            except csv.Error as problem:  # the next line may be well again
                yield problem
            except UnicodeError as problem:
                raise BadTable(f"{path}: it is not in {encoding}") from problem
            except StopIteration:
                return


def _rows(
    lines: Iterator[Sequence[str] | csv.Error], columns: Sequence[str]
) -> Iterator[Row]:
    number, width = 0, len(columns)
    for cells in lines:
        if isinstance(cells, csv.Error):
            number += 1
            yield Row(number, {}, Unfit(None, f"is not CSV: {cells}", number))
        elif cells:  # an empty line is no row
            number += 1
            broken = None
            if len(cells) != width:
                problem = f"has {len(cells)} cells, the header {width}"
                broken = Unfit(None, problem, number)
            yield Row(number, dict(zip(columns, cells, strict=False)), broken)
