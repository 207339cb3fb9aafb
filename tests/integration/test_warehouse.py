"""The facts follow the journal: the same in any batches, and each fact once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.warehouse import Warehouse
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin, TimeQuality
from mijoz.application.feeding import catch_up
from mijoz.application.ports import Overtaken
from mijoz.application.projections.facts import TABLES
from mijoz.composition import compose, facts_path
from mijoz.domain.campaign.outreach import ExposeToCampaign, RedeemCoupon
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CampaignId, CustomerId, OrderId
from mijoz.domain.purchase.order import (
    CompleteOrder,
    Line,
    PlaceOrder,
    RecordPurchase,
    RefundOrder,
)
from mijoz.testing.journal import Ticking

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
AZIZA = CustomerId("aziza")
ANNA = Origin("user:anna")
TILL = Origin("import:till", time_quality=TimeQuality.IMPORTED)
LINES = (
    Line("1", "socks", "clothing", 2, 1_500, 2_000, 200),
    Line("2", "clock", None, 1, 9_000, 9_000),
)


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    register = RegisterCustomer(AT, AZIZA, PartyKind.PERSON, "shop", "spring")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    place = PlaceOrder(AT, OrderId("o-1"), AZIZA, "web", "tashkent", "UZS", LINES)
    crm.orders.tell("o-1", place, origin=ANNA)
    crm.outreach.tell(
        AZIZA, ExposeToCampaign(AT, AZIZA, CampaignId("spring"), "mail"), origin=ANNA
    )
    crm.orders.tell("o-1", CompleteOrder(AT + timedelta(hours=1)), origin=ANNA)
    refund = RefundOrder(AT + timedelta(days=1), "r-1", (("1", 500),))
    crm.orders.tell("o-1", refund, origin=ANNA)
    buy = RecordPurchase(AT, OrderId("o-2"), AZIZA, "shop", None, "UZS", LINES[1:])
    crm.orders.tell("o-2", buy, origin=TILL)
    redeem = RedeemCoupon(AT, AZIZA, "x-1", "SPRING", CampaignId("spring"))
    crm.outreach.tell(AZIZA, redeem, origin=ANNA)
    consent = GrantConsent(
        AT, AZIZA, "marketing", "email", LawfulBasis.CONSENT, "v1", "form"
    )
    crm.consents.tell(AZIZA, consent, origin=ANNA)
    return crm


@pytest.fixture
def warehouse(crm: Crm) -> Iterator[Warehouse]:
    kept = Warehouse(":memory:", crm.journal.replay)
    yield kept
    kept.close()


def contents(warehouse: Warehouse) -> dict[str, list[Any]]:
    return {
        table: warehouse.connection.execute(
            f"SELECT * FROM {table} ORDER BY ALL"
        ).fetchall()
        for table in TABLES
    }


def rows(warehouse: Warehouse, table: str, *columns: str) -> list[tuple[Any, ...]]:
    listed = ", ".join(f'"{column}"' for column in columns)
    found: list[tuple[Any, ...]] = warehouse.connection.execute(
        f"SELECT {listed} FROM {table} ORDER BY position"
    ).fetchall()
    return found


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_the_facts_are_the_same_in_any_batches(
    crm: Crm, warehouse: Warehouse, batch: int
) -> None:
    catch_up(crm.journal, warehouse, batch=batch)
    whole = Warehouse(":memory:", crm.journal.replay)
    catch_up(crm.journal, whole)
    assert contents(warehouse) == contents(whole)
    assert warehouse.position() == crm.journal.head()
    whole.close()


def test_catching_up_twice_adds_nothing(crm: Crm, warehouse: Warehouse) -> None:
    catch_up(crm.journal, warehouse)
    before = contents(warehouse)
    catch_up(crm.journal, warehouse)
    assert contents(warehouse) == before


def test_a_batch_taken_twice_is_refused_and_changes_nothing(
    crm: Crm, warehouse: Warehouse
) -> None:
    batch = crm.journal.feed(0)
    warehouse.take(batch)
    before = contents(warehouse)
    with pytest.raises(Overtaken):
        warehouse.take(batch)
    assert contents(warehouse) == before


def test_an_order_is_a_fact_when_it_is_completed(
    crm: Crm, warehouse: Warehouse
) -> None:
    catch_up(crm.journal, warehouse)
    columns = ("order_id", "lines", "units", "paid", "discount", "coupon_discount")
    assert rows(warehouse, "orders", *columns) == [
        ("o-1", 2, 3, 10_500, 500, 200),
        ("o-2", 1, 1, 9_000, 0, 0),
    ]
    ((at,), *_) = rows(warehouse, "orders", "at")
    assert at == datetime(2026, 1, 1, 13)  # noqa: DTZ001  # TIMESTAMP is UTC


def test_a_fact_is_known_from_when_it_was_recorded(
    crm: Crm, warehouse: Warehouse
) -> None:
    catch_up(crm.journal, warehouse)
    told, vouched = rows(warehouse, "orders", "known_at")
    assert told == (datetime(2026, 3, 1, 9),)  # noqa: DTZ001
    assert vouched == (datetime(2026, 1, 1, 12),)  # noqa: DTZ001  # by the import


def test_every_kind_of_fact_is_kept(crm: Crm, warehouse: Warehouse) -> None:
    catch_up(crm.journal, warehouse)
    assert rows(warehouse, "customers", "channel", "campaign") == [("shop", "spring")]
    assert rows(warehouse, "returns", "line_id", "refunded") == [("1", 500)]
    assert rows(warehouse, "exposures", "campaign_id") == [("spring",)]
    assert rows(warehouse, "coupons", "coupon", "campaign_id") == [("SPRING", "spring")]
    assert rows(warehouse, "consents", "purpose", "granted") == [("marketing", True)]
    assert rows(warehouse, "lines", "sku", "category", "paid") == [
        ("socks", "clothing", 1_500),
        ("clock", None, 9_000),
        ("clock", None, 9_000),
    ]


def test_the_event_behind_a_fact_is_found_by_its_position(
    crm: Crm, warehouse: Warehouse
) -> None:
    catch_up(crm.journal, warehouse)
    for position, event in rows(warehouse, "orders", "position", "event_id"):
        (recorded,) = crm.journal.feed(position - 1, limit=1)
        assert recorded.id == event


def test_facts_outlive_the_process_that_kept_them(crm: Crm, tmp_path: Path) -> None:
    path = str(tmp_path / "s.facts.duckdb")
    first = Warehouse(path, crm.journal.replay)
    first.take(crm.journal.feed(0, limit=4))
    first.close()
    again = Warehouse(path, crm.journal.replay)
    assert again.position() == 4
    catch_up(crm.journal, again)
    assert len(rows(again, "orders", "order_id")) == 2
    again.close()


def test_the_facts_of_a_file_stand_beside_it() -> None:
    assert facts_path("sqlite:///var/shop.db") == "var/shop.facts.duckdb"
    assert facts_path("postgresql://anna@/shop?host=/x") == "var/shop.facts.duckdb"
    assert facts_path("memory://") == ":memory:"


def test_a_poison_event_is_put_aside_and_the_others_go_on(
    crm: Crm, warehouse: Warehouse
) -> None:
    bad = [
        each._replace(event=None) if each.type == "CustomerExposed" else each
        for each in crm.journal.feed(0)
    ]
    warehouse.take(bad)
    assert warehouse.position() == crm.journal.head()
    ((position, problem),) = rows(warehouse, "dead_letters", "position", "problem")
    assert (position, problem.split(":")[0]) == (3, "AttributeError")
    assert len(rows(warehouse, "orders", "order_id")) == 2
    assert rows(warehouse, "exposures", "campaign_id") == []
