"""The eventsourcing library's pool of PostgreSQL connections, set for a ledger."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, TypeVar

import psycopg
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg_pool import PoolTimeout
from psycopg_pool.pool import AddConnection

from ...application.ports import StoreUnavailable
from ..grouping import Interrupted

Result = TypeVar("Result")
Row: TypeAlias = tuple[Any, ...]
Cursor: TypeAlias = psycopg.Cursor[Row]
_WAIT_SECONDS: Final = 10
_PAUSES: Final = (0.0, 0.1, 0.3, 0.6, 1.0, 1.5, 1.5, None)
# Every query here finds its rows by an index. A table just made has no statistics yet
# to tell the planner so, and what it plans then it keeps. An acknowledged event must
# survive the server's death, whatever the server's own default.
_SETTINGS: Final = """
    set default_transaction_isolation = 'read committed';
    set enable_seqscan = off;
    set enable_bitmapscan = off;
    select set_config('synchronous_commit', 'on', false)
        where current_setting('synchronous_commit') = 'off'
"""


class _Pool(ConnectionPool[psycopg.Connection[DictRow]]):
    """Looks for a server that went away four times a second, until it is back."""

    def schedule_task(self, task: Any, delay: float) -> None:
        if isinstance(task, AddConnection):
            delay = min(delay, 0.25)
        super().schedule_task(task, delay)


class Datastore(PostgresDatastore):
    """Connections to one database; *url* is any that libpq takes."""

    def __init__(self, url: str) -> None:
        try:
            dbname = str(conninfo_to_dict(url).get("dbname", ""))
        except psycopg.ProgrammingError:  # which may repeat a password
            raise StoreUnavailable(
                "the store's address is no PostgreSQL address, such as"
                " postgresql://user@host/database"
            ) from None
        self.name = f"the PostgreSQL database {dbname}".rstrip()
        self._url = url
        super().__init__(
            dbname,
            *("host", "port", "user", "password"),  # of a pool that is never opened
            idle_in_transaction_session_timeout=30,
            originator_id_type="text",
        )
        self.pool = _Pool(
            url,
            kwargs={"application_name": "mijoz", "row_factory": dict_row},
            min_size=1,
            max_size=32,
            timeout=_WAIT_SECONDS,
            configure=self.after_connect_func(),
            open=False,
        )

    def register_type_adapters(self) -> None:
        """Do without: our arrays are of PostgreSQL's own types."""

    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        library = super().after_connect_func()

        def after_connect(connection: psycopg.Connection[Any]) -> None:
            library(connection)
            connection.execute(_SETTINGS)

        return after_connect

    @contextmanager
    def connect(self) -> Iterator[Cursor]:
        """Lend a cursor outside the pool, which tells at once why it cannot connect."""
        try:
            with psycopg.connect(
                self._url, autocommit=True, connect_timeout=_WAIT_SECONDS
            ) as connection:
                yield connection.cursor()
        except psycopg.OperationalError as problem:
            raise StoreUnavailable(f"{self.name}: {problem}") from problem

    @contextmanager
    def lend(self) -> Iterator[Cursor]:
        """Lend a cursor in autocommit: each statement is a transaction of its own.

        Raises:
            Interrupted: The connection broke, or a deadlock was broken up.
            StoreUnavailable: There is none to be had, or the server cannot serve it.
        """
        try:
            self.pool.open()
            with self.pool.connection() as connection:
                yield psycopg.Cursor(connection, row_factory=tuple_row)
        except PoolTimeout as problem:
            raise StoreUnavailable(f"{self.name}: {problem}") from problem
        except (psycopg.OperationalError, psycopg.InterfaceError) as problem:
            if _interrupted(problem):
                raise Interrupted(str(problem)) from problem
            raise StoreUnavailable(f"{self.name}: {problem}") from problem
        except psycopg.InternalError as problem:  # read-only, or at odds with its disk
            raise StoreUnavailable(f"{self.name}: {problem}") from problem

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        """Lend a cursor inside one transaction, committed at the end or undone.

        Raises:
            StoreUnavailable: It was interrupted; it may have been committed.
        """
        try:
            with self.lend() as cursor, cursor.connection.transaction():
                yield cursor
        except Interrupted as problem:
            self.pool.check()
            raise StoreUnavailable(f"{self.name}: {problem}") from problem

    def persist(self, attempt: Callable[[], Result]) -> Result:
        """Return what *attempt* does, made again for some seconds if it is interrupted.

        Raises:
            StoreUnavailable: It still is.
        """
        for pause in _PAUSES:
            try:
                return attempt()
            except Interrupted as problem:
                if pause is None or self.pool.closed:
                    raise StoreUnavailable(f"{self.name}: {problem}") from problem
                time.sleep(pause)
                self.pool.check()
        raise AssertionError

    def rows(self, statement: str, *parameters: Any) -> list[Row]:
        """Return the rows of a query that may as well run twice."""

        def attempt() -> list[Row]:
            with self.lend() as cursor:
                query(cursor, statement, *parameters)
                return cursor.fetchall()

        return self.persist(attempt)


def query(cursor: Cursor, statement: str, *parameters: Any) -> Cursor:
    """Run one statement, prepared, its result in binary."""
    return cursor.execute(statement.encode(), parameters, prepare=True, binary=True)


def _interrupted(problem: psycopg.Error) -> bool:
    """Whether it was a broken connection, a server going down, or other writers."""
    code = problem.sqlstate
    return code is None or code.startswith(("08", "40", "57P"))
