"""The contexts together: what one does, another answers, at any two times."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mijoz.application.contexts import account
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin, TimeQuality
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol, Suspend
from mijoz.domain.loyalty.points import Redeem, ReverseEarn
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
AZIZA, CLUB = CustomerId("aziza"), ProgrammeId("club")
MEMBER = MembershipId(account(CLUB, AZIZA))
OPENING = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return OPENING + timedelta(days=number)


def terms(points: int = 1, pending: int = 14) -> Terms:
    return Terms("Asia/Tashkent", "points", points, 100, "UZS", pending_days=pending)


def buy(
    crm: Crm, order: str, at: datetime, *paid: int, currency: str = "UZS", part: int = 0
) -> None:
    lines = tuple(
        Line(str(n), "retro-socks", None, 1, each, each)
        for n, each in enumerate(paid, start=1)
    )
    command = RecordPurchase(
        at, OrderId(order), AZIZA, "shop", None, currency, lines, part
    )
    crm.orders.tell(order, command, origin=ANNA)


def refund(crm: Crm, order: str, at: datetime, *lines: tuple[str, int]) -> None:
    name = f"r-{at:%d%H}"
    crm.orders.tell(order, RefundOrder(at, name, lines), origin=ANNA)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def crm(clock: Ticking) -> Crm:
    crm = compose(clock=clock)
    publish = PublishVersion(OPENING, CLUB, 1, OPENING, terms())
    crm.programmes.tell(CLUB, publish, origin=ANNA)
    register = RegisterCustomer(OPENING, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    enrol = Enrol(day(1), MEMBER, AZIZA, CLUB, "shop")
    crm.memberships.tell(MEMBER, enrol, origin=ANNA)
    return crm


def earned(crm: Crm) -> list[tuple[str, int]]:
    replay = crm.points.replay(MEMBER)
    return [(each.type, each.event.amount) for each in replay.events]


def test_an_order_earns_in_its_own_transaction(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 10_050)
    assert earned(crm) == [("PointsEarned", 100)]
    placed, completed, points = crm.journal.feed(3)
    assert points.causation_id == completed.id
    assert points.actor == "policy:orders-earn"
    assert points.policy_refs == ("programme:club@1",)
    assert placed.subject == completed.subject == points.subject == AZIZA


def test_an_order_earns_by_the_version_in_force_when_it_occurred(
    crm: Crm, clock: Ticking
) -> None:
    double = PublishVersion(day(5), CLUB, 2, day(10), terms(points=2))
    crm.programmes.tell(CLUB, double, origin=ANNA)
    buy(crm, "o-late", day(9), 1_000)
    buy(crm, "o-new", day(10), 1_000)
    assert earned(crm) == [("PointsEarned", 10), ("PointsEarned", 20)]


def test_an_order_in_another_currency_earns_nothing(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 10_000, currency="USD")
    with pytest.raises(Unknown):
        earned(crm)


def test_an_order_from_before_the_enrolment_earns_nothing(crm: Crm) -> None:
    buy(crm, "o-1", day(1) - timedelta(seconds=1), 10_000)
    with pytest.raises(Unknown):
        earned(crm)
    buy(crm, "o-2", day(1), 10_000)
    assert earned(crm) == [("PointsEarned", 100)]


def test_a_suspended_member_earns_nothing(crm: Crm) -> None:
    crm.memberships.tell(MEMBER, Suspend(day(2), "a quarrel"), origin=ANNA)
    buy(crm, "o-1", day(3), 10_000)
    with pytest.raises(Unknown):
        earned(crm)


def test_a_late_order_earns_and_shows_as_an_adjustment(crm: Crm) -> None:
    buy(crm, "o-1", day(20), 1_000)
    buy(crm, "o-late", day(3), 2_000)
    lines = crm.statement(CLUB, AZIZA).lines
    assert [(line.what, line.late) for line in lines] == [
        ("PointsEarned", False),
        ("PointsEarned", True),
        ("PointsReleased", False),
    ]


def test_a_refund_takes_back_by_line_what_the_order_had_earned(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 6_000, 4_000)
    refund(crm, "o-1", day(3), ("1", 3_000))
    refund(crm, "o-1", day(4), ("1", 3_000), ("2", 1_000))
    assert earned(crm) == [
        ("PointsEarned", 100),
        ("EarnReversed", 30),
        ("EarnReversed", 40),
    ]


def test_what_was_paid_with_points_earns_nothing_and_takes_nothing_back(
    crm: Crm,
) -> None:
    buy(crm, "o-1", day(2), 6_000, 4_000, part=5_000)
    assert earned(crm) == [("PointsEarned", 50)]
    refund(crm, "o-1", day(3), ("1", 6_000))
    refund(crm, "o-1", day(4), ("2", 4_000))
    assert earned(crm)[1:] == [("EarnReversed", 30), ("EarnReversed", 20)]


def test_a_refund_of_what_earned_nothing_takes_nothing(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 99)
    refund(crm, "o-1", day(3), ("1", 99))
    with pytest.raises(Unknown):
        earned(crm)


def test_a_repeated_order_earns_once(crm: Crm) -> None:
    for _ in range(2):
        buy(crm, "o-1", day(2), 10_000)
    assert earned(crm) == [("PointsEarned", 100)]


def test_points_can_be_spent_as_of_when_they_are_released(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 10_000)
    spendable = [
        crm.statement(CLUB, AZIZA, as_of=day(number)).spendable
        for number in (3, 15, 16)
    ]
    assert spendable == [0, 0, 100]


def test_a_history_is_what_had_happened_of_what_was_known(
    crm: Crm, clock: Ticking
) -> None:
    buy(crm, "o-1", day(20), 1_000)
    monday = clock.now
    clock.forward(days=1)
    buy(crm, "o-late", day(3), 2_000)
    seen: Callable[..., Any] = lambda **at: crm.customers.history(AZIZA, **at).state  # noqa: E731
    assert seen().orders == 2
    assert seen(known_at=monday).orders == 1
    assert seen(as_of=day(19)).orders == 1
    assert seen(as_of=day(19), known_at=monday).orders == 0
    replay = crm.customers.history(AZIZA, as_of=day(19), known_at=monday)
    assert (replay.position, replay.as_of, replay.known_at) == (
        crm.journal.head(),
        day(19),
        monday,
    )


def test_cards_at_two_times_equal_the_histories(crm: Crm, clock: Ticking) -> None:
    buy(crm, "o-1", day(2), 1_000)
    clock.forward(days=1)
    buy(crm, "o-2", day(3), 1_000)
    for as_of in (None, day(2), day(5)):
        for known_at in (None, clock.now - timedelta(hours=1), clock.now):
            (card,) = crm.customers.cards(as_of=as_of, known_at=known_at).state
            told = crm.customers.history(AZIZA, as_of=as_of, known_at=known_at)
            assert card == told.state


def test_nothing_is_known_of_a_stranger(crm: Crm) -> None:
    with pytest.raises(Unknown):
        crm.customers.history("bobur")


def test_a_stranger_can_neither_buy_nor_enrol(crm: Crm) -> None:
    bobur = CustomerId("bobur")
    lines = (Line("1", "cap", None, 1, 1, 1),)
    order = RecordPurchase(day(1), OrderId("o"), bobur, "shop", None, "UZS", lines)
    with pytest.raises(Unknown, match="customer bobur"):
        crm.orders.tell("o", order, origin=ANNA)
    member = MembershipId(account(CLUB, bobur))
    enrol = Enrol(day(1), member, bobur, CLUB, "shop")
    with pytest.raises(Unknown, match="customer bobur"):
        crm.memberships.tell(member, enrol, origin=ANNA)


def test_nobody_enrols_in_a_programme_that_is_not(crm: Crm) -> None:
    guild = ProgrammeId("guild")
    member = MembershipId(account(guild, AZIZA))
    enrol = Enrol(day(1), member, AZIZA, guild, "shop")
    with pytest.raises(Unknown, match="programme guild"):
        crm.memberships.tell(member, enrol, origin=ANNA)


def test_a_sweep_writes_down_what_was_due_and_once(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 10_000)
    due = crm.points.state(MEMBER).due
    assert sweep_due(crm.handler, due - timedelta(microseconds=1), ANNA) == 0
    assert sweep_due(crm.handler, due, ANNA) == 1
    assert sweep_due(crm.handler, day(60), ANNA) == 0
    assert crm.journal.feed(crm.journal.head() - 1)[0].occurred_at == due


def test_nobody_has_points_who_never_enrolled(crm: Crm) -> None:
    guild = account("guild", AZIZA)
    with pytest.raises(Unknown, match="membership guild:aziza"):
        crm.points.tell(guild, Redeem(day(20), "x-1", "mug", 60), origin=ANNA)


def test_who_imports_vouches_for_the_time(crm: Crm) -> None:
    origin = Origin("import:till", time_quality=TimeQuality.IMPORTED)
    lines = (Line("1", "cap", None, 1, 1_000, 1_000),)
    order = RecordPurchase(day(2), OrderId("o"), AZIZA, "shop", None, "UZS", lines)
    crm.orders.tell("o", order, origin=origin)
    qualities = {each.time_quality for each in crm.journal.feed(3)}
    assert qualities == {TimeQuality.IMPORTED}


def test_a_redemption_spends_what_is_there(crm: Crm) -> None:
    buy(crm, "o-1", day(2), 10_000)
    told = crm.points.tell(MEMBER, Redeem(day(20), "x-1", "mug", 60), origin=ANNA)
    assert told.state.spendable == 40
    assert crm.customers.history(AZIZA).state.points == 40


def test_what_is_dated_before_its_own_cause_is_passed_over_as_of_then(
    crm: Crm,
) -> None:
    buy(crm, "o-1", day(10), 10_000)
    reverse = ReverseEarn(day(5), "r-1", "order:o-1", ("1",), (4_000,))
    crm.points.tell(MEMBER, reverse, origin=ANNA)
    assert crm.points.state(MEMBER).pending == 60
    replay = crm.points.replay(MEMBER, as_of=day(7))
    assert [each.type for each in replay.events] == ["EarnReversed"]
    assert replay.state.pending == 0
