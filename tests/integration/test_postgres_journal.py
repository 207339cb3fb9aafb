"""The journal in PostgreSQL keeps the rules of a journal, and some of its own."""

import subprocess
import sys
from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.adapters.postgres.views import PostgresViews
from mijoz.application.ports import (
    AlreadyDone,
    Batch,
    Claim,
    CommandKey,
    Conflict,
    StoreUnavailable,
)
from mijoz.testing.journal import JOURNAL_RULES, Noted, Rule, Ticking, note, raises
from mijoz.testing.proof_log import PROOF_LOG_RULES
from mijoz.testing.views import VIEWS_RULES
from mijoz.testing.views import Rule as ViewsRule

pytestmark = pytest.mark.postgres


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def journal(postgres_url: str, clock: Ticking) -> Iterator[PostgresJournal]:
    journal = PostgresJournal(postgres_url, Codec([Noted]), clock)
    yield journal
    journal.close()


@pytest.mark.parametrize(
    "rule", JOURNAL_RULES + PROOF_LOG_RULES, ids=lambda rule: rule.__name__
)
def test_a_journal_keeps_the_rule(
    rule: Rule, journal: PostgresJournal, clock: Ticking
) -> None:
    rule(journal, clock)


@pytest.mark.parametrize("rule", VIEWS_RULES, ids=lambda rule: rule.__name__)
def test_a_store_of_views_keeps_the_rule(
    rule: ViewsRule, journal: PostgresJournal
) -> None:
    rule(PostgresViews(journal.store))


def test_a_lone_writer_is_told_the_positions_at_once(journal: PostgresJournal) -> None:
    journal.append(Batch((note("note-1", 0, "a"),)))
    receipt = journal.append(Batch((note("note-2", 0, "b", "c"),)))
    assert receipt.positions == (2, 3)


def test_whoever_asks_again_is_told_the_positions_too(journal: PostgresJournal) -> None:
    key = CommandKey("anna", "k-1", "digest")
    batch = Batch((note("note-1", 0, "a"), note("note-2", 0, "b", "c")), key)
    first = journal.append(batch)
    again = raises(AlreadyDone, lambda: journal.append(batch))
    assert again.receipt == first
    assert journal.receipt(key) == first


def test_the_library_can_read_what_we_recorded(journal: PostgresJournal) -> None:
    journal.append(Batch((note("note-1", 0, "a", "b"),)))
    journal.append(Batch((note("note-2", 0, "c"),)))
    told = journal.select_notifications(2, 10)
    assert [each.id for each in told] == [2, 3]
    assert [each.originator_id for each in told] == ["note-1", "note-2"]
    assert [each.originator_version for each in journal.select_events("note-1")] == [
        1,
        2,
    ]
    assert journal.max_notification_id() == 3


def test_writers_who_cross_each_other_end_as_one_and_a_conflict(
    journal: PostgresJournal, postgres_url: str
) -> None:
    insert = (
        "insert into events (stream, revision, topic, state, occurred_at)"
        " values (%s, 1, 'Noted.1', '', 0)"
    )
    outcome: list[Exception] = []

    def cross() -> None:
        try:
            journal.append(Batch((note("note-b", 0, "b"), note("note-a", 0, "a"))))
        except Exception as problem:
            outcome.append(problem)

    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("set deadlock_timeout = '1min'")  # let the journal find out
        with other.transaction():
            other.execute(insert, ["note-a"])
            thread = Thread(target=cross)
            thread.start()
            _await_a_blocked_writer(postgres_url)
            other.execute(insert, ["note-b"])
        thread.join()
    assert [type(each) for each in outcome] == [Conflict]


def test_a_claim_freed_while_it_is_asked_for_is_taken(
    journal: PostgresJournal, postgres_url: str
) -> None:
    first, second = (Claim("card", key, "aziza") for key in "12")
    journal.append(Batch((), claims=(Claim("card", "1", "bobur"),)))
    with psycopg.connect(postgres_url) as other:
        other.execute("insert into claims values ('card', '2', 'bobur')")
        batch = Batch((), claims=(first, second))
        asking = Thread(target=lambda: journal.append(batch))
        asking.start()
        _await_a_blocked_writer(postgres_url)  # who has found the first one taken
        journal.store.rows("delete from claims where key = '1' returning 1")
        other.rollback()
        asking.join()
    assert dict(journal.owners("card", "12")) == {"1": "aziza", "2": "aziza"}


def test_a_server_that_is_not_there_is_named_at_once() -> None:
    with pytest.raises(StoreUnavailable, match=r"shop.*No such file"):
        PostgresJournal("postgresql:///shop?host=/nowhere", Codec([Noted]), Ticking())
    with pytest.raises(StoreUnavailable, match="no PostgreSQL address"):
        PostgresJournal("nonsense", Codec([Noted]), Ticking())


def test_without_psycopg_the_extra_is_named() -> None:
    begin = "import sys; sys.modules['psycopg'] = None; import mijoz.adapters.postgres"
    done = subprocess.run(
        [sys.executable, "-c", begin], capture_output=True, text=True, check=False
    )
    assert "pip install 'mijoz[postgres]'" in done.stderr


def _await_a_blocked_writer(url: str) -> None:
    blocked = "select count(*) from pg_locks where not granted"
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(blocked).fetchone() == (0,):
            pass
