"""What is below us: rows, and a connection that takes and gives them."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

Row: TypeAlias = tuple[Any, ...]  # what `Stored` holds
ROWS: Final = "SELECT stream, revision, topic, state, subject, occurred_at FROM events"


class Floor(Protocol):
    """One connection."""

    def insert(self, rows: Sequence[Row]) -> None:
        """Insert rows as one durable transaction."""
        ...

    def stream(self, stream: str) -> Sequence[Row]:
        """Return topic and bytes of a stream, in order."""
        ...

    def page(self, after: int, limit: int) -> Sequence[Row]:
        """Return a page of the log: topic, bytes, position and record time."""
        ...

    def rows(self, after: int) -> Sequence[Row]:
        """Return all rows after the first so many, as they can be inserted again."""
        ...

    def view(self, rows: Mapping[str, bytes], position: int) -> None:
        """Put rows of a read model, and how far it got, as one transaction."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


def now() -> int:
    """Return microseconds since 1970."""
    return time.time_ns() // 1_000
