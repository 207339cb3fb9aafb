"""One inclusion proof in a log of a million, from the hashes that a store keeps."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from random import Random
from statistics import median
from typing import Any

from mijoz.adapters.codec import Codec, Stored
from mijoz.adapters.sqlite.hashing import write_blocks
from mijoz.application.ports import ProofLog
from mijoz.application.proofs import tree
from mijoz.application.proofs.proving import head, tiled
from mijoz.application.proofs.proving import prove as proven

from . import ours
from .measuring import Case, Run, Target, steadily
from .notes import NoteAdded, drafts
from .places import SQLITE, Places

SIZE = 1_000_000
REACH = 1.0  # milliseconds
_AT = 1_780_000_000_000_000  # microseconds since 1970
_AT_ONCE = 50_000
_COPY = "copy events (stream, revision, topic, state, subject, occurred_at) from stdin"
_LONG = 100  # events of each stream


def prove(places: Places) -> Iterator[Case]:
    size = SIZE // 10 if places.quick else SIZE
    for kind in places.kinds:
        with ours.opened(places.new(kind)) as mine:
            log: Any = mine.journal
            (_fill_sqlite if kind == SQLITE else _fill_postgres)(log, size)
            leaves = log.hashes(0, 0, size)
            assert head(log) == (size, _upwards(leaves, 0)[1]), "the roots differ"
            path = _milliseconds(partial(_path, log, size), size)
            whole = _milliseconds(partial(_whole, log, size), size)
            yield Case(
                "prove",
                f"{kind}, one of {size:,}",
                "proofs/s",
                {"ours": _ours(log.hashes, size), "rehash": _rehash(leaves)},
                [Target("rehash", 1_000)],
                [
                    f"{kind}: a proof took {path:.2f} ms, to reach: under {REACH:g} ms:"
                    f" {'yes' if path < REACH else 'NO'}; with its entry and the root,"
                    f" and checked, {whole:.2f} ms (medians of 300)",
                    "rehash makes the same proof from all the leaves, held in memory",
                ],
            )


def _ours(hashes: tree.Hashes, size: int) -> Run:
    any_of = Random(17)

    def step() -> int:
        tree.inclusion(tiled(hashes, size), any_of.randrange(size), size)
        return 1

    return steadily(step)


def _rehash(leaves: Sequence[bytes]) -> Run:
    any_of = Random(17)

    def step() -> int:
        _upwards(leaves, any_of.randrange(len(leaves)))
        return 1

    return steadily(step)


def _path(log: ProofLog, size: int, index: int) -> object:
    return tree.inclusion(tiled(log.hashes, size), index, size)


def _whole(log: ProofLog, size: int, index: int) -> object:
    return proven(log, index + 1, size)


def _milliseconds(do: Callable[[int], object], size: int) -> float:
    """Return how long it takes to do something with any of the leaves."""
    any_of, took = Random(18), []
    for _ in range(300):
        index = any_of.randrange(size)
        began = time.perf_counter()
        do(index)
        took.append((time.perf_counter() - began) * 1_000)
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


def _fill_sqlite(journal: Any, size: int) -> None:
    for first in range(0, size, _AT_ONCE):
        rows = list(_rows(first, min(first + _AT_ONCE, size)))
        leaves = [tree.leaf(tree.entry(_AT, row.state)) for row in rows]
        with journal.store.writing() as cursor:
            cursor.executemany(
                "INSERT INTO events (position, stream, revision, topic, state, subject,"
                " occurred_at, recorded_at, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (first + n, *row, _AT, leaf)
                    for n, (row, leaf) in enumerate(
                        zip(rows, leaves, strict=True), start=1
                    )
                ],
            )
            write_blocks(cursor, first, leaves)


def _fill_postgres(journal: Any, size: int) -> None:
    for first in range(0, size, _AT_ONCE):
        last = min(first + _AT_ONCE, size)
        with (
            journal.store.lend() as cursor,
            cursor.connection.transaction(),
            cursor.copy(_COPY) as copy,
        ):
            for row in _rows(first, last):
                copy.write_row(row)
        while journal.head() < last:
            journal.feed(journal.head(), 1)  # whoever reads the end numbers it


def _rows(first: int, last: int) -> Iterator[Stored]:
    encode = Codec([NoteAdded]).encode
    for number in range(first // _LONG, last // _LONG):
        yield from map(encode, drafts(f"c-{number}", 0, _LONG))
