"""The facts forget who was erased, and take nothing of them again."""

from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.warehouse import Warehouse
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.feeding import catch_up
from mijoz.application.privacy.erasing import erase
from mijoz.application.projections.facts import TABLES
from mijoz.composition import compose
from mijoz.domain.purchase.order import RefundOrder

from ..property.histories import AT, AZIZA, BOBUR, Step, play

ANNA = Origin("user:anna")
LIFE = [
    Step(do, who, n, f"{do}-{n}")
    for who in (AZIZA, BOBUR)
    for do, n in [
        *[("consent", 0), ("buy", 6), ("buy", 5), ("refund", 6), ("redeem", 2)],
        *[("feedback", 4), ("meet", 1), ("reach", 1), ("coupon", 1)],
    ]
]


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=lambda: AT)
    play(crm, LIFE)
    return crm


def contents(facts: Warehouse, customer: str) -> dict[str, list[Any]]:
    return {
        table: facts.connection.execute(
            f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY ALL", [customer]
        ).fetchall()
        for table in TABLES
    }


def test_every_table_forgets_who_was_erased_and_no_other(
    crm: Crm, tmp_path: Path
) -> None:
    facts = Warehouse(str(tmp_path / "s.facts.duckdb"), crm.journal.replay)
    catch_up(crm.journal, facts)
    before, his = contents(facts, AZIZA), contents(facts, BOBUR)
    filled = {table for table, rows in before.items() if rows}
    assert len(filled) >= len(TABLES) - 1
    erase(crm, AZIZA, "asked for", ANNA)
    assert facts.held(AZIZA) == sum(map(len, before.values()))
    catch_up(crm.journal, facts)
    assert facts.held(AZIZA) == 0
    assert contents(facts, BOBUR) == his
    facts.close()


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_what_the_books_add_later_is_no_fact_about_them(
    crm: Crm, tmp_path: Path, batch: int
) -> None:
    path = str(tmp_path / "s.facts.duckdb")
    facts = Warehouse(path, crm.journal.replay)
    catch_up(crm.journal, facts, batch=batch)
    erase(crm, AZIZA, "asked for", ANNA)
    if batch == 1:  # else it comes in the same batch as the erasure, or after it
        catch_up(crm.journal, facts, batch=batch)
    if batch == 2:
        catch_up(crm.journal, facts)
        facts.close()
        facts = Warehouse(path, crm.journal.replay)  # which must remember
    refund = RefundOrder(AT, "r-late", (("1", 20),))
    crm.orders.tell("o-aziza-5", refund, origin=ANNA)
    catch_up(crm.journal, facts, batch=batch)
    assert facts.position() == crm.journal.head()
    assert facts.held(AZIZA) == 0
    facts.close()


@pytest.mark.parametrize("batch", [1, 7, 1_000])
def test_facts_made_again_from_the_log_hold_nothing_of_them(
    crm: Crm, batch: int
) -> None:
    erase(crm, AZIZA, "asked for", ANNA)
    facts = Warehouse(":memory:", crm.journal.replay)
    catch_up(crm.journal, facts, batch=batch)
    assert facts.held(AZIZA) == 0
    assert facts.held(BOBUR) > 0
    facts.close()
