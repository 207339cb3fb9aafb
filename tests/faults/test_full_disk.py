"""No room for more: told as such, nothing lost, and on it goes once there is room.

The kernel itself refuses: the processes may not make a file longer than 16 MB, which is
as much as PostgreSQL's own log asks for. So it says EFBIG. The same with ENOSPC would
take a file system of our own, and so the right to mount one; SQLite is told that, at
its own door, in `test_failing_disk.py`. By hand, on a small tmpfs: nothing was lost
there either. But where its own log is on the full disk, PostgreSQL panics, cannot
recover without room, and stays down until whoever keeps it starts it again.
"""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit
from typing import Any

import pytest

from ..postgres_binaries import account
from ..postgres_server import PostgresServer
from .acknowledged import COULD_NOT, TOOK, read
from .children import Children
from .findings import examine

pytestmark = pytest.mark.slow
ROOM = 16 << 20
ENOUGH = 1_000_000


def leave(room: int, processes: Iterable[int], **whose: Any) -> None:
    """Let no file of some processes, nor of those they start, be longer than that."""
    several = list(processes)

    def limit() -> None:
        for each in several:
            prlimit(each, RLIMIT_FSIZE, (room, RLIM_INFINITY))

    # As their own account: another's processes are nobody's business, even root's.
    subprocess.run(["true"], check=True, preexec_fn=limit, **whose)


def go_on(ledger: Path, children: Children, room: Callable[[], None]) -> str:
    """See that they cannot write, make room, and see that they do: the same ones."""
    children.until(lambda: read(ledger).words[COULD_NOT] > 20)
    full = read(ledger).words[TOOK]
    room()
    children.until(lambda: read(ledger).words[TOOK] > full + 10)
    for each in children.started:
        each.kill()
    words = read(ledger).words
    return f"{words[TOOK]} batches acknowledged, {words[COULD_NOT]} times no room"


def test_a_full_disk_loses_nothing_and_is_no_end(
    sqlite_store: str, tmp_path: Path, children: Children, tell: Callable[[str], None]
) -> None:
    ledger = tmp_path / "ledger"
    words = sqlite_store, ledger, "long", "honest", ENOUGH
    writer = children.start("writer", *words).process.pid
    leave(ROOM, [writer])
    figures = go_on(ledger, children, lambda: leave(RLIM_INFINITY, [writer]))
    found = examine(sqlite_store, read(ledger))
    assert found.faults == {}
    tell(f"{figures}; {found.events} events; lost 0")


def test_a_writer_that_does_not_listen_is_found_out(
    sqlite_store: str, tmp_path: Path, children: Children, tell: Callable[[str], None]
) -> None:
    ledger = tmp_path / "ledger"
    writer = children.start("writer", sqlite_store, ledger, "long", "deaf", ENOUGH)
    leave(ROOM, [writer.process.pid])
    children.grow(ledger, 100)
    writer.kill()
    found = examine(sqlite_store, read(ledger))
    tell(f"{found.lost} lost of {read(ledger).words[TOOK]} it spoke of")
    assert found.lost


@pytest.mark.postgres
def test_a_full_disk_under_a_server_loses_nothing_and_is_no_end(
    durable: PostgresServer,
    durable_store: str,
    tmp_path: Path,
    children: Children,
    tell: Callable[[str], None],
) -> None:
    ledger = tmp_path / "ledger"

    def limit(room: int) -> None:
        found = durable.execute(
            "select pid from pg_stat_activity where pid <> pg_backend_pid()"
        )
        leave(room, [durable.pid, *(pid for (pid,) in found)], **account())

    limit(ROOM)
    for n in range(2):
        children.start("writer", durable_store, ledger, f"long{n}-", "honest", ENOUGH)
    figures = go_on(ledger, children, lambda: limit(RLIM_INFINITY))
    found = examine(durable_store, read(ledger))
    assert found.faults == {}
    tell(f"{figures}; {found.events} events; lost 0")
