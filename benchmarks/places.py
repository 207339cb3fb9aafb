"""Where the databases are: one directory for all, gone at the end."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from tests.postgres_server import PostgresServer

SQLITE: Final = "SQLite"
POSTGRES: Final = "PostgreSQL"
KINDS: Final = (SQLITE, POSTGRES)
Address: TypeAlias = str  # a path, or a postgresql:// URL


@frozen
class Places:
    """Gives out new, empty databases of either kind."""

    directory: Path
    server: PostgresServer
    kinds: Sequence[str] = KINDS
    quick: bool = False
    kept: dict[str, Any] = field(factory=dict)  # what several benchmarks share
    _numbers: Iterator[int] = field(factory=count)

    def new(self, kind: str) -> Address:
        """Return the address of a database that nothing is in yet."""
        name = f"bench_{next(self._numbers)}"
        if kind == SQLITE:
            return str(self.directory / f"{name}.db")
        return self.server.create_database(name)


@contextmanager
def places(
    at: Path | None = None, kinds: Sequence[str] = KINDS, *, quick: bool = False
) -> Iterator[Places]:
    """Lend a directory and a server, both durable and of their own."""
    with ExitStack() as stack:
        lend = stack.enter_context
        directory = lend(TemporaryDirectory(prefix="mijoz-bench-", dir=at))
        server = PostgresServer()
        if POSTGRES in kinds:
            lend(server)
        else:
            server.close()
        yield Places(Path(directory), server, kinds, quick)
