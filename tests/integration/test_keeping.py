"""Which keys a store is opened with: its own, or it stays shut."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mijoz.adapters.addresses import BadStoreUrl
from mijoz.adapters.identity import blind_index
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.ports import StoreUnavailable
from mijoz.composition import compose
from mijoz.domain.customer.profile import (
    AddIdentifier,
    IdentifierKind,
    PartyKind,
    RegisterCustomer,
)
from mijoz.domain.ids import CustomerId

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
AZIZA = CustomerId("aziza")
ANNA = Origin("user:anna")


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/shop.db"


def filled(store: str) -> Crm:
    crm = compose(store)
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "web", name="Aziza")
    index = crm.handler.blind("email", "aziza@example.org")
    add = AddIdentifier(NOW, IdentifierKind.EMAIL, "aziza@example.org", index)
    crm.customers.tell(AZIZA, register, add, origin=ANNA)
    return crm


def test_keys_lie_beside_the_store_in_files_of_their_own(
    store: str, tmp_path: Path
) -> None:
    filled(store)
    found = {each.name for each in tmp_path.iterdir() if "-" not in each.name}
    assert found == {"shop.db", "shop.keys.db", "shop.kek"}
    assert (tmp_path / "shop.kek").stat().st_mode & 0o777 == 0o600
    assert compose(store).customers.find("email", "aziza@example.org") == AZIZA


def test_a_store_stays_shut_under_another_stores_keys(
    store: str, tmp_path: Path
) -> None:
    filled(store)
    filled(f"sqlite:///{tmp_path}/other.db")
    with pytest.raises(StoreUnavailable, match="belong to another store"):
        compose(store, keys=f"sqlite:///{tmp_path}/other.keys.db")


def test_a_store_stays_shut_without_its_keys(store: str, tmp_path: Path) -> None:
    filled(store)
    for each in tmp_path.glob("shop.keys.db*"):
        each.unlink()
    with pytest.raises(StoreUnavailable, match=r"key store is empty.*MIJOZ_KEYS"):
        compose(store)


def test_a_store_stays_shut_under_another_key_encryption_key(
    store: str, tmp_path: Path
) -> None:
    filled(store)
    (tmp_path / "shop.kek").unlink()
    with pytest.raises(StoreUnavailable, match=r"is not in .*shop\.kek"):
        compose(store)


def test_keys_are_not_kept_in_the_store_itself(store: str) -> None:
    with pytest.raises(BadStoreUrl, match="for keys of the same store"):
        compose(store, keys=store)


def test_a_store_from_before_key_stores_keeps_its_blind_indexes(
    store: str, tmp_path: Path
) -> None:
    filled(store)
    path = tmp_path / "shop.db"
    secret = "0a" * 32
    for each in tmp_path.glob("shop.keys.db*"):
        each.unlink()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO meta VALUES ('secret', ?)", (secret,))
    crm = compose(store)
    expected = blind_index(bytes.fromhex(secret))("email", "aziza@example.org")
    assert crm.handler.blind("email", "aziza@example.org") == expected
    with closing(sqlite3.connect(path)) as raw:
        assert not raw.execute("SELECT * FROM meta WHERE name = 'secret'").fetchall()
    assert compose(store).handler.blind("email", "aziza@example.org") == expected


def test_a_copy_of_store_and_keys_together_opens(store: str, tmp_path: Path) -> None:
    filled(store).journal.head()
    copy = tmp_path / "copy"
    copy.mkdir()
    for each in ("shop.db", "shop.keys.db"):
        with (
            closing(sqlite3.connect(tmp_path / each)) as old,
            closing(sqlite3.connect(copy / each)) as new,
        ):
            old.backup(new)
    shutil.copy(tmp_path / "shop.kek", copy)
    crm = compose(f"sqlite:///{copy}/shop.db")
    assert crm.customers.find("email", "aziza@example.org") == AZIZA
