"""The schema of a PostgreSQL store: made once, by whoever comes first."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import psycopg
import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.application.ports import Batch, Claim, CommandKey, StoreUnavailable
from mijoz.testing.journal import Noted, Ticking, note

from ..postgres_server import PostgresServer

pytestmark = pytest.mark.postgres
WRITERS = 8


@contextmanager
def opened(url: str) -> Iterator[PostgresJournal]:
    journal = PostgresJournal(url, Codec([Noted]), Ticking())
    try:
        yield journal
    finally:
        journal.close()


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for each in statements:
            connection.execute(each.encode())


def test_eight_who_start_at_once_all_start(postgres_url: str) -> None:
    start = Barrier(WRITERS)

    def begin(n: int) -> str:
        start.wait()
        with opened(postgres_url) as journal:
            journal.append(Batch((note(f"note-{n}", 0, "a"),)))
            return journal.log_id()

    for _ in range(3):
        run(postgres_url, "drop schema public cascade", "create schema public")
        with ThreadPoolExecutor(WRITERS) as pool:
            logs = set(pool.map(begin, range(WRITERS)))
        assert len(logs) == 1


def test_a_store_is_found_again(postgres_url: str) -> None:
    with opened(postgres_url) as journal:
        journal.append(Batch((note("note-1", 0, "a"),)))
        log = journal.log_id()
    with opened(postgres_url) as journal:
        assert journal.log_id() == log
        assert [each.text for each in journal.replay("note-1")] == ["a"]


def test_a_newer_schema_is_refused(postgres_url: str) -> None:
    with opened(postgres_url):
        pass
    run(postgres_url, "update meta set value = '99' where name = 'schema'")
    with pytest.raises(StoreUnavailable, match=r"has schema 99.* a newer mijoz"):
        PostgresJournal(postgres_url, Codec([Noted]), Ticking())


@pytest.mark.parametrize("table", ["events (id int)", "meta (id int)"])
def test_tables_of_another_program_are_left_alone(
    postgres_url: str, table: str
) -> None:
    run(postgres_url, f"create table {table}")
    with pytest.raises(StoreUnavailable, match="tables of another program"):
        PostgresJournal(postgres_url, Codec([Noted]), Ticking())


def test_each_schema_is_a_store_of_its_own(postgres_url: str) -> None:
    run(postgres_url, "create schema plov", "create schema shashlik")
    option = f"{postgres_url}&options=-csearch_path%3D"
    claim = Claim("card", "42", "aziza")
    with opened(f"{option}plov") as plov, opened(f"{option}shashlik") as shashlik:
        plov.append(Batch((note("note-1", 0, "a"),), claims=(claim,)))
        assert shashlik.head() == 0
        shashlik.append(Batch((note("note-1", 0, "b"),), claims=(claim,)))
        assert plov.log_id() != shashlik.log_id()
        assert [each.event.text for each in plov.feed(0)] == ["a"]
        assert [each.event.text for each in shashlik.feed(0)] == ["b"]
        assert shashlik.max_notification_id() == 1


def test_a_schema_that_is_not_there_is_named(postgres_url: str) -> None:
    with pytest.raises(StoreUnavailable, match="lacks the schema"):
        PostgresJournal(
            f"{postgres_url}&options=-csearch_path%3Dnowhere", Codec([Noted]), Ticking()
        )


def test_a_role_that_cannot_change_events_is_enough(
    postgres: PostgresServer, postgres_url: str
) -> None:
    with opened(postgres_url):
        pass
    run(
        postgres_url,
        "drop role if exists clerk",
        "create role clerk login",
        "grant select, insert on all tables in schema public to clerk",
        "grant usage on all sequences in schema public to clerk",
        "grant delete on claims to clerk",
        "grant update on sequencer to clerk",
    )
    url = postgres_url.replace("postgres@", "clerk@")
    claim, key = Claim("card", "42", "aziza"), CommandKey("anna", "k", "digest")
    with opened(url) as journal:
        write = note("note-1", 0, "a", subject="aziza")
        journal.append(Batch((write,), key, (("till", "1"),), (claim,)))
        journal.append(Batch((note("note-1", 1, "b"),), releases=(claim,)))
        assert journal.head() == 2
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("update events set topic = 'Forged.1'")
    run(postgres_url, "drop owned by clerk", "drop role clerk")
