"""What is recorded already: keys, receipts, and how far the streams have come."""

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from attrs import evolve
from psycopg.errors import UniqueViolation

from ...application.ports import (
    AlreadyDone,
    AlreadyImported,
    Batch,
    CommandKey,
    Conflict,
    KeyReused,
    Receipt,
)
from ..codec import Stored
from .datastore import Cursor, query

Kept: TypeAlias = tuple[Receipt, tuple[int, ...]]  # and what each stream held before


def receipt_of(cursor: Cursor, command: CommandKey) -> Receipt | None:
    found = query(
        cursor,
        "select fingerprint, receipt from command_keys where caller = %b and key = %b",
        command.caller,
        command.key,
    ).fetchone()
    if found is None:
        return None
    if found[0] != command.fingerprint:
        raise KeyReused(command.key)
    receipt, after = msgspec.json.decode(found[1], type=Kept)
    return located(cursor, receipt, after)


def located(cursor: Cursor, receipt: Receipt, after: Iterable[int]) -> Receipt:
    """Return the receipt with the positions of its events, once all have one."""
    events = [
        (stream, revision)
        for (stream, last), before in zip(receipt.revisions, after, strict=True)
        for revision in range(before + 1, last + 1)
    ]
    found = query(
        cursor,
        "select position from unnest(%b::text[], %b::int4[]) with ordinality"
        " wanted (stream, revision, nth)"
        " join events using (stream, revision) join log using (seq) order by nth",
        [stream for stream, _ in events],
        [revision for _, revision in events],
    ).fetchall()
    if len(found) < len(events):
        return receipt
    return evolve(receipt, positions=tuple(position for (position,) in found))


def imported(cursor: Cursor, source: str, keys: Iterable[str]) -> set[str]:
    found = query(
        cursor,
        "select key from source_keys where source = %b and key = any(%b::text[])",
        source,
        list(keys),
    )
    return {key for (key,) in found}


def holds(cursor: Cursor, event: Stored) -> bool:
    """Whether this very event is what its stream holds at its revision."""
    held = query(
        cursor,
        "select state from events where stream = %b and revision = %b",
        event.stream,
        event.revision,
    ).fetchone()
    return held == (event.state,)


def overtaking(cursor: Cursor, batch: Batch, problem: UniqueViolation) -> Exception:
    """Return what the writer who was quicker has made of a batch; else *problem*."""
    match problem.diag.constraint_name:
        case "command_keys_pkey" if batch.command:
            receipt = receipt_of(cursor, batch.command)
            return AlreadyDone(receipt) if receipt else problem
        case "source_keys_pkey" if known := _known(cursor, batch):
            return AlreadyImported(*known)
        case "events_stream_revision_key":
            for stream, expected, actual in query(
                cursor,
                "select stream, after, (select coalesce(max(revision), 0)"
                " from events where events.stream = written.stream)"
                " from unnest(%b::text[], %b::int4[]) written (stream, after)",
                [write.stream for write in batch.writes],
                [write.after for write in batch.writes],
            ):
                if actual != expected:
                    return Conflict(stream, expected, actual)
    return problem


def _known(cursor: Cursor, batch: Batch) -> tuple[str, str] | None:
    """Return the first of a batch's source keys that is recorded, or comes twice."""
    seen = {
        (source, key)
        for source in {source for source, _ in batch.sources}
        for key in imported(cursor, source, [key for _, key in batch.sources])
    }
    for each in batch.sources:
        if each in seen:
            return each
        seen.add(each)
    return None
