"""The floor: the same rows, encoded beforehand, by the database's driver alone."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mijoz.adapters.codec import Codec, Stored

from .floor_postgres import PostgresFloor
from .floor_sqlite import SQLiteFloor
from .measuring import Run
from .notes import NoteAdded, drafts
from .ours import opened as ours
from .places import Address
from .rows import Floor, Row

__all__ = ["Floor", "batches", "connected", "encoded", "inserting", "opened"]


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
    floor = PostgresFloor(address) if "://" in address else SQLiteFloor(address)
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
