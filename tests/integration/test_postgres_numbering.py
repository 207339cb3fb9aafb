"""Positions in PostgreSQL: no gap, no event passed over, nobody kept waiting."""

import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

import psycopg
import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.application.envelope import Recorded
from mijoz.application.ports import Batch, Conflict
from mijoz.testing.journal import Noted, Ticking, note

from ..postgres_server import PostgresServer

pytestmark = pytest.mark.postgres
CODEC = Codec([Noted])
INSERT = (
    "insert into events (stream, revision, topic, state, subject, occurred_at)"
    " values (%s, %s, %s, %s, %s, %s)"
)


@contextmanager
def opened(url: str) -> Iterator[PostgresJournal]:
    journal = PostgresJournal(url, CODEC, Ticking())
    try:
        yield journal
    finally:
        journal.close()


@pytest.fixture
def journal(postgres_url: str) -> Iterator[PostgresJournal]:
    with opened(postgres_url) as journal:
        yield journal


@pytest.fixture
def other(
    journal: PostgresJournal, postgres_url: str
) -> Iterator[psycopg.Connection[Any]]:
    """Another writer, who takes its time to commit."""
    with psycopg.connect(postgres_url) as connection:
        yield connection


def insert(connection: psycopg.Connection[Any], stream: str, revision: int) -> None:
    """Do what an append does, but for committing it."""
    (draft,) = note(stream, revision - 1, "slow").drafts
    connection.execute(INSERT, CODEC.encode(draft))


def texts(events: list[Recorded] | Any) -> list[tuple[int | None, str]]:
    return [(each.position, each.event.text) for each in events]


def missing(journal: PostgresJournal) -> str | None:
    found = journal.store.rows(
        "select missing::text from log order by position desc limit 1"
    )
    return found[0][0] if found else None


def look_again(journal: PostgresJournal) -> None:
    """Let a second pass for the sequencer."""
    journal.store.rows(
        "update sequencer set looked = looked - interval '1 second' returning 1"
    )


def test_an_open_transaction_holds_no_reader_up_and_is_not_passed_over(
    journal: PostgresJournal, other: psycopg.Connection[Any]
) -> None:
    naive = "select seq from events where seq > %b order by seq"
    insert(other, "note-slow", 1)
    assert journal.append(Batch((note("note-1", 0, "quick"),))).positions == (1,)
    assert texts(journal.feed(0)) == [(1, "quick")]
    ((last,),) = journal.store.rows(naive, 0)
    other.commit()
    assert texts(journal.feed(1)) == [(2, "slow")]
    assert journal.store.rows(naive, last) == []  # for whom it is lost


def test_what_is_rolled_back_leaves_no_gap(
    journal: PostgresJournal, other: psycopg.Connection[Any]
) -> None:
    insert(other, "note-slow", 1)
    other.rollback()
    assert journal.append(Batch((note("note-1", 0, "a"),))).positions == (1,)
    assert texts(journal.feed(0)) == [(1, "a")]


def test_what_is_missing_is_forgotten_when_its_writer_is_gone(
    journal: PostgresJournal, other: psycopg.Connection[Any], postgres_url: str
) -> None:
    insert(other, "note-slow", 1)
    other.rollback()
    journal.append(Batch((note("note-1", 0, "a"),)))
    assert missing(journal) == "{[1,2)}"
    with psycopg.connect(postgres_url) as elsewhere:
        elsewhere.execute("create table elsewhere ()")  # long, but no writer of ours
        for after in (1, 2):
            look_again(journal)
            journal.append(Batch((note("note-1", after, "b"),)))
    assert missing(journal) is None


def test_it_is_looked_for_once_a_second_at_most(
    journal: PostgresJournal, other: psycopg.Connection[Any]
) -> None:
    insert(other, "note-slow", 1)
    other.rollback()
    for after in range(3):
        journal.append(Batch((note("note-1", after, "a"),)))
    assert missing(journal) == "{[1,2)}"


def test_what_is_missing_is_kept_while_its_writer_lives(
    journal: PostgresJournal, other: psycopg.Connection[Any]
) -> None:
    insert(other, "note-slow", 1)
    for after in range(5):
        journal.append(Batch((note("note-1", after, "a"),)))
        look_again(journal)
    assert missing(journal) == "{[1,2)}"
    other.commit()
    assert texts(journal.feed(5)) == [(6, "slow")]
    assert missing(journal) is None


def test_late_and_new_events_are_numbered_together_in_the_order_of_their_coming(
    journal: PostgresJournal, other: psycopg.Connection[Any]
) -> None:
    insert(other, "note-slow", 1)
    journal.append(Batch((note("note-1", 0, "a"),)))
    other.commit()
    receipt = journal.append(Batch((note("note-1", 1, "b", "c"),)))
    assert receipt.positions == (3, 4)
    assert texts(journal.feed(1)) == [(2, "slow"), (3, "b"), (4, "c")]


