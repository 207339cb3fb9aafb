"""The eventsourcing library's pool of SQLite connections, set for a ledger."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)

from ...application.ports import StoreUnavailable

_WAIT_SECONDS = 30
_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",  # what is deleted is overwritten
    "cache_size = -32000",
    "wal_autocheckpoint = 10000",  # 40 MB: pages written once
)


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        # The library would keep a single statement prepared: it says True, which is 1.
        try:
            raw = sqlite3.connect(
                self.db_name,
                timeout=_WAIT_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=64,
            )
            for setting in _SETTINGS:
                _set(raw, setting)
        except sqlite3.Error as problem:
            raise PersistenceError(problem) from problem
        return SQLiteConnection(raw, max_age=None)


class Datastore(SQLiteDatastore):
    """Connections to one file. An acknowledged commit survives loss of power.

    They are opened as the library's pool opens them, and then passed from thread to
    thread without its bookkeeping, which costs more than to read a short stream.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.path = path
        self.pool = _Pool(db_name=path, lock_timeout=_WAIT_SECONDS)
        self._idle: list[SQLiteConnection] = []
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Lend a cursor; each statement sees one consistent state."""
        lent = self._take()
        try:
            yield lent._sqlite_conn.cursor()
        except sqlite3.OperationalError as problem:
            raise StoreUnavailable(_explain(self.path, problem)) from problem
        finally:
            self._idle.append(lent)
            if self._closed:  # meanwhile
                self.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """Lend a cursor inside one transaction, committed at the end or undone.

        Raises:
            StoreUnavailable: Another process has been writing for half a minute, the
                disk is full, or the file cannot be written.
        """
        with self.reading() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                cursor.connection.rollback()
                raise

    def close(self) -> None:
        """Close the connections, those in use as soon as they are given back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
        super().close()

    def _take(self) -> SQLiteConnection:
        if self._closed:
            raise StoreUnavailable(f"{self.path} has been closed")
        try:
            return self._idle.pop()
        except IndexError:
            pass
        try:
            return self.pool._create_connection()
        except (PersistenceError, sqlite3.DatabaseError) as problem:
            raise StoreUnavailable(f"{self.path}: {problem}") from problem


def _set(raw: sqlite3.Connection, setting: str) -> None:
    """Set what a connection is to do; wait for others who open the file as well.

    SQLite itself does not wait while a new file is made one with a write-ahead log.
    """
    until = monotonic() + _WAIT_SECONDS
    while True:
        try:
            raw.execute(f"PRAGMA {setting}")
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _explain(path: str, problem: sqlite3.OperationalError) -> str:
    if "locked" in str(problem):
        return (
            f"{path} is being written by another process, for {_WAIT_SECONDS} seconds"
            " now. SQLite takes one writer at a time: stop the other one, or use"
            " --store postgresql://…"
        )
    return f"{path}: {problem}"
