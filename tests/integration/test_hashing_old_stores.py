"""A store that was made before there were hashes has them all once it is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psycopg
import pytest

from mijoz.adapters.codec import Codec, Stored
from mijoz.adapters.memory import MemoryJournal
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.adapters.postgres.schema import migrations
from mijoz.adapters.sqlite import schema
from mijoz.adapters.sqlite.journal import SQLiteJournal
from mijoz.application.envelope import micros
from mijoz.application.ports import Batch, StoreUnavailable
from mijoz.application.proofs import tree
from mijoz.testing.journal import Noted, Ticking, note
from mijoz.testing.proof_log import ProofJournal, assert_sound

CODEC: Final = Codec([Noted])
SIZES: Final = (
    0,
    1,
    15,
    16,
    17,
    255,
    256,
    257,
    700,
    pytest.param(66_000, marks=pytest.mark.slow),
)
START: Final = datetime(2026, 2, 1, tzinfo=UTC)
INSERT: Final = (
    "insert into events (stream, revision, topic, state, subject, occurred_at)"
    " values (%s, %s, %s, %s, %s, %s)"
)


def old_rows(count: int) -> Iterator[tuple[Stored, int]]:
    """Yield events of three streams as an old mijoz stored them, with their times."""
    for n in range(count):
        (draft,) = note(f"note-{n % 3}", n // 3, f"text {n}", subject="aziza").drafts
        yield CODEC.encode(draft), micros(START + timedelta(seconds=n // 100))


def old_file(path: Path, count: int) -> None:
    """Make a store of schema 1, as the mijoz before hashes did."""
    script = schema.MIGRATIONS[0]
    assert isinstance(script, str)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executescript(script)
        raw.executemany(
            "INSERT INTO events (position, stream, revision, topic, state, subject,"
            " occurred_at, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(n, *row, at) for n, (row, at) in enumerate(old_rows(count), start=1)],
        )
        raw.execute(f"PRAGMA application_id = {0x4D494A5A}")
        raw.execute("PRAGMA user_version = 1")


def old_database(url: str, count: int) -> None:
    """Make a store of schema 3, numbered by the functions of that version."""
    with psycopg.connect(url, autocommit=True) as raw:
        for script in migrations()[:3]:
            raw.execute(script.encode())
        raw.execute("insert into meta values ('schema', '3')")
        with raw.transaction(), raw.cursor() as cursor:
            for n, (row, at) in enumerate(old_rows(count), start=1):
                cursor.execute(INSERT, row)
                if n % 100 == 0 or n == count:
                    cursor.execute("select mijoz_number(%s, null)", [at])


def as_new(count: int) -> ProofJournal:
    """Return a journal that hashed the same events as they came."""
    clock = Ticking()
    journal = MemoryJournal(CODEC, clock)
    for n in range(count):
        clock.now = START + timedelta(seconds=n // 100)
        write = note(f"note-{n % 3}", n // 3, f"text {n}", subject="aziza")
        journal.append(Batch((write,)))
    return journal


def assert_like_new(journal: ProofJournal, count: int) -> None:
    new = as_new(count)
    assert list(journal.entries(0, count + 1)) == list(new.entries(0, count + 1))
    for level in (1, 2, 3):
        blocks = count // tree.WIDTH**level
        assert list(journal.hashes(level, 0, blocks + 1)) == list(
            new.hashes(level, 0, blocks + 1)
        )
    assert_sound(journal, count)


@contextmanager
def file(path: Path) -> Iterator[SQLiteJournal]:
    journal = SQLiteJournal(str(path), CODEC, Ticking())
    try:
        yield journal
    finally:
        journal.store.close()


@contextmanager
def database(url: str) -> Iterator[PostgresJournal]:
    journal = PostgresJournal(url, CODEC, Ticking())
    try:
        yield journal
    finally:
        journal.close()


@pytest.mark.parametrize("count", SIZES)
def test_an_old_file_is_hashed_as_a_new_one(tmp_path: Path, count: int) -> None:
    old_file(tmp_path / "s.db", count)
    with file(tmp_path / "s.db") as journal:
        assert_like_new(journal, count)
        last = journal.append(Batch((note("note-9", 0, *map(str, range(300))),)))
        assert last.positions == tuple(range(count + 1, count + 301))
        assert_sound(journal, count + 300)
        assert len(journal.about("aziza")) == count


def test_an_old_file_keeps_what_its_tables_forbade(tmp_path: Path) -> None:
    old_file(tmp_path / "s.db", 5)
    with file(tmp_path / "s.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "s.db")) as raw:
        old = "INSERT INTO events SELECT 9, stream, revision, topic, state, subject,"
        with pytest.raises(sqlite3.IntegrityError, match=r"stream, events\.revision"):
            raw.execute(f"{old} occurred_at, recorded_at, leaf FROM events LIMIT 1")
        with pytest.raises(sqlite3.IntegrityError, match=r"NOT NULL.*leaf"):
            raw.execute(f"{old} occurred_at, recorded_at, NULL FROM events LIMIT 1")


def test_an_old_file_whose_hashing_fails_is_left_as_it_was(tmp_path: Path) -> None:
    old_file(tmp_path / "s.db", 300)
    with closing(sqlite3.connect(tmp_path / "s.db")) as raw, raw:
        raw.execute("INSERT INTO meta VALUES ('log', 'in the way of the last step')")
        before = raw.execute("SELECT name, sql FROM sqlite_master").fetchall()
    with pytest.raises((sqlite3.IntegrityError, StoreUnavailable)):
        SQLiteJournal(str(tmp_path / "s.db"), CODEC, Ticking())
    with closing(sqlite3.connect(tmp_path / "s.db")) as raw, raw:
        assert raw.execute("SELECT name, sql FROM sqlite_master").fetchall() == before
        raw.execute("DELETE FROM meta")
    with file(tmp_path / "s.db") as journal:
        assert_like_new(journal, 300)


def test_a_log_is_named_once_and_unlike_any_other(tmp_path: Path) -> None:
    old_file(tmp_path / "old.db", 3)
    with file(tmp_path / "old.db") as old, file(tmp_path / "new.db") as new:
        names = old.log_id(), new.log_id(), MemoryJournal(CODEC, Ticking()).log_id()
    assert len(set(names)) == 3
    with file(tmp_path / "old.db") as old, file(tmp_path / "new.db") as new:
        assert (old.log_id(), new.log_id()) == names[:2]


@pytest.mark.postgres
@pytest.mark.parametrize("count", SIZES)
def test_an_old_database_is_hashed_as_a_new_one(postgres_url: str, count: int) -> None:
    old_database(postgres_url, count)
    with database(postgres_url) as journal:
        assert_like_new(journal, count)
        last = journal.append(Batch((note("note-9", 0, *map(str, range(300))),)))
        assert last.positions == tuple(range(count + 1, count + 301))
        assert_sound(journal, count + 300)


@pytest.mark.postgres
def test_a_database_is_named_once_and_unlike_any_other(
    postgres_url: str, tmp_path: Path
) -> None:
    old_database(postgres_url, 3)
    with database(postgres_url) as journal, file(tmp_path / "s.db") as other:
        name = journal.log_id()
        assert name != other.log_id()
    with database(postgres_url) as journal:
        assert journal.log_id() == name


@pytest.mark.postgres
def test_what_an_old_mijoz_numbers_meanwhile_is_hashed_too(postgres_url: str) -> None:
    old_database(postgres_url, 250)
    opened = Event()

    def upgrade() -> None:
        with database(postgres_url):
            opened.set()

    with psycopg.connect(postgres_url) as old:
        for row, at in list(old_rows(260))[250:]:
            old.execute(INSERT, row)
            assert old.execute(
                "select pg_try_advisory_xact_lock(mijoz_lock())"
            ).fetchone() == (True,)
            old.execute("select mijoz_sequence(%s, null)", [at])
        thread = Thread(target=upgrade)
        thread.start()
        assert not opened.wait(0.5), "who numbers is waited for"
        old.commit()
    thread.join()
    with database(postgres_url) as journal:
        assert_like_new(journal, 260)


@pytest.mark.postgres
def test_appends_go_on_while_an_old_database_is_hashed(postgres_url: str) -> None:
    old_database(postgres_url, 250)
    with psycopg.connect(postgres_url) as hashing:
        hashing.execute(migrations()[3].encode())
        with psycopg.connect(postgres_url) as old:
            old.execute("set lock_timeout = '1s'")
            (row, _), *_ = list(old_rows(251))[250:]
            old.execute(INSERT, row)  # and not numbered, for that is locked:
            assert old.execute(
                "select pg_try_advisory_xact_lock(mijoz_lock())"
            ).fetchone() == (False,)
        hashing.execute("update meta set value = '4' where name = 'schema'")
    with database(postgres_url) as journal:
        assert [each.position for each in journal.feed(250)] == [251]
        assert_sound(journal, 251)
