"""What one append does inside its transaction: all of it, or nothing."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from attrs import frozen

from ...application.ports import (
    AlreadyDone,
    AlreadyImported,
    Batch,
    Claim,
    ClaimTaken,
    CommandKey,
    Conflict,
    KeyReused,
    Receipt,
)
from ..codec import Stored

_CHUNK = 500  # SQLite takes a limited number of parameters a statement
_INSERT = (
    "INSERT INTO events"
    " (stream, revision, topic, state, subject, occurred_at, recorded_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


@frozen
class Prepared:
    """A batch, and its events as rows, encoded before anyone had to wait."""

    batch: Batch
    rows: tuple[Stored, ...]


_REFUSALS = (AlreadyDone, AlreadyImported, ClaimTaken, Conflict, KeyReused)


def attempt(
    cursor: sqlite3.Cursor, prepared: Prepared, now: int
) -> Receipt | Exception:
    """Record a batch, or return its refusal and leave no trace of it."""
    cursor.execute("SAVEPOINT batch")
    try:
        receipt = _record(cursor, prepared, now)
    except _REFUSALS as refusal:
        cursor.execute("ROLLBACK TO batch")
        return refusal
    finally:
        cursor.execute("RELEASE batch")
    return receipt


def _record(cursor: sqlite3.Cursor, prepared: Prepared, now: int) -> Receipt:
    batch, rows = prepared.batch, prepared.rows
    if batch.command and (done := receipt_of(cursor, batch.command)):
        raise AlreadyDone(done)
    _take_sources(cursor, batch.sources)
    for gone in batch.releases:
        cursor.execute(
            "DELETE FROM claims WHERE kind = ? AND key = ? AND owner = ?",
            (gone.kind, gone.key, gone.owner),
        )
    for claim in batch.claims:
        _take(cursor, claim)
    held: dict[str, int] = {}
    for write in batch.writes:
        actual = held.get(write.stream)
        if actual is None:
            actual = _revision(cursor, write.stream)
        if actual != write.after:
            raise Conflict(write.stream, write.after, actual)
        held[write.stream] = actual + len(write.drafts)
    cursor.executemany(_INSERT, [(*row, now) for row in rows])
    last = cursor.execute("SELECT last_insert_rowid()").fetchone()[0] if rows else 0
    receipt = Receipt(
        tuple((w.stream, w.after + len(w.drafts)) for w in batch.writes),
        tuple(draft.id for w in batch.writes for draft in w.drafts),
        tuple(range(last - len(rows) + 1, last + 1)),
    )
    if key := batch.command:
        cursor.execute(
            "INSERT INTO command_keys VALUES (?, ?, ?, ?)",
            (key.caller, key.key, key.fingerprint, msgspec.json.encode(receipt)),
        )
    return receipt


def _revision(cursor: sqlite3.Cursor, stream: str) -> int:
    found = cursor.execute(
        "SELECT max(revision) FROM events WHERE stream = ?", (stream,)
    )
    return found.fetchone()[0] or 0


def last_recorded(cursor: sqlite3.Cursor) -> int:
    found = cursor.execute(
        "SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return found[0] if found else 0


def receipt_of(cursor: sqlite3.Cursor, command: CommandKey) -> Receipt | None:
    found = cursor.execute(
        "SELECT fingerprint, receipt FROM command_keys WHERE caller = ? AND key = ?",
        (command.caller, command.key),
    ).fetchone()
    if found is None:
        return None
    if found[0] != command.fingerprint:
        raise KeyReused(command.key)
    return msgspec.json.decode(found[1], type=Receipt)


def _take_sources(cursor: sqlite3.Cursor, sources: Sequence[tuple[str, str]]) -> None:
    try:
        cursor.executemany("INSERT INTO source_keys VALUES (?, ?)", sources)
    except sqlite3.IntegrityError:
        cursor.execute("ROLLBACK TO batch")
        for source, key in sources:
            if imported(cursor, source, [key]):
                raise AlreadyImported(source, key) from None
        twice = next(each for each in sources if sources.count(each) > 1)
        raise AlreadyImported(*twice) from None


def _take(cursor: sqlite3.Cursor, claim: Claim) -> None:
    cursor.execute(
        "INSERT INTO claims VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (claim.kind, claim.key, claim.owner),
    )
    (owner,) = cursor.execute(
        "SELECT owner FROM claims WHERE kind = ? AND key = ?", (claim.kind, claim.key)
    ).fetchone()
    if owner != claim.owner:
        raise ClaimTaken(claim.kind, owner)


def imported(cursor: sqlite3.Cursor, source: str, keys: Iterable[str]) -> set[str]:
    found = matching(cursor, "SELECT key FROM source_keys WHERE source", source, keys)
    return {key for (key,) in found}


def matching(
    cursor: sqlite3.Cursor, select: str, within: str, keys: Iterable[str]
) -> Iterable[tuple[Any, ...]]:
    wanted = list(keys)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        yield from cursor.execute(
            f"{select} = ? AND key IN ({marks})", (within, *chunk)
        ).fetchall()
