"""The floor: the same rows, encoded beforehand, by the database's driver alone."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias

from mijoz.adapters.codec import Codec, Stored

from .measuring import Run
from .notes import NoteAdded, drafts
from .ours import opened as ours
from .places import Address

Row: TypeAlias = tuple[Any, ...]  # what `Stored` holds


class Floor(Protocol):
    """One connection."""

    def insert(self, rows: Sequence[Row]) -> None:
        """Insert rows as one durable transaction."""
        ...

    def stream(self, stream: str) -> Sequence[Row]:
        """Return topic and bytes of a stream, in order."""
        ...

    def page(self, after: int, limit: int) -> Sequence[Row]:
        """Return a page of the log: topic, bytes, position and record time."""
        ...

    def view(self, rows: Mapping[str, bytes], position: int) -> None:
        """Put rows of a read model, and how far it got, as one transaction."""
        ...


class SQLiteFloor:
    """Plain sqlite3 on the tables of ours."""

    def __init__(self, address: Address) -> None:
        self._connection = sqlite3.connect(
            address, isolation_level=None, check_same_thread=False, timeout=30
        )
        self._execute = self._connection.execute
        for pragma in ("synchronous = FULL", "cache_size = -32000"):
            self._execute(f"PRAGMA {pragma}")

    def insert(self, rows: Sequence[Row]) -> None:
        self._execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT INTO events"
            " (stream, revision, topic, state, subject, occurred_at, recorded_at)"
            f" VALUES (?, ?, ?, ?, ?, ?, {time.time_ns() // 1_000})",
            rows,
        )
        self._execute("COMMIT")

    def stream(self, stream: str) -> Sequence[Row]:
        return self._execute(
            "SELECT topic, state FROM events WHERE stream = ? ORDER BY revision",
            (stream,),
        ).fetchall()

    def page(self, after: int, limit: int) -> Sequence[Row]:
        return self._execute(
            "SELECT topic, state, position, recorded_at FROM events"
            " WHERE position > ? ORDER BY position LIMIT ?",
            (after, limit),
        ).fetchall()

    def view(self, rows: Mapping[str, bytes], position: int) -> None:
        self._execute("BEGIN IMMEDIATE")
        self._execute(
            "INSERT OR REPLACE INTO checkpoints VALUES ('raw', ?)", (position,)
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO views VALUES ('raw', ?, ?)", rows.items()
        )
        self._execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def opened(address: Address) -> Iterator[Floor]:
    """Lend a connection to the tables that ours makes, at a new address or an old."""
    with ours(address):
        pass
    with connected(address) as floor:
        yield floor


@contextmanager
def connected(address: Address) -> Iterator[Floor]:
    """Lend one more connection to tables that are there."""
    floor = SQLiteFloor(address)
    try:
        yield floor
    finally:
        floor.close()


def encoded(identity: str, after: int, count: int) -> list[Row]:
    """Return rows of new notes, ready to insert."""
    encode = Codec([NoteAdded]).encode
    return [tuple(encode(draft)) for draft in drafts(identity, after, count)]


def batches(stream: str, last: int = 0) -> Callable[[int, int], list[list[Row]]]:
    """Return what makes batches of rows: new revisions of one stream, old bytes."""
    (pattern,) = encoded(stream, last, 1)
    row = Stored(*pattern)._replace(stream=stream)

    def more(many: int, size: int) -> list[list[Row]]:
        nonlocal last
        made = []
        for _ in range(many):
            made.append(
                [
                    tuple(row._replace(revision=revision))
                    for revision in range(last + 1, last + size + 1)
                ]
            )
            last += size
        return made

    return more


def inserting(floor: Floor, size: int, stream: str = "raw") -> Run:
    """Return a run that inserts batches of rows that were made before the clock ran."""
    more = batches(stream)

    def run(seconds: float) -> float:
        rate, clock = 4_000 * size**0.7, time.perf_counter  # a guess, on the high side
        waiting = more(max(1, int(rate * seconds * 1.5 / size)), size)
        done, began = 0, clock()
        for each in waiting:
            floor.insert(each)
            done += size
            if clock() - began >= seconds:
                break
        return done / (clock() - began)

    return run
