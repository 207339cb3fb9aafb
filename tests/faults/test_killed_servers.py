"""PostgreSQL killed with -9, postmaster and all, under its writers.

The operating system lives on: what the server gave it is there, synced or not. So this
is no loss of power, and the control is of a server that answers before it gives.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from time import sleep

import psycopg
import pytest

from ..postgres_server import PostgresServer
from .acknowledged import COULD_NOT, KNEW, read
from .children import Children
from .findings import examine

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
HOW = ("honest", "hasty")  # a process each, of two clients


def test_what_a_killed_server_acknowledged_is_there_and_nothing_twice(
    durable: PostgresServer,
    durable_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"
    writers = [
        children.start("writer", durable_store, ledger, f"w{n}-", how, 10**6)
        for n, how in enumerate(HOW)
    ]
    crashes = 4 * rounds
    for _ in range(crashes):
        children.grow(ledger, 40)
        sleep(chance.uniform(0, 0.3))
        durable.kill9()
        sleep(0.5)  # longer than some are patient
        durable.start()
    children.grow(ledger, 40)
    for each in writers:
        each.kill()
    assert examine(durable_store, read(ledger)).faults == {}
    for n in range(len(HOW)):
        children.start("writer", durable_store, ledger, f"w{n}-", "honest", 1).finish()
    told = read(ledger)
    found = examine(durable_store, told)
    assert found.faults == {}
    assert told.words[COULD_NOT]
    tell(
        f"{crashes} crashes, {len(told.batches)} batches acknowledged,"
        f" {told.words[KNEW]} of them when asked again, {told.words[COULD_NOT]}"
        f" refused meanwhile; {found.events} events; lost 0"
    )


def test_a_server_that_acknowledges_before_it_writes_is_found_out(
    durable: PostgresServer, tell: Callable[[str], None]
) -> None:
    """The control: without synchronous_commit, which our connections insist on."""
    url = durable.create_database("careless")
    told = 0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set synchronous_commit = on")
        connection.execute("create table numbers (n int primary key)")
        connection.execute("set synchronous_commit = off")
        for n in range(2_000):
            connection.execute("insert into numbers values (%s)", [n])
            told += 1
        durable.kill9()
    durable.start()
    with psycopg.connect(url) as connection:
        found = connection.execute("select count(*) from numbers").fetchone()
    assert found
    durable.drop_database("careless")
    tell(f"{told - found[0]} lost of {told} acknowledged")
    assert found[0] < told
