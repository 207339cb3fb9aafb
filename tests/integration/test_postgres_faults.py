"""What PostgreSQL acknowledged is kept, and what it could not is told as it is.

Servers killed under their writers are in `tests/faults`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

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
REFUSE = """
    create function refuse() returns trigger language plpgsql as $$ begin
        raise exception using errcode = '{code}', message = 'could not extend file';
    end $$;
    create trigger refuse after insert on events
        for each statement execute function refuse();
"""


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


@pytest.mark.parametrize(
    "code",
    ["53100", "58030", "XX000", "25006"],
    ids=["no room", "a disk's error", "a file too long", "read only"],
)
def test_what_a_server_cannot_do_now_is_told_as_such(
    journal: PostgresJournal, postgres_url: str, code: str
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(REFUSE.format(code=code).encode())
        with pytest.raises(StoreUnavailable, match="could not extend file"):
            journal.append(Batch((note("note-1", 0, "a"),)))
        connection.execute("drop trigger refuse on events")
    journal.append(Batch((note("note-1", 0, "b"),)))
    assert [each.event.text for each in journal.feed(0)] == ["b"]
