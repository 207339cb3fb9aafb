"""The tables and functions of a PostgreSQL store, from each version to the next."""

from importlib.resources import files
from typing import Final

import psycopg

from ...application.ports import StoreUnavailable
from .datastore import Cursor, Datastore

_LOCK: Final = 0x4D494A5A << 32  # "MIJZ", one for all schemas of a database
_OLDEST: Final = 14_00_00  # which has multiranges


def migrations() -> list[str]:
    """Return each version's SQL, in order."""
    folder = files(__package__) / "migrations"
    scripts = [each for each in folder.iterdir() if each.name.endswith(".sql")]
    return [each.read_text() for each in sorted(scripts, key=lambda each: each.name)]


def migrate(store: Datastore) -> None:
    """Bring the store's schema to the newest version, in one transaction.

    It is the first schema of the connection's `search_path`. Any number of processes
    may do so at once; one that finds nothing to do needs no right to.

    Raises:
        StoreUnavailable: The server cannot be reached, the schema holds tables of
            another program, or a newer mijoz made it.
    """
    newest = migrations()
    with store.connect() as cursor:
        if cursor.connection.info.server_version < _OLDEST:
            raise StoreUnavailable(f"{store.name} is older than PostgreSQL 14")
        (schema,) = cursor.execute("select current_schema()").fetchone() or (None,)
        if schema is None:
            raise StoreUnavailable(f"{store.name} lacks the schema it was told to use")
        store.schema = schema
        if _version(store, cursor, newest) == len(newest):
            return
        with cursor.connection.transaction():
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
            found = _version(store, cursor, newest)
            try:
                for script in newest[found:]:
                    cursor.execute(script.encode())
            except (psycopg.errors.DuplicateTable, psycopg.errors.DuplicateObject):
                raise _foreign(store) from None
            cursor.execute(
                "insert into meta values ('schema', %s)"
                " on conflict (name) do update set value = excluded.value",
                [str(len(newest))],
            )


def _version(store: Datastore, cursor: Cursor, newest: list[str]) -> int:
    # not by to_regclass(), which may answer from a cache older than the lock
    meta = cursor.execute(
        "select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relname = 'meta' and n.nspname = %s",
        [store.schema],
    )
    if not meta.rowcount:
        return 0
    try:
        cursor.execute("select value from meta where name = 'schema'")
    except psycopg.errors.UndefinedColumn:
        raise _foreign(store) from None
    found = cursor.fetchone()
    version = int(found[0]) if found else 0
    if version > len(newest):
        raise StoreUnavailable(
            f"{store.name} has schema {version}, and this mijoz knows schemas up to"
            f" {len(newest)}: a newer mijoz made it, use that one"
        )
    return version


def _foreign(store: Datastore) -> StoreUnavailable:
    return StoreUnavailable(
        f"schema {store.schema} of {store.name} holds tables of another program"
    )
