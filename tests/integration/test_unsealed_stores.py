"""A store from before there were seals is read on; what is new in it is sealed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.identity import blind_index, new_id
from mijoz.adapters.postgres.journal import PostgresJournal
from mijoz.adapters.schemas import EVENTS, UPCASTS
from mijoz.adapters.sqlite.journal import SQLiteJournal
from mijoz.application.claims import claims_of
from mijoz.application.contexts import CUSTOMER
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.handling import Handler
from mijoz.application.ports import Journal
from mijoz.application.privacy.certificate import certificate
from mijoz.application.privacy.erasing import StoredInTheClear, erase
from mijoz.application.privacy.reading import Reading
from mijoz.composition import compose
from mijoz.domain.customer.profile import (
    AddIdentifier,
    FactKind,
    IdentifierKind,
    PartyKind,
    RecordFact,
    RegisterCustomer,
)
from mijoz.domain.ids import CustomerId

from ..postgres_server import PostgresServer

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
AZIZA, BOBUR, DILNOZA = map(CustomerId, ("aziza", "bobur", "dilnoza"))
ANNA = Origin("user:anna")
EMAIL = IdentifierKind.EMAIL
READING = Reading(NOW, "user:anna", "a test")


def register(who: CustomerId, name: str | None) -> RegisterCustomer:
    return RegisterCustomer(NOW, who, PartyKind.PERSON, "web", name=name)


def identify(handler: Handler, value: str | None) -> AddIdentifier:
    return AddIdentifier(NOW, EMAIL, value, handler.blind(EMAIL, "aziza@example.org"))


def trade_in_the_clear(journal: Journal, secret: bytes | None) -> list[bytes]:
    """Have a store as it was before: of Aziza two things, of Bobur nothing personal."""
    assert secret is not None
    handler = Handler(journal, new_id, blind_index(secret), claims=claims_of)
    desk = Desk(CUSTOMER, handler)
    desk.tell(AZIZA, register(AZIZA, "Aziza"), identify(handler, None), origin=ANNA)
    desk.tell(BOBUR, register(BOBUR, None), origin=ANNA)
    log: object = journal
    return [each.state for each in log.entries(0)]  # type: ignore[attr-defined]


@pytest.fixture
def sqlite_store(tmp_path: Path) -> tuple[str, list[bytes]]:
    path = f"{tmp_path}/shop.db"
    journal = SQLiteJournal(path, Codec(EVENTS, UPCASTS), lambda: NOW)
    _remember(journal, b"\x07" * 32)
    old = trade_in_the_clear(journal, journal.secret)
    journal.store.close()
    return f"sqlite:///{path}", old


def _remember(journal: SQLiteJournal, secret: bytes) -> None:
    with journal.store.writing() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO meta VALUES ('secret', ?)", (secret.hex(),)
        )


@pytest.fixture
def postgres_store(
    postgres: PostgresServer, postgres_url: str
) -> Iterator[tuple[str, list[bytes]]]:
    journal = PostgresJournal(postgres_url, Codec(EVENTS, UPCASTS), lambda: NOW)
    name = postgres_url.partition("@/")[2].partition("?")[0]
    secret = (b"\x07" * 32).hex()
    postgres.execute(
        f"insert into meta values ('secret', '{secret}')"
        " on conflict (name) do update set value = excluded.value",
        name,
    )
    old = trade_in_the_clear(journal, journal.secret)
    journal.close()
    yield postgres_url, old
    postgres.drop_database(f"{name}_keys")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> tuple[str, list[bytes]]:
    made: tuple[str, list[bytes]] = request.getfixturevalue(f"{request.param}_store")
    return made


def name_of(crm: Crm, who: str) -> object:
    registered = crm.customers.desk.state(who, reading=READING).registered
    assert registered is not None
    return registered.name


def test_what_is_in_the_clear_is_read_on_and_what_is_new_is_sealed(
    store: tuple[str, list[bytes]],
) -> None:
    url, old = store
    assert b"Aziza" in old[0]
    crm = compose(url)
    assert name_of(crm, AZIZA) == "Aziza"
    assert crm.customers.find(EMAIL, "Aziza@example.org") == AZIZA
    fact = RecordFact(NOW, "f-1", FactKind.HABIT, "tea", "green", "chat")
    crm.customers.tell(AZIZA, fact, origin=ANNA)
    crm.customers.tell(DILNOZA, register(DILNOZA, "Dilnoza"), origin=ANNA)
    states = [each.state for each in crm.log.entries(0)]
    assert states[: len(old)] == old  # nothing that was stored is changed
    fresh = b"".join(states[len(old) :])
    assert b"green" not in fresh
    assert b"Dilnoza" not in fresh
    profile = compose(url).customers.desk.state(AZIZA, reading=READING)
    assert profile.facts["f-1"].value == "green"
    assert name_of(compose(url), DILNOZA) == "Dilnoza"
    _close(crm)


def test_whoever_is_in_the_clear_is_not_erased_and_it_is_said_how_much_it_is(
    store: tuple[str, list[bytes]],
) -> None:
    url, _ = store
    crm = compose(url)
    crm.customers.tell(
        AZIZA,
        RecordFact(NOW, "f-1", FactKind.HABIT, "tea", "green", "chat"),
        origin=ANNA,
    )
    with pytest.raises(StoredInTheClear) as told:
        erase(crm, AZIZA, "asked for", ANNA)
    assert str(told.value) == (
        "2 events, the first at position 1, were recorded before the store sealed"
        " anything: their bytes hold personal data that cannot be erased by destroying"
        " a key"
    )
    assert certificate(crm.journal, AZIZA) is None
    assert name_of(crm, AZIZA) == "Aziza"
    assert crm.customers.find(EMAIL, "aziza@example.org") == AZIZA
    _close(crm)


def test_whoever_said_nothing_personal_in_the_clear_can_be_erased(
    store: tuple[str, list[bytes]],
) -> None:
    crm = compose(store[0])
    crm.customers.tell(
        BOBUR,
        RecordFact(NOW, "f-1", FactKind.HABIT, "tea", "black", "chat"),
        origin=ANNA,
    )
    made = erase(crm, BOBUR, "asked for", ANNA)
    assert made.places[0].outcome == "1 of 2 events unreadable for ever"
    _close(crm)


def _close(crm: Crm) -> None:
    for each in (crm.journal, crm.checkpoints):
        if close := getattr(each, "close", None):
            close()
