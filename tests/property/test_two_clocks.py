"""Whatever is learned, however late: the log alone tells any two times alike."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from attrs import asdict
from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st

from mijoz.application.auditing.replaying import replay_all
from mijoz.application.crm import Crm
from mijoz.application.envelope import Draft, Origin, Recorded, micros
from mijoz.application.ports import Batch, Write
from mijoz.composition import compose
from mijoz.domain.campaign.outreach import CouponRedeemed, CustomerExposed
from mijoz.domain.customer.profile import (
    CustomerRegistered,
    IdentifierAdded,
    PersonalDataErased,
    RelationshipClosed,
    RelationshipReopened,
)
from mijoz.domain.encounter.encounter import EncounterOpened
from mijoz.domain.feedback.feedback import FeedbackReceived
from mijoz.domain.ids import CustomerId
from mijoz.domain.loyalty.membership import MemberEnrolled
from mijoz.domain.loyalty.points import (
    EarnReversed,
    HoldCaptured,
    PointsAdjusted,
    PointsEarned,
    PointsExpired,
    PointsRedeemed,
    RedemptionReversed,
)
from mijoz.domain.purchase.order import (
    OrderCompleted,
    OrderRefunded,
)
from mijoz.testing.journal import Ticking
from mijoz.testing.strategies import events

ANNA = Origin("user:anna")
FIRST = datetime.fromisoformat("2026-01-01T00:00:00Z")
WHO = ("aziza", "bobur")
days = st.integers(0, 9).map(lambda day: FIRST + timedelta(days=day))
bounds = st.none() | days

EARNS = (PointsEarned, RedemptionReversed, PointsAdjusted)
COSTS = (PointsRedeemed, HoldCaptured, PointsExpired, EarnReversed)
COUNTED = {
    "orders": OrderCompleted,
    "campaigns": CustomerExposed,
    "coupons": CouponRedeemed,
    "encounters": EncounterOpened,
    "feedback": FeedbackReceived,
}
KINDS: tuple[type[Any], ...] = (
    *EARNS,
    *COSTS,
    *COUNTED.values(),
    CustomerRegistered,
    IdentifierAdded,
    MemberEnrolled,
    OrderRefunded,
    RelationshipClosed,
    RelationshipReopened,
)
Told: TypeAlias = tuple[str | None, Any]  # whom it is about, what happened


@st.composite
def told(draw: st.DrawFn) -> Told:
    """Draw any event, and whom it is about; seldom is it that someone was erased."""
    rare = st.integers(0, 19).flatmap(
        lambda n: st.just(PersonalDataErased) if n == 0 else st.sampled_from(KINDS)
    )
    event = draw(events(draw(rare)))
    who = draw(st.sampled_from((*WHO, None)))
    if isinstance(event, PersonalDataErased):
        who = who or WHO[0]
        event = but(event, customer_id=CustomerId(who))
    return who, but(event, at=draw(days))


# Days on which we learn, each with what is told then, of whatever day it was.
logs = st.lists(st.tuples(days, st.lists(told(), max_size=5)), max_size=6)


def kept(days: Sequence[tuple[datetime, Sequence[Told]]]) -> Crm:
    """Return a store that learned all of it day by day, its views in between."""
    clock = Ticking()
    crm = compose(clock=clock)
    for n, (learned, news) in enumerate(sorted(days, key=lambda each: each[0])):
        clock.now = learned
        writes = tuple(
            Write(
                stream,
                0,
                (Draft(crm.handler.new_id(), stream, 1, who, event, ANNA),),
            )
            for m, (who, event) in enumerate(news)
            for stream in [f"any-{n}-{m}"]
        )
        if writes:
            crm.journal.append(Batch(writes))
        if n % 2:
            crm.customers.cards()
    return crm


def oracle(who: str, seen: Sequence[Recorded]) -> dict[str, Any]:
    """Return a card's figures counted one by one, by no fold of ours."""
    said = [each.event for each in seen if each.subject == who]

    def of(*kinds: type[Any]) -> list[Any]:
        return [each for each in said if isinstance(each, kinds)]

    spent: dict[str, int] = {}
    for each in of(OrderCompleted, OrderRefunded):
        paid = each.total if isinstance(each, OrderCompleted) else -each.amount
        spent[each.currency] = spent.get(each.currency, 0) + paid
    points = sum(each.amount for each in of(*EARNS))
    points -= sum(each.amount for each in of(*COSTS))
    for each in of(EarnReversed):
        points += each.waived + sum(part.amount for part in each.expired)
    turns = of(RelationshipClosed, RelationshipReopened)
    orders = [each.at for each in of(OrderCompleted)]
    came = of(CustomerRegistered)
    return {
        "customer_id": who,
        "registered_at": came[-1].at if came else None,
        "channel": came[-1].channel if came else None,
        "programmes": tuple(each.programme_id for each in of(MemberEnrolled)),
        "first_order_at": min(orders, default=None),
        "last_order_at": max(orders, default=None),
        "spent": tuple(sorted(spent.items())),
        "points": points,
        "closed": bool(turns) and isinstance(turns[-1], RelationshipClosed),
        "events": len(said),
        "erased": False,
    } | {name: len(of(kind)) for name, kind in COUNTED.items()}


@given(logs)
def test_without_bounds_the_log_alone_gives_the_kept_cards(days: Any) -> None:
    crm = kept(days)
    made = replay_all(crm.journal, ["cards"])
    assert [row.state for row in made.rows()] == crm.customers.cards().state


@given(logs, bounds, bounds)
def test_at_any_two_times_cards_hold_what_was_visible_then(
    days: Any, as_of: datetime | None, known_at: datetime | None
) -> None:
    crm = kept(days)
    log = crm.journal.feed(0, 1_000)
    seen = [
        each
        for each in log
        if (as_of is None or each.event.at <= as_of)
        and (known_at is None or (each.recorded or 0) <= micros(known_at))
    ]
    gone = {e.event.customer_id for e in log if isinstance(e.event, PersonalDataErased)}
    made = replay_all(crm.journal, ["cards"], as_of=as_of, known_at=known_at)
    expected = [
        oracle(who, seen)
        for who in WHO
        if who not in gone and any(each.subject == who for each in seen)
    ]
    assert [asdict(row.state, recurse=False) for row in made.rows()] == expected
    assert (made.read, made.visible) == (len(log), len(seen))
