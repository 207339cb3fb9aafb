"""Writers to SQLite killed with -9: nothing that was acknowledged is lost.

The operating system lives on, and so does what it was given but has not put on the
disk; for the loss of power see `test_failing_disk.py`.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from time import sleep

import pytest

from .acknowledged import KNEW, read
from .children import Children
from .findings import Findings, examine

pytestmark = pytest.mark.slow
PROCESSES = 2
ENOUGH = 1_000_000  # batches: more than anyone comes to write


def killed(
    store: str, ledger: Path, children: Children, chance: Random, how: str, rounds: int
) -> Findings:
    """Kill writers again and again, the last ones asking what became of it all."""
    for _ in range(rounds):
        writers = [
            children.start("writer", store, ledger, f"w{n}-", how, ENOUGH)
            for n in range(PROCESSES)
        ]
        children.grow(ledger, 60)
        for each in writers:
            sleep(chance.uniform(0, 0.3))
            each.kill()
    return examine(store, read(ledger))


def test_what_killed_writers_were_told_is_there_and_nothing_twice(
    sqlite_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"
    found = killed(sqlite_store, ledger, children, chance, "honest", 6 * rounds)
    assert found.faults == {}
    for n in range(PROCESSES):
        children.start("writer", sqlite_store, ledger, f"w{n}-", "honest", 1).finish()
    told = read(ledger)
    settled = examine(sqlite_store, told)
    assert settled.faults == {}
    tell(
        f"{len(told.batches)} batches acknowledged, {told.words[KNEW]} of them when"
        f" asked again; {settled.events} events; lost 0"
    )


@pytest.mark.parametrize(
    ("how", "fault"), [("boastful", "lost"), ("piecemeal", "torn")]
)
def test_a_writer_that_is_at_fault_is_found_out(
    how: str,
    fault: str,
    sqlite_store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"
    for _ in range(10):
        found = killed(sqlite_store, ledger, children, chance, how, 1)
        if found.faults.get(fault):
            break
    tell(f"{found.faults} of {len(read(ledger).batches)} batches")
    assert found.faults[fault]
