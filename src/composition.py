"""The one place that knows every adapter, and plugs them in."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .adapters.addresses import beside, file_of, scheme_of
from .adapters.checkpointing import newest
from .adapters.codec import Codec
from .adapters.extras import need
from .adapters.identity import blind_index, new_id
from .adapters.keys.keeping import keys_of, wrapping_of
from .adapters.keys.sealing import new_key
from .adapters.keys.sqlite import scrub
from .adapters.keys.vault import Vault
from .adapters.memory import MemoryJournal
from .adapters.memory_views import MemoryViews
from .adapters.schemas import codec
from .adapters.sqlite.journal import SQLiteJournal
from .adapters.sqlite.views import SQLiteViews
from .application.claims import claims_of
from .application.crm import Crm
from .application.guards import GUARDS
from .application.handling import Handler
from .application.matching import disputed
from .application.ports import Clock, Journal, NewId, Scrub, StoreUnavailable, Views
from .application.proofs.opening import refuse_older
from .application.reactions import REACTIONS

if TYPE_CHECKING:
    from .adapters.cli.services import Foresight
    from .adapters.warehouse import Warehouse


Opened: TypeAlias = tuple[Journal, Views, bytes | None, Scrub]


def utc_now() -> datetime:
    """Return the time by this machine's clock."""
    return datetime.now(UTC)


def compose(
    store: str = "memory://",
    *,
    clock: Clock = utc_now,
    new_id: NewId = new_id,
    keys: str | None = None,
    checked: bool = True,
) -> Crm:
    """Return a CRM over the store at a URL, its tables made or brought up to date.

    *keys* is the URL of the key store, else MIJOZ_KEYS, else a database beside the
    store's own; see `keeping.keys_of`. A log that is behind a checkpoint known to it
    is refused, unless it need not be *checked*.

    Raises:
        BadStoreUrl: The URL is of no kind that we know.
        StoreUnavailable: The store cannot be opened, or a newer mijoz wrote it; or the
            keys are not those that its events are sealed under.
        MissingExtra: It needs a library that is not installed.
    """
    kept = keys_of(store, keys)
    vault = Vault(kept, wrapping_of(store))
    sealing = codec(vault)
    journal, views, secret, scrub = _open(store, sealing, clock)
    log: Any = journal  # each of ours is both
    if kept.bind(log.log_id()) != log.log_id():
        raise StoreUnavailable(
            "these keys belong to another store: give the key store that this one was"
            " used with (MIJOZ_KEYS)"
        )
    if checked and (last := newest(kept)):
        refuse_older(log, last[0].size, last[0].root)
    blind = vault.secret(secret or (None if journal.head() else new_key()))
    if secret:
        log.forget_secret()
    handler = Handler(
        journal,
        new_id,
        blind_index(blind),
        REACTIONS,
        claims_of,
        GUARDS,
        sealing.open,
        disputed=disputed,
    )
    return Crm(handler, views, clock, log, kept, vault, scrub)


def warehouse(crm: Crm, store: str, facts: str | None = None) -> "Warehouse":
    """Return the facts kept for a store: beside its file, or where *facts* says.

    Raises:
        MissingExtra: The extra ``ml`` is not installed.
    """
    from .adapters.warehouse import Warehouse

    return Warehouse(facts or facts_path(store), crm.journal.replay)


def facts_path(store: str) -> str:
    """Return where a store's facts are kept unless something else is said."""
    if scheme_of(store) == "memory":
        return ":memory:"
    return str(beside(store, ".facts.duckdb"))


def _open(store: str, codec: Codec, clock: Clock) -> Opened:
    opening: dict[str, Callable[[], Opened]] = {
        "memory": lambda: _memory(codec, clock),
        "sqlite": lambda: _sqlite(file_of(store), codec, clock),
        "postgresql": lambda: _postgres(store, codec, clock),
        "postgres": lambda: _postgres(store, codec, clock),
    }
    return opening[scheme_of(store)]()


def _memory(codec: Codec, clock: Clock) -> Opened:
    journal = MemoryJournal(codec, clock)
    return journal, MemoryViews(), None, lambda: "there is none"


def _sqlite(path: str, codec: Codec, clock: Clock) -> Opened:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    journal = SQLiteJournal(path, codec, clock)
    views = SQLiteViews(journal.store)
    return journal, views, journal.secret, partial(scrub, journal.store)


def _postgres(url: str, codec: Codec, clock: Clock) -> Opened:
    need("psycopg", "postgres")
    from .adapters.postgres.journal import PostgresJournal
    from .adapters.postgres.scrubbing import scrub
    from .adapters.postgres.views import PostgresViews

    journal = PostgresJournal(url, codec, clock)
    views = PostgresViews(journal.store)
    return journal, views, journal.secret, partial(scrub, journal.store)


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
