"""What one transaction does for all that wait: look up, decide, write; each once."""

import sqlite3
from collections.abc import Sequence
from itertools import count

import msgspec
from attrs import frozen

from ...application.ports import Batch, Receipt
from ...application.proofs.blocks import leaves_of
from ..codec import Stored
from ..standing import REFUSALS, Standing
from .finding import standing
from .hashing import write_blocks

_INSERT = (
    "INSERT INTO events"
    " (position, stream, revision, topic, state, subject, occurred_at, recorded_at,"
    " leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@frozen
class Prepared:
    """A batch, and its events as rows, encoded before anyone had to wait."""

    batch: Batch
    rows: Sequence[Stored]


def record(
    cursor: sqlite3.Cursor, group: Sequence[Prepared], now: int
) -> list[Receipt | Exception]:
    """Record each batch of a group, or return its refusal and leave no trace of it.

    However many they are, it is a handful of statements: each is a chance for other
    threads to take the interpreter, and the one that commits must not wait for them.
    """
    held, recorded = standing(cursor, [each.batch for each in group])
    first = held.position + 1
    outcomes: list[Receipt | Exception] = []
    admitted: list[Prepared] = []
    for each in group:
        try:
            outcomes.append(held.admit(each.batch))
            admitted.append(each)
        except REFUSALS as refusal:
            outcomes.append(refusal)
    now = max(now, recorded)
    rows = [row for each in admitted for row in each.rows]
    leaves = leaves_of(now, (row.state for row in rows))
    cursor.executemany(
        _INSERT,
        [
            (position, *row, now, hashed)
            for position, row, hashed in zip(count(first), rows, leaves, strict=False)
        ],
    )
    write_blocks(cursor, first - 1, leaves)
    _write_keys(cursor, [each.batch for each in admitted], held)
    return outcomes


def _write_keys(
    cursor: sqlite3.Cursor, batches: Sequence[Batch], held: Standing
) -> None:
    encode = msgspec.json.encode
    if commands := [batch.command for batch in batches if batch.command]:
        cursor.executemany(
            "INSERT INTO command_keys VALUES (?, ?, ?, ?)",
            [
                (each.caller, each.key, each.fingerprint, encode(held.done(each)))
                for each in commands
            ],
        )
    if sources := [each for batch in batches for each in batch.sources]:
        cursor.executemany("INSERT INTO source_keys VALUES (?, ?)", sources)
    if things := {(c.kind, c.key) for b in batches for c in (*b.claims, *b.releases)}:
        owned = [(*each, owner) for each in things if (owner := held.owners.get(each))]
        cursor.executemany("DELETE FROM claims WHERE kind = ? AND key = ?", things)
        cursor.executemany("INSERT INTO claims VALUES (?, ?, ?)", owned)
