"""One inclusion proof in a log of a million, from the hashes that are kept of it."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from itertools import islice
from random import Random
from statistics import median

from mijoz.application.proofs import tree
from mijoz.application.proofs.checking import included

from .measuring import Case, Run, Target, steadily
from .places import SQLITE, Places

SIZE = 1_000_000
REACH = 1.0  # milliseconds


def prove(places: Places) -> Iterator[Case]:
    if SQLITE not in places.kinds:
        return
    size = SIZE // 10 if places.quick else SIZE
    leaves = [sha256(b"%d" % n).digest() for n in range(size)]
    with closing(sqlite3.connect(places.new(SQLITE))) as kept:
        _keep(kept, leaves)

        def hashes(level: int, first: int, count: int) -> Sequence[bytes]:
            found = kept.execute(
                "SELECT hash FROM hashes WHERE level = ? AND block >= ? AND block < ?"
                " ORDER BY block",
                (level, first, first + count),
            )
            return [each for (each,) in found]

        root = tree.root(hashes, size)
        assert root == _upwards(leaves, 0)[1], "the two ways to the root differ"
        took = _milliseconds(hashes, leaves, root)
        yield Case(
            "prove",
            f"one of {size:,}, hashes in SQLite",
            "proofs/s",
            {"ours": _ours(hashes, size), "rehash": _rehash(leaves)},
            [Target("rehash", 1_000)],
            [
                f"a proof and its check took {took:.2f} ms, the median of 300; to"
                f" reach: under {REACH:g} ms: {'yes' if took < REACH else 'NO'}",
                "rehash makes the same proof from all the leaves, held in memory",
            ],
        )


def _ours(hashes: tree.Hashes, size: int) -> Run:
    any_of = Random(17)

    def step() -> int:
        tree.inclusion(hashes, any_of.randrange(size), size)
        return 1

    return steadily(step)


def _rehash(leaves: Sequence[bytes]) -> Run:
    any_of = Random(17)

    def step() -> int:
        _upwards(leaves, any_of.randrange(len(leaves)))
        return 1

    return steadily(step)


def _milliseconds(hashes: tree.Hashes, leaves: Sequence[bytes], root: bytes) -> float:
    """Return how long it takes to make and check a proof of any of the leaves."""
    size, any_of, took = len(leaves), Random(18), []
    for _ in range(300):
        index = any_of.randrange(size)
        began = time.perf_counter()
        path = tree.inclusion(hashes, index, size)
        found = included(leaves[index], index, size, path)
        took.append((time.perf_counter() - began) * 1_000)
        assert found == root, "a proof does not hold"
    return median(took)


def _upwards(leaves: Sequence[bytes], index: int) -> tuple[list[bytes], bytes]:
    """Return the proof of a leaf and the root, from all the leaves."""
    path, level = [], list(leaves)
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        last = level[-1:] if len(level) % 2 else []
        pairs = zip(islice(level, 0, None, 2), islice(level, 1, None, 2), strict=False)
        level = [tree.node(*pair) for pair in pairs] + last
        index //= 2
    return path, level[0]


def _keep(kept: sqlite3.Connection, leaves: Sequence[bytes]) -> None:
    kept.execute(
        "CREATE TABLE hashes (level INTEGER, block INTEGER, hash BLOB,"
        " PRIMARY KEY (level, block)) WITHOUT ROWID"
    )
    level, below = 0, list(leaves)
    while below:
        rows = ((level, block, each) for block, each in enumerate(below))
        kept.executemany("INSERT INTO hashes VALUES (?, ?, ?)", rows)
        below = [
            tree.perfect(below[n : n + tree.WIDTH])
            for n in range(0, len(below) - tree.WIDTH + 1, tree.WIDTH)
        ]
        level += 1
    kept.commit()
