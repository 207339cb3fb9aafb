"""Which key store belongs to a store, and what its keys are wrapped under."""

import os
from pathlib import Path
from typing import Protocol

from ...application.ports import Checkpoints
from ..addresses import BadStoreUrl, beside, file_of, scheme_of
from ..extras import need
from .memory import MemoryKeys
from .sealing import new_key
from .sqlite import SQLiteKeys
from .store import KeyStore
from .wrapping import KeyFile, KeyRing, Wrapping


class Kept(KeyStore, Checkpoints, Protocol):
    """A key store, which keeps checkpoints of the log as well: both outlive it."""


def keys_of(store: str, keys: str | None = None) -> Kept:
    """Return the key store at *keys*, or where MIJOZ_KEYS says, or beside the store.

    Beside ``shop.db`` that is ``shop.keys.db``; beside a PostgreSQL database ``shop``
    another one, ``shop_keys``. Never the store's own database.

    Raises:
        BadStoreUrl: The address is of no kind that we know, or the store's own.
        StoreUnavailable: It cannot be opened.
    """
    scheme = scheme_of(store)
    keys = keys or (os.environ.get("MIJOZ_KEYS") if scheme != "memory" else None)
    if keys == store and scheme != "memory":
        raise BadStoreUrl(f"{keys}, for keys of the same store,")
    match scheme_of(keys) if keys else scheme:
        case "memory":
            return MemoryKeys()
        case "sqlite":
            path = Path(file_of(keys) if keys else beside(store, ".keys.db"))
            path.parent.mkdir(parents=True, exist_ok=True)
            return SQLiteKeys(str(path))
        case _:
            need("psycopg", "postgres")
            from .postgres import PostgresKeys
            from .postgres import beside as database_beside

            return PostgresKeys(keys or database_beside(store))


def wrapping_of(store: str) -> Wrapping:
    """Return what data keys are wrapped under: MIJOZ_KEK, or a file.

    The file is MIJOZ_KEK_FILE, or beside the store (``shop.kek``), and made if it is
    not there. In production it lies on another machine's disk, or in the environment.
    """
    if scheme_of(store) == "memory":
        return KeyRing([new_key()])
    if text := os.environ.get("MIJOZ_KEK"):
        return KeyRing.parse(text, "MIJOZ_KEK")
    return KeyFile(Path(os.environ.get("MIJOZ_KEK_FILE") or beside(store, ".kek")))
