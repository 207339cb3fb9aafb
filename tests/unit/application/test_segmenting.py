"""A definition runs over the log at two times, and the same again for ever."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from mijoz.application.contexts import SEGMENT, SEGMENT_MEMBER
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.envelope import Origin
from mijoz.application.privacy.erasing import erase
from mijoz.application.segmenting import Run, again, defined, record, run
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.domain.segment.abc import Abc, CostShare, Measure
from mijoz.domain.segment.conditions import Condition, Field
from mijoz.domain.segment.definition import DefineSegment, Terms
from mijoz.domain.segment.rfm import Rfm
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
MARGIN = Abc(Measure.MARGIN, 800, 950, (CostShare("socks", 600),), 900)


def day(number: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def crm(clock: Ticking) -> Crm:
    crm = compose(clock=clock)
    for name in ("aziza", "bek", "dil"):
        customer = CustomerId(name)
        command = RegisterCustomer(day(0), customer, PartyKind.PERSON, "shop")
        crm.customers.tell(name, command, origin=ANNA)
    buy(crm, "aziza", 1, ("socks", 1_000))
    buy(crm, "aziza", 5, ("socks", 600))
    buy(crm, "bek", 2, ("hats", 2_000))
    return crm


def buy(
    crm: Crm, who: str, at: int, *paid: tuple[str, int], currency: str = "UZS"
) -> None:
    lines = tuple(
        Line(str(n), category, category, 1, each, each)
        for n, (category, each) in enumerate(paid)
    )
    order = OrderId(f"{who}-{at}")
    command = RecordPurchase(
        day(at), order, CustomerId(who), "shop", None, currency, lines
    )
    crm.orders.tell(order, command, origin=ANNA)


def made(
    crm: Crm,
    terms: Terms,
    as_of: float = 100,
    known_at: datetime | None = None,
    name: str = "s",
) -> Run:
    define = DefineSegment(day(0), name, 1, terms)
    crm.handler.run(lambda work: work.handle(SEGMENT, name, define), ANNA)
    of = defined(crm.handler, name, None)
    return run(crm.handler, of, day(as_of), known_at)


def members(crm: Crm, name: str) -> Sequence[tuple[str | None, str | None]]:
    stream = SEGMENT_MEMBER.stream(f"s:{name}")
    return [(e.event.left, e.event.into) for e in crm.journal.stream(stream)]


def test_a_margin_is_by_declared_costs(crm: Crm) -> None:
    found = made(crm, Terms("UZS", abc=MARGIN))
    assert found.shoppers["aziza"].margin == 640
    assert found.shoppers["bek"].margin == 200
    assert found.classes == {"aziza": "A", "bek": "A", "dil": "C"}


def test_a_refund_takes_back_money_and_margin(crm: Crm) -> None:
    refund = RefundOrder(day(6), "r", (("0", 500),))
    crm.orders.tell("aziza-1", refund, origin=ANNA)
    found = made(crm, Terms("UZS", abc=MARGIN)).shoppers["aziza"]
    assert (found.orders, found.spent, found.margin) == (2, 1_100, 440)


def test_only_orders_of_the_window_and_the_currency_count(crm: Crm) -> None:
    buy(crm, "aziza", 6, ("socks", 9_000), currency="USD")
    terms = Terms("UZS", days=95, conditions=(Condition(Field.ORDERS, 1),))
    found = made(crm, terms)
    assert found.shoppers["aziza"].orders == 0
    assert made(crm, evolve(terms, days=96), name="t").shoppers["aziza"].orders == 1


def test_as_of_a_time_and_as_known_at_another(crm: Crm, clock: Ticking) -> None:
    before = clock.now
    clock.forward(days=1)
    buy(crm, "dil", 3, ("socks", 5_000))
    terms = Terms("UZS", rfm=Rfm(2))
    assert made(crm, terms, as_of=4).shoppers["aziza"].orders == 1
    assert made(crm, terms).classes["dil"] != "none"
    assert made(crm, terms, known_at=before).classes["dil"] == "none"


def test_changes_of_class_are_recorded_once(crm: Crm) -> None:
    terms = Terms("UZS", conditions=(Condition(Field.ORDERS, 2),))
    first = made(crm, terms, as_of=4)
    record(crm.handler, first, day(4), ANNA)
    record(crm.handler, first, day(5), ANNA)
    record(crm.handler, made(crm, terms, as_of=10), day(10), ANNA)
    assert members(crm, "aziza") == [(None, "out"), ("out", "in")]
    assert members(crm, "bek") == [(None, "out")]
    runs = crm.handler.begin(ANNA).state(SEGMENT, "s").runs
    assert [(each.classes, each.counts) for each in runs] == [
        (("out",), (3,)),
        (("in", "out"), (1, 2)),
    ]


def test_a_run_is_made_again_to_the_same_digest(crm: Crm) -> None:
    found = made(crm, Terms("UZS", abc=MARGIN))
    run_id = record(crm.handler, found, day(100), ANNA)
    buy(crm, "dil", 3, ("socks", 5_000_000))
    known, same = again(crm.handler, "s", run_id)
    assert known.digest == same.digest == found.digest
    now = run(crm.handler, found.defined, day(100))
    assert now.digest != known.digest


def test_who_was_erased_is_counted_and_not_named(crm: Crm) -> None:
    erase(crm, "bek", "asked for it", ANNA)
    found = made(crm, Terms("UZS", abc=MARGIN))
    record(crm.handler, found, day(100), ANNA)
    assert found.classes["bek"] == "A"
    assert members(crm, "bek") == []


def test_what_is_not_defined_cannot_be_run(crm: Crm) -> None:
    with pytest.raises(Unknown, match="segment nowhere"):
        defined(crm.handler, "nowhere", None)
    made(crm, Terms("UZS", abc=MARGIN))
    with pytest.raises(Unknown, match="segment s@2"):
        defined(crm.handler, "s", 2)
    with pytest.raises(Unknown, match="run of segment"):
        again(crm.handler, "s", "r")
