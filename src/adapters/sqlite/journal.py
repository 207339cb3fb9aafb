"""The journal in one SQLite file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eventsourcing.sqlite import SQLiteApplicationRecorder

from ...application.envelope import Event, Recorded, micros
from ...application.ports import (
    Batch,
    Clock,
    CommandKey,
    Entry,
    Receipt,
    StoreUnavailable,
)
from ..codec import Codec
from ..grouping import Group, Interrupted
from .datastore import Datastore
from .finding import matching, receipt_of
from .hashing import hashes
from .recording import Prepared, record
from .schema import migrate

_ENVELOPES = "SELECT topic, state, position, recorded_at FROM events"
_ENTRIES = (
    "SELECT position, recorded_at, stream, revision, topic, subject, occurred_at,"
    " state, leaf FROM events WHERE position > ? ORDER BY position LIMIT ?"
)


class SQLiteJournal(SQLiteApplicationRecorder):
    """One writer at a time; what several threads append meanwhile is one commit."""

    def __init__(self, path: str, codec: Codec, clock: Clock) -> None:
        self.store = Datastore(path)
        super().__init__(self.store, "events")
        migrate(self.store)
        self._codec, self._clock = codec, clock
        self._group: Group[Prepared, Receipt] = Group(self._commit)

    def construct_create_table_statements(self) -> list[str]:
        return []  # the tables are our own migrations'

    @property
    def secret(self) -> bytes | None:
        """The key of the blind indexes, in a store from before key stores."""
        found = self._rows("SELECT value FROM meta WHERE name = 'secret'")
        return bytes.fromhex(found[0][0]) if found else None

    def forget_secret(self) -> None:
        """Drop that key, which a key store has now."""
        with self.store.writing() as cursor:
            cursor.execute("DELETE FROM meta WHERE name = 'secret'")

    def append(self, batch: Batch) -> Receipt:
        rows = self._codec.rows(batch)
        try:
            return self._group.submit(Prepared(batch, rows))
        except Interrupted as problem:
            raise StoreUnavailable(
                f"{self.store.path}: whoever was committing for others was stopped; ask"
                " again under the same key to learn whether this took effect"
            ) from problem

    def replay(self, stream: str, after: int = 0) -> Iterable[Event]:
        event = self._codec.event
        found = self._rows(
            "SELECT topic, state FROM events WHERE stream = ? AND revision > ?"
            " ORDER BY revision",
            stream,
            after,
        )
        return [event(topic, state) for topic, state in found]

    def stream(self, stream: str) -> Sequence[Recorded]:
        return self._envelopes("WHERE stream = ? ORDER BY revision", stream)

    def feed(self, after: int, limit: int = 1_000) -> Sequence[Recorded]:
        return self._envelopes(
            "WHERE position > ? ORDER BY position LIMIT ?", after, limit
        )

    def about(self, subject: str) -> Sequence[Recorded]:
        return self._envelopes("WHERE subject = ? ORDER BY position", subject)

    def streams(self, kind: str) -> Sequence[str]:
        found = self._rows(
            "SELECT DISTINCT stream FROM events WHERE stream >= ? AND stream < ?"
            " ORDER BY stream",
            f"{kind}-",
            f"{kind}.",  # the character after the hyphen
        )
        return [stream for (stream,) in found]

    def head(self) -> int:
        (head,) = self._rows("SELECT max(position) FROM events")[0]
        return head or 0

    def receipt(self, command: CommandKey) -> Receipt | None:
        with self.store.reading() as cursor:
            return receipt_of(cursor, command)

    def owners(self, kind: str, keys: Iterable[str]) -> Mapping[str, str]:
        with self.store.reading() as cursor:
            select = "SELECT key, owner FROM claims WHERE kind"
            return dict(matching(cursor, select, kind, keys))

    def imported(self, source: str, keys: Iterable[str]) -> set[str]:
        with self.store.reading() as cursor:
            select = "SELECT key FROM source_keys WHERE source"
            return {key for (key,) in matching(cursor, select, source, keys)}

    def log_id(self) -> str:
        ((log,),) = self._rows("SELECT value FROM meta WHERE name = 'log'")
        return str(log)

    def entries(self, after: int, limit: int = 1_000) -> Sequence[Entry]:
        return [Entry._make(row) for row in self._rows(_ENTRIES, after, limit)]

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        with self.store.reading() as cursor:
            return hashes(cursor, level, first, count)

    def _commit(self, waiting: Sequence[Prepared]) -> list[Receipt | Exception]:
        with self.store.writing() as cursor:
            return record(cursor, waiting, micros(self._clock()))

    def _rows(self, statement: str, *parameters: Any) -> list[Any]:
        with self.store.reading() as cursor:
            return cursor.execute(statement, parameters).fetchall()

    def _envelopes(self, where: str, *parameters: Any) -> list[Recorded]:
        decode = self._codec.decode
        found = self._rows(f"{_ENVELOPES} {where}", *parameters)
        return [decode(*row) for row in found]
