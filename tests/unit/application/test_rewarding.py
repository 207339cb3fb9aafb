"""What follows when a reward is asked for: points and stock move together."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    MEMBERSHIP,
    POINTS,
    PROGRAMME,
    REDEMPTION,
    REWARD,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId, RewardId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import (
    Adjust,
    CaptureHold,
    Hold,
    HoldCaptured,
    Ledger,
    PointsHeld,
    Redeem,
    ReleaseHold,
    SettleDue,
)
from mijoz.domain.loyalty.points_refusals import (
    HoldIsReserved,
    HoldIsResolved,
    NotEnoughPoints,
)
from mijoz.domain.loyalty.policies import SpendOrder
from mijoz.domain.loyalty.programme import PublishVersion, RetireVersion, Terms
from mijoz.domain.loyalty.redemption_terms import (
    CancelRedemption,
    Delivery,
    FulfilReward,
    NoteRedemptionDue,
    RedemptionIsOver,
    RedemptionLapsed,
    RequestReward,
)
from mijoz.domain.loyalty.reward_refusals import NotEnoughStock, TermsDiffer
from mijoz.domain.loyalty.reward_state import Reward
from mijoz.domain.loyalty.reward_terms import (
    DefineReward,
    ReviseReward,
    RewardKind,
    RewardTerms,
    StockReserved,
    WithdrawReward,
)
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, DUE = NOW + timedelta(hours=1), NOW + timedelta(hours=48)
LATER = NOW + timedelta(days=60)
AZIZA, CLUB, MUG = CustomerId("aziza"), ProgrammeId("club"), RewardId("mug")
ACCOUNT = account(CLUB, AZIZA)
TERMS = RewardTerms(100, 900, "UZS", 48)
REQUEST = RequestReward(NOW, "r-1", AZIZA, CLUB, MUG, 1, TERMS, 2)
FULFIL = FulfilReward(SOON, Delivery.HANDED_OVER)


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    terms = Terms("Asia/Tashkent", "points", 1, 100, "UZS", SpendOrder.FIFO)
    tell(crm, PROGRAMME, CLUB, PublishVersion(NOW, CLUB, 1, NOW, terms))
    join(crm, AZIZA)
    tell(crm, POINTS, ACCOUNT, Adjust(NOW, "gift", 250, "welcome", "anna"))
    define = DefineReward(NOW, MUG, CLUB, "a mug", RewardKind.GIFT, TERMS, 3)
    tell(crm, REWARD, MUG, define)
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def join(crm: Crm, name: str) -> str:
    who, member = CustomerId(name), account(CLUB, name)
    register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop")
    crm.customers.tell(who, register, origin=ANNA)
    enrol = Enrol(NOW, MembershipId(member), who, CLUB, "shop")
    tell(crm, MEMBERSHIP, member, enrol)
    return member


def ask(crm: Crm, request: RequestReward = REQUEST) -> Any:
    return tell(crm, REDEMPTION, request.redemption_id, request)


def counts(crm: Crm) -> tuple[int, int, int | None, int]:
    """Return what can be spent and is held, what is left to be had, and reserved."""
    ledger: Ledger = Desk(POINTS, crm.handler).state(ACCOUNT)
    reward: Reward = Desk(REWARD, crm.handler).state(MUG)
    return ledger.available, ledger.held, reward.left, reward.reserved


def test_a_request_holds_points_and_reserves_stock_at_once(crm: Crm) -> None:
    told = ask(crm)
    requested, reserved, held = (each.event for each in told.drafts)
    assert reserved == StockReserved(NOW, MUG, "r-1", 2)
    assert isinstance(held, PointsHeld)
    assert (held.hold_id, held.amount) == ("redemption:r-1", 200)
    assert held.timeout_at == requested.due_at == DUE
    cause, *caused = told.drafts
    assert [each.origin.causation_id for each in caused] == [cause.id, cause.id]
    assert {each.origin.policy_refs for each in caused} == {("reward:mug@1",)}
    assert counts(crm) == (50, 200, 1, 2)


def test_without_the_points_nothing_is_changed(crm: Crm) -> None:
    before = crm.journal.head()
    with pytest.raises(NotEnoughPoints) as caught:
        ask(crm, but(REQUEST, quantity=3))
    assert caught.value == NotEnoughPoints(asked=300, held=250)
    assert crm.journal.head() == before
    assert counts(crm) == (250, 0, 3, 0)


def test_without_the_stock_nothing_is_changed(crm: Crm) -> None:
    tell(crm, POINTS, ACCOUNT, Adjust(NOW, "more", 500, "welcome", "anna"))
    before = crm.journal.head()
    with pytest.raises(NotEnoughStock) as caught:
        ask(crm, but(REQUEST, quantity=4))
    assert caught.value == NotEnoughStock(asked=4, left=3)
    assert crm.journal.head() == before
    assert counts(crm) == (750, 0, 3, 0)


def test_someone_who_is_no_member_asks_for_nothing(crm: Crm) -> None:
    bek = CustomerId("bek")
    register = RegisterCustomer(NOW, bek, PartyKind.PERSON, "shop")
    crm.customers.tell(bek, register, origin=ANNA)
    with pytest.raises(Unknown):
        ask(crm, but(REQUEST, customer_id=bek))


def test_terms_that_do_not_count_any_more_are_refused(crm: Crm) -> None:
    tell(crm, REWARD, MUG, ReviseReward(NOW, 2, but(TERMS, points=90)))
    with pytest.raises(TermsDiffer):
        ask(crm)


def test_a_reward_that_was_had_is_paid_for(crm: Crm) -> None:
    ask(crm)
    told = tell(crm, REDEMPTION, "r-1", FULFIL)
    captured = told.drafts[1].event
    assert isinstance(captured, HoldCaptured)
    assert (captured.redemption_id, captured.reward) == ("r-1", MUG)
    assert counts(crm) == (50, 0, 1, 0)
    reward: Reward = Desk(REWARD, crm.handler).state(MUG)
    assert reward.stock == 1


def test_what_was_not_had_of_it_comes_back(crm: Crm) -> None:
    ask(crm)
    tell(crm, REDEMPTION, "r-1", but(FULFIL, quantity=1))
    assert counts(crm) == (150, 0, 2, 0)


def test_a_redemption_called_off_frees_points_and_stock(crm: Crm) -> None:
    ask(crm)
    tell(crm, REDEMPTION, "r-1", CancelRedemption(SOON, "changed their mind"))
    assert counts(crm) == (250, 0, 3, 0)


def test_a_sweep_frees_what_was_not_had_in_time_and_does_so_once(crm: Crm) -> None:
    ask(crm)
    assert sweep_due(crm.handler, DUE - timedelta(microseconds=1), ANNA) == 0
    sweep_due(crm.handler, DUE, ANNA)
    assert counts(crm) == (250, 0, 3, 0)
    head = crm.journal.head()
    assert sweep_due(crm.handler, LATER, ANNA) == 0
    sweep_due(crm.handler, LATER, ANNA)
    assert crm.journal.head() == head


def test_points_whose_hold_runs_out_end_the_redemption_as_well(crm: Crm) -> None:
    ask(crm)
    sweep_due(crm.handler, LATER, ANNA)
    assert counts(crm) == (250, 0, 3, 0)
    redemption = Desk(REDEMPTION, crm.handler).state("r-1")
    assert redemption.lapsed == RedemptionLapsed(DUE, "r-1", AZIZA)
    with pytest.raises(RedemptionIsOver):
        tell(crm, REDEMPTION, "r-1", but(FULFIL, at=SOON))
    assert sweep_due(crm.handler, LATER, ANNA) == 0


def test_what_a_redemption_holds_is_moved_by_it_alone(crm: Crm) -> None:
    bek = join(crm, "bek")
    name, late = "redemption:r-1", NOW + timedelta(days=9)
    hold, release = Hold(NOW, name, 10, late), ReleaseHold(SOON, name)
    capture = CaptureHold(SOON, name, "x", "a cap")
    refusal = HoldIsReserved(name)
    refused(crm, ACCOUNT, refusal, hold, release, capture)
    ask(crm)
    refused(crm, ACCOUNT, refusal, release, capture)
    refused(crm, bek, refusal, hold, release, capture)
    assert not tell(crm, POINTS, ACCOUNT, hold).drafts
    tell(crm, REDEMPTION, "r-1", FULFIL)
    refused(crm, ACCOUNT, refusal, release)
    refused(crm, bek, refusal, capture)
    with pytest.raises(HoldIsResolved):
        tell(crm, POINTS, ACCOUNT, capture)
    assert tell(crm, POINTS, ACCOUNT, but(hold, hold_id="r-1")).drafts


def refused(crm: Crm, name: str, refusal: Refused, *commands: Any) -> None:
    for command in commands:
        with pytest.raises(type(refusal)) as caught:
            tell(crm, POINTS, name, command)
        assert caught.value == refusal


def test_a_hold_from_when_any_could_bear_such_a_name_ends_no_redemption(
    crm: Crm,
) -> None:
    other = join(crm, "bek")
    unguarded = Desk[Any, Any, Any](POINTS, but(crm.handler, guards=()))
    give = Adjust(NOW, "gift", 250, "welcome", "anna")
    holds = [
        Hold(NOW, name, 10, DUE)
        for name in ("redemption:r-1", "redemption:nobody's", "another")
    ]
    unguarded.tell(other, give, *holds, origin=ANNA)
    ask(crm)
    unguarded.tell(other, SettleDue(DUE), origin=ANNA)
    assert counts(crm) == (50, 200, 1, 2)
    tell(crm, REDEMPTION, "r-1", FULFIL)


def test_held_points_are_not_spent_on_anything_else(crm: Crm) -> None:
    ask(crm)
    with pytest.raises(NotEnoughPoints):
        tell(crm, POINTS, ACCOUNT, Redeem(SOON, "x", "a cap", 51))


def test_a_redemption_asked_for_long_ago_lapses_as_it_is_told(crm: Crm) -> None:
    tell(crm, POINTS, ACCOUNT, Adjust(LATER, "late", 1, "gift", "anna"))
    ask(crm)
    redemption = Desk(REDEMPTION, crm.handler).state("r-1")
    assert redemption.lapsed == RedemptionLapsed(DUE, "r-1", AZIZA)
    assert counts(crm) == (251, 0, 3, 0)


def test_a_caller_says_what_and_how_many_and_the_terms_are_looked_up(
    crm: Crm,
) -> None:
    entry = next(each for each in COMMANDS if each.name == "redemption.request")
    asked = {each.name for each in entry.asked}
    assert not asked & {"terms", "version", "programme_id"}
    said = {
        "at": NOW,
        "redemption_id": "r-1",
        "customer_id": AZIZA,
        "reward_id": MUG,
        "quantity": 2,
    }
    name, command = entry.build(said, crm.handler, crm.clock)
    assert (name, command) == ("r-1", REQUEST)
    for missing in ({"reward_id": "cap"}, {"at": NOW - timedelta(microseconds=1)}):
        with pytest.raises(Unknown):
            entry.build(said | missing, crm.handler, crm.clock)


def test_a_withdrawn_reward_that_was_asked_for_is_had_yet(crm: Crm) -> None:
    ask(crm)
    tell(crm, REWARD, MUG, WithdrawReward(NOW, "out of print"))
    tell(crm, REDEMPTION, "r-1", FULFIL)
    assert counts(crm) == (50, 0, 1, 0)
    tell(crm, REDEMPTION, "r-1", NoteRedemptionDue(LATER))
    assert counts(crm) == (50, 0, 1, 0)


def test_points_are_held_in_the_order_of_the_programme_and_soonest_first_without_one(
    crm: Crm,
) -> None:
    soon = Adjust(SOON, "soon", 200, "gift", "anna", expires_at=LATER)
    tell(crm, POINTS, ACCOUNT, soon)
    first = ask(crm, but(REQUEST, at=SOON, quantity=1)).drafts[2].event
    assert [each.lot_id for each in first.parts] == ["gift"]
    tell(crm, PROGRAMME, CLUB, RetireVersion(SOON, CLUB, 1, SOON))
    other = but(REQUEST, at=SOON, quantity=1, redemption_id="r-2")
    second = ask(crm, other).drafts[2].event
    assert [each.lot_id for each in second.parts] == ["soon"]
