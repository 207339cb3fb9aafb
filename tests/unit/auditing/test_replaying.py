"""Read models come again from the log alone, and say what they were made of."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.warehouse import Warehouse
from mijoz.application.auditing.models import NAMES, NOBODYS, OF_ONE, Row
from mijoz.application.auditing.replaying import Replayed, replay_all, replay_one
from mijoz.application.desk import Unknown
from mijoz.application.envelope import Draft, Recorded
from mijoz.application.feeding import catch_up
from mijoz.application.ports import Batch, Gone, Journal, Write
from mijoz.application.projections.card import Card
from mijoz.application.projections.facts import TABLES
from mijoz.composition import compose
from mijoz.domain.campaign.outreach import CustomerExposed
from mijoz.domain.customer.profile import ErasePersonalData
from mijoz.domain.ids import CampaignId, OrderId
from mijoz.domain.purchase.order import CompleteOrder, Line, PlaceOrder

from .shop import ANNA, AZIZA, BOBUR, CLUB, OPENING, Shop, day

MICROSECOND = timedelta(microseconds=1)


def cards(replayed: Replayed) -> dict[str, Card]:
    return {row.key: row.state for row in replayed.rows()}


def rows(replayed: Replayed, model: str) -> list[Row]:
    return [row for row in replayed.rows() if row.model == model]


def test_the_whole_firm_is_read_and_counted(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    made = replay_all(shop.crm.journal, ["cards"], as_of=OPENING)
    assert (made.read, made.visible, made.frame.position) == (8, 5, 8)
    assert cards(made)[AZIZA].orders == 0


def test_both_times_include_their_own_moment(shop: Shop) -> None:
    shop.learn_on(5)
    shop.buys(AZIZA, "o-1", 3)
    journal = shop.crm.journal
    for bound, moment in (("as_of", day(3)), ("known_at", day(5))):
        at: dict[str, Any] = {bound: moment}
        assert cards(replay_all(journal, ["cards"], **at))[AZIZA].orders == 1
        at = {bound: moment - MICROSECOND}
        assert cards(replay_all(journal, ["cards"], **at))[AZIZA].orders == 0


@pytest.mark.parametrize("models", [["points"], ["statement"], NAMES], ids=str)
def test_what_is_dated_before_its_own_cause_is_passed_over_and_told_of(
    shop: Shop, models: Sequence[str]
) -> None:
    shop.buys(AZIZA, "o-1", 5)
    shop.refunds("o-1", 2, 4_000)  # takes points back that are earned on day 5
    early = replay_all(shop.crm.journal, models, as_of=day(3))
    assert list(early.passed_over) == [shop.one("EarnReversed").position]
    late = replay_all(shop.crm.journal, ["points"], as_of=day(5))
    assert list(late.passed_over) == []
    assert rows(late, "points")[0].state.pending == 60


def test_who_was_erased_is_in_no_row_of_their_own_at_any_time(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    shop.buys(BOBUR, "o-2", 3)
    erase = ErasePersonalData(day(9), "c-1", "asked")
    shop.crm.customers.tell(AZIZA, erase, origin=ANNA)
    made = replay_all(shop.crm.journal, NAMES, as_of=day(5))
    assert made.erased == {AZIZA}
    assert {row.whose for row in made.rows()} == {None, BOBUR}
    assert len(rows(made, "order")) == 2, "what was sold stays in the books"
    with pytest.raises(Gone):
        replay_one(shop.crm.journal, AZIZA, OF_ONE, as_of=day(5))


def test_of_a_stranger_nothing_can_be_replayed(shop: Shop) -> None:
    with pytest.raises(Unknown):
        replay_one(shop.crm.journal, "nobody", OF_ONE)
    with pytest.raises(Unknown):
        replay_one(shop.crm.journal, AZIZA, OF_ONE, as_of=OPENING - MICROSECOND)


def test_one_customer_is_replayed_without_another(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 3)
    shop.buys(BOBUR, "o-2", 3)
    made = replay_one(shop.crm.journal, AZIZA, OF_ONE)
    assert {row.whose for row in made.rows()} == {None, AZIZA}
    assert [row.key for row in rows(made, "order")] == ["o-1"]


def test_a_stream_that_two_customers_share_gives_each_their_own_rows(
    shop: Shop,
) -> None:
    shop.buys(AZIZA, "o-1", 3)
    taken_over = CustomerExposed(day(4), BOBUR, CampaignId("spring"), "mail")
    draft = Draft("e-1", "order-o-1", 3, BOBUR, taken_over, ANNA)
    shop.crm.journal.append(Batch((Write("order-o-1", 2, (draft,)),)))
    for who in (AZIZA, BOBUR):
        made = replay_one(shop.crm.journal, who, ["cards"])
        assert list(cards(made)) == [who]


def test_rows_stand_in_the_order_of_their_keys_whatever_came_first(
    shop: Shop,
) -> None:
    for order in ("o-2", "o-3", "o-1"):
        shop.buys(BOBUR, order, 3)
    made = replay_all(shop.crm.journal, ["order"])
    assert [row.key for row in made.rows()] == ["o-1", "o-2", "o-3"]


def test_what_is_planned_or_published_is_nobodys_own() -> None:
    assert set(NAMES) - set(OF_ONE) == set(NOBODYS)
    assert {"campaign", "distribution", "pipeline", "programme"} <= set(NOBODYS)


def test_a_statement_is_told_for_the_time_that_bounds_it(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 1)  # its points are good from day 15 on
    shop.learn_on(20)
    shop.buys(BOBUR, "o-2", 1)

    def spendable(**at: Any) -> int:
        made = replay_one(shop.crm.journal, AZIZA, ["statement"], **at)
        (row,) = made.rows()
        return int(row.state.spendable)

    assert spendable(as_of=day(14)) == 0
    assert spendable(as_of=day(16)) == 100
    assert spendable(known_at=day(14)) == 0
    assert spendable() == 100, "by the last moment of the log"


def test_a_statement_equals_the_one_that_members_are_shown(shop: Shop) -> None:
    shop.buys(AZIZA, "o-1", 1)
    shop.refunds("o-1", 2, 4_000)
    (row,) = replay_one(shop.crm.journal, AZIZA, ["statement"], as_of=day(9)).rows()
    shown = shop.crm.statement(CLUB, AZIZA, as_of=day(9))
    assert row.state.spendable == shown.spendable
    assert row.state.lines == shown.lines
    assert row.state.replay == shown.replay


def test_the_facts_are_those_of_the_warehouse(shop: Shop) -> None:
    lines = (Line("1", "socks", None, 2, 900, 1_000), Line("2", "cap", "x", 1, 5, 5))
    place = PlaceOrder(day(2), OrderId("o-9"), AZIZA, "web", None, "UZS", lines)
    shop.crm.orders.tell("o-9", place, origin=ANNA)
    shop.buys(BOBUR, "o-1", 1)
    shop.crm.orders.tell("o-9", CompleteOrder(day(3)), origin=ANNA)
    shop.refunds("o-1", 4, 4_000)
    journal = shop.crm.journal
    warehouse = Warehouse(":memory:", journal.replay)
    catch_up(journal, warehouse)
    made = replay_all(journal, ["facts"])
    found = 0
    for table in TABLES:
        query = f"SELECT * FROM {table} ORDER BY position"
        kept = warehouse.connection.execute(query).fetchall()
        told = [tuple(row.state.values()) for row in rows(made, f"facts.{table}")]
        assert [tuple(map(naive, row)) for row in told] == kept
        found += len(kept)
    assert found > 8
    warehouse.close()


def naive(value: Any) -> Any:
    return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value


@frozen
class Unnumbered:
    """A journal that holds one event more, which has no position yet."""

    journal: Journal
    extra: Recorded

    def head(self) -> int:
        return self.journal.head()

    def feed(self, after: int, limit: int = 1_000) -> Sequence[Recorded]:
        return self.journal.feed(after, limit)

    def about(self, subject: str) -> Sequence[Recorded]:
        return self.journal.about(subject)

    def stream(self, stream: str) -> Sequence[Recorded]:
        more = [self.extra] if stream == self.extra.stream else []
        return [*self.journal.stream(stream), *more]


def test_what_is_committed_and_not_yet_numbered_is_left_for_later(
    shop: Shop,
) -> None:
    shop.buys(AZIZA, "o-1", 3)
    shop.refunds("o-1", 4, 4_000)
    last = shop.one("OrderRefunded")
    extra = last._replace(position=None, recorded=None, revision=4)
    journal: Any = Unnumbered(shop.crm.journal, extra)
    made = replay_one(journal, AZIZA, ["order"])
    assert len(rows(made, "order")[0].state.refunds) == 1


def test_progress_is_told_up_to_the_last_position(shop: Shop) -> None:
    told: list[int] = []
    replay_all(shop.crm.journal, ["cards"], progress=told.append)
    assert told[-1] == shop.crm.journal.head() == 5


def test_an_empty_log_replays_to_nothing() -> None:
    made = replay_all(compose().journal, NAMES)
    assert (made.read, made.visible, list(made.rows())) == (0, 0, [])
