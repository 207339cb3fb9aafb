"""Each key store we have keeps every rule of one."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from mijoz.adapters.keys.keeping import Kept, keys_of
from mijoz.adapters.keys.memory import MemoryKeys
from mijoz.adapters.keys.postgres import PostgresKeys, beside
from mijoz.adapters.keys.sqlite import SQLiteKeys
from mijoz.application.ports import StoreUnavailable
from mijoz.composition import compose

from ..postgres_server import PostgresServer
from .key_store_rules import KEY_STORE_RULES, Rule, key

rules = pytest.mark.parametrize("rule", KEY_STORE_RULES, ids=lambda rule: rule.__name__)


@pytest.fixture
def postgres_keys(postgres_url: str) -> Iterator[PostgresKeys]:
    keys = PostgresKeys(postgres_url)
    yield keys
    keys.close()


@rules
def test_in_memory_it_keeps_the_rule(rule: Rule) -> None:
    rule(MemoryKeys())


@rules
def test_in_a_file_it_keeps_the_rule(rule: Rule, tmp_path: Path) -> None:
    rule(SQLiteKeys(str(tmp_path / "s.keys.db")))


@rules
@pytest.mark.postgres
def test_in_postgres_it_keeps_the_rule(rule: Rule, postgres_keys: PostgresKeys) -> None:
    rule(postgres_keys)


def remember(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key("aziza"), key("bobur")])
    keys.destroy("aziza")
    keys.bind("log-1")
    keys.keep(7, "seven")


def remembers(keys: Kept) -> None:
    assert (keys.epoch(), keys.bind("log-2")) == ("e-1", "log-1")
    assert [row.wrapped for row in keys.of(["aziza"])] == [None]
    assert list(keys.of(["bobur"])) == [key("bobur")]
    assert list(keys.kept()) == ["seven"]


def test_a_file_of_keys_outlives_its_process(tmp_path: Path) -> None:
    path = str(tmp_path / "s.keys.db")
    first = SQLiteKeys(path)
    remember(first)
    first.store.close()
    remembers(SQLiteKeys(path))


@pytest.mark.postgres
def test_a_database_of_keys_outlives_its_process(postgres_url: str) -> None:
    first = PostgresKeys(postgres_url)
    remember(first)
    first.close()
    again = PostgresKeys(postgres_url)
    remembers(again)
    again.close()


@pytest.mark.postgres
def test_each_schema_of_a_database_has_keys_of_its_own(postgres_url: str) -> None:
    tenants = [
        PostgresKeys(make_conninfo(postgres_url, options=f"-c search_path={tenant}"))
        for tenant in ("north", "south")
    ]
    remember(tenants[0])
    assert (tenants[1].epoch(), tenants[1].bind("log-2")) == (None, "log-2")
    for each in tenants:
        each.close()


@pytest.mark.postgres
def test_a_database_for_keys_is_made_beside_that_of_the_events(
    postgres: PostgresServer,
) -> None:
    store = postgres.create_database("shop")
    try:
        assert (
            beside(store) == beside(store) == make_conninfo(store, dbname="shop_keys")
        )
        keys = keys_of(store)
        remember(keys)
        assert isinstance(keys, PostgresKeys)
        keys.close()
        assert postgres.execute("select owner from keys order by 1", "shop_keys") == [
            ("aziza",),
            ("bobur",),
        ]
    finally:
        postgres.drop_database("shop_keys")
        postgres.drop_database("shop")


@pytest.mark.postgres
def test_who_may_make_no_database_is_told_to_name_one(
    postgres: PostgresServer, postgres_url: str
) -> None:
    postgres.execute("create role clerk login")
    with pytest.raises(StoreUnavailable, match=r"_keys, which cannot be made .* name"):
        beside(make_conninfo(postgres_url, user="clerk"))
    postgres.execute("drop role clerk")


def test_a_file_of_something_else_is_no_key_store(tmp_path: Path) -> None:
    store = tmp_path / "shop.db"
    compose(f"sqlite:///{store}", keys="memory://")
    with pytest.raises(StoreUnavailable, match="is not a key store of mijoz"):
        SQLiteKeys(str(store))


def test_a_key_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.keys.db"
    SQLiteKeys(str(path)).store.close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 9")
    newer.close()
    with pytest.raises(StoreUnavailable, match="of a newer mijoz"):
        SQLiteKeys(str(path))


@pytest.mark.postgres
def test_a_destroyed_key_leaves_the_tables_of_a_server_at_once(
    postgres: PostgresServer, postgres_keys: PostgresKeys
) -> None:
    wrapped = b"the key of aziza, wrapped"
    postgres_keys.begin("e-1", None)
    postgres_keys.add([key("aziza", wrapped=wrapped), key("bobur")])
    tables = postgres.directory / "data" / "base"

    def holding() -> list[Path]:
        postgres.execute("checkpoint")
        files = [each for each in tables.rglob("*") if each.is_file()]
        return [each for each in files if wrapped in each.read_bytes()]

    assert len(holding()) == 1
    postgres_keys.destroy("aziza")
    assert holding() == []
