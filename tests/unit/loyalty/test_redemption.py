"""The rules of redemptions, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, ProgrammeId, RewardId
from mijoz.domain.loyalty.points_refusals import InvalidValue
from mijoz.domain.loyalty.redemption import MOST, REDEMPTIONS
from mijoz.domain.loyalty.redemption_terms import (
    CancelRedemption,
    Command,
    Delivery,
    FulfilReward,
    MoreThanRequested,
    NoteRedemptionDue,
    RedemptionCancelled,
    RedemptionChanged,
    RedemptionIsOver,
    RedemptionLapsed,
    RedemptionNotRequested,
    RequestReward,
    RewardFulfilled,
    RewardRequested,
)
from mijoz.domain.loyalty.reward_terms import RewardTerms
from mijoz.domain.personal import Sealed
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, DUE = NOW + timedelta(days=1), NOW + timedelta(hours=48)
LATER = DUE + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
AZIZA, CLUB, MUG = CustomerId("aziza"), ProgrammeId("club"), RewardId("mug")
WHO = "r-1", AZIZA
TERMS, DEARER = RewardTerms(100, 900, "UZS", 48), RewardTerms(120, 900, "UZS", 24)
REQUEST = RequestReward(NOW, *WHO, CLUB, MUG, 1, TERMS, 3, "Chilonzor 9")
REQUESTED = RewardRequested(
    NOW, *WHO, CLUB, MUG, 1, TERMS, 3, 300, DUE, address="Chilonzor 9"
)
FULFIL = FulfilReward(SOON, Delivery.SHIPPED, "parcel-1")
FULFILLED = RewardFulfilled(SOON, *WHO, 3, 300, Delivery.SHIPPED, "parcel-1")
CANCEL = CancelRedemption(SOON, "changed their mind")
CANCELLED = RedemptionCancelled(SOON, *WHO, "changed their mind")
LAPSED = RedemptionLapsed(DUE, *WHO)

redemptions = Scenario(REDEMPTIONS)
requested = redemptions.given(REQUESTED)
COMMANDS: list[Command] = [FULFIL, CANCEL, NoteRedemptionDue(SOON)]


def test_a_reward_is_asked_for_on_its_terms_and_until_a_time() -> None:
    story = redemptions.when(REQUEST)
    story.then(REQUESTED)
    assert story.state.due == DUE
    assert redemptions.state.due is None


def test_a_redemption_is_requested_once_whatever_the_terms_are_by_now() -> None:
    requested.when(but(REQUEST, at=SOON)).then_nothing()
    requested.when(but(REQUEST, version=2, terms=DEARER)).then_nothing()
    sealed = redemptions.given(but(REQUESTED, address=Sealed()))
    sealed.when(REQUEST).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        but(REQUEST, quantity=2),
        but(REQUEST, customer_id=CustomerId("bek")),
        but(REQUEST, reward_id=RewardId("cap")),
        but(REQUEST, address="Yunusobod 4"),
    ],
)
def test_another_request_needs_another_redemption(other: RequestReward) -> None:
    requested.when(other).then(RedemptionChanged("r-1"))


@pytest.mark.parametrize("quantity", [0, MOST + 1])
def test_so_many_are_not_asked_for(quantity: int) -> None:
    refused = InvalidValue("quantity", str(quantity))
    redemptions.when(but(REQUEST, quantity=quantity)).then(refused)


@pytest.mark.parametrize("quantity", [1, MOST])
def test_so_many_are_asked_for(quantity: int) -> None:
    assert redemptions.when(but(REQUEST, quantity=quantity)).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_requested_is_not_had(command: Command) -> None:
    redemptions.when(command).then(RedemptionNotRequested())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_redemption_before_it_is_requested(
    command: Command,
) -> None:
    early = NOW - INSTANT
    requested.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert requested.when(but(command, at=NOW)).refusal is None


def test_a_reward_is_had_once() -> None:
    story = requested.when(FULFIL)
    story.then(FULFILLED)
    assert story.state.due is None
    story.when(but(FULFIL, at=LATER)).then_nothing()
    over = RedemptionIsOver("r-1", "RewardFulfilled", SOON)
    story.when(but(FULFIL, delivery_ref="parcel-2")).then(over)
    story.when(CANCEL).then(over)
    story.when(NoteRedemptionDue(LATER)).then_nothing()


def test_less_may_be_had_and_only_that_is_paid_for() -> None:
    story = requested.when(but(FULFIL, quantity=2))
    story.then(but(FULFILLED, quantity=2, points=200))
    assert requested.when(but(FULFIL, quantity=1)).news


def test_no_more_is_had_than_was_requested_and_not_nothing() -> None:
    requested.when(but(FULFIL, quantity=4)).then(MoreThanRequested(4, 3))
    requested.when(but(FULFIL, quantity=3)).then(FULFILLED)
    requested.when(but(FULFIL, quantity=0)).then(InvalidValue("quantity", "0"))


def test_a_redemption_is_cancelled_once() -> None:
    story = requested.when(CANCEL)
    story.then(CANCELLED)
    assert story.state.due is None
    story.when(but(CANCEL, reason="again")).then_nothing()
    story.when(FULFIL).then(RedemptionIsOver("r-1", "RedemptionCancelled", SOON))
    story.when(NoteRedemptionDue(LATER)).then_nothing()


@pytest.mark.parametrize("command", [FULFIL, CANCEL], ids=str)
def test_nothing_is_had_or_called_off_from_when_it_is_due(command: Command) -> None:
    over = RedemptionIsOver("r-1", "RedemptionLapsed", DUE)
    assert requested.when(but(command, at=DUE - INSTANT)).news
    requested.when(but(command, at=DUE)).then(over)
    lapsed = requested.given(LAPSED)
    lapsed.when(but(command, at=SOON)).then(over)


def test_a_redemption_lapses_at_its_moment_whenever_that_is_noted() -> None:
    requested.when(NoteRedemptionDue(DUE - INSTANT)).then_nothing()
    requested.when(NoteRedemptionDue(DUE)).then(LAPSED)
    story = requested.when(NoteRedemptionDue(LATER))
    story.then(LAPSED)
    story.when(NoteRedemptionDue(LATER)).then_nothing()
