"""The one place that knows every adapter, and plugs them in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .adapters.extras import need
from .adapters.identity import blind_index, new_id
from .adapters.keys.memory import MemoryCheckpoints
from .adapters.memory import MemoryJournal
from .adapters.memory_views import MemoryViews
from .adapters.schemas import codec
from .adapters.sqlite.journal import SQLiteJournal
from .adapters.sqlite.views import SQLiteViews
from .application.claims import claims_of
from .application.crm import Crm
from .application.guards import GUARDS
from .application.handling import Handler
from .application.ports import Clock, Journal, NewId, Views
from .application.reactions import REACTIONS

if TYPE_CHECKING:
    from .adapters.cli.services import Foresight
    from .adapters.warehouse import Warehouse


class BadStoreUrl(ValueError):
    """A store's address that no adapter answers to."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url} is no store: use sqlite:///path/to/file.db,"
            " postgresql://user@host/database, or memory://"
        )


def utc_now() -> datetime:
    """Return the time by this machine's clock."""
    return datetime.now(UTC)


def compose(
    store: str = "memory://", *, clock: Clock = utc_now, new_id: NewId = new_id
) -> Crm:
    """Return a CRM over the store at a URL, its tables made or brought up to date.

    Raises:
        BadStoreUrl: The URL is of no kind that we know.
        StoreUnavailable: The store cannot be opened, or a newer mijoz wrote it.
        MissingExtra: It needs a library that is not installed.
    """
    journal, views, secret = _open(store, clock)
    handler = Handler(
        journal, new_id, blind_index(secret), REACTIONS, claims_of, GUARDS
    )
    log: Any = journal  # each of ours is both
    return Crm(handler, views, clock, log, MemoryCheckpoints())


def warehouse(crm: Crm, store: str, facts: str | None = None) -> "Warehouse":
    """Return the facts kept for a store: beside its file, or where *facts* says.

    Raises:
        MissingExtra: The extra ``ml`` is not installed.
    """
    from .adapters.warehouse import Warehouse

    return Warehouse(facts or facts_path(store), crm.journal.replay)


def facts_path(store: str) -> str:
    """Return where a store's facts are kept unless something else is said."""
    url = urlsplit(store)
    if url.scheme == "sqlite":
        return str(Path(_file(store)).with_suffix(".facts.duckdb"))
    if url.scheme in ("postgresql", "postgres"):
        return f"var/{Path(unquote(url.path)).name or 'postgres'}.facts.duckdb"
    return ":memory:"


def _open(store: str, clock: Clock) -> tuple[Journal, Views, bytes]:
    opening: dict[str, Callable[[], tuple[Journal, Views, bytes]]] = {
        "memory": lambda: _memory(clock),
        "sqlite": lambda: _sqlite(_file(store), clock),
        "postgresql": lambda: _postgres(store, clock),
        "postgres": lambda: _postgres(store, clock),
    }
    scheme, separator, _ = store.partition("://")
    if not separator or scheme not in opening:
        raise BadStoreUrl(store)
    return opening[scheme]()


def _memory(clock: Clock) -> tuple[Journal, Views, bytes]:
    journal = MemoryJournal(codec(), clock)
    return journal, MemoryViews(), journal.secret


def _sqlite(path: str, clock: Clock) -> tuple[Journal, Views, bytes]:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    journal = SQLiteJournal(path, codec(), clock)
    return journal, SQLiteViews(journal.store), journal.secret


def _postgres(url: str, clock: Clock) -> tuple[Journal, Views, bytes]:
    need("psycopg", "postgres")
    from .adapters.postgres.journal import PostgresJournal
    from .adapters.postgres.views import PostgresViews

    journal = PostgresJournal(url, codec(), clock)
    return journal, PostgresViews(journal.store), journal.secret


def _file(store: str) -> str:
    path = unquote(store.removeprefix("sqlite:///"))
    if path == store or not path:
        raise BadStoreUrl(store)
    return path


def foresight() -> "Foresight":
    """Return what foresees churn.

    Raises:
        MissingExtra: The extra ``ml`` is not installed.
    """
    for library in ("duckdb", "lightgbm", "numpy", "scipy"):
        need(library, "ml")
    from .adapters.cli.services import Foresight
    from .ml import churn, evaluation, scoring

    return Foresight(
        churn.train,
        evaluation.evaluate,
        churn.load,
        scoring.score,
        scoring.scores,
        scoring.explain,
    )


def models_path(store: str) -> Path:
    """Return where a store's models are kept: beside its facts."""
    facts = facts_path(store)
    if facts == ":memory:":
        return Path("var/memory.churn")
    return Path(facts.removesuffix(".facts.duckdb") + ".churn")
