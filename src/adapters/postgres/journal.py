"""The journal in one schema of a PostgreSQL database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from eventsourcing.postgres import PostgresApplicationRecorder

from ...application.envelope import Event, Recorded
from ...application.ports import Batch, Clock, CommandKey, Entry, Receipt
from ..codec import Codec
from .appending import Appender
from .datastore import Datastore
from .numbering import Numberer
from .recorded import imported, receipt_of
from .recording import Prepared
from .schema import migrate

_ENVELOPES = "select e.topic, e.state, l.position, l.recorded_at"
_ENTRIES = (
    "select l.position, l.recorded_at, e.stream, e.revision, e.topic, e.subject,"
    " e.occurred_at, e.state, l.leaf from log l join events e using (seq)"
    " where l.position > %b order by l.position limit {:d}"
)


class PostgresJournal(PostgresApplicationRecorder):
    """Many writers at a time, in any number of processes, under no lock but the rows'.

    To the eventsourcing library's tools it is a recorder that can be read.
    """

    def __init__(self, url: str, codec: Codec, clock: Clock) -> None:
        self.store = Datastore(url)
        migrate(self.store)
        super().__init__(self.store, events_table_name="recorded")
        self._codec = codec
        self._numberer = Numberer(self.store, clock)
        self._appender = Appender(self.store, clock, self._numberer)

    def create_table(self) -> None:
        """Do nothing: the tables are our own migrations'."""

    def insert_events(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError("events are recorded by append() alone")

    def close(self) -> None:
        """Finish what was begun, and give all connections back."""
        self._numberer.finish()
        self.store.close()

    @property
    def secret(self) -> bytes | None:
        """The key of the blind indexes, in a store from before key stores."""
        found = self.store.rows("select value from meta where name = 'secret'")
        return bytes.fromhex(found[0][0]) if found else None

    def forget_secret(self) -> None:
        """Drop that key, which a key store has now."""
        with self.store.writing() as cursor:
            cursor.execute("delete from meta where name = 'secret'")

    def append(self, batch: Batch) -> Receipt:
        rows = self._codec.rows(batch)
        return self._appender.append(Prepared(batch, rows))

    def replay(self, stream: str, after: int = 0) -> Iterable[Event]:
        event = self._codec.event
        found = self.store.rows(
            "select topic, state from events where stream = %b and revision > %b"
            " order by revision",
            stream,
            after,
        )
        return [event(topic, state) for topic, state in found]

    def stream(self, stream: str) -> Sequence[Recorded]:
        return self._envelopes(
            "from events e left join log l using (seq) where e.stream = %b"
            " order by e.revision",
            stream,
        )

    def feed(self, after: int, limit: int = 1_000) -> Sequence[Recorded]:
        found = self._feed(after, limit)
        if len(found) < limit and self._numberer.number():
            found += self._feed(after + len(found), limit - len(found))
        return found

    def about(self, subject: str) -> Sequence[Recorded]:
        found = self._about(subject)
        if any(each.position is None for each in found) and self._numberer.number():
            found = self._about(subject)
        return [each for each in found if each.position is not None]

    def streams(self, kind: str) -> Sequence[str]:
        found = self.store.rows(
            "select stream from events"
            " where stream >= %b and stream < %b and revision = 1 order by stream",
            f"{kind}-",
            f"{kind}.",  # the character after the hyphen
        )
        return [stream for (stream,) in found]

    def head(self) -> int:
        ((head,),) = self.store.rows("select coalesce(max(position), 0) from log")
        return int(head)

    def receipt(self, command: CommandKey) -> Receipt | None:
        def attempt() -> Receipt | None:
            with self.store.lend() as cursor:
                return receipt_of(cursor, command)

        return self.store.persist(attempt)

    def owners(self, kind: str, keys: Iterable[str]) -> Mapping[str, str]:
        return dict(
            self.store.rows(
                "select key, owner from claims"
                " where kind = %b and key = any(%b::text[])",
                kind,
                list(keys),
            )
        )

    def imported(self, source: str, keys: Iterable[str]) -> set[str]:
        wanted = list(keys)

        def attempt() -> set[str]:
            with self.store.lend() as cursor:
                return imported(cursor, source, wanted)

        return self.store.persist(attempt)

    def log_id(self) -> str:
        ((log,),) = self.store.rows("select value from meta where name = 'log'")
        return str(log)

    def entries(self, after: int, limit: int = 1_000) -> Sequence[Entry]:
        found = self.store.rows(_ENTRIES.format(limit), after)
        return [Entry._make(row) for row in found]

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        if level == 0:
            found = self.store.rows(
                "select leaf from log where position > %b and position <= %b"
                " order by position",
                first,
                first + count,
            )
        else:
            found = self.store.rows(
                "select hash from tree where level = %b and block >= %b and block < %b"
                " order by block",
                level,
                first,
                first + count,
            )
        return [each for (each,) in found]

    def _feed(self, after: int, limit: int) -> list[Recorded]:
        return self._envelopes(
            "from log l join events e using (seq) where l.position > %b"
            f" order by l.position limit {limit:d}",  # which the planner is to know
            after,
        )

    def _about(self, subject: str) -> list[Recorded]:
        return self._envelopes(
            "from events e left join log l using (seq) where e.subject = %b"
            " order by l.position",
            subject,
        )

    def _envelopes(self, source: str, *parameters: Any) -> list[Recorded]:
        decode = self._codec.decode
        found = self.store.rows(f"{_ENVELOPES} {source}", *parameters)
        return [decode(*row) for row in found]
