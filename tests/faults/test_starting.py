"""Eight processes open a store that is not there yet, at once: all of them do."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import count, islice
from pathlib import Path
from threading import Barrier
from time import monotonic
from typing import TypeAlias

import pytest
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from ..postgres_server import PostgresServer
from .children import Children
from .findings import opened

Stores: TypeAlias = Iterator[str]
PROCESSES, STARTS = 8, 6
pytestmark = pytest.mark.slow


@pytest.fixture
def new_sqlite(keys: Path, monkeypatch: pytest.MonkeyPatch) -> Stores:
    """Return addresses of files that are not there, nor the keys beside them."""
    monkeypatch.delenv("MIJOZ_KEYS")
    monkeypatch.delenv("MIJOZ_KEK_FILE")
    return (f"sqlite:///{keys}/shop-{n}.db" for n in count(1))


@pytest.fixture
def new_postgres(
    postgres: PostgresServer, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stores]:
    """Return addresses of empty databases; those for their keys are not there."""
    monkeypatch.delenv("MIJOZ_KEYS")
    made: list[str] = []

    def make() -> Stores:
        for n in count(1):
            made.append(f"start_{n}")
            yield postgres.create_database(made[-1])

    yield make()
    for each in made:
        postgres.drop_database(each)
        postgres.drop_database(f"{each}_keys")


@pytest.mark.parametrize(
    "new", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def test_all_who_start_at_once_start_and_share_one_log_and_one_key_store(
    new: str,
    request: pytest.FixtureRequest,
    children: Children,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    stores: Stores = request.getfixturevalue(f"new_{new}")
    starters = [children.start("starter", f"s{n}") for n in range(PROCESSES)]
    for each in starters:
        assert each.hear() == "ready"
    for store in islice(stores, STARTS * rounds):
        moment = monotonic() + 0.05
        for each in starters:
            each.ask(f"{store} {moment}")
        for each in starters:
            assert each.hear() == "started"
        with opened(store) as crm:
            events = crm.journal.feed(0, 10_000)
            positions = [event.position for event in events]
            assert positions == list(range(1, len(events) + 1))
            assert len({event.actor for event in events}) == PROCESSES
            for event in events:
                crm.handler.opening(event)
    tell(f"{PROCESSES} of {PROCESSES} started, {STARTS * rounds} times")


def test_a_table_that_is_looked_for_and_then_made_is_made_by_several(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """The control, on SQLite: who looks first finds nothing, and so do the others."""
    path = tmp_path / "naive.db"

    def start(table: str, barrier: Barrier) -> bool:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            barrier.wait()
            found = connection.execute(
                "select 1 from sqlite_master where name = ?", [table]
            ).fetchall()
            try:
                if not found:
                    connection.execute(f"create table {table} (x)")
            except sqlite3.OperationalError:
                return False
            return True

    failed, tries = until_some_fail(start)
    tell(f"look, then make: {failed} of {PROCESSES} failed, at try {tries}")
    assert failed


def until_some_fail(start: Callable[[str, Barrier], bool]) -> tuple[int, int]:
    """Have all start at once until not all do; return how many failed, at which try."""
    for tries in range(1, 31):
        barrier = Barrier(PROCESSES)
        once = partial(start, f"t{tries}", barrier)
        with ThreadPoolExecutor(PROCESSES) as pool:
            done = [pool.submit(once) for _ in range(PROCESSES)]
            failed = sum(not each.result() for each in done)
        if failed:
            return failed, tries
    return 0, tries


@pytest.mark.postgres
def test_tables_that_are_made_by_whoever_comes_are_not_made_by_all(
    postgres_url: str, tell: Callable[[str], None]
) -> None:
    """The control, on PostgreSQL: the library makes its tables at start; some die."""
    told = conninfo_to_dict(postgres_url)

    def start(table: str, barrier: Barrier) -> bool:
        with PostgresDatastore(
            dbname=str(told["dbname"]),
            host=str(told["host"]),
            port=str(told.get("port", "5432")),
            user=str(told["user"]),
            password="",
            originator_id_type="text",
        ) as datastore:
            recorder = PostgresApplicationRecorder(datastore, events_table_name=table)
            barrier.wait()
            try:
                recorder.create_table()
            except PersistenceError:
                return False
            return True

    failed, tries = until_some_fail(start)
    tell(f"the library: {failed} of {PROCESSES} failed, at try {tries}")
    assert failed
