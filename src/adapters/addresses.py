"""What the address of a store says: of what kind it is, and where."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

KINDS: Final = ("memory", "sqlite", "postgresql", "postgres")


class BadStoreUrl(ValueError):
    """A store's address that no adapter answers to."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url} is no store: use sqlite:///path/to/file.db,"
            " postgresql://user@host/database, or memory://"
        )


def scheme_of(store: str) -> str:
    """Return the kind of a store; `BadStoreUrl` for one we do not know."""
    scheme, separator, _ = store.partition("://")
    if not separator or scheme not in KINDS:
        raise BadStoreUrl(store)
    return scheme


def file_of(store: str) -> str:
    """Return the path of a SQLite store."""
    path = unquote(store.removeprefix("sqlite:///"))
    if path == store or not path:
        raise BadStoreUrl(store)
    return path


def beside(store: str, ending: str) -> Path:
    """Return the path of what lies beside a store, by the ending of its name.

    Beside a SQLite file that is its own folder; beside a database, ``var``.
    """
    if scheme_of(store) == "sqlite":
        return Path(file_of(store)).with_suffix(ending)
    name = Path(unquote(urlsplit(store).path)).name or "postgres"
    return Path("var") / f"{name}{ending}"
