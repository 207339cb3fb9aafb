"""Figures of a shop, by their definitions, and the same when worked out again."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.envelope import Origin
from mijoz.application.metrics.definitions import DEFINITIONS, NAMED, Window
from mijoz.application.metrics.stating import (
    SayWhichCurrency,
    check,
    relevant,
    state,
    work_out,
)
from mijoz.application.ports import StoreUnavailable
from mijoz.composition import compose, foresight, models_path, warehouse
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.ids import CustomerId, FeedbackId, OrderId
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder

ANNA = Origin("user:anna")
DAY = timedelta(days=1)
START = datetime(2026, 4, 1, tzinfo=UTC)
MAY = Window(START, START + 30 * DAY)


def register(crm: Crm, *names: str) -> None:
    for name in names:
        who = CustomerId(name)
        at = START + DAY
        command = RegisterCustomer(at, who, PartyKind.PERSON, "shop")
        crm.customers.tell(name, command, origin=ANNA)


def buy(
    crm: Crm, order: str, who: str, at: datetime, paid: int, currency: str = "UZS"
) -> None:
    line = Line("1", "sock", None, 1, paid, paid)
    command = RecordPurchase(
        at, OrderId(order), CustomerId(who), "shop", None, currency, (line,)
    )
    crm.orders.tell(order, command, origin=ANNA)


@pytest.fixture
def shop() -> Crm:
    """Return a shop: three who bought before the window, two of them in it, one new."""
    crm = compose(clock=lambda: START + 60 * DAY)
    register(crm, "aziza", "bobur", "vera", "dilya")
    for n, who in enumerate(("aziza", "bobur", "vera")):
        buy(crm, f"before-{n}", who, START - n * DAY, 1_000)  # one on its very edge
    buy(crm, "in-1", "aziza", START + DAY, 3_000)
    buy(crm, "in-2", "aziza", START + 30 * DAY, 5_000)  # on its edge
    buy(crm, "in-3", "bobur", START + 2 * DAY, 1_000)
    buy(crm, "in-4", "dilya", START + 3 * DAY, 1_000)
    buy(crm, "after", "vera", START + 30 * DAY + timedelta(microseconds=1), 9_000)
    refund = RefundOrder(START + 4 * DAY, "r-1", (("1", 400),))
    crm.orders.tell("in-1", refund, origin=ANNA)
    for n, score in enumerate((10, 9, 8, 7, 6, 0)):
        given = ReceiveFeedback(
            START + DAY, FeedbackId(f"f-{n}"), None, FeedbackKind.NPS, score, 10
        )
        crm.feedback.tell(f"f-{n}", given, origin=ANNA)
    return crm


def value(crm: Crm, name: str, window: Window = MAY) -> Fraction | None:
    events = relevant(crm, crm.journal.head(), None)
    return NAMED[name].measure(events, window).value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("revenue", Fraction(9_600)),
        ("orders", Fraction(4)),
        ("buyers", Fraction(3)),
        ("new-buyers", Fraction(1)),
        ("registrations", Fraction(4)),
        ("average-check", Fraction(10_000, 4)),
        ("purchase-frequency", Fraction(4, 3)),
        ("repeat-share", Fraction(1, 3)),
        ("churn", Fraction(1, 3)),
        ("nps", Fraction(0)),
        ("points-earned", Fraction(0)),
    ],
)
def test_a_figure_is_what_its_definition_says(
    shop: Crm, name: str, expected: Fraction
) -> None:
    assert value(shop, name) == expected


def test_a_ratio_over_nothing_is_no_figure(shop: Crm) -> None:
    nobody = Window(START - 400 * DAY, START - 390 * DAY)
    assert value(shop, "average-check", nobody) is None
    assert value(shop, "orders", nobody) == 0


def test_every_definition_has_a_name_of_its_own() -> None:
    assert len(NAMED) == len(DEFINITIONS)


def test_money_of_several_currencies_is_not_added_up(shop: Crm) -> None:
    buy(shop, "abroad", "bobur", START + DAY, 700, "USD")
    head = shop.journal.head()
    events = relevant(shop, head, None)
    with pytest.raises(SayWhichCurrency) as raised:
        work_out(shop, NAMED["revenue"], MAY, events, head, None)
    assert raised.value.currencies == ("USD", "UZS")
    dollars = Window(MAY.since, MAY.until, "USD")
    assert (
        work_out(shop, NAMED["revenue"], dollars, events, head, None).numerator == 700
    )


def test_a_statement_is_the_same_when_worked_out_again_later(shop: Crm) -> None:
    head = shop.journal.head()
    told = work_out(shop, NAMED["revenue"], MAY, relevant(shop, head, None), head, None)
    stated = state(shop, told, ANNA)
    buy(shop, "late", "bobur", START + DAY, 700)
    found = check(shop, stated.statement_id)
    assert found.same
    assert value(shop, "revenue") == 10_300, "and another by what is known since"


def test_a_statement_that_does_not_follow_from_the_log_is_found_out(shop: Crm) -> None:
    head = shop.journal.head()
    events = relevant(shop, head, None)
    told = work_out(shop, NAMED["orders"], MAY, events[:-9], head, None)
    stated = state(shop, told, ANNA)
    found = check(shop, stated.statement_id)
    assert not found.same
    assert found.first is not None
    assert found.last is not None
    left_out = {each.position for each in events[-9:]}
    assert any(found.first <= (each or 0) <= found.last for each in left_out)


def test_nothing_is_checked_that_was_not_stated(shop: Crm) -> None:
    with pytest.raises(Unknown):
        check(shop, "s-404")


def test_the_terminal_states_compares_and_checks(
    shop: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    def opened(store: str, **_: object) -> Crm:
        if store != "memory://":
            raise StoreUnavailable(store)
        return shop

    main = create(Services(opened, warehouse, models_path, foresight))
    window = ["--since", "2026-04-01T00:00:00Z", "--until", "2026-05-01T00:00:00Z"]
    store = ["--store", "memory://"]
    assert main(["kpi", "state", "orders", *window, *store, "--record"]) == 0
    said = capsys.readouterr().out
    assert "33.33 %" in said
    statement = said.split("mijoz kpi check ")[1].split()[0]
    assert main(["kpi", "check", statement, *store]) == 0
    assert "the same: 4 orders" in capsys.readouterr().out
    assert main(["kpi", "state", "churn", *window, *store]) == 0
    assert "33.33 %" in capsys.readouterr().out
    assert main(["kpi", "list"]) == 0
    assert "repeat-share" in capsys.readouterr().out
    assert main(["kpi", "state", "orders", *window[2:], *window[:2], *store]) == 0
    swapped = ["--since", window[3], "--until", window[1]]
    assert main(["kpi", "state", "orders", *swapped, *store]) == 2
    assert main(["kpi", "check", "s-404", *store]) == 5