def test_an_append_is_answered_while_another_numbers(
    journal: PostgresJournal, other: psycopg.Connection[Any]
) -> None:
    other.execute("select pg_advisory_xact_lock(mijoz_lock())")
    receipt = journal.append(Batch((note("note-1", 0, "a", subject="aziza"),)))
    assert receipt.positions is None
    assert texts(journal.stream("note-1")) == [(None, "a")]
    assert [each.text for each in journal.replay("note-1")] == ["a"]
    assert (texts(journal.feed(0)), texts(journal.about("aziza"))) == ([], [])
    other.rollback()
    patience = time.monotonic() + 20
    while journal.head() < 1 and time.monotonic() < patience:
        time.sleep(0.01)
    assert texts(journal.about("aziza")) == [(1, "a")]
    assert texts(journal.feed(0)) == [(1, "a")]


def test_what_was_committed_while_another_numbered_is_seen_to_after_that(
    journal: PostgresJournal, other: psycopg.Connection[Any], postgres_url: str
) -> None:
    patience = time.monotonic() + 20
    with opened(postgres_url) as mine:
        for count in (1, 2):
            other.execute("select pg_advisory_xact_lock(mijoz_lock())")
            mine.append(Batch((note("note-1", count - 1, "a"),)))
            assert journal.head() == count - 1
            other.rollback()
            while journal.head() < count and time.monotonic() < patience:
                time.sleep(0.01)
            assert journal.head() == count
            time.sleep(0.1)  # and who saw to it rests


def test_a_journal_closes_though_another_numbers_on_and_on(
    journal: PostgresJournal, other: psycopg.Connection[Any], postgres_url: str
) -> None:
    other.execute("select pg_advisory_xact_lock(mijoz_lock())")
    begun = time.monotonic()
    with opened(postgres_url) as mine:
        mine.append(Batch((note("note-1", 0, "a"),)))
    assert time.monotonic() - begun < 5
    other.rollback()
    assert texts(journal.feed(0)) == [(1, "a")]


def test_a_dumped_and_restored_store_goes_on(
    journal: PostgresJournal,
    other: psycopg.Connection[Any],
    postgres: PostgresServer,
    postgres_url: str,
) -> None:
    insert(other, "note-slow", 1)
    journal.append(Batch((note("note-1", 0, "a"),)))
    dump = subprocess.run(
        [postgres.bin / "pg_dump", postgres_url], check=True, capture_output=True
    )
    url = postgres.create_database("restored")
    subprocess.run(
        [postgres.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", url],
        input=dump.stdout,
        check=True,
        capture_output=True,
    )
    with opened(url) as restored:
        for after in (1, 2, 3):
            look_again(restored)
            restored.append(Batch((note("note-1", after, "b"),)))
        assert [position for position, _ in texts(restored.feed(0))] == [1, 2, 3, 4]
        assert missing(restored) is None
    postgres.drop_database("restored")


def test_a_polling_reader_passes_nothing_over_and_a_naive_one_does(
    journal: PostgresJournal, postgres_url: str
) -> None:
    end = Event()
    seen: list[Recorded] = []
    naive: list[int] = []

    def quick(seed: int) -> None:
        chance = random.Random(seed)
        with opened(postgres_url) as mine:
            while not end.is_set():
                stream = f"note-{chance.randrange(5)}"
                after = len(list(mine.replay(stream)))
                count = chance.randint(1, 3)
                with suppress(Conflict):
                    mine.append(Batch((note(stream, after, *"abc"[:count]),)))

    def slow(seed: int) -> None:
        chance = random.Random(seed)
        revision = 0
        with psycopg.connect(postgres_url) as mine:
            while not end.is_set():
                insert(mine, f"note-slow{seed}", revision + 1)
                time.sleep(chance.uniform(0, 0.05))
                if chance.random() < 0.5:
                    mine.rollback()
                else:
                    mine.commit()
                    revision += 1

    def follow() -> None:
        with opened(postgres_url) as mine:
            while not end.is_set():
                seen.extend(mine.feed(len(seen), 100))

    def follow_naively() -> None:
        with psycopg.connect(postgres_url, autocommit=True) as mine:
            while not end.is_set():
                last = naive[-1] if naive else 0
                found = mine.execute(
                    "select seq from events where seq > %s order by seq", [last]
                )
                naive.extend(seq for (seq,) in found)

    writers = [
        Thread(target=work, args=(n,)) for work in (quick, slow) for n in range(4)
    ]
    readers = [Thread(target=each) for each in (follow, follow_naively)]
    for each in (*writers, *readers):
        each.start()
    time.sleep(2.5)
    end.set()
    for each in (*writers, *readers):
        each.join()
    seen += journal.feed(len(seen), 1_000_000)

    stored = journal.store.rows("select stream, revision, seq from events")
    assert [each.position for each in seen] == list(range(1, len(stored) + 1))
    assert {(each.stream, each.revision) for each in seen} == {
        (stream, revision) for stream, revision, _ in stored
    }
    for stream in {each.stream for each in seen}:
        revisions = [each.revision for each in seen if each.stream == stream]
        assert revisions == list(range(1, len(revisions) + 1))
    times = [each.recorded or 0 for each in seen]
    assert times == sorted(times)
    missed = {seq for _, _, seq in stored if seq < naive[-1]} - set(naive)
    assert missed, "the naive reader has missed nothing: this test has no teeth"
