"""An erasure reaches every place: what was planted before is found nowhere after."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.identity import blind_index, new_id
from mijoz.adapters.keys import sqlite as sqlite_keys
from mijoz.adapters.keys.sealing import DataKey
from mijoz.adapters.keys.sqlite import SQLiteKeys
from mijoz.adapters.keys.store import KeyRow
from mijoz.adapters.keys.vault import Vault
from mijoz.adapters.keys.wrapping import KeyFile
from mijoz.adapters.schemas import codec
from mijoz.adapters.sqlite import datastore
from mijoz.adapters.sqlite.journal import SQLiteJournal
from mijoz.application.contexts import CUSTOMER
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.handling import Handler
from mijoz.application.ports import StoreUnavailable
from mijoz.composition import compose, utc_now
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId

from ..postgres_server import PostgresServer
from .canary import CANARIES, Search, Shop, plant, read

ANNA = Origin("user:anna")
PLACES = [
    *("streams", "claims", "cards", "snapshots", "caches", "facts", "features"),
    *("churn model", "exports", "imports", "write-ahead log", "backups"),
]
MAPPING = """
[source]
name = "till"
kind = "customers"
time_zone = "UTC"
[columns]
customer = "id"
at = "since"
name = "name"
email = "email"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    made.mkdir()
    return made


@pytest.fixture
def file_shop(folder: Path) -> Shop:
    return Shop(folder, f"sqlite:///{folder}/shop.db")


@pytest.fixture
def server_shop(
    postgres: PostgresServer, postgres_url: str, folder: Path
) -> Iterator[Shop]:
    yield Shop(folder, postgres_url)
    name = postgres_url.partition("@/")[2].partition("?")[0]
    postgres.drop_database(f"{name}_keys")


def import_her_again(shop: Shop, elsewhere: Path) -> str:
    """Import a table of which one row is hers and unfit; return the quarantine."""
    (elsewhere / "people.toml").write_text(MAPPING)
    (elsewhere / "people.csv").write_text(
        "id,since,name,email\n"
        f"7,2026-01-01,{CANARIES['name']},{CANARIES['email']}\n"
        f"8,no day,{CANARIES['name']},{CANARIES['email']}\n"
    )
    words = ("import", "table", f"{elsewhere}/people.csv", "--mapping")
    shop.cli(*words, f"{elsewhere}/people.toml", "--quarantine", f"{elsewhere}/left")
    return (elsewhere / "left").read_text()


def erase(shop: Shop) -> Any:
    words = ("privacy", "erase", "canary", "--reason", "asked for", "--yes", "--json")
    return json.loads(shop.cli(*words))


def wrapped_key(keys: SQLiteKeys, owner: str = "canary") -> bytes:
    (row,) = keys.of([owner])
    assert row.wrapped is not None
    return row.wrapped


def live_and_be_erased(shop: Shop, search: Search, elsewhere: Path) -> Any:
    """Plant her, look for her, and erase her, all while the server runs."""
    with shop.serving():
        plant(shop)
        told = read(shop)
        assert [each for each in CANARIES.values() if each not in told] == []
        shop.cli("churn", "evaluate", code=2)  # which makes the facts, and no more
        shop.cli("customer", "list")
        shop.cli("privacy", "export", "canary", "-o", str(elsewhere / "hers"))
        assert CANARIES["comment"] in (elsewhere / "hers" / "export.json").read_text()
        left = import_her_again(shop, elsewhere)
        assert '"row":2' in left
        assert not [each for each in CANARIES.values() if each in left]
        assert list(shop.folder.glob("**/*.facts.duckdb"))
        assert search(*CANARIES.values()) == {}  # never in the clear, not for a moment

        made = erase(shop)

        assert search(*CANARIES.values()) == {}
        for url in ("", "/history", "/consents", "/outreach"):
            gone = shop.call("GET", f"/v1/customers/canary{url}", None, 410)
            assert gone["certificate"] == made["certificate_id"]
        told = json.dumps(shop.call("GET", "/v1/events?limit=1000", None, 200))
        opened = shop.call("GET", "/v1/feedback/n-1", None, 200, Purpose="a test")
        told += json.dumps(opened)
        assert not [each for each in CANARIES.values() if each in told]
    assert search(*CANARIES.values()) == {}
    return made


def names_every_place(made: Any) -> None:
    told = {each["place"]: each["outcome"] for each in made["places"]}
    assert list(told) == PLACES
    assert told["claims"] == "3 identifiers and card numbers released"
    assert told["facts"].endswith(" rows deleted, 0 left")
    assert int(told["facts"].split()[0]) > 3
    assert told["exports"].startswith("1 written, to be destroyed by hand: ")
    assert len(made["keys"]) == 1
    assert made["confirmed_at"] is not None


@pytest.mark.slow
def test_whoever_is_erased_from_files_is_found_in_none_of_them(
    file_shop: Shop, folder: Path, tmp_path: Path
) -> None:
    made = live_and_be_erased(file_shop, Search([folder]), tmp_path)
    names_every_place(made)
    assert erase(file_shop) == made
    names = {each.name for each in folder.iterdir()}
    assert {"shop.db", "shop.keys.db", "shop.kek", "shop.facts.duckdb"} <= names
    assert {"server.log", "cli.log"} <= names


