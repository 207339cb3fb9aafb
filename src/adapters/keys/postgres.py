"""Keys in a PostgreSQL database of their own."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ...application.ports import StoreUnavailable
from ..postgres.datastore import Cursor, Datastore, query
from .store import KeyRow, StaleEpoch

_LOCK: Final = 0x4D494A4B << 32  # "MIJK"
_TABLES: Final = b"""
    create table if not exists keys (
        owner text collate "C" primary key, kid text collate "C" unique,
        epoch text not null, wrapped bytea
    );
    create index if not exists keys_epoch on keys (epoch);
    create table if not exists meta (name text primary key, value text not null);
    create table if not exists checkpoints (
        size bigint primary key, note text not null
    );
"""
_SELECT: Final = "select owner, kid, epoch, wrapped from keys"


class PostgresKeys:
    """A key store in a database, made beside that of the events if it is not there.

    A destroyed key leaves the table at once; copies in the server's write-ahead log and
    in backups die with their epoch: see `Vault.rewrap`.
    """

    def __init__(self, url: str) -> None:
        self.store = Datastore(url)
        with self.store.connect() as cursor, cursor.connection.transaction():
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
            _see_to_schema(cursor)
            cursor.execute(_TABLES)

    def close(self) -> None:
        """Give all connections back."""
        self.store.close()

    def epoch(self) -> str | None:
        found = self.store.rows("select value from meta where name = 'epoch'")
        return found[0][0] if found else None

    def begin(self, epoch: str, after: str | None) -> None:
        with self.store.writing() as cursor:
            if _epoch(cursor, "update") == after:
                _set(cursor, "epoch", epoch)

    def of(self, owners: Iterable[str]) -> Sequence[KeyRow]:
        return self._rows(f"{_SELECT} where owner = any(%b::text[])", list(owners))

    def held(self, kids: Iterable[str]) -> Sequence[KeyRow]:
        return self._rows(f"{_SELECT} where kid = any(%b::text[])", list(kids))

    def add(self, rows: Sequence[KeyRow]) -> Sequence[KeyRow]:
        owners, kids, epochs, wrapped = map(list, zip(*sorted(rows), strict=True))
        with self.store.writing() as cursor:
            _check(cursor, rows)
            query(
                cursor,
                "insert into keys"
                " select * from unnest(%b::text[], %b::text[], %b::text[], %b::bytea[])"
                " on conflict (owner) do nothing",
                owners,
                kids,
                epochs,
                wrapped,
            )
        return self.of(owners)

    def destroy(self, owner: str) -> Sequence[str]:
        with self.store.writing() as cursor:
            query(
                cursor,
                "insert into keys values (%b, null, '', null) on conflict (owner)"
                " do update set wrapped = null, epoch = ''",
                owner,
            )
        with self.store.lend() as cursor:
            cursor.execute("vacuum keys")
        return [row.kid for row in self.of([owner]) if row.kid]

    def outdated(self, epoch: str, limit: int) -> Sequence[KeyRow]:
        return self._rows(
            f"{_SELECT} where wrapped is not null and epoch <> %b limit {limit:d}",
            epoch,
        )

    def rewrap(self, rows: Sequence[KeyRow]) -> None:
        with self.store.writing() as cursor:
            _check(cursor, rows)
            for row in rows:
                query(
                    cursor,
                    "update keys set epoch = %b, wrapped = %b"
                    " where owner = %b and wrapped is not null",
                    row.epoch,
                    row.wrapped,
                    row.owner,
                )

    def bind(self, log: str) -> str:
        found = self.store.rows("select value from meta where name = 'log'")
        if found:
            return str(found[0][0])
        with self.store.writing() as cursor:
            query(
                cursor,
                "insert into meta values ('log', %b) on conflict do nothing",
                log,
            )
        ((bound,),) = self.store.rows("select value from meta where name = 'log'")
        return str(bound)

    def kept(self) -> Sequence[str]:
        found = self.store.rows("select note from checkpoints order by size")
        return [note for (note,) in found]

    def keep(self, size: int, note: str) -> None:
        with self.store.writing() as cursor:
            query(
                cursor,
                "insert into checkpoints values (%b::int8, %b)"
                " on conflict (size) do update set note = excluded.note",
                size,
                note,
            )

    def _rows(self, statement: str, *parameters: Any) -> list[KeyRow]:
        return [KeyRow(*row) for row in self.store.rows(statement, *parameters)]


def beside(url: str) -> str:
    """Return the address of the database NAME_keys beside NAME, made if need be.

    Raises:
        StoreUnavailable: It is not there, and may not be made.
    """
    name = f"{conninfo_to_dict(url).get('dbname') or 'postgres'}_keys"
    with Datastore(url).connect() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
        found = cursor.execute(
            "select from pg_database where datname = %s", [name]
        ).rowcount
        if not found:
            try:
                cursor.execute(
                    sql.SQL("create database {}").format(sql.Identifier(name))
                )
            except psycopg.Error as problem:
                raise StoreUnavailable(
                    f"keys are kept in a database of their own, {name}, which cannot be"
                    f" made ({problem.diag.message_primary}): make it, or name another"
                    " in MIJOZ_KEYS"
                ) from problem
    return make_conninfo(url, dbname=name)


def _see_to_schema(cursor: Cursor) -> None:
    """Make the schema that the address names, as each tenant has one."""
    (schema, path) = cursor.execute(
        "select current_schema(), current_setting('search_path')"
    ).fetchone() or (None, "")
    if schema is None:
        name = path.partition(",")[0].strip().strip('"')
        cursor.execute(sql.SQL("create schema {}").format(sql.Identifier(name)))


def _check(cursor: Cursor, rows: Iterable[KeyRow]) -> None:
    epoch = _epoch(cursor, "share")
    if any(row.epoch != epoch for row in rows):
        raise StaleEpoch


def _epoch(cursor: Cursor, lock: str) -> str | None:
    found = query(
        cursor, f"select value from meta where name = 'epoch' for {lock}"
    ).fetchone()
    return found[0] if found else None


def _set(cursor: Cursor, name: str, value: str) -> None:
    query(
        cursor,
        "insert into meta values (%b, %b) on conflict (name)"
        " do update set value = excluded.value",
        name,
        value,
    )
