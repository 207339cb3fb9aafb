"""Rows of read models as canonical lines: equal rows are equal bytes, to be digested.

A file of the lines has the digest that is told: ``sha256sum FILE`` says the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from attrs import define, field

from ....application.auditing.models import STATEMENT, Row
from ...outside import VIEWS, as_it_is, statement

_VIEWS: Final[Mapping[str, Callable[[Any], Any]]] = {**VIEWS, STATEMENT: statement}


def plain(row: Row) -> Any:
    """Return a row's state as JSON has it, names and sets sorted."""
    view = _VIEWS.get(row.model, as_it_is)
    return msgspec.to_builtins(view(row.state), order="sorted")


def line(row: Row) -> bytes:
    """Return a row as one line of NDJSON, all names sorted."""
    shown = {"key": row.key, "model": row.model, "row": plain(row)}
    return msgspec.json.encode(shown) + b"\n"


@define
class Digests:
    """Counts and digests lines as they pass: of each model, and of all together."""

    rows: dict[str, int] = field(factory=dict)
    of: dict[str, Any] = field(factory=dict)
    whole: Any = field(factory=sha256)

    def passing(self, rows: Iterable[Row]) -> Iterator[tuple[Row, bytes]]:
        """Yield each row with its line."""
        for row in rows:
            text = line(row)
            self.rows[row.model] = self.rows.get(row.model, 0) + 1
            self.of.setdefault(row.model, sha256()).update(text)
            self.whole.update(text)
            yield row, text

    @property
    def told(self) -> list[dict[str, Any]]:
        """Each model with its rows and its digest, in hexadecimal."""
        return [
            {"model": model, "rows": rows, "sha256": self.of[model].hexdigest()}
            for model, rows in self.rows.items()
        ]
