"""The floor of SQLite: its driver alone."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from .places import Address
from .rows import ROWS, Row, now

_SETTINGS: Final = (
    "synchronous = FULL",
    "cache_size = -32000",
    "wal_autocheckpoint = 10000",
)


class SQLiteFloor:
    """Plain sqlite3 on the tables of ours."""

    def __init__(self, address: Address) -> None:
        self._connection = sqlite3.connect(
            address, isolation_level=None, check_same_thread=False, timeout=30
        )
        self._execute = self._connection.execute
        for pragma in _SETTINGS:
            self._execute(f"PRAGMA {pragma}")

    def insert(self, rows: Sequence[Row]) -> None:
        self._execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT INTO events"
            " (stream, revision, topic, state, subject, occurred_at, recorded_at, leaf)"
            f" VALUES (?, ?, ?, ?, ?, ?, {now()}, zeroblob(32))",
            rows,
        )
        self._execute("COMMIT")

    def stream(self, stream: str) -> Sequence[Row]:
        return self._execute(
            "SELECT topic, state FROM events WHERE stream = ? ORDER BY revision",
            (stream,),
        ).fetchall()

    def page(self, after: int, limit: int) -> Sequence[Row]:
        return self._execute(
            "SELECT topic, state, position, recorded_at FROM events"
            " WHERE position > ? ORDER BY position LIMIT ?",
            (after, limit),
        ).fetchall()

    def rows(self, after: int) -> Sequence[Row]:
        return self._execute(
            f"{ROWS} ORDER BY position LIMIT -1 OFFSET {after}"
        ).fetchall()

    def view(self, rows: Mapping[str, bytes], position: int) -> None:
        self._execute("BEGIN IMMEDIATE")
        self._execute(
            "INSERT OR REPLACE INTO checkpoints VALUES ('raw', ?)", (position,)
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO views VALUES ('raw', ?, ?)", rows.items()
        )
        self._execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
