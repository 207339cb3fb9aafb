"""What a SQLite store knows already: of commands, sources, claims and streams."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from ...application.ports import Batch, CommandKey, KeyReused, Receipt
from ..standing import Key, Standing

_RECEIPT = msgspec.json.Decoder(Receipt).decode
# Each statement takes all that is asked for as one JSON array: one call, no limit.
_FOUND = (
    "SELECT * FROM {table} WHERE ({column}, key) IN (SELECT"
    " json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
)
_LAST = "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
_REVISIONS = (
    "SELECT value, (SELECT max(revision) FROM events WHERE stream = value)"
    " FROM json_each(?)"
)


def standing(cursor: sqlite3.Cursor, batches: Sequence[Batch]) -> tuple[Standing, int]:
    """Return what is held of all that *batches* touch, and the last record time."""
    position, recorded = cursor.execute(_LAST).fetchone() or (0, 0)
    streams = {write.stream for batch in batches for write in batch.writes}
    commands = {(b.command.caller, b.command.key) for b in batches if b.command}
    sources = {each for batch in batches for each in batch.sources}
    things = {(c.kind, c.key) for b in batches for c in (*b.claims, *b.releases)}
    return (
        Standing(
            position,
            {
                stream: revision or 0
                for stream, revision in cursor.execute(_REVISIONS, (_json(streams),))
            },
            {
                (caller, key): (fingerprint, _RECEIPT(receipt))
                for caller, key, fingerprint, receipt in _found(
                    cursor, "command_keys", "caller", commands
                )
            },
            set(_found(cursor, "source_keys", "source", sources)),
            {
                (kind, key): owner
                for kind, key, owner in _found(cursor, "claims", "kind", things)
            },
        ),
        recorded,
    )


def receipt_of(cursor: sqlite3.Cursor, command: CommandKey) -> Receipt | None:
    found = cursor.execute(
        "SELECT fingerprint, receipt FROM command_keys WHERE caller = ? AND key = ?",
        (command.caller, command.key),
    ).fetchone()
    if found is None:
        return None
    if found[0] != command.fingerprint:
        raise KeyReused(command.key)
    return _RECEIPT(found[1])


def matching(
    cursor: sqlite3.Cursor, select: str, within: str, keys: Iterable[str]
) -> list[tuple[Any, ...]]:
    """Return what *select*, which ends in a column, finds of some keys *within*."""
    return cursor.execute(
        f"{select} = ? AND key IN (SELECT value FROM json_each(?))",
        (within, _json(keys)),
    ).fetchall()


def _found(
    cursor: sqlite3.Cursor, table: str, column: str, keys: set[Key]
) -> Iterable[Any]:
    if not keys:
        return ()
    return cursor.execute(_FOUND.format(table=table, column=column), (_json(keys),))


def _json(keys: Iterable[Any]) -> str:
    return msgspec.json.encode(list(keys)).decode()
