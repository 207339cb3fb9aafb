"""The PostgreSQL of the tests is itself what it claims to be."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from ..postgres_server import PostgresServer

pytestmark = pytest.mark.postgres


def test_each_test_has_an_empty_database_of_its_own(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("create table marks (id int)")
        found = connection.execute(
            "select count(*) from pg_class where relname='marks'"
        )
        assert found.fetchone() == (1,)


def test_the_next_test_does_not_see_it(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        found = connection.execute(
            "select count(*) from pg_class where relname='marks'"
        )
        assert found.fetchone() == (0,)


def test_what_was_acknowledged_survives_kill_9() -> None:
    with PostgresServer() as server:
        server.execute("create table kept (id int)")
        with psycopg.connect(server.url(), autocommit=True) as client:
            client.execute("insert into kept values (1)")
            server.kill9()
            with pytest.raises(psycopg.OperationalError):
                client.execute("insert into kept values (2)")
        server.restart()
        assert server.execute("select id from kept") == [(1,)]


def test_another_version_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIJOZ_PG_BIN", raising=False)
    with PostgresServer(fsync=False, version=16) as server:
        assert server.server_version.startswith("16.")


def test_a_version_that_is_nowhere_is_an_error_and_no_skip() -> None:
    with pytest.raises(RuntimeError, match="no PostgreSQL 7 to test with"):
        PostgresServer(version=7)


def test_it_ends_with_the_process_that_began_it() -> None:
    root = Path(__file__).parents[2]
    begin = (
        "from tests.postgres_server import PostgresServer; import time;"
        "server = PostgresServer(fsync=False); server.start();"
        "print(server.pid, server.directory, flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", begin], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    pid, directory = owner.stdout.readline().split()
    postmaster = int(pid)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    patience = time.monotonic() + 20
    while Path(directory).exists() and time.monotonic() < patience:
        time.sleep(0.02)
    assert not Path(directory).exists()
    assert not _runs(postmaster)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
