"""What the log knows better of who buys than who asks: segments and referrals."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import ORDER, PROMOTION, SCHEME, SEGMENT
from mijoz.application.crm import Crm
from mijoz.application.segmenting import defined, record, run
from mijoz.domain.engagement.scheme import PublishScheme, SchemeTerms
from mijoz.domain.ids import CustomerId, OrderId, PromotionId, SchemeId
from mijoz.domain.promotion.basket import BasketLine, Referral
from mijoz.domain.promotion.conditions import Condition
from mijoz.domain.promotion.evaluation import PromotionEvaluated
from mijoz.domain.promotion.promotion import PublishPromotion
from mijoz.domain.promotion.terms import Audience, Kind, Reward, Side, Step, Terms
from mijoz.domain.promotion.terms import Segment as In
from mijoz.domain.promotion.windows import Window
from mijoz.domain.purchase.order import Line, RecordPurchase
from mijoz.domain.segment.conditions import Condition as Rule
from mijoz.domain.segment.conditions import Field
from mijoz.domain.segment.definition import DefineSegment
from mijoz.domain.segment.definition import Terms as Definition

from ..engagement.club import ANNA, AZIZA, BEK, CLUB, NOW, ZEBO, a_club, ask, tell

TEN, O1 = PromotionId("ten"), OrderId("o-1")
LATER = NOW + timedelta(days=1)
TOY = BasketLine("1", "toy", "children", 1, 500)
TERMS = Terms(
    Kind.FIXED,
    "UZS",
    Reward.SHARE,
    (Step(0, 1_000),),
    "Asia/Tashkent",
    (Window(date(2020, 1, 1)),),
)
BUYERS = Definition("UZS", None, conditions=(Rule(Field.ORDERS, 1),))


@pytest.fixture
def crm() -> Crm:
    """Return a club of Aziza and Bek; whoever has bought anything is a buyer."""
    crm = a_club(AZIZA, BEK)
    tell(crm, SEGMENT, "buyers", DefineSegment(NOW, "buyers", 1, BUYERS))
    return crm


def see(crm: Crm, at: datetime = NOW, version: int = 1) -> None:
    made = run(crm.handler, defined(crm.handler, "buyers", version), at)
    record(crm.handler, made, at, ANNA)


def buy(crm: Crm, who: CustomerId, at: datetime = NOW) -> None:
    line = Line("1", "hat", None, 1, 500, 500)
    fields = (OrderId(f"of-{who}"), who, "shop", None, "UZS", (line,))
    tell(crm, ORDER, fields[0], RecordPurchase(at, *fields))


def publish(crm: Crm, terms: Terms) -> None:
    tell(crm, PROMOTION, TEN, PublishPromotion(NOW, TEN, 1, terms))


def evaluate(crm: Crm, who: CustomerId | None, **said: Any) -> PromotionEvaluated:
    said = {"at": NOW, "customer_id": who, "currency": "UZS", "lines": (TOY,)} | said
    told = ask(crm, "promotion.evaluate", order_id=OrderId(f"{who}'s"), **said)
    found: PromotionEvaluated = told.state.evaluated
    return found


def for_segment(*segments: In) -> Terms:
    return but(TERMS, audience=Audience(segments))


def test_who_is_in_a_segment_of_ours_is_known_by_its_last_run(crm: Crm) -> None:
    publish(crm, for_segment(In("buyers", 1)))
    buy(crm, AZIZA)
    assert evaluate(crm, AZIZA).discount == 0
    see(crm)
    assert evaluate(crm, AZIZA).facts.segments == (In("buyers", 1),)
    assert evaluate(crm, AZIZA).discount == 50
    assert evaluate(crm, BEK).not_applied[0].condition == Condition.AUDIENCE
    assert evaluate(crm, None).not_applied[0].condition == Condition.AUDIENCE


def test_nobody_is_in_a_segment_of_ours_because_they_say_so(crm: Crm) -> None:
    publish(crm, for_segment(In("buyers", 1), In("pensioners", 1)))
    see(crm)
    told = evaluate(crm, BEK, segments=(In("buyers", 1),))
    assert told.facts.segments == ()
    elsewhere = evaluate(crm, BEK, segments=(In("pensioners", 1),))
    assert (elsewhere.facts.segments, elsewhere.discount) == (
        (In("pensioners", 1),),
        50,
    )


def test_a_class_of_a_segment_is_named_beside_it(crm: Crm) -> None:
    publish(crm, for_segment(In("buyers:out", 1)))
    buy(crm, AZIZA)
    see(crm)
    assert evaluate(crm, AZIZA).discount == 0
    assert evaluate(crm, BEK).discount == 50


def test_a_segment_counts_in_the_version_it_was_last_run_in(crm: Crm) -> None:
    publish(crm, for_segment(In("buyers", 1)))
    buy(crm, AZIZA)
    see(crm)
    tell(crm, SEGMENT, "buyers", DefineSegment(NOW, "buyers", 2, BUYERS))
    assert evaluate(crm, AZIZA).discount == 50
    see(crm, LATER, 2)
    assert evaluate(crm, AZIZA, at=LATER).facts.segments == (In("buyers", 2),)
    assert evaluate(crm, AZIZA, at=LATER).discount == 0


def test_a_segment_is_as_it_was_at_the_moment(crm: Crm) -> None:
    publish(crm, for_segment(In("buyers", 1)))
    see(crm)
    buy(crm, AZIZA, LATER)
    see(crm, LATER)
    instant = timedelta(microseconds=1)
    assert evaluate(crm, AZIZA, at=LATER - instant).discount == 0
    assert evaluate(crm, AZIZA, at=LATER).discount == 50


@pytest.fixture
def friends(crm: Crm) -> Crm:
    """Return the club, in which Aziza's code has brought in Bek."""
    scheme = SchemeId("friends")
    terms = SchemeTerms(CLUB, 50, 100, "UZS", 1_000, 30, 14, 1)
    tell(crm, SCHEME, scheme, PublishScheme(NOW, scheme, 1, terms))
    said = {"customer_id": AZIZA, "scheme_id": scheme, "code": "SOCKS"}
    ask(crm, "referral.issue-code", at=NOW, **said)
    ask(crm, "referral.claim", at=NOW, customer_id=BEK, claim_id="c-1", code="SOCKS")
    return crm


@pytest.mark.parametrize(
    ("who", "side", "theirs"),
    [
        (AZIZA, Side.REFERRER, True),
        (BEK, Side.FRIEND, True),
        (AZIZA, Side.FRIEND, False),
        (BEK, Side.REFERRER, False),
        (ZEBO, Side.FRIEND, False),
        (None, Side.FRIEND, False),
    ],
)
def test_a_referral_of_ours_is_theirs_whose_it_is(
    friends: Crm, who: CustomerId | None, side: Side, theirs: bool
) -> None:
    publish(friends, but(TERMS, kind=Kind.FRIEND, side=side))
    told = evaluate(friends, who, referral_id="c-1", side=side)
    assert told.facts.referral == (Referral("c-1", side) if theirs else None)
    assert told.discount == (50 if theirs else 0)
    other = evaluate(friends, who, referral_id="c-2", side=side)
    assert other.facts.referral is None
