"""The floor of PostgreSQL: psycopg alone."""

from collections.abc import Mapping, Sequence
from typing import Final, LiteralString

import psycopg

from .places import Address
from .rows import ROWS, Row, now

_UNNEST: Final = """
    with written as (
        insert into events (stream, revision, topic, state, subject, occurred_at)
        select * from unnest(
            %b::text[], %b::int4[], %b::text[], %b::bytea[], %b::text[], %b::int8[]
        ) returning seq
    ) insert into log
        select seq, seq, %b::int8, null, decode(repeat('00', 32), 'hex') from written
"""


class PostgresFloor:
    """Plain psycopg on the tables of ours: an event's two rows in one statement."""

    def __init__(self, address: Address) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._connection.execute("set enable_seqscan = off")
        self._connection.execute("set enable_bitmapscan = off")
        self._cursor = self._connection.cursor(binary=True)

    def insert(self, rows: Sequence[Row]) -> None:
        self._run(_UNNEST, [*map(list, zip(*rows, strict=True)), now()])

    def stream(self, stream: str) -> Sequence[Row]:
        return self._run(
            "select topic, state from events where stream = %b order by revision",
            [stream],
        ).fetchall()

    def page(self, after: int, limit: int) -> Sequence[Row]:
        return self._run(
            "select e.topic, e.state, l.position, l.recorded_at"
            " from log l join events e using (seq) where l.position > %b"
            f" order by l.position limit {limit}",
            [after],
        ).fetchall()

    def rows(self, after: int) -> Sequence[Row]:
        statement = f"{ROWS} order by seq offset {after}"
        return self._cursor.execute(statement.encode()).fetchall()

    def view(self, rows: Mapping[str, bytes], position: int) -> None:
        with self._connection.transaction():
            self._run(
                "insert into checkpoints values ('raw', %b)"
                " on conflict (projection) do update set position = excluded.position",
                [position],
            )
            self._run(
                "insert into views"
                " select 'raw', * from unnest(%b::text[], %b::bytea[])"
                " on conflict (projection, key) do update set row = excluded.row",
                [list(rows), list(rows.values())],
            )

    def close(self) -> None:
        self._connection.close()

    def _run(
        self, statement: LiteralString, parameters: Sequence[object]
    ) -> psycopg.Cursor[Row]:
        return self._cursor.execute(statement, parameters, prepare=True)
