"""The hashes of a SQLite store: a leaf with each event, and the blocks above them."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from uuid import uuid4

from ...application.proofs import tree
from ...application.proofs.blocks import completed

_LEAVES: Final = "SELECT leaf FROM events WHERE position > ? ORDER BY position LIMIT ?"
_BLOCKS: Final = (
    "SELECT hash FROM tree WHERE level = ? AND block >= ? ORDER BY block LIMIT ?"
)
_AT_ONCE: Final = 65_536  # leaves that are in memory
_ADD_HASHES: Final = (
    """
    CREATE TABLE hashed (
        position    INTEGER PRIMARY KEY AUTOINCREMENT,
        stream      TEXT NOT NULL,
        revision    INTEGER NOT NULL CHECK (revision > 0),
        topic       TEXT NOT NULL,
        state       BLOB NOT NULL,
        subject     TEXT,
        occurred_at INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        leaf        BLOB NOT NULL,
        UNIQUE (stream, revision)
    )
    """,
    """
    INSERT INTO hashed SELECT position, stream, revision, topic, state, subject,
        occurred_at, recorded_at, leaf(recorded_at, state) FROM events ORDER BY position
    """,
    "DROP TABLE events",
    "ALTER TABLE hashed RENAME TO events",
    "CREATE INDEX events_subject ON events (subject, position)",
    """
    CREATE TABLE tree (
        level INTEGER NOT NULL, block INTEGER NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (level, block)
    ) WITHOUT ROWID
    """,
)


def hashes(
    cursor: sqlite3.Cursor, level: int, first: int, count: int
) -> Sequence[bytes]:
    """Return what is kept, as `ProofLog.hashes` does."""
    if level == 0:
        found = cursor.execute(_LEAVES, (first, count))
    else:
        found = cursor.execute(_BLOCKS, (level, first, count))
    return [each for (each,) in found]


def write_blocks(cursor: sqlite3.Cursor, size: int, leaves: Sequence[bytes]) -> None:
    """Keep the blocks that *leaves*, which follow the first *size*, complete."""
    if blocks := completed(lambda *asked: hashes(cursor, *asked), size, leaves):
        cursor.executemany("INSERT INTO tree VALUES (?, ?, ?)", blocks)


def add_hashes(cursor: sqlite3.Cursor) -> None:
    """Bring a store of version 1 to version 2: hash what is there, name the log."""
    cursor.connection.create_function("leaf", 2, _leaf, deterministic=True)
    for statement in _ADD_HASHES:
        cursor.execute(statement)
    for size, leaves in _leaves(cursor.connection):
        write_blocks(cursor, size, leaves)
    cursor.execute("INSERT INTO meta VALUES ('log', ?)", (str(uuid4()),))


def _leaves(connection: sqlite3.Connection) -> Iterator[tuple[int, list[bytes]]]:
    rows = connection.execute("SELECT position, leaf FROM events ORDER BY position")
    for size, some in groupby(rows, lambda row: (row[0] - 1) // _AT_ONCE * _AT_ONCE):
        yield size, [leaf for _, leaf in some]


def _leaf(recorded: int, state: bytes) -> bytes:
    return tree.leaf(tree.entry(recorded, state))
