"""Challenges are progressed by what customers do, in the transaction of the deed."""

import json
from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import (
    BADGE,
    CHALLENGE,
    ENCOUNTER,
    FEEDBACK,
    PARTICIPATION,
    REVIEW,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.leaderboard import leaderboard
from mijoz.application.privacy.erasing import erase
from mijoz.domain.encounter.encounter import OpenEncounter
from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.engagement.challenge import (
    ChallengeTerms,
    Measure,
    PublishChallenge,
)
from mijoz.domain.engagement.joining import ChallengeDiffers, JoinChallenge
from mijoz.domain.engagement.participation import Participation
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.feedback.review import PublishReview
from mijoz.domain.ids import ChallengeId, CustomerId, EncounterId, FeedbackId, ReviewId
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

SPRING, SPENDER = ChallengeId("spring"), ChallengeId("spender")
END = NOW + 30 * DAY
ORDERS = ChallengeTerms("Spring", Measure.ORDERS, 2, NOW, END, None, "regular", CLUB, 9)
SPEND = ChallengeTerms("Spender", Measure.SPEND, 100, NOW, END, "UZS")
SOON = NOW + DAY


@pytest.fixture
def crm() -> Crm:
    crm = a_club(AZIZA)
    publish(crm, SPRING, ORDERS)
    publish(crm, SPENDER, SPEND)
    join(crm, SPRING)
    return crm


def publish(crm: Crm, name: ChallengeId, terms: ChallengeTerms) -> None:
    tell(crm, CHALLENGE, name, PublishChallenge(NOW, name, 1, terms))


def join(crm: Crm, challenge: str, who: CustomerId = AZIZA) -> None:
    said = {"challenge_id": challenge, "customer_id": who}
    ask(crm, "participation.join", at=NOW, **said)


def part(crm: Crm, challenge: str = SPRING, who: CustomerId = AZIZA) -> Participation:
    found: Participation = state(crm, PARTICIPATION, account(challenge, who))
    return found


def badges(crm: Crm, who: CustomerId = AZIZA) -> list[str]:
    found = crm.journal.stream(f"badge-{who}")
    return [each.event.badge for each in found]


def test_orders_complete_a_challenge_which_brings_a_badge_and_points(crm: Crm) -> None:
    buy(crm, AZIZA, "o-1", 10, SOON)
    assert (part(crm).total, badges(crm), points(crm, AZIZA)) == (1, [], 0)
    buy(crm, AZIZA, "o-2", 10, SOON)
    assert part(crm).completed
    assert (badges(crm), points(crm, AZIZA)) == (["regular"], 9)
    buy(crm, AZIZA, "o-3", 10, SOON)
    assert (part(crm).total, points(crm, AZIZA)) == (3, 9)
    assert part(crm).counted == {"order:o-1": 1, "order:o-2": 1, "order:o-3": 1}


def test_nobody_takes_part_who_did_not_join(crm: Crm) -> None:
    buy(crm, BEK, "o-1", 10, SOON)
    assert not crm.journal.stream("participation-spring:bek")


def test_spend_counts_in_its_own_currency(crm: Crm) -> None:
    join(crm, SPENDER)
    buy(crm, AZIZA, "o-1", 60, SOON)
    line = (Line("1", "clock", None, 1, 50, 50),)
    said = {"order_id": "o-2", "customer_id": AZIZA, "channel": "shop", "lines": line}
    ask(crm, "order.record", at=SOON, currency="USD", **said)
    assert part(crm, SPENDER).total == 60
    buy(crm, AZIZA, "o-3", 40, SOON)
    assert part(crm, SPENDER).completed
    assert badges(crm) == ["regular"]


def test_an_order_for_nothing_spends_nothing(crm: Crm) -> None:
    join(crm, SPENDER)
    buy(crm, AZIZA, "o-1", 0, SOON)
    assert part(crm, SPENDER).total == 0
    assert part(crm).total == 1


@pytest.mark.parametrize(("at", "total"), [(NOW - DAY, 0), (NOW, 1), (END, 0)])
def test_only_what_is_done_in_time_counts(crm: Crm, at: datetime, total: int) -> None:
    buy(crm, AZIZA, "o-1", 10, at)
    assert part(crm).total == total


def test_a_refund_takes_back_what_counted(crm: Crm) -> None:
    join(crm, SPENDER)
    buy(crm, AZIZA, "o-1", 60, SOON)
    refund(crm, "o-1", 20, SOON)
    assert (part(crm).total, part(crm, SPENDER).total) == (1, 40)
    said = {"order_id": "o-1", "refund_id": "again", "lines": (("1", 40),)}
    ask(crm, "order.refund", at=NOW - DAY, **said)
    assert (part(crm).total, part(crm, SPENDER).total) == (0, 0)


def test_a_refund_of_what_never_counted_changes_nothing(crm: Crm) -> None:
    buy(crm, AZIZA, "o-1", 60, NOW - DAY)
    refund(crm, "o-1", 60, SOON)
    buy(crm, BEK, "o-2", 60, SOON)
    refund(crm, "o-2", 60, SOON)
    assert part(crm).undone == frozenset()


def test_reviews_count_wherever_they_come_from(crm: Crm) -> None:
    name = ChallengeId("critic")
    publish(crm, name, but(ORDERS, counts=Measure.REVIEWS, target=5))
    join(crm, name)
    for number, kind in enumerate((FeedbackKind.REVIEW, FeedbackKind.NPS)):
        said = ReceiveFeedback(SOON, FeedbackId(f"f-{number}"), AZIZA, kind, 1, 10)
        tell(crm, FEEDBACK, f"f-{number}", said)
    review = PublishReview(SOON, ReviewId("r-1"), AZIZA, "sku:clock", 4, 5, "web")
    tell(crm, REVIEW, "r-1", review)
    tell(crm, REVIEW, "r-2", but(review, review_id=ReviewId("r-2"), customer_id=None))
    nobodys = FeedbackId("f-9")
    said = ReceiveFeedback(SOON, nobodys, None, FeedbackKind.REVIEW, 1, 10)
    tell(crm, FEEDBACK, nobodys, said)
    assert set(part(crm, name).counted) == {"feedback:f-0", "review:r-1"}


def test_visits_count_and_other_encounters_do_not(crm: Crm) -> None:
    name = ChallengeId("guest")
    publish(crm, name, but(ORDERS, counts=Measure.VISITS, target=5))
    join(crm, name)
    for number, (kind, who) in enumerate(
        [
            (EncounterKind.VISIT, AZIZA),
            (EncounterKind.QUESTION, AZIZA),
            (EncounterKind.VISIT, None),
        ]
    ):
        met = OpenEncounter(SOON, EncounterId(f"e-{number}"), who, kind, "shop")
        tell(crm, ENCOUNTER, f"e-{number}", met)
    assert set(part(crm, name).counted) == {"encounter:e-0"}


def test_a_challenge_is_joined_as_it_is_published(crm: Crm) -> None:
    with pytest.raises(Unknown):
        join(crm, "other")
    for wrong in (
        JoinChallenge(NOW, SPENDER, AZIZA, 2, SPEND),
        JoinChallenge(NOW, SPENDER, AZIZA, 1, but(SPEND, target=1)),
    ):
        with pytest.raises(ChallengeDiffers):
            tell(crm, PARTICIPATION, account(SPENDER, AZIZA), wrong)


def test_time_notes_a_challenge_missed(crm: Crm) -> None:
    assert sweep_due(crm.handler, END, ANNA) == 1
    assert part(crm).missed


def test_who_was_erased_progresses_no_more(crm: Crm) -> None:
    ask(
        crm,
        "order.place",
        at=SOON,
        order_id="o-1",
        customer_id=AZIZA,
        channel="shop",
        currency="UZS",
        lines=(Line("1", "clock", None, 1, 50, 50),),
    )
    tell_board(crm, AZIZA)
    erase(crm, AZIZA, "asked", ANNA)
    ask(crm, "order.complete", at=SOON, order_id="o-1")
    events = crm.journal.stream("participation-spring:aziza")
    assert len(events) == 2
    assert leaderboard(crm.handler, SPRING) == []


def tell_board(crm: Crm, who: CustomerId) -> None:
    said = {"challenge_id": SPRING, "customer_id": who}
    ask(crm, "participation.enter-board", at=SOON, **said)


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def test_the_board_tells_who_is_ahead_of_those_who_asked_to_be_on_it(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in (BEK, ZEBO):
        join(crm, SPRING, who)
    for who in (AZIZA, BEK):
        tell_board(crm, who)
    buy(crm, BEK, "o-1", 10, SOON)
    buy(crm, BEK, "o-2", 10, SOON)
    buy(crm, ZEBO, "o-3", 10, SOON)
    main = create(Services(lambda _: crm, _none, _none, _none))
    assert main(["challenge", "board", SPRING]) == 0
    printed = [each.split() for each in capsys.readouterr().out.splitlines()]
    assert [each[:3] for each in printed] == [
        ["place", "customer", "total"],
        ["1", "bek", "2"],
        ["2", "aziza", "0"],
    ]
    assert main(["challenge", "board", SPRING, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [each["completed"] for each in rows] == [True, False]
    with pytest.raises(Unknown):
        leaderboard(crm.handler, "other")


def test_badges_may_be_awarded_by_hand(crm: Crm) -> None:
    said = {"customer_id": BEK, "badge": "founder", "because_ref": "anna's word"}
    ask(crm, "badge.award", at=NOW, **said)
    assert list(state(crm, BADGE, BEK).awarded) == ["founder"]
