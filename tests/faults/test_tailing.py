"""Readers at the end of a log that others write to, slowly, in vain, or to their death.

Threads of one process do as much in `test_postgres_numbering.py`; here they are
processes, killed at any point, and one of them has a clock that is far behind. In
PostgreSQL every fourth append takes its time in the middle of its transaction, and
every fifth is rolled back there and made again.
"""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Event
from time import sleep

import psycopg
import pytest

from mijoz.adapters.addresses import file_of, scheme_of
from mijoz.application.envelope import Recorded

from .acknowledged import read
from .children import Children
from .findings import await_the_dead, examine, opened

pytestmark = pytest.mark.slow
HOW = ("honest", "honest", "honest", "late")  # a process each, of two writers
ENOUGH = 1_000_000
DAWDLE = """
    create function dawdle() returns trigger language plpgsql as $$ begin
        if random() < 0.25 then perform pg_sleep(random() * 0.05); end if;
        if random() < 0.2 then
            raise serialization_failure using message = 'rolled back by a test';
        end if;
        return null;
    end $$;
    create trigger dawdle after insert on events
        for each statement execute function dawdle();
"""


def by_sequence(store: str, end: Event) -> int:
    """Follow a PostgreSQL store by the numbers of its rows; return how many it saw."""
    select, seen, last = "select seq from events where seq > %s", 0, 0
    with psycopg.connect(store, autocommit=True) as connection:
        while True:
            ended = end.is_set()
            found = [seq for (seq,) in connection.execute(select, [last])]
            if ended and not found:
                return seen
            seen, last = seen + len(found), max(found, default=last)


def by_time(store: str, end: Event) -> int:
    """Follow a SQLite store by the times of its rows, a few at once."""
    select = (
        "select recorded_at from events where recorded_at > ?"
        " order by recorded_at limit 10"
    )
    seen = last = 0
    with closing(sqlite3.connect(file_of(store))) as connection:
        while True:
            ended = end.is_set()
            found = [at for (at,) in connection.execute(select, [last])]
            if ended and not found:
                return seen
            seen, last = seen + len(found), max(found, default=last)


def write(store: str, ledger: Path, children: Children, chance: Random) -> None:
    """Have all write for a while, then kill them one after the other."""
    writers = [
        children.start("writer", store, ledger, f"w{n}-", how, ENOUGH)
        for n, how in enumerate(HOW)
    ]
    children.grow(ledger, 200)
    for each in writers:
        sleep(chance.uniform(0, 0.1))
        each.kill()


def test_whoever_follows_the_log_sees_each_event_once_and_in_order(
    store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    ledger, end = tmp_path / "ledger", Event()
    seen: list[Recorded] = []

    def follow() -> None:
        with opened(store) as crm:
            while not end.is_set():
                seen.extend(crm.journal.feed(len(seen), 100))

    with opened(store):
        pass  # so that its tables are there
    postgres = scheme_of(store) != "sqlite"
    if postgres:
        with psycopg.connect(store, autocommit=True) as connection:
            connection.execute(DAWDLE)
    with ThreadPoolExecutor() as pool:
        reader = pool.submit(follow)
        naive = pool.submit(by_sequence if postgres else by_time, store, end)
        try:
            for _ in range(2 * rounds):
                write(store, ledger, children, chance)
            await_the_dead(store)
        finally:
            end.set()
    reader.result()
    with opened(store) as crm:
        seen += crm.journal.feed(len(seen), ENOUGH)
        assert seen == list(crm.journal.feed(0, ENOUGH))
    assert examine(store, read(ledger)).faults == {}
    missed = len(seen) - naive.result()
    tell(f"{len(seen)} events, 0 missed; a naive reader has missed {missed}")
    assert missed > 0
