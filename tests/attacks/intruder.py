"""Someone who owns the database, and what they can do to it with SQL alone."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

import psycopg
from attrs import frozen

from mijoz.application.proofs import tree
from mijoz.application.proofs.blocks import completed


class Row(NamedTuple):
    """One entry as a store has it, but for its position."""

    stream: str
    revision: int
    topic: str
    state: bytes
    subject: str | None
    occurred: int
    recorded: int
    leaf: bytes


Rows: TypeAlias = list[Row]
Blocks: TypeAlias = Sequence[tuple[int, int, bytes]]


class Database(Protocol):
    """The tables of a store, whatever they lie in."""

    @property
    def url(self) -> str: ...

    def read(self) -> Rows: ...

    def write(self, rows: Sequence[tuple[int, Row]], blocks: Blocks | None) -> None:
        """Replace all entries, by position; and the block hashes, if they are given."""
        ...


@frozen
class SQLiteFile:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def read(self) -> Rows:
        with closing(sqlite3.connect(self.path)) as raw:
            found = raw.execute(
                "SELECT stream, revision, topic, state, subject, occurred_at,"
                " recorded_at, leaf FROM events ORDER BY position"
            )
            return [Row(*row) for row in found]

    def write(self, rows: Sequence[tuple[int, Row]], blocks: Blocks | None) -> None:
        with closing(sqlite3.connect(self.path)) as raw, raw:
            raw.execute("DELETE FROM events")
            raw.executemany(
                "INSERT INTO events (position, stream, revision, topic, state, subject,"
                " occurred_at, recorded_at, leaf) VALUES (?,?,?,?,?,?,?,?,?)",
                [(position, *row) for position, row in rows],
            )
            if blocks is not None:
                raw.execute("DELETE FROM tree")
                raw.executemany("INSERT INTO tree VALUES (?, ?, ?)", blocks)


@frozen
class PostgresDatabase:
    url: str

    def read(self) -> Rows:
        with psycopg.connect(self.url) as raw:
            found = raw.execute(
                "select e.stream, e.revision, e.topic, e.state, e.subject,"
                " e.occurred_at, l.recorded_at, l.leaf"
                " from log l join events e using (seq) order by l.position"
            )
            return [Row(*row) for row in found]

    def write(self, rows: Sequence[tuple[int, Row]], blocks: Blocks | None) -> None:
        with psycopg.connect(self.url) as raw, raw.cursor() as cursor:
            cursor.execute("delete from log")
            cursor.execute("delete from events")
            cursor.executemany(
                "insert into events (seq, stream, revision, topic, state, subject,"
                " occurred_at) values (%s, %s, %s, %s, %s, %s, %s)",
                [(position, *row[:6]) for position, row in rows],
            )
            cursor.executemany(
                "insert into log (position, seq, recorded_at, leaf)"
                " values (%s, %s, %s, %s)",
                [(position, position, *row[6:]) for position, row in rows],
            )
            if blocks is not None:
                cursor.execute("delete from tree")
                cursor.executemany("insert into tree values (%s, %s, %s)", blocks)


def hashed(rows: Sequence[Row]) -> tuple[Rows, Blocks, bytes]:
    """Return entries with the leaves they should have, the blocks, and the root."""
    made = [
        row._replace(leaf=tree.leaf(tree.entry(row.recorded, row.state)))
        for row in rows
    ]
    leaves = [row.leaf for row in made]

    def kept(level: int, first: int, count: int) -> list[bytes]:
        width = tree.WIDTH**level
        return [
            tree.perfect(leaves[n * width : (n + 1) * width])
            for n in range(first, first + count)
        ]

    return made, completed(kept, 0, leaves), tree.root(kept, len(leaves))


def overwrite(database: Database, rows: Sequence[Row], *, rehash: bool) -> None:
    """Put entries in place of those that are there, numbered anew."""
    blocks: Blocks | None = None
    if rehash:
        rows, blocks, _ = hashed(rows)
    before = database.read()
    database.write(list(enumerate(rows, start=1)), blocks)
    assert database.read() != before, "the attack changed nothing"


def changed(state: bytes, old: bytes, new: bytes) -> bytes:
    """Return stored bytes in which one thing is another."""
    assert old in state
    return state.replace(old, new, 1)
