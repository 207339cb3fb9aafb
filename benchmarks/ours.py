"""Ours, opened: the journal and the views of a store at an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from mijoz.adapters.codec import Codec
from mijoz.adapters.identity import blind_index, new_id
from mijoz.adapters.sqlite.journal import SQLiteJournal
from mijoz.adapters.sqlite.views import SQLiteViews
from mijoz.application.cache import States
from mijoz.application.handling import Handler
from mijoz.application.ports import Journal, Views

from .notes import NoteAdded
from .places import Address


@frozen
class Ours:
    """A journal, and the views beside it."""

    journal: Journal
    views: Views

    def handler(self, states: int = 20_000) -> Handler:
        """Return what commands go through; with 0 states, each is read anew."""
        return Handler(
            self.journal, new_id, blind_index(b"bench"), states=States(states)
        )


@contextmanager
def opened(address: Address) -> Iterator[Ours]:
    """Lend our store."""
    codec = Codec([NoteAdded])
    journal: Any
    views: Any
    if "://" not in address:
        journal = SQLiteJournal(address, codec, now)
        views = SQLiteViews(journal.store)
    else:
        from mijoz.adapters.postgres.journal import PostgresJournal

        journal, views = PostgresJournal(address, codec, now), None
        if find_spec("mijoz.adapters.postgres.views"):
            from mijoz.adapters.postgres.views import PostgresViews

            views = PostgresViews(journal.store)
    try:
        yield Ours(journal, views)
    finally:
        journal.store.close()


def now() -> datetime:
    """Return the time by this machine's clock."""
    return datetime.now(UTC)
