"""The tables of a SQLite store, and the way from each version to the next."""

import sqlite3
from typing import Final

from ...application.ports import StoreUnavailable
from .datastore import Datastore
from .hashing import add_hashes

_APPLICATION_ID: Final = 0x4D494A5A  # "MIJZ", so that no other database is touched

# From each version to the next: statements, or what does it in the same transaction.
MIGRATIONS: Final = (
    """
    CREATE TABLE events (
        position    INTEGER PRIMARY KEY AUTOINCREMENT,
        stream      TEXT NOT NULL,
        revision    INTEGER NOT NULL CHECK (revision > 0),
        topic       TEXT NOT NULL,
        state       BLOB NOT NULL,
        subject     TEXT,
        occurred_at INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        UNIQUE (stream, revision)
    );
    CREATE INDEX events_subject ON events (subject, position);
    CREATE TABLE command_keys (
        caller TEXT NOT NULL, key TEXT NOT NULL,
        fingerprint TEXT NOT NULL, receipt BLOB NOT NULL,
        PRIMARY KEY (caller, key)
    ) WITHOUT ROWID;
    CREATE TABLE source_keys (
        source TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, key)
    ) WITHOUT ROWID;
    CREATE TABLE claims (
        kind TEXT NOT NULL, key TEXT NOT NULL, owner TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) WITHOUT ROWID;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE views (
        projection TEXT NOT NULL, key TEXT NOT NULL, row BLOB NOT NULL,
        PRIMARY KEY (projection, key)
    ) WITHOUT ROWID;
    CREATE TABLE checkpoints (
        projection TEXT PRIMARY KEY, position INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE dead_letters (
        projection TEXT NOT NULL, position INTEGER NOT NULL, problem TEXT NOT NULL,
        PRIMARY KEY (projection, position)
    ) WITHOUT ROWID;
    """,
    add_hashes,
)


def migrate(store: Datastore) -> None:
    """Bring the file to the newest schema, in one transaction.

    Raises:
        StoreUnavailable: The file is not a mijoz store, or a newer mijoz wrote it.
    """
    newest = len(MIGRATIONS)
    with store.reading() as cursor:
        found = _version(store, cursor)
    if found == newest:
        return
    with store.writing() as cursor:
        found = _version(store, cursor)
        for step in MIGRATIONS[found:]:
            if callable(step):
                step(cursor)
                continue
            for statement in step.split(";"):
                cursor.execute(statement)
        cursor.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        cursor.execute(f"PRAGMA user_version = {newest}")


def _version(store: Datastore, cursor: sqlite3.Cursor) -> int:
    execute = cursor.execute
    # In this order: another process may be making all of it at this moment.
    (tables,) = execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = execute("PRAGMA application_id").fetchone()
    (version,) = execute("PRAGMA user_version").fetchone()
    if tables and application != _APPLICATION_ID:
        raise StoreUnavailable(f"{store.path} is a database, but not a mijoz store")
    if version > len(MIGRATIONS):
        raise StoreUnavailable(
            f"{store.path} has schema {version}, and this mijoz knows schemas up to"
            f" {len(MIGRATIONS)}: a newer mijoz wrote it, use that one"
        )
    return int(version)
