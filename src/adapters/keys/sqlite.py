"""Keys in a SQLite file of their own."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from time import sleep
from typing import Any, Final

from ...application.ports import StoreUnavailable
from ..sqlite.datastore import Datastore
from .store import KeyRow, StaleEpoch

_APPLICATION_ID: Final = 0x4D494A4B  # "MIJK"
_VERSION: Final = 1
_TABLES: Final = (
    """CREATE TABLE keys (
        owner TEXT PRIMARY KEY, kid TEXT UNIQUE, epoch TEXT NOT NULL, wrapped BLOB
    ) WITHOUT ROWID""",
    "CREATE INDEX keys_epoch ON keys (epoch)",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
)
_SELECT: Final = "SELECT owner, kid, epoch, wrapped FROM keys"
_AMONG: Final = "IN (SELECT value FROM json_each(?))"


class SQLiteKeys:
    """A key store in one file, which is overwritten where a key is destroyed."""

    def __init__(self, path: str) -> None:
        self.store = Datastore(path)
        self._create()

    def epoch(self) -> str | None:
        return self._meta("epoch")

    def begin(self, epoch: str, after: str | None) -> None:
        with self.store.writing() as cursor:
            if _value(cursor, "epoch") == after:
                cursor.execute(
                    "INSERT OR REPLACE INTO meta VALUES ('epoch', ?)", (epoch,)
                )

    def of(self, owners: Iterable[str]) -> Sequence[KeyRow]:
        return self._rows(f"{_SELECT} WHERE owner {_AMONG}", _json(owners))

    def held(self, kids: Iterable[str]) -> Sequence[KeyRow]:
        return self._rows(f"{_SELECT} WHERE kid {_AMONG}", _json(kids))

    def add(self, rows: Sequence[KeyRow]) -> Sequence[KeyRow]:
        with self.store.writing() as cursor:
            _check(cursor, rows)
            cursor.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)", rows)
            owners = _json(row.owner for row in rows)
            found = cursor.execute(f"{_SELECT} WHERE owner {_AMONG}", (owners,))
            return [KeyRow(*row) for row in found]

    def destroy(self, owner: str) -> Sequence[str]:
        with self.store.writing() as cursor:
            cursor.execute(
                "INSERT INTO keys VALUES (?, NULL, '', NULL) ON CONFLICT (owner)"
                " DO UPDATE SET wrapped = NULL, epoch = ''",
                (owner,),
            )
        scrub(self.store)
        return [row.kid for row in self.of([owner]) if row.kid]

    def outdated(self, epoch: str, limit: int) -> Sequence[KeyRow]:
        return self._rows(
            f"{_SELECT} WHERE wrapped IS NOT NULL AND epoch != ? LIMIT ?", epoch, limit
        )

    def rewrap(self, rows: Sequence[KeyRow]) -> None:
        with self.store.writing() as cursor:
            _check(cursor, rows)
            cursor.executemany(
                "UPDATE keys SET epoch = ?, wrapped = ?"
                " WHERE owner = ? AND wrapped IS NOT NULL",
                [(row.epoch, row.wrapped, row.owner) for row in rows],
            )

    def bind(self, log: str) -> str:
        if bound := self._meta("log"):
            return bound
        with self.store.writing() as cursor:
            cursor.execute("INSERT OR IGNORE INTO meta VALUES ('log', ?)", (log,))
            return _value(cursor, "log") or log

    def kept(self) -> Sequence[str]:
        with self.store.reading() as cursor:
            found = cursor.execute("SELECT note FROM checkpoints ORDER BY size")
            return [note for (note,) in found]

    def keep(self, size: int, note: str) -> None:
        with self.store.writing() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO checkpoints VALUES (?, ?)", (size, note)
            )

    def _meta(self, name: str) -> str | None:
        with self.store.reading() as cursor:
            return _value(cursor, name)

    def _rows(self, statement: str, *parameters: Any) -> list[KeyRow]:
        with self.store.reading() as cursor:
            return [KeyRow(*row) for row in cursor.execute(statement, parameters)]

    def _create(self) -> None:
        with self.store.reading() as cursor:
            if self._version(cursor):
                return
        with self.store.writing() as cursor:
            if not self._version(cursor):
                for table in _TABLES:
                    cursor.execute(table)
                cursor.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                cursor.execute(f"PRAGMA user_version = {_VERSION}")

    def _version(self, cursor: sqlite3.Cursor) -> int:
        # In this order: another process may be making all of it at this moment.
        (tables,) = cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (application,) = cursor.execute("PRAGMA application_id").fetchone()
        (version,) = cursor.execute("PRAGMA user_version").fetchone()
        if tables and application != _APPLICATION_ID:
            raise StoreUnavailable(f"{self.store.path} is not a key store of mijoz")
        if version > _VERSION:
            raise StoreUnavailable(
                f"{self.store.path} is a key store of a newer mijoz: use that one"
            )
        return int(version)


def scrub(store: Datastore) -> str:
    """Leave no page of the past beside the file: what was overwritten is gone.

    Return what became of the write-ahead log, in words.

    Raises:
        StoreUnavailable: Someone keeps reading the past, after seconds.
    """
    with store.reading() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 20")  # while it waits, no one writes
        try:
            for _ in range(50):
                found = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if found[0] == 0:
                    return "emptied of what was overwritten"
                sleep(0.1)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")
    raise StoreUnavailable(
        f"{store.path}: a reader kept the write-ahead log from being emptied, so that a"
        " destroyed key may still be in it; ask again"
    )


def _check(cursor: sqlite3.Cursor, rows: Iterable[KeyRow]) -> None:
    epoch = _value(cursor, "epoch")
    if any(row.epoch != epoch for row in rows):
        raise StaleEpoch


def _value(cursor: sqlite3.Cursor, name: str) -> str | None:
    found = cursor.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def _json(texts: Iterable[str]) -> str:
    return json.dumps(list(texts))
