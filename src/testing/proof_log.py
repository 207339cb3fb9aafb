"""What the log of any journal must keep for proofs: run every rule over yours.

.. code-block:: python

    @pytest.mark.parametrize("rule", PROOF_LOG_RULES, ids=lambda rule: rule.__name__)
    def test_my_proof_log(rule, my_journal):
        clock = Ticking()
        rule(my_journal(Codec([Noted]), clock), clock)

A rule is given a journal that is empty and that knows the event `Noted`.
"""

import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from threading import Barrier, Thread
from typing import Final, Protocol, TypeAlias

from ..application.envelope import micros
from ..application.ports import Batch, Conflict, Journal, ProofLog
from ..application.proofs import tree
from .journal import Ticking, note, raises


class ProofJournal(Journal, ProofLog, Protocol):
    """A journal whose log can be proven."""


Rule: TypeAlias = Callable[[ProofJournal, Ticking], None]
# Which end in, at and past a block, of whatever level.
BATCHES: Final = (1, 15, 16, 17, 255, 256, 257, 700, 75)
_PATIENCE: Final = 30  # seconds, for positions that are given after the answer


def plain(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaves, as RFC 9162 defines it and nobody would store it."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256().digest()
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    both = plain(leaves[:left]) + plain(leaves[left:])
    return sha256(b"\x01" + both).digest()


def hashed(log: ProofLog) -> list[bytes]:
    """Return the leaves that the entries should have, by the entries alone."""
    return [
        sha256(b"\x00mijoz.entry.1 %d\n" % each.recorded + each.state).digest()
        for each in log.entries(0, log.head() + 1)
    ]


def assert_sound(log: ProofLog, count: int) -> None:
    """Insist that a log of *count* entries keeps every hash that it should."""
    assert log.head() == count
    entries = log.entries(0, count + 1)
    leaves = hashed(log)
    assert [each.position for each in entries] == list(range(1, count + 1))
    assert [each.leaf for each in entries] == leaves
    assert list(log.hashes(0, 0, count)) == leaves
    level, width = 1, tree.WIDTH
    while complete := count // width:
        roots = [plain(leaves[n * width : (n + 1) * width]) for n in range(complete)]
        assert list(log.hashes(level, 0, complete)) == roots
        assert list(log.hashes(level, complete - 1, 1)) == roots[-1:]
        level, width = level + 1, width * tree.WIDTH
    assert tree.root(log.hashes, count) == plain(leaves)


def write(journal: ProofJournal, clock: Ticking, sizes: Sequence[int]) -> int:
    """Append batches to one stream, a second apart; return how many events it is."""
    after = 0
    for size in sizes:
        texts = (f"text {after + n}" for n in range(size))
        journal.append(Batch((note("note-1", after, *texts),)))
        clock.forward(seconds=1)
        after += size
    return after


def an_empty_log_has_the_empty_root(log: ProofJournal, _: Ticking) -> None:
    assert list(log.entries(0)) == []
    assert list(log.hashes(0, 0, 0)) == []
    assert tree.root(log.hashes, 0) == sha256().digest()


def a_leaf_is_the_hash_of_when_and_what(log: ProofJournal, clock: Ticking) -> None:
    log.append(Batch((note("note-1", 0, "a"),)))
    (entry,) = log.entries(0)
    assert entry.recorded == micros(clock.now)
    head = f"mijoz.entry.1 {entry.recorded}\n".encode()
    assert entry.leaf == sha256(b"\x00" + head + entry.state).digest()
    assert list(log.hashes(0, 0, 1)) == [entry.leaf]


def columns_say_what_the_bytes_say(log: ProofJournal, _: Ticking) -> None:
    log.append(
        Batch((note("note-1", 0, "a", "b"), note("note-2", 0, "c", subject="aziza")))
    )
    for each in log.entries(0):
        told = json.loads(each.state)
        assert (each.stream, each.revision) == (told["stream"], told["revision"])
        assert each.topic == f"{told['type']}.{told['version']}"
        assert each.subject == told.get("subject")
        at = datetime.fromisoformat(told["data"]["at"])
        assert each.occurred == micros(at)
    assert [each.subject for each in log.entries(0)] == [None, None, "aziza"]


def entries_go_on_where_they_stopped(log: ProofJournal, clock: Ticking) -> None:
    write(log, clock, [3, 4])
    whole = list(log.entries(0))
    assert list(log.entries(0, 3)) == whole[:3]
    assert list(log.entries(3, 2)) == whole[3:5]
    assert list(log.entries(5)) == whole[5:]
    assert list(log.entries(7)) == []


def every_hash_is_kept_whatever_the_batches(log: ProofJournal, clock: Ticking) -> None:
    count = 0
    for size in BATCHES:
        texts = (str(n) for n in range(size))
        log.append(Batch((note("note-1", count, *texts),)))
        clock.forward(microseconds=1)
        count += size
        assert_sound(log, count)


def earlier_roots_can_be_worked_out_later(log: ProofJournal, clock: Ticking) -> None:
    write(log, clock, [600])
    leaves = hashed(log)
    for size in (1, 2, 3, 15, 16, 17, 255, 256, 257, 511, 512, 513, 600):
        assert tree.root(log.hashes, size) == plain(leaves[:size])


def one_batch_can_complete_several_blocks(log: ProofJournal, clock: Ticking) -> None:
    assert_sound(log, write(log, clock, [200, 1_000]))


def what_is_refused_leaves_no_hash(log: ProofJournal, clock: Ticking) -> None:
    write(log, clock, [tree.WIDTH - 1])
    many = (str(n) for n in range(300))
    late = note("note-1", 100, "x")
    raises(Conflict, lambda: log.append(Batch((note("note-2", 0, *many), late))))
    assert_sound(log, tree.WIDTH - 1)
    assert list(log.hashes(0, tree.WIDTH - 1, 1)) == []
    assert list(log.hashes(1, 0, 1)) == []


def the_clock_turned_back_is_hashed_as_recorded(
    log: ProofJournal, clock: Ticking
) -> None:
    write(log, clock, [2])
    clock.forward(hours=-1)
    log.append(Batch((note("note-1", 2, "c"),)))
    assert_sound(log, 3)
    recorded = [each.recorded for each in log.entries(0)]
    assert recorded == sorted(recorded)


def threads_leave_every_leaf_at_its_position(log: ProofJournal, _: Ticking) -> None:
    start = Barrier(8)

    def tell(name: str) -> None:
        start.wait()
        for after in range(0, 75, 5):
            log.append(Batch((note(f"note-{name}", after, *"abcde"),)))

    threads = [Thread(target=tell, args=(name,)) for name in "abcdefgh"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    await_numbers(log, 600)
    assert_sound(log, 600)


def blocks_of_blocks_are_kept(log: ProofJournal, clock: Ticking) -> None:
    """4,096 leaves are complete at the end of one batch, 8,192 in the midst of one."""
    write(log, clock, [4_000, 96])
    assert_sound(log, 4_096)
    texts = (str(n) for n in range(5_000))
    log.append(Batch((note("note-1", 4_096, *texts),)))
    assert_sound(log, 9_096)


def await_numbers(journal: ProofJournal, count: int) -> None:
    """Wait until as many events as that have a position."""
    until = time.monotonic() + _PATIENCE
    while journal.head() < count and time.monotonic() < until:
        journal.feed(journal.head())


PROOF_LOG_RULES: Final[tuple[Rule, ...]] = (
    an_empty_log_has_the_empty_root,
    a_leaf_is_the_hash_of_when_and_what,
    columns_say_what_the_bytes_say,
    entries_go_on_where_they_stopped,
    every_hash_is_kept_whatever_the_batches,
    earlier_roots_can_be_worked_out_later,
    one_batch_can_complete_several_blocks,
    what_is_refused_leaves_no_hash,
    the_clock_turned_back_is_hashed_as_recorded,
    threads_leave_every_leaf_at_its_position,
    blocks_of_blocks_are_kept,
)
