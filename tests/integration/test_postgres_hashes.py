"""Hashes in PostgreSQL: each with its position, whoever numbers, however late."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from random import Random
from threading import Event, Thread
from typing import Final

import psycopg
import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.application.ports import Batch, Conflict
from mijoz.testing.journal import Noted, Ticking, note
from mijoz.testing.proof_log import assert_sound, await_numbers

pytestmark = pytest.mark.postgres
CODEC: Final = Codec([Noted])
INSERT: Final = (
    "insert into events (stream, revision, topic, state, subject, occurred_at)"
    " values (%s, %s, %s, %s, %s, %s)"
)


@pytest.fixture
def journal(postgres_url: str) -> Iterator[PostgresJournal]:
    journal = PostgresJournal(postgres_url, CODEC, Ticking())
    yield journal
    journal.close()


def insert(connection: psycopg.Connection, stream: str, after: int, count: int) -> None:
    for draft in note(stream, after, *map(str, range(count))).drafts:
        connection.execute(INSERT, CODEC.encode(draft))


def test_what_comes_late_is_hashed_where_it_comes(
    journal: PostgresJournal, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as late:
        insert(late, "note-late", 0, 10)
        journal.append(Batch((note("note-1", 0, *map(str, range(250))),)))
        assert_sound(journal, 250)
        late.commit()
    journal.append(Batch((note("note-1", 250, *map(str, range(300))),)))
    assert_sound(journal, 560)
    assert [each.stream for each in journal.entries(249, 3)] == [
        "note-1",
        "note-late",
        "note-late",
    ]


def test_what_a_reader_numbers_is_hashed(
    journal: PostgresJournal, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as other:
        insert(other, "note-1", 0, 600)
    assert len(journal.feed(0, 1)) == 1
    assert_sound(journal, 600)


def test_what_is_numbered_after_the_answer_is_hashed(
    journal: PostgresJournal, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as other:
        other.execute("select pg_advisory_xact_lock(mijoz_lock())")
        for n in range(3):
            batch = Batch((note(f"note-{n}", 0, *map(str, range(100))),))
            assert journal.append(batch).positions is None
        assert_sound(journal, 0)
    await_numbers(journal, 300)
    assert_sound(journal, 300)


def test_many_connections_leave_one_tree(
    journal: PostgresJournal, postgres_url: str
) -> None:
    end, written = Event(), []

    def quick(seed: int, mine: PostgresJournal) -> None:
        chance = Random(seed)
        while not end.is_set():
            stream = f"note-{chance.randrange(5)}"
            after = len(list(mine.replay(stream)))
            count = chance.choice((1, 2, 150))  # some in groups, some alone
            with suppress(Conflict):
                mine.append(Batch((note(stream, after, *map(str, range(count))),)))
                written.append(count)

    def slow(seed: int) -> None:
        chance, after = Random(seed), 0
        with psycopg.connect(postgres_url) as mine:
            while not end.is_set():
                insert(mine, f"note-slow-{seed}", after, 3)
                if end.wait(chance.uniform(0, 0.05)) or chance.random() < 0.5:
                    mine.rollback()
                else:
                    mine.commit()
                    written.append(3)
                    after += 3

    with ExitStack() as stack:
        threads = [Thread(target=slow, args=(seed,)) for seed in range(2)]
        for seed in range(4):
            mine = PostgresJournal(postgres_url, CODEC, Ticking())
            stack.callback(mine.close)
            threads.append(Thread(target=quick, args=(seed, mine)))
        for each in threads:
            each.start()
        end.wait(3)
        end.set()
        for each in threads:
            each.join()
    await_numbers(journal, sum(written))
    assert sum(written) > 512
    assert_sound(journal, sum(written))
