"""What PostgreSQL acknowledged is kept, and what it could not is told as it is."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from threading import Event, Thread

import psycopg
import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.postgres import appending, recording
from mijoz.adapters.postgres.datastore import Cursor
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.application.ports import (
    AlreadyImported,
    Batch,
    CommandKey,
    Conflict,
    StoreUnavailable,
)
from mijoz.testing.journal import Noted, Ticking, note

from ..postgres_server import PostgresServer

pytestmark = pytest.mark.postgres
KEY = CommandKey("anna", "k-1", "digest-1")


@pytest.fixture
def journal(postgres_url: str) -> Iterator[PostgresJournal]:
    journal = PostgresJournal(postgres_url, Codec([Noted]), Ticking())
    yield journal
    journal.close()


@pytest.fixture
def lose(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Have the next append's connection break, before or after it took effect."""

    def arrange(after: bool) -> None:
        left = [1]

        def append(
            cursor: Cursor, several: Sequence[recording.Prepared], now: int
        ) -> tuple[Sequence[int] | None, int | None]:
            lost = bool(left and left.pop())
            if after or not lost:
                told = recording.append(cursor, several, now)
            if lost:
                cursor.connection.close()
                raise psycopg.OperationalError("server closed the connection")
            return told

        monkeypatch.setattr(appending, "append", append)

    return arrange


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "batch",
    [
        Batch((note("note-1", 0, "a", "b"),)),
        Batch((note("note-1", 0, "a", "b"),), KEY),
        Batch((note("note-1", 0, "a", "b"),), sources=(("till", "1"),)),
    ],
    ids=["alone", "with a command key", "with a source key"],
)
def test_an_append_whose_answer_was_lost_is_no_conflict_with_itself(
    journal: PostgresJournal, lose: Callable[[bool], None], batch: Batch, after: bool
) -> None:
    lose(after)
    receipt = journal.append(batch)
    assert receipt.revisions == (("note-1", 2),)
    assert receipt.positions == (1, 2)
    assert [each.text for each in journal.replay("note-1")] == ["a", "b"]


def test_a_conflict_with_another_remains_one(
    journal: PostgresJournal, lose: Callable[[bool], None]
) -> None:
    journal.append(Batch((note("note-1", 0, "theirs"),)))
    lose(False)
    with pytest.raises(Conflict):
        journal.append(Batch((note("note-1", 0, "ours"),)))
    lose(False)
    journal.append(Batch((note("note-2", 0, "theirs"),), sources=(("till", "1"),)))
    with pytest.raises(AlreadyImported):
        journal.append(Batch((note("note-3", 0, "a"),), sources=(("till", "1"),)))


def test_a_server_that_went_away_is_told_as_such() -> None:
    with PostgresServer(fsync=False) as server:
        journal = PostgresJournal(server.url(), Codec([Noted]), Ticking())
        journal.append(Batch((note("note-1", 0, "a"),)))
        journal.store.pool.timeout = 0.5
        server.stop()
        with pytest.raises(StoreUnavailable):
            journal.append(Batch((note("note-1", 1, "b"),)))
        with pytest.raises(StoreUnavailable):
            journal.feed(0)
        server.start()
        journal.store.pool.timeout = 10
        journal.append(Batch((note("note-1", 1, "b"),)))
        assert [each.text for each in journal.replay("note-1")] == ["a", "b"]
        journal.close()


def test_a_pool_full_of_dead_connections_is_no_hindrance() -> None:
    with PostgresServer(fsync=False) as server:
        journal = PostgresJournal(server.url(), Codec([Noted]), Ticking())
        with ExitStack() as many:
            for _ in range(12):
                many.enter_context(journal.store.lend())
        server.kill9()
        server.start()
        journal.append(Batch((note("note-1", 0, "a"),)))
        journal.close()


def test_a_closed_journal_says_so_at_once(postgres_url: str) -> None:
    journal = PostgresJournal(postgres_url, Codec([Noted]), Ticking())
    journal.append(Batch((note("note-1", 0, "a"),)))
    journal.close()
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable):
        journal.append(Batch((note("note-1", 1, "b"),)))
    assert time.monotonic() - begun < 1


def test_a_server_killed_under_its_writers_loses_nothing_it_acknowledged() -> None:
    end = Event()
    acknowledged: dict[int, int] = dict.fromkeys(range(4), 0)
    problems: list[Exception] = []

    def write(journal: PostgresJournal, writer: int) -> None:
        while not end.is_set():
            after = acknowledged[writer]
            try:
                journal.append(Batch((note(f"note-{writer}", after, "a"),)))
            except Exception as problem:
                problems.append(problem)
                return
            acknowledged[writer] = after + 1

    with PostgresServer() as server:
        journals = [
            PostgresJournal(server.url(), Codec([Noted]), Ticking()) for _ in range(2)
        ]
        writers = [
            Thread(target=write, args=(journals[writer % 2], writer))
            for writer in acknowledged
        ]
        for each in writers:
            each.start()
        for _ in range(3):
            time.sleep(0.5)
            server.kill9()
            server.start()
        time.sleep(0.5)
        end.set()
        for each in writers:
            each.join()
        assert problems == []
        for writer, count in acknowledged.items():
            assert count > 0
            assert len(journals[0].stream(f"note-{writer}")) == count
        seen = journals[1].feed(0, 1_000_000)
        assert [each.position for each in seen] == list(
            range(1, sum(acknowledged.values()) + 1)
        )
        for journal in journals:
            journal.close()
