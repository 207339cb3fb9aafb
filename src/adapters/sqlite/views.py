"""Read models in the same SQLite file as the journal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ...application.ports import DeadLetter, Overtaken
from .datastore import Datastore
from .finding import matching


class SQLiteViews:
    """Rows as JSON, and each projection's position in the same transaction."""

    def __init__(self, store: Datastore) -> None:
        self._store = store

    def position(self, projection: str) -> int:
        found = self._select(
            "SELECT position FROM checkpoints WHERE projection = ?", projection
        )
        return found[0][0] if found else 0

    def rows(
        self, projection: str, row: type, keys: Iterable[str]
    ) -> Mapping[str, Any]:
        select = "SELECT key, row FROM views WHERE projection"
        with self._store.reading() as cursor:
            found = matching(cursor, select, projection, keys)
        return {key: msgspec.json.decode(text, type=row) for key, text in found}

    def all(self, projection: str, row: type) -> Iterable[tuple[str, Any]]:
        found = self._select(
            "SELECT key, row FROM views WHERE projection = ? ORDER BY key", projection
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
        encode = msgspec.json.encode
        with self._store.writing() as cursor:
            cursor.execute(
                "INSERT INTO checkpoints VALUES (?, 0) ON CONFLICT DO NOTHING",
                (projection,),
            )
            cursor.execute(
                "UPDATE checkpoints SET position = ?"
                " WHERE projection = ? AND position = ?",
                (position, projection, after),
            )
            if cursor.rowcount == 0:
                raise Overtaken(projection)
            cursor.executemany(
                "INSERT OR REPLACE INTO views VALUES (?, ?, ?)",
                [(projection, key, encode(row)) for key, row in rows.items()],
            )
            cursor.executemany(
                "INSERT OR REPLACE INTO dead_letters VALUES (?, ?, ?)",
                [(projection, each.position, each.problem) for each in dead],
            )

    def clear(self, projection: str) -> None:
        with self._store.writing() as cursor:
            for table in ("views", "checkpoints", "dead_letters"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE projection = ?", (projection,)
                )

    def dead(self, projection: str) -> Sequence[DeadLetter]:
        found = self._select(
            "SELECT position, problem FROM dead_letters WHERE projection = ?"
            " ORDER BY position",
            projection,
        )
        return [DeadLetter(*row) for row in found]

    def _select(self, statement: str, *parameters: Any) -> list[Any]:
        with self._store.reading() as cursor:
            return cursor.execute(statement, parameters).fetchall()
