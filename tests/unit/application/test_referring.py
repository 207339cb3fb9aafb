"""Friends are brought in by a code, and both sides rewarded, each in one go."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import REFERRAL, SCHEME
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.identity import merge
from mijoz.application.ports import ClaimTaken, Conflict
from mijoz.application.privacy.erasing import erase
from mijoz.domain.customer.link import Evidence
from mijoz.domain.engagement.bringing import HasAnotherCode
from mijoz.domain.engagement.claiming import ClaimDiffers, ClaimReferral
from mijoz.domain.engagement.referral import Rejection
from mijoz.domain.engagement.scheme import PublishScheme, SchemeTerms
from mijoz.domain.ids import CustomerId, SchemeId
from mijoz.domain.purchase.order import Line

from ..engagement.club import (
    ANNA,
    AZIZA,
    BEK,
    CLUB,
    DAY,
    NOW,
    ZEBO,
    a_club,
    ask,
    buy,
    points,
    refund,
    state,
    tell,
)

FRIENDS = SchemeId("friends")
TERMS = SchemeTerms(CLUB, 50, 100, "UZS", 1_000, 30, 14, 1)
BOUGHT, DUE = NOW + 3 * DAY, NOW + 17 * DAY


@pytest.fixture
def crm() -> Crm:
    """Return a club that Aziza and Bek are in; Aziza has the code SOCKS."""
    crm = a_club(AZIZA, BEK)
    tell(crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 1, TERMS))
    issue(crm, AZIZA, "SOCKS")
    return crm


def issue(crm: Crm, who: CustomerId, code: str) -> None:
    said = {"customer_id": who, "scheme_id": FRIENDS, "code": code}
    ask(crm, "referral.issue-code", at=NOW, **said)


def claim(
    crm: Crm, who: CustomerId = BEK, code: str = "SOCKS", name: str = "c-1"
) -> Any:
    said = {"customer_id": who, "claim_id": name, "code": code}
    return ask(crm, "referral.claim", at=NOW, **said).state


def sweep(crm: Crm, at: datetime) -> int:
    return sweep_due(crm.handler, at, ANNA)


def rejection(crm: Crm, who: CustomerId = BEK, name: str = "c-1") -> Rejection | None:
    known = state(crm, REFERRAL, who).rejected.get(name)
    return known.reason if known else None


def brought(crm: Crm, who: CustomerId = AZIZA) -> int:
    count: int = state(crm, REFERRAL, who).bringing.count
    return count


def test_both_are_rewarded_once_the_first_order_can_no_longer_come_back(
    crm: Crm,
) -> None:
    claim(crm)
    assert brought(crm) == 1
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    assert sweep(crm, DUE - DAY) == 0
    assert (points(crm, BEK), points(crm, AZIZA)) == (0, 0)
    assert sweep(crm, DUE) == 3
    assert (points(crm, BEK), points(crm, AZIZA)) == (50, 100)
    assert sweep(crm, DUE + DAY) == 0


def test_the_points_of_a_reward_count_towards_no_tier(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    sweep(crm, DUE)
    (earned,) = (each.event for each in crm.journal.stream("points-club:bek"))
    assert (earned.qualifying, earned.at) == (0, DUE)
    assert earned.source_ref == "referral:c-1:friend"


def test_a_code_that_nobody_has_is_not_found(crm: Crm) -> None:
    claim(crm, code="CLOGS")
    assert rejection(crm) is Rejection.NOT_FOUND
    claim(crm, name="c-2")
    assert state(crm, REFERRAL, BEK).claimed


def test_one_code_is_one_customers(crm: Crm) -> None:
    with pytest.raises(ClaimTaken):
        issue(crm, BEK, "SOCKS")


def test_a_code_is_issued_once_though_nobody_remembers(crm: Crm) -> None:
    crm.handler.states.forget("referral-aziza")
    issue(crm, AZIZA, "SOCKS")
    assert len(crm.journal.stream("referral-aziza")) == 1
    with pytest.raises(HasAnotherCode):
        issue(crm, AZIZA, "CLOGS")


def test_a_code_needs_a_scheme(crm: Crm) -> None:
    said = {"customer_id": BEK, "scheme_id": "other", "code": "X"}
    with pytest.raises(Unknown):
        ask(crm, "referral.issue-code", **said)


def test_a_claim_says_what_is_on_record_of_its_code(crm: Crm) -> None:
    index = crm.handler.blind("referral-code", "SOCKS")
    right = ClaimReferral(NOW, "c-1", BEK, index, AZIZA, FRIENDS, 1, TERMS)
    wrong = [
        but(right, referrer_id=ZEBO),
        but(right, referrer_id=None, scheme_id=None, version=None, terms=None),
        but(right, scheme_id=None),
        but(right, scheme_id=SchemeId("other")),
        but(right, version=2),
        but(right, version=None),
        but(right, terms=but(TERMS, friend_points=51)),
        but(right, code_index="other"),
    ]
    for each in wrong:
        with pytest.raises(ClaimDiffers):
            tell(crm, REFERRAL, BEK, each)
    assert tell(crm, REFERRAL, BEK, right).state.claimed


def test_a_claim_follows_the_newest_terms_and_keeps_them(crm: Crm) -> None:
    terms = but(TERMS, friend_points=70)
    tell(crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 2, terms))
    assert claim(crm).claimed.terms == terms
    tell(crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 3, TERMS))
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    sweep(crm, DUE)
    assert points(crm, BEK) == 70


def test_nobody_brings_themselves_in_under_another_name(crm: Crm) -> None:
    merge(
        crm.handler,
        BEK,
        AZIZA,
        Evidence.REVIEWED,
        at=NOW,
        merge_id="m",
        origin=ANNA,
        approver="user:bek",
    )
    claim(crm)
    assert rejection(crm) is Rejection.SELF
    assert brought(crm) == 0


def test_who_has_bought_before_is_no_newcomer(crm: Crm) -> None:
    buy(crm, BEK, "o-0", 1_000, NOW - DAY)
    claim(crm)
    assert rejection(crm) is Rejection.CONDITION


def test_who_buys_as_they_claim_is_a_newcomer(crm: Crm) -> None:
    buy(crm, BEK, "o-0", 1_000, NOW)
    assert claim(crm).claimed


def test_an_order_from_before_the_claim_may_be_told_later(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-0", 1_000, NOW - DAY)
    assert rejection(crm) is Rejection.CONDITION


def test_a_scheme_may_be_for_those_who_bought_before(crm: Crm) -> None:
    terms = but(TERMS, newcomers=False)
    tell(crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 2, terms))
    buy(crm, BEK, "o-0", 1_000, NOW - DAY)
    claim(crm)
    buy(crm, BEK, "o-00", 1_000, NOW - DAY)
    assert state(crm, REFERRAL, BEK).claimed
    assert state(crm, REFERRAL, BEK).qualified is None


def test_a_code_brings_no_more_than_its_limit(crm: Crm) -> None:
    claim(crm)
    claim(crm, ZEBO, name="c-2")
    assert rejection(crm, ZEBO, "c-2") is Rejection.LIMIT
    assert brought(crm) == 1
    sweep(crm, NOW + 30 * DAY)
    assert rejection(crm) is Rejection.EXPIRED
    assert brought(crm) == 0
    claim(crm, ZEBO, name="c-3")
    assert brought(crm) == 1


def test_an_order_that_is_too_small_waits_for_the_next(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 999, BOUGHT)
    buy(crm, BEK, "o-2", 1_000, BOUGHT)
    buy(crm, BEK, "o-3", 9_000, BOUGHT)
    assert state(crm, REFERRAL, BEK).qualified.order_id == "o-2"


def test_orders_of_who_claimed_nothing_qualify_nothing(crm: Crm) -> None:
    buy(crm, AZIZA, "o-1", 1_000, BOUGHT)
    assert state(crm, REFERRAL, AZIZA).qualified is None


def test_a_refund_in_time_to_less_than_it_takes_rejects(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_500, BOUGHT)
    refund(crm, "o-1", 500, DUE - DAY)
    assert rejection(crm) is None
    tell_refund(crm, "o-1", 1, DUE - DAY)
    assert rejection(crm) is Rejection.CONDITION
    assert brought(crm) == 0
    assert sweep(crm, DUE + 30 * DAY) == 0
    assert (points(crm, BEK), points(crm, AZIZA)) == (0, 0)


def tell_refund(crm: Crm, order: str, amount: int, at: datetime) -> None:
    said = {"order_id": order, "refund_id": "again", "lines": (("1", amount),)}
    ask(crm, "order.refund", at=at, **said)


def test_a_refund_as_the_window_ends_takes_nothing_back(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    refund(crm, "o-1", 1_000, DUE)
    sweep(crm, DUE)
    assert (points(crm, BEK), points(crm, AZIZA)) == (50, 100)


def test_a_refund_of_another_order_rejects_nothing(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    buy(crm, BEK, "o-2", 1_000, BOUGHT)
    refund(crm, "o-2", 1_000, BOUGHT + DAY)
    refund_of_nobody = "o-3"
    buy(crm, ZEBO, refund_of_nobody, 10, BOUGHT)
    refund(crm, refund_of_nobody, 10, BOUGHT)
    assert rejection(crm) is None


def test_an_order_for_nothing_is_refunded_by_all_of_it(crm: Crm) -> None:
    free = but(TERMS, least=0)
    tell(crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 2, free))
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    refund(crm, "o-1", 999, BOUGHT + DAY)
    assert rejection(crm) is None
    tell_refund(crm, "o-1", 1, BOUGHT + DAY)
    assert rejection(crm) is Rejection.CONDITION


def test_a_refund_that_is_told_after_the_reward_takes_it_back(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    sweep(crm, DUE)
    refund(crm, "o-1", 999, DUE - DAY)
    tell_refund(crm, "o-1", 1, DUE - DAY)
    assert state(crm, REFERRAL, BEK).revoked
    assert (points(crm, BEK), points(crm, AZIZA)) == (0, 0)
    assert brought(crm) == 0


def test_an_older_order_that_is_told_after_the_reward_takes_it_back(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    sweep(crm, DUE)
    buy(crm, BEK, "o-0", 1_000, NOW - DAY)
    assert state(crm, REFERRAL, BEK).revoked
    buy(crm, BEK, "o-00", 1_000, NOW - DAY)
    assert points(crm, AZIZA) == 0


def test_who_is_no_member_gets_nothing_and_the_other_side_does(crm: Crm) -> None:
    claim(crm, ZEBO)
    buy(crm, ZEBO, "o-1", 1_000, BOUGHT)
    sweep(crm, DUE)
    assert (points(crm, ZEBO), points(crm, AZIZA)) == (0, 100)
    refund(crm, "o-1", 1_000, BOUGHT)
    assert points(crm, AZIZA) == 0


def test_who_is_erased_brings_nobody_and_gets_nothing(crm: Crm) -> None:
    claim(crm)
    buy(crm, BEK, "o-1", 1_000, BOUGHT)
    erase(crm, AZIZA, "asked", ANNA)
    sweep(crm, DUE)
    assert points(crm, BEK) == 50
    assert len(crm.journal.stream("points-club:aziza")) == 0
    claim(crm, ZEBO, name="c-2")
    assert rejection(crm, ZEBO, "c-2") is Rejection.NOT_FOUND


def test_a_friend_of_who_was_erased_may_yet_be_rejected(crm: Crm) -> None:
    claim(crm)
    erase(crm, AZIZA, "asked", ANNA)
    sweep(crm, NOW + 30 * DAY)
    assert rejection(crm) is Rejection.EXPIRED


def test_a_friend_who_was_erased_qualifies_for_nothing(crm: Crm) -> None:
    claim(crm)
    tell_placed(crm)
    erase(crm, BEK, "asked", ANNA)
    ask(crm, "order.complete", at=BOUGHT, order_id="o-1")
    sweep(crm, NOW + 30 * DAY)
    assert points(crm, AZIZA) == 0
    kinds = [type(each.event).__name__ for each in crm.journal.stream("referral-bek")]
    assert kinds == ["ReferralClaimed", "ReferralRejected"]


def tell_placed(crm: Crm) -> None:
    lines = (Line("1", "retro-clock", None, 1, 1_000, 1_000),)
    said = {"order_id": "o-1", "customer_id": BEK, "channel": "web", "lines": lines}
    ask(crm, "order.place", at=NOW, currency="UZS", **said)


def test_two_who_claim_each_others_codes_at_one_moment_do_not_both_succeed(
    crm: Crm,
) -> None:
    issue(crm, BEK, "CLOCK")
    index = [crm.handler.blind("referral-code", each) for each in ("SOCKS", "CLOCK")]
    works = [crm.handler.begin(ANNA) for _ in index]
    bek = ClaimReferral(NOW, "c-1", BEK, index[0], AZIZA, FRIENDS, 1, TERMS)
    aziza = ClaimReferral(NOW, "c-2", AZIZA, index[1], BEK, FRIENDS, 1, TERMS)
    works[0].handle(REFERRAL, BEK, bek)
    works[1].handle(REFERRAL, AZIZA, aziza)
    crm.handler.commit(works[0])
    with pytest.raises(Conflict):
        crm.handler.commit(works[1])
    tell(crm, REFERRAL, AZIZA, aziza)
    assert rejection(crm, AZIZA, "c-2") is Rejection.CYCLE
