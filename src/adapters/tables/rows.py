"""A file as rows of raw values, whichever of three formats it is in."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from .shape import File
from .unfit import BadTable, Unfit


@frozen
class Row:
    """A row, counted from 1; ``broken`` if it could not be read whole."""

    number: int
    values: Mapping[str, Any]
    broken: Unfit | None = None


@frozen
class Table:
    """The columns that the file names, and its rows; it is read as they are taken."""

    columns: Sequence[str]
    rows: Iterable[Row]


_FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
    ".pq": "parquet",
}


def read(path: Path, file: File) -> Table:
    """Open a table.

    Raises:
        BadTable: There is no such file, or it is not a table.
        MissingExtra: It is Parquet, and the extra ``ml`` is not installed.
    """
    from . import delimited, ndjson, parquet

    written = file.format or _FORMATS.get(path.suffix.lower())
    if written is None:
        raise BadTable(
            f"{path}: of unknown format: end its name in .csv, .ndjson or .parquet, or"
            ' say [file] format = "csv" in the mapping'
        )
    if not path.is_file():
        raise BadTable(f"{path}: there is no such file")
    if written == "csv":
        return delimited.read(path, file.delimiter, file.encoding)
    return ndjson.read(path) if written == "ndjson" else parquet.read(path)
