"""Appends to PostgreSQL: one statement, one transaction, one round trip."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import msgspec
import psycopg
from attrs import astuple, frozen
from psycopg.errors import UniqueViolation

from ...application.ports import Batch, ClaimTaken, CommandKey, Conflict, Receipt, Write
from ..codec import Stored
from .datastore import Cursor, query
from .recorded import Kept, overtaking

_Column: TypeAlias = list[Any] | None
_APPEND: Final = """
    select positions, last_seq from mijoz_append(
        %b::int8,
        %b::text[], %b::text[], %b::text[], %b::bytea[],
        %b::text[], %b::text[],
        %b::text[], %b::text[], %b::text[],
        %b::text[], %b::text[], %b::text[],
        %b::text[], %b::int4[],
        %b::text[], %b::int4[], %b::text[], %b::bytea[], %b::text[], %b::int8[]
    )
"""
_CONFLICT, _CLAIM_TAKEN = "MJ001", "MJ002"


@frozen
class Prepared:
    """A batch, and its events as rows, encoded before anyone had to wait."""

    batch: Batch
    rows: Sequence[Stored]

    @property
    def receipt(self) -> Receipt:
        """What the batch's command is told, but for positions."""
        writes = self.batch.writes
        return Receipt(
            tuple((w.stream, w.after + len(w.drafts)) for w in writes),
            tuple(draft.id for w in writes for draft in w.drafts),
        )


def append(
    cursor: Cursor, several: Sequence[Prepared], now: int
) -> tuple[Sequence[int] | None, int | None]:
    """Record batches; return all positions, or None and a seq yet to be numbered.

    Raises what `Journal.append` raises, and then has recorded none of them. With more
    than one batch, who is to blame is not told.
    """
    batches = [each.batch for each in several]
    commands = [
        _command(each, each.batch.command) for each in several if each.batch.command
    ]
    parameters = (
        *_columns(4, commands),
        *_columns(2, [key for batch in batches for key in batch.sources]),
        *_columns(3, [astuple(claim) for batch in batches for claim in batch.releases]),
        *_columns(3, [astuple(claim) for batch in batches for claim in batch.claims]),
        *_columns(2, _streams(write for batch in batches for write in batch.writes)),
        *_columns(6, [row for each in several for row in each.rows]),
    )
    try:
        ((positions, last),) = query(cursor, _APPEND, now, *parameters)
    except UniqueViolation as problem:
        raise overtaking(cursor, batches[0], problem) from None
    except psycopg.Error as problem:
        detail = problem.diag.message_detail or ""
        if problem.sqlstate == _CONFLICT:
            raise Conflict(*json.loads(detail)) from None
        if problem.sqlstate == _CLAIM_TAKEN:
            raise ClaimTaken(*json.loads(detail)) from None
        raise
    return positions, last


def _command(prepared: Prepared, command: CommandKey) -> tuple[str, str, str, bytes]:
    after = tuple(write.after for write in prepared.batch.writes)
    kept: Kept = prepared.receipt, after
    return (
        command.caller,
        command.key,
        command.fingerprint,
        msgspec.json.encode(kept),
    )


def _streams(writes: Iterable[Write]) -> Sequence[tuple[str, int]]:
    """Return each stream once, with what it is to hold before all of this."""
    before: dict[str, int] = {}
    held: dict[str, int] = {}
    for write in writes:
        actual = held.setdefault(write.stream, write.after)
        if actual != write.after:
            raise Conflict(write.stream, write.after, actual)
        before.setdefault(write.stream, write.after)
        held[write.stream] = actual + len(write.drafts)
    return list(before.items())


def _columns(count: int, rows: Sequence[Sequence[Any]]) -> Iterable[_Column]:
    if not rows:
        return (None,) * count
    return map(list, zip(*rows, strict=True))
