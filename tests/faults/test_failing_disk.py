"""A disk under SQLite that refuses, breaks off and forgets; see `disk.py` for how."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from mijoz.adapters.addresses import file_of

from .acknowledged import COULD_NOT, KNEW, read
from .children import Children
from .findings import examine

pytestmark = pytest.mark.slow
ENOUGH = 1_000_000


@pytest.mark.parametrize("fault", ["error", "full"])
def test_what_a_disk_refuses_is_told_and_what_it_took_is_there(
    fault: str,
    sqlite_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"
    for _ in range(rounds):
        words = sqlite_store, ledger, "w", "honest", fault, chance.random(), 100
        children.start("failing_writer", *words).finish()
        told = read(ledger)
        found = examine(sqlite_store, told)
        assert found.faults == {}
    assert told.words[COULD_NOT] > 10 * rounds
    tell(
        f"{told.words[COULD_NOT]} refused, {told.words[KNEW]} of which had taken effect"
        f" when asked again; {len(told.batches)} batches acknowledged; lost 0"
    )


def test_a_writer_that_does_not_listen_is_found_out(
    sqlite_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"
    words = sqlite_store, ledger, "w", "deaf", "error", chance.random(), 60
    children.start("failing_writer", *words).finish()
    told = read(ledger)
    found = examine(sqlite_store, told)
    tell(f"{found.lost} lost of {len(told.batches)} it spoke of")
    assert found.lost


@pytest.mark.parametrize("fault", ["kill", "power"])
def test_what_was_acknowledged_outlives_a_torn_write_and_a_loss_of_power(
    fault: str,
    sqlite_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"
    for _ in range(8 * rounds):
        words = sqlite_store, ledger, "w", "honest", fault, chance.random(), ENOUGH
        assert children.start("failing_writer", *words).died() == -9
        told = read(ledger)
        found = examine(sqlite_store, told)
        assert found.faults == {}
    tell(
        f"{len(told.batches)} batches acknowledged, {told.words[KNEW]} of them when"
        f" asked again; {found.events} events; lost 0"
    )


def test_a_store_that_does_not_sync_each_commit_is_found_out(
    sqlite_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    tell: Callable[[str], None],
) -> None:
    ledger, path = tmp_path / "ledger", file_of(sqlite_store)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table numbers (number integer primary key)")
    for _ in range(10):
        words = sqlite_store, ledger, "w", "careless", "power", chance.random(), ENOUGH
        assert children.start("failing_writer", *words).died() == -9
        told = {number for _, number in read(ledger).batches}
        with closing(sqlite3.connect(path)) as connection:
            stored = {
                number for (number,) in connection.execute("select * from numbers")
            }
        if told - stored:
            break
    tell(f"{len(told - stored)} lost of {len(told)} acknowledged")
    assert told - stored
