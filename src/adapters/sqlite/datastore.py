"""The eventsourcing library's pool of SQLite connections, set for a ledger."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eventsourcing.persistence import ConnectionNotFromPoolError, PersistenceError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)

from ...application.ports import StoreUnavailable

_WAIT_SECONDS = 30


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        raw = connection._sqlite_conn
        raw.row_factory = None  # plain tuples: half the cost of named rows
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA cache_size = -32000")
        return connection


class Datastore(SQLiteDatastore):
    """Connections to one file. An acknowledged commit survives loss of power."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.path = path
        self.pool = _Pool(
            db_name=path,
            lock_timeout=_WAIT_SECONDS,
            pool_size=8,
            max_overflow=56,
            pool_timeout=_WAIT_SECONDS,
        )

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Lend a cursor; each statement sees one consistent state."""
        with self._lend() as connection:
            yield connection.cursor()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """Lend a cursor inside one transaction, committed at the end or undone.

        Raises:
            StoreUnavailable: Another process has been writing for half a minute, the
                disk is full, or the file cannot be written.
        """
        with self._lend() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
            except BaseException:
                connection.rollback()
                raise
            try:
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    @contextmanager
    def _lend(self) -> Iterator[sqlite3.Connection]:
        try:
            lent: Any = self.pool.get_connection()
        except PersistenceError as problem:
            raise StoreUnavailable(f"{self.path}: {problem}") from problem
        try:
            yield lent._sqlite_conn
        except sqlite3.OperationalError as problem:
            raise StoreUnavailable(_explain(self.path, problem)) from problem
        finally:
            try:
                self.pool.put_connection(lent)
            except ConnectionNotFromPoolError:  # the pool was closed meanwhile
                lent.close()


def _explain(path: str, problem: sqlite3.OperationalError) -> str:
    if "locked" in str(problem):
        return (
            f"{path} is being written by another process, for {_WAIT_SECONDS} seconds"
            " now. SQLite takes one writer at a time: stop the other one, or use"
            " --store postgresql://…"
        )
    return f"{path}: {problem}"