@pytest.mark.postgres
@pytest.mark.slow
def test_whoever_is_erased_from_a_server_is_found_in_none_of_its_files(
    server_shop: Shop, postgres: PostgresServer, folder: Path, tmp_path: Path
) -> None:
    search = Search([folder, postgres.directory / "data"])
    made = live_and_be_erased(server_shop, search, tmp_path)
    names_every_place(made)
    assert erase(server_shop) == made


def test_not_even_what_led_to_them_is_left_in_the_files(
    file_shop: Shop, folder: Path
) -> None:
    search = Search([folder])
    with file_shop.serving():
        plant(file_shop)
        crm: Any = compose(file_shop.store)
        raw = crm.keys.keys(["canary"])["canary"]._raw
        wrapped = wrapped_key(crm.checkpoints)
        blind = crm.handler.blind
        indexes = [
            blind("email", CANARIES["email"]),
            blind("phone", CANARIES["phone"]),
            blind("card", CANARIES["number"]),
        ]
        assert search(raw, raw.hex()) == {}
        assert search(wrapped).keys() == {repr(wrapped)}
        assert search(*indexes).keys() == {repr(each.encode()) for each in indexes}
        erase(file_shop)
        assert search(wrapped, raw, *indexes) == {}


def test_the_search_finds_whoever_was_stored_in_the_clear(folder: Path) -> None:
    journal = SQLiteJournal(str(folder / "shop.db"), codec(), utc_now)
    handler = Handler(journal, new_id, blind_index(b"secret"))
    who, name = CustomerId("canary"), CANARIES["name"]
    told = RegisterCustomer(utc_now(), who, PartyKind.PERSON, "web", name=name)
    Desk(CUSTOMER, handler).tell(who, told, origin=ANNA)
    assert Search([folder])(*CANARIES.values()) == {
        repr(name.encode()): ["shop.db-wal"]
    }


@pytest.mark.parametrize("left_out", ["secure_delete", "scrub", "neither"])
def test_a_destroyed_key_stays_in_a_file_that_is_neither_overwritten_nor_scrubbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    if left_out == "secure_delete":
        kept = [each for each in datastore._SETTINGS if "secure_delete" not in each]
        assert len(kept) == len(datastore._SETTINGS) - 1
        monkeypatch.setattr(datastore, "_SETTINGS", (*kept, "secure_delete = OFF"))
    if left_out == "scrub":
        monkeypatch.setattr(sqlite_keys, "scrub", lambda _: "")
    keys = SQLiteKeys(str(tmp_path / "s.keys.db"))
    keys.begin("e-1", None)
    keys.add([KeyRow(f"o-{n}", f"k-{n}", "e-1", b"%04d" % n * 15) for n in range(50)])
    _checkpoint(keys)
    keys.destroy("o-17")
    found = Search([tmp_path])(b"0017" * 4)  # were it but a part
    assert bool(found) is (left_out != "neither")


def _checkpoint(keys: SQLiteKeys) -> None:
    with keys.store.reading() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def test_a_copy_of_the_keys_from_before_opens_nothing_once_all_are_wrapped_anew(
    file_shop: Shop, folder: Path, tmp_path: Path
) -> None:
    with file_shop.serving():
        plant(file_shop)
    copies = tmp_path / "copies"
    shutil.copytree(folder, copies)
    erase(file_shop)
    crm: Any = compose(file_shop.store)
    (kid,) = [row.kid for row in crm.checkpoints.of(["canary"])]

    def opens(keys: Path, kek: Path) -> DataKey | None:
        return Vault(SQLiteKeys(str(keys)), KeyFile(kek)).find(kid)

    assert opens(folder / "shop.keys.db", folder / "shop.kek") is None
    assert opens(copies / "shop.keys.db", folder / "shop.kek") is not None
    assert file_shop.cli("privacy", "rewrap") == "2 keys wrapped anew\n"
    with pytest.raises(StoreUnavailable, match="whose key is not in"):
        opens(copies / "shop.keys.db", folder / "shop.kek")
    assert opens(folder / "shop.keys.db", folder / "shop.kek") is None
    restored = f"sqlite:///{copies}/shop.keys.db"
    with pytest.raises(StoreUnavailable, match="give the key-encryption key"):
        compose(file_shop.store, keys=restored)


def test_a_reader_who_stays_in_the_past_is_no_reason_to_say_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = SQLiteKeys(str(tmp_path / "s.keys.db"))
    keys.begin("e-1", None)
    keys.add([KeyRow("o-1", "k-1", "e-1", b"the key, wrapped")])
    pauses: list[float] = []
    monkeypatch.setattr(sqlite_keys, "sleep", pauses.append)
    with closing(sqlite3.connect(tmp_path / "s.keys.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM keys").fetchall()
        with pytest.raises(StoreUnavailable, match="a reader kept the write-ahead log"):
            keys.destroy("o-1")
    assert sum(pauses) >= 4
    assert list(keys.destroy("o-1")) == ["k-1"]
    assert Search([tmp_path])(b"the key, wrapped") == {}
