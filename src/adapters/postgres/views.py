"""Read models in the same PostgreSQL schema as the journal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ...application.ports import DeadLetter, Overtaken
from .datastore import Cursor, Datastore, query


class PostgresViews:
    """Rows as JSON, and each projection's position in the same transaction."""

    def __init__(self, store: Datastore) -> None:
        self._store = store

    def position(self, projection: str) -> int:
        found = self._store.rows(
            "select position from checkpoints where projection = %b", projection
        )
        return found[0][0] if found else 0

    def rows(
        self, projection: str, row: type, keys: Iterable[str]
    ) -> Mapping[str, Any]:
        found = self._store.rows(
            "select key, row from views"
            " where projection = %b and key = any(%b::text[])",
            projection,
            list(keys),
        )
        decoder: Any = msgspec.json.Decoder(row)
        return {key: decoder.decode(text) for key, text in found}

    def all(self, projection: str, row: type) -> Iterable[tuple[str, Any]]:
        found = self._store.rows(
            "select key, row from views where projection = %b order by key", projection
        )
        decoder: Any = msgspec.json.Decoder(row)
        return [(key, decoder.decode(text)) for key, text in found]

    def commit(
        self,
        projection: str,
        after: int,
        position: int,
        rows: Mapping[str, Any],
        dead: Sequence[DeadLetter] = (),
    ) -> None:
        texts = {key: msgspec.json.encode(row) for key, row in rows.items()}
        with self._store.writing() as cursor:
            _advance(cursor, projection, after, position)
            query(
                cursor,
                "insert into views select %b::text, *"
                " from unnest(%b::text[], %b::bytea[])"
                " on conflict (projection, key) do update set row = excluded.row",
                projection,
                list(texts),
                list(texts.values()),
            )
            query(
                cursor,
                "insert into dead_letters select %b::text, *"
                " from unnest(%b::int8[], %b::text[]) on conflict do nothing",
                projection,
                [each.position for each in dead],
                [each.problem for each in dead],
            )

    def clear(self, projection: str) -> None:
        with self._store.writing() as cursor:
            for table in ("views", "checkpoints", "dead_letters"):
                query(cursor, f"delete from {table} where projection = %b", projection)

    def dead(self, projection: str) -> Sequence[DeadLetter]:
        found = self._store.rows(
            "select position, problem from dead_letters where projection = %b"
            " order by position",
            projection,
        )
        return [DeadLetter(*row) for row in found]


def _advance(cursor: Cursor, projection: str, after: int, position: int) -> None:
    """Move the checkpoint, which others who run the projection then wait for."""
    query(
        cursor,
        "insert into checkpoints values (%b, 0) on conflict do nothing",
        projection,
    )
    moved = query(
        cursor,
        "update checkpoints set position = %b where projection = %b and position = %b",
        position,
        projection,
        after,
    )
    if moved.rowcount == 0:
        raise Overtaken(projection)
