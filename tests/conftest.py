"""What all tests share: how hard Hypothesis looks, and a real PostgreSQL."""

import os
from collections.abc import Generator, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from .postgres_server import PostgresServer

settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=50, derandomize=True, deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "quick")

_version = pytest.StashKey[str]()
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """Start a server for tests of behaviour: quick, because it forgoes fsync."""
    wanted = os.environ.get("MIJOZ_PG_VERSION")
    server = PostgresServer(fsync=False, version=int(wanted) if wanted else None)
    with server:
        request.config.stash[_version] = server.server_version
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """Return the address of an empty database that no other test sees."""
    name = f"test_{next(_numbers)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is marked `postgres` and was skipped: it must run wherever tests do."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and item.get_closest_marker("postgres"):
        report.outcome = "failed"
        report.longrepr = f"a test of PostgreSQL may not be skipped: {report.longrepr}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell whoever started this process which PostgreSQL its tests ran on."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None and (version := session.config.stash.get(_version, None)):
        told["postgres"] = version


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Remember which PostgreSQL the tests of a process ran on."""
    if version := getattr(node, "workeroutput", {}).get("postgres"):
        node.config.stash[_version] = version


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which PostgreSQL the tests ran on."""
    if version := config.stash.get(_version, None):
        terminalreporter.write_line(f"tested with PostgreSQL {version}")
