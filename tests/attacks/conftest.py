"""A log of five hundred entries, checkpoints in an auditor's hands, and copies."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field, frozen

from mijoz.adapters.checkpointing import origin
from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.adapters.notekeys import Signer, keygen
from mijoz.adapters.notes import Checkpoint, sign
from mijoz.application.contexts import CUSTOMER
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.proofs import tree
from mijoz.application.work import Work
from mijoz.composition import compose, foresight, models_path, warehouse
from mijoz.domain.customer.profile import (
    FactKind,
    PartyKind,
    RecordFact,
    RegisterCustomer,
)
from mijoz.domain.ids import CustomerId

from ..postgres_server import PostgresServer
from .intruder import Database, PostgresDatabase, SQLiteFile

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SIZE, HELD = 500, 400
_numbers = count(1)


@frozen
class Original:
    """A store, and what was signed of it."""

    url: str
    folder: Path  # of its keys, and of the store too if that is a file
    signer: Signer
    signed: dict[int, str]  # size -> note

    @property
    def vkey(self) -> str:
        return self.signer.verifier.text


@define
class Stage:
    """A copy of the original, an intruder's hand on it, and an auditor who checks."""

    original: Original
    database: Database
    folder: Path
    say: Callable[[], str]
    opened: list[Crm] = field(factory=list)

    def open(self, *, checked: bool = False) -> Crm:
        return self.compose(self.database.url, checked=checked)

    def compose(self, store: str, **options: Any) -> Crm:
        """Open a store that is closed when the test is over."""
        self.opened.append(compose(store, **options))
        return self.opened[-1]

    def close(self) -> None:
        """Give back what was opened: no pool of connections dies by itself."""
        for crm in self.opened:
            closing(crm)

    def verify(self, *held: int | str, vkey: str | None = None) -> tuple[int, str]:
        """Return the exit code of `mijoz audit verify`, and what it said."""
        arguments = ["audit", "verify", "--store", self.database.url]
        for n, each in enumerate(held):
            path = self.folder / f"held-{n}.txt"
            note = self.original.signed[each] if isinstance(each, int) else each
            path.write_text(note)
            arguments += ["--checkpoint", str(path)]
        if held:
            arguments += ["--vkey", vkey or self.original.vkey]
        main = create(Services(self.compose, warehouse, models_path, foresight))
        code = main(arguments)
        return code, self.say()

    def sign(self, size: int, signer: Signer | None = None) -> str:
        """Return a checkpoint of the log as it is now, as whoever has the key would."""
        log = self.open().log
        root = tree.root(log.hashes, size)
        made = Checkpoint(origin(log), size, root)
        return sign(made.text, signer or self.original.signer)


def closing(crm: Crm) -> None:
    parts: list[Any] = [crm.journal, crm.checkpoints]
    for part in parts:
        (part if hasattr(part, "close") else part.store).close()


def tell(crm: Crm, customers: Sequence[int], clock: list[datetime]) -> None:
    """Have customers register, and tell four facts of each: five entries a customer."""

    def story(work: Work) -> None:
        for n in customers:
            who = CustomerId(f"c-{n:03}")
            name = f"Name {n}"
            work.handle(
                CUSTOMER,
                who,
                RegisterCustomer(clock[0], who, PartyKind.PERSON, "web", name=name),
            )
            for fact in range(4):
                told = RecordFact(
                    clock[0], f"f-{fact}", FactKind.HABIT, "tea", f"cup {n}", "form"
                )
                work.handle(CUSTOMER, who, told)

    crm.handler.run(story, Origin("user:anna"))
    clock[0] += timedelta(seconds=1)


def build(url: str, folder: Path) -> Original:
    clock = [START]
    crm = compose(url, clock=lambda: clock[0])
    for first in range(0, SIZE // 5, 10):
        tell(crm, range(first, first + 10), clock)
    assert crm.log.head() == SIZE
    crm.customers.cards()
    signer = keygen(origin(crm.log))
    signed = {}
    for size in (300, HELD, SIZE):
        made = Checkpoint(origin(crm.log), size, tree.root(crm.log.hashes, size))
        signed[size] = sign(made.text, signer)
    closing(crm)
    return Original(url, folder, signer, signed)


@pytest.fixture(scope="session")
def sqlite_original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    folder = tmp_path_factory.mktemp("original")
    with pytest.MonkeyPatch.context() as patch:
        keys_in(folder, patch)
        return build(f"sqlite:///{folder}/shop.db", folder)


@pytest.fixture(scope="session")
def postgres_original(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Original:
    folder = tmp_path_factory.mktemp("original")
    with pytest.MonkeyPatch.context() as patch:
        keys_in(folder, patch)
        return build(postgres.create_database("attacked"), folder)


def keys_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("MIJOZ_KEYS", f"sqlite:///{folder}/keys.db")
    patch.setenv("MIJOZ_KEK_FILE", f"{folder}/kek")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stage(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Stage]:
    """Lend a copy of the log, on each kind of store."""
    kind = request.param
    original: Original = request.getfixturevalue(f"{kind}_original")
    for each in original.folder.iterdir():
        shutil.copy(each, tmp_path / each.name)
    keys_in(tmp_path, monkeypatch)

    def say() -> str:
        captured = capsys.readouterr()
        return captured.out + captured.err

    if kind == "sqlite":
        stage = Stage(original, SQLiteFile(tmp_path / "shop.db"), tmp_path, say)
        yield stage
        stage.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    for left in ("attacked",):
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            f" where datname = '{left}'"
        )
    name = f"attack_{next(_numbers)}"
    url = server.create_database(name, template="attacked")
    stage = Stage(original, PostgresDatabase(url), tmp_path, say)
    yield stage
    stage.close()
    server.drop_database(name)
