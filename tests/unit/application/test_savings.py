"""What a customer has saved, and what rewards they have, at any two times."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.adapters.http.app import create_app
from mijoz.application.contexts import (
    MEMBERSHIP,
    ORDER,
    PAYOUT,
    POINTS,
    PROGRAMME,
    REDEMPTION,
    REWARD,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.ports import Gone
from mijoz.application.privacy.erasing import erase
from mijoz.application.savings import Balance, Had, Saved, Savings, savings
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId, RewardId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.payout_terms import (
    ConfirmPayout,
    DispatchPayout,
    PayOutCashback,
)
from mijoz.domain.loyalty.points import Adjust
from mijoz.domain.loyalty.programme import PublishVersion, Terms
from mijoz.domain.loyalty.redemption_terms import Delivery, FulfilReward, RequestReward
from mijoz.domain.loyalty.reward_terms import DefineReward, RewardKind, RewardTerms
from mijoz.domain.purchase.order import Line, PlaceOrder, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
AZIZA, CLUB, CASH = CustomerId("aziza"), ProgrammeId("club"), ProgrammeId("cash")
MUG, TERMS = RewardId("mug"), RewardTerms(100, 900, "UZS", 48)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def crm(clock: Ticking) -> Crm:
    crm = compose(clock=clock)
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    points = Terms("UTC", "points", 1, 100, "USD", pending_days=5)
    for name, terms in (
        (CLUB, points),
        (CASH, Terms("UTC", "UZS", 500, 10_000, "UZS")),
    ):
        tell(crm, PROGRAMME, name, PublishVersion(NOW, name, 1, NOW, terms))
        member = account(name, AZIZA)
        enrol = Enrol(NOW, MembershipId(member), AZIZA, name, "shop")
        tell(crm, MEMBERSHIP, member, enrol)
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def buy(
    crm: Crm,
    name: str,
    *prices: tuple[int, int],
    currency: str = "UZS",
    points_part: int = 0,
    at: datetime = NOW,
) -> None:
    """Buy what had a list price and was paid less for, line by line."""
    lines = tuple(
        Line(str(number), "socks", None, 1, paid, listed)
        for number, (listed, paid) in enumerate(prices, 1)
    )
    who = OrderId(name), AZIZA, "shop", None
    order = RecordPurchase(at, *who, currency, lines, points_part)
    tell(crm, ORDER, name, order)


def refund(crm: Crm, name: str, refund_id: str, line: str, amount: int) -> None:
    back = RefundOrder(NOW, refund_id, ((line, amount),))
    tell(crm, ORDER, name, back)


def told(crm: Crm, **times: datetime) -> Savings:
    return savings(crm, AZIZA, **times).state


def test_discounts_are_what_prices_came_to_above_what_was_paid(crm: Crm) -> None:
    buy(crm, "o-1", (1_000, 900), (500, 500))
    buy(crm, "o-2", (300, 250))
    buy(crm, "o-3", (80, 60), currency="USD")
    assert told(crm).saved == [
        Saved("USD", 20, 0, 0, 0),
        Saved("UZS", 150, 0, 0, 0),
    ]


def test_who_has_saved_nothing_has_no_savings(crm: Crm) -> None:
    buy(crm, "o-1", (500, 500))
    assert told(crm).saved == []


def test_an_order_that_was_not_completed_saves_nothing(crm: Crm) -> None:
    line = Line("1", "socks", None, 1, 900, 1_000)
    order = PlaceOrder(NOW, OrderId("o"), AZIZA, "shop", None, "UZS", (line,))
    tell(crm, ORDER, "o", order)
    assert told(crm).saved == []


def test_what_was_refunded_of_a_line_has_saved_nothing(crm: Crm) -> None:
    buy(crm, "o-1", (1_000, 900), (301, 300), (7, 0))
    refund(crm, "o-1", "r-1", "1", 225)
    assert told(crm).saved == [Saved("UZS", 75 + 1 + 7, 0, 0, 0)]
    refund(crm, "o-1", "r-2", "1", 675)
    refund(crm, "o-1", "r-3", "2", 1)
    assert told(crm).saved == [Saved("UZS", 7, 0, 0, 0)]


def test_what_was_paid_with_points_is_saved(crm: Crm) -> None:
    buy(crm, "o-1", (1_000, 1_000), points_part=400)
    saved = Saved("UZS", 0, 400, 0, 0)
    assert told(crm).saved == [saved]
    assert saved.total == 400


def test_rewards_that_were_had_are_savings_of_their_worth(crm: Crm) -> None:
    member = account(CLUB, AZIZA)
    tell(crm, POINTS, member, Adjust(NOW, "gift", 500, "welcome", "anna"))
    define = DefineReward(NOW, MUG, CLUB, "a mug", RewardKind.GIFT, TERMS, 9)
    tell(crm, REWARD, MUG, define)
    for name, quantity in (("r-1", 2), ("r-2", 1)):
        request = RequestReward(NOW, name, AZIZA, CLUB, MUG, 1, TERMS, quantity)
        tell(crm, REDEMPTION, name, request)
    tell(crm, REDEMPTION, "r-1", FulfilReward(NOW + DAY, Delivery.SENT))
    state = told(crm)
    assert state.rewards == [Had(NOW + DAY, "r-1", MUG, 2, 200, 1_800, "UZS")]
    assert state.saved == [Saved("UZS", 0, 0, 1_800, 0)]
    assert told(crm, as_of=NOW + DAY - INSTANT).rewards == []
    (balance,) = told(crm, as_of=NOW + DAY).balances
    assert balance == Balance(CLUB, "points", 200, 0, 100)


def test_cashback_that_was_paid_out_is_saved_and_the_rest_is_a_balance(
    crm: Crm,
) -> None:
    buy(crm, "o-1", (10_000, 10_000))
    ask = PayOutCashback(NOW, "p-1", AZIZA, CASH, 300, "UZS", "card 8600")
    tell(crm, PAYOUT, "p-1", ask)
    assert told(crm).saved == []
    assert told(crm).balances == [Balance(CASH, "UZS", 200, 0, 300)]
    sent = DispatchPayout(NOW, "bank"), ConfirmPayout(NOW + DAY, "t-77")
    tell(crm, PAYOUT, "p-1", *sent)
    assert told(crm).saved == [Saved("UZS", 0, 0, 0, 300)]
    assert told(crm, as_of=NOW + DAY - INSTANT).saved == []


def test_a_balance_is_what_can_be_spent_by_then(crm: Crm) -> None:
    buy(crm, "o-1", (10_000, 10_000), currency="USD")
    released = datetime(2026, 3, 6, tzinfo=UTC)
    before = told(crm, as_of=released - INSTANT).balances
    assert before == [Balance(CLUB, "points", 0, 100, 0)]
    state = told(crm, as_of=released)
    assert state.balances == [Balance(CLUB, "points", 100, 0, 0)]
    assert state.at == released


def test_savings_are_told_as_of_a_time_and_as_known_at_another(
    crm: Crm, clock: Ticking
) -> None:
    buy(crm, "o-1", (1_000, 900))
    known = clock.now
    clock.forward(days=1)
    buy(crm, "o-2", (1_000, 800), at=NOW - DAY)
    buy(crm, "o-3", (1_000, 400), at=NOW + DAY)
    assert [each.discounts for each in told(crm, known_at=known).saved] == [100]
    assert [each.discounts for each in told(crm, as_of=NOW).saved] == [300]
    past = told(crm, as_of=NOW - DAY, known_at=clock.now)
    assert [each.discounts for each in past.saved] == [200]


def test_of_nobody_and_of_who_was_erased_nothing_is_told(crm: Crm) -> None:
    with pytest.raises(Unknown):
        savings(crm, "nobody")
    erase(crm, AZIZA, "asked for", ANNA)
    with pytest.raises(Gone):
        savings(crm, AZIZA)


def test_savings_are_read_over_http_at_two_times(crm: Crm) -> None:
    buy(crm, "o-1", (1_000, 900), points_part=50)
    with TestClient(create_app(crm)) as client:
        answer = client.get("/v1/customers/aziza/savings")
        body = answer.json()
        assert body["customer_id"] == AZIZA
        assert body["saved"] == [
            {
                "currency": "UZS",
                "discounts": 100,
                "points": 50,
                "rewards": 0,
                "cashback": 0,
                "total": 150,
            }
        ]
        asked = {"as_of": "2026-03-01T08:59:59Z"}
        early = client.get("/v1/customers/aziza/savings", params=asked)
        assert early.status_code == 404


def test_savings_are_told_on_the_command_line(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    member = account(CLUB, AZIZA)
    tell(crm, POINTS, member, Adjust(NOW, "gift", 500, "welcome", "anna"))
    define = DefineReward(NOW, MUG, CLUB, "a mug", RewardKind.GIFT, TERMS)
    tell(crm, REWARD, MUG, define)
    request = RequestReward(NOW, "r-1", AZIZA, CLUB, MUG, 1, TERMS, 2)
    tell(crm, REDEMPTION, "r-1", request, FulfilReward(NOW, Delivery.SENT))
    main = create(Services(lambda _: crm, _none, _none, _none))
    assert main(["customer", "savings", AZIZA, "--as-of", "2026-03-02"]) == 0
    shown = capsys.readouterr().out
    for part in ("UZS", "18.00", "mug", "club", "300", "points"):
        assert part in shown
    assert main(["customer", "savings", AZIZA, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["saved"][0]["total"] == 1_800
    assert [each["reward_id"] for each in answer["rewards"]] == [MUG]


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")
