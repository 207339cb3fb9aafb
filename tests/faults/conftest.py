"""What the fault tests share: chance that can be had again, stores, and their figures.

MIJOZ_ROUNDS multiplies how often everything is done; MIJOZ_SEED chooses the chance.
"""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random, SystemRandom

import pytest

from ..postgres_server import PostgresServer
from .children import Children

ROUNDS = int(os.environ.get("MIJOZ_ROUNDS", "1"))
SEED = int(os.environ.get("MIJOZ_SEED") or SystemRandom().randrange(10**6))

_figures = pytest.StashKey[list[str]]()
_numbers = count(1)


@pytest.fixture
def rounds() -> int:
    """Return how often to do everything: 1 unless more was asked for."""
    return ROUNDS


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """Return a source of chance, for each test its own, the same for the same seed."""
    return Random(f"{SEED} {request.node.name}")


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return what takes a figure, to be shown when all tests are done."""
    figures = request.config.stash.setdefault(_figures, [])
    name = request.node.name
    return lambda said: figures.append(f"{name}: {said}")


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    """Lend what starts processes, and ends them."""
    several = Children(tmp_path)
    yield several
    several.end()


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the keys of this test's stores, wherever those are, in its own folder."""
    monkeypatch.setenv("MIJOZ_KEYS", f"sqlite:///{tmp_path}/keys.db")
    monkeypatch.setenv("MIJOZ_KEK_FILE", str(tmp_path / "kek"))
    return tmp_path


@pytest.fixture
def sqlite_store(keys: Path) -> str:
    """Return the address of a SQLite store that is not there yet."""
    return f"sqlite:///{keys}/shop.db"


@pytest.fixture(scope="module")
def durable() -> Iterator[PostgresServer]:
    """Start a server that can sync, but answers first unless it is told otherwise."""
    with PostgresServer(synchronous_commit="off", wal_writer_delay="10s") as server:
        yield server


@pytest.fixture
def durable_store(durable: PostgresServer, keys: Path) -> Iterator[str]:
    """Return the address of an empty database on that server."""
    name = f"fault_{next(_numbers)}"
    yield durable.create_database(name)
    durable.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, keys: Path) -> str:
    """Return the address of an empty store, of each kind in turn."""
    if request.param == "memory":
        return "memory://"
    name = "sqlite_store" if request.param == "sqlite" else "postgres_url"
    address: str = request.getfixturevalue(name)
    return address


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was counted, and by which seed."""
    if figures := config.stash.get(_figures, None):
        terminalreporter.section(f"faults, MIJOZ_SEED={SEED} MIJOZ_ROUNDS={ROUNDS}")
        for each in figures:
            terminalreporter.write_line(each)
