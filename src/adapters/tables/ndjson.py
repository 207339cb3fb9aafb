"""NDJSON: one JSON object a line, numbers kept as they were written."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import DecodeError
from msgspec.json import Decoder

from .rows import Row, Table
from .unfit import Unfit

_decode = Decoder(dict[str, Any], float_hook=Decimal).decode


def read(path: Path) -> Table:
    """Read a file of objects; its columns are all the names that any of them has."""
    rows = list(_rows(path))
    return Table(list(dict.fromkeys(name for row in rows for name in row.values)), rows)


def _rows(path: Path) -> Iterator[Row]:
    number = 0
    with path.open("rb") as lines:
        for line in lines:
            if not line.strip():
                continue
            number += 1
            try:
                yield Row(number, _decode(line))
            except (DecodeError, UnicodeDecodeError):
                yield Row(number, {}, Unfit(None, "is not a JSON object", number))
