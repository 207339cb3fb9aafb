"""What is wrong with a store, given what it had acknowledged: nothing, one hopes."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from time import sleep
from typing import Any, Final

import psycopg
from attrs import asdict, frozen

from mijoz.adapters.addresses import file_of, scheme_of
from mijoz.adapters.said import said
from mijoz.application.crm import Crm
from mijoz.application.envelope import Recorded
from mijoz.application.feeding import Keeping, catch_up, fold
from mijoz.application.ports import ProofLog
from mijoz.application.projections.card import CARDS, Card
from mijoz.application.proofs.looking import look
from mijoz.application.proofs.verifying import verify
from mijoz.composition import compose

from .acknowledged import Acknowledged
from .stories import chapter, command, place

_ALL: Final = 10_000_000
_AT_WORK: Final = """
    select from pg_stat_activity where datname = current_database()
        and pid <> pg_backend_pid() and state <> 'idle'
        and (query like '%from mijoz_append(%' or query not like 'select%')
"""


@frozen
class Findings:
    """Counts of batches or events; all but ``events`` ought to be none."""

    events: int
    lost: int  # batches that were acknowledged, and are not there
    torn: int  # batches of which only a part is there
    twice: int  # events that are there more than once
    altered: int  # events that do not say what their writer said
    misplaced: int  # positions or revisions that do not count from 1 without a gap
    backward: int  # events recorded before the one in front of them
    unanswered: int  # acknowledged commands whose receipt cannot be had again
    miscounted: int  # rows of the kept read model that a replay does not lead to
    unproven: int  # what an audit of the whole log finds: its bytes, hashes and orders
    damaged: int  # lines that the database itself has to say of its file

    @property
    def faults(self) -> dict[str, int]:
        """What there is of what ought not to be."""
        return {k: n for k, n in asdict(self).items() if n and k != "events"}


@contextmanager
def opened(store: str, **options: Any) -> Iterator[Crm]:
    """Lend a CRM over a store, and close all that it opened."""
    crm = compose(store, **options)
    parts: list[Any] = [crm.journal, crm.checkpoints]
    try:
        yield crm
    finally:
        for each in parts:
            part = each if hasattr(each, "close") else getattr(each, "store", None)
            if part is not None:
                part.close()


def await_the_dead(store: str) -> None:
    """Wait until a server has ended what killed clients had begun."""
    if scheme_of(store) == "sqlite":
        return
    with psycopg.connect(store, autocommit=True) as connection:
        while connection.execute(_AT_WORK).fetchall():
            sleep(0.01)


def examine(store: str, told: Acknowledged) -> Findings:
    """Look a store through: against what was told, and against itself.

    Nobody else may be writing to it by now.
    """
    await_the_dead(store)
    with opened(store) as crm:
        events = crm.journal.feed(0, _ALL)
        ids = Counter(each.id for each in events)
        parts = Counter(place(each).batch for each in ids)
        sizes = {place(each).batch: place(each).size for each in ids}
        return Findings(
            events=len(events),
            lost=len(told.batches - parts.keys()),
            torn=sum(parts[each] != sizes[each] for each in parts),
            twice=sum(count - 1 for count in ids.values()),
            altered=_altered(crm, events),
            misplaced=_misplaced(events),
            backward=sum(
                (after.recorded or 0) < (before.recorded or 0)
                for before, after in pairwise(events)
            ),
            unanswered=sum(
                crm.journal.receipt(command(*each)) is None
                for each in sorted(told.batches)
            ),
            miscounted=_miscounted(crm, events),
            unproven=_unproven(crm.log),
            damaged=_damaged(store),
        )


def _altered(crm: Crm, events: Sequence[Recorded]) -> int:
    said = {
        each.id: each
        for batch in {place(each.id).batch for each in events}
        for each in chapter(*batch)
    }
    return sum(
        (each.stream, each.subject, crm.handler.opening(each).event)
        != (said[each.id].stream, said[each.id].subject, said[each.id].event)
        for each in events
    )


def _misplaced(events: Sequence[Recorded]) -> int:
    wrong, held = 0, Counter[str]()
    for position, each in enumerate(events, 1):
        held[each.stream] += 1
        there = each.position, each.revision
        wrong += int(there != (position, held[each.stream]))
    return wrong


def _miscounted(crm: Crm, events: Sequence[Recorded]) -> int:
    catch_up(crm.journal, Keeping(CARDS, crm.views))
    kept = dict(crm.views.all(CARDS.stored_as, Card))
    replayed = fold(CARDS, events)
    letters = len(crm.views.dead(CARDS.stored_as))
    keys = kept.keys() | replayed.keys()
    return letters + sum(1 for key in keys if kept.get(key) != replayed.get(key))


def _unproven(log: ProofLog) -> int:
    return len(verify(log, [look(log, said, 0, log.head())], []).problems)


def _damaged(store: str) -> int:
    """Return how much SQLite has to say of its own file."""
    if scheme_of(store) != "sqlite":
        return 0
    with closing(sqlite3.connect(Path(file_of(store)))) as connection:
        said = connection.execute("pragma integrity_check").fetchall()
    return sum(bool(line != "ok") for (line,) in said)
