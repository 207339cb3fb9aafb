"""Rows that were overwritten, out of the tables' pages."""

from typing import Final

from .datastore import Datastore

# Where rows are ever deleted or replaced. What the write-ahead log and backups hold of
# them is blind indexes and figures, never what is personal.
_TABLES: Final = "claims, views, checkpoints, dead_letters"


def scrub(store: Datastore) -> str:
    """Leave no row of the past in a table; PostgreSQL itself would take its time.

    Return what becomes of the write-ahead log, in words.
    """
    with store.lend() as cursor:
        cursor.execute(f"vacuum {_TABLES}".encode())
    return "the server's: it held blind indexes and figures, and nothing personal"
