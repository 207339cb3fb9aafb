"""The rules of payouts, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.payout import PAYOUTS
from mijoz.domain.loyalty.payout_terms import (
    CancelPayout,
    CashbackPaidOut,
    CashbackPayoutDispatched,
    CashbackPayoutFailed,
    CashbackPayoutRequested,
    Command,
    ConfirmPayout,
    DispatchPayout,
    FailPayout,
    NobodyToPay,
    PayOutCashback,
    PayoutChanged,
    PayoutIsDispatched,
    PayoutIsOver,
    PayoutNotDispatched,
    PayoutNotRequested,
)
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.domain.personal import Sealed
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
WHO = "p-1", CustomerId("aziza")
CLUB = ProgrammeId("club")
REQUEST = PayOutCashback(NOW, *WHO, CLUB, 500, "UZS", "card 8600")
REQUESTED = CashbackPayoutRequested(NOW, *WHO, CLUB, 500, "UZS", pay_to="card 8600")
DISPATCH = DispatchPayout(SOON, "bank")
DISPATCHED = CashbackPayoutDispatched(SOON, *WHO, "bank")
CONFIRM = ConfirmPayout(LATER, "t-77")
PAID = CashbackPaidOut(LATER, *WHO, 500, "UZS", "t-77")
FAIL = FailPayout(LATER, "no such card")
FAILED = CashbackPayoutFailed(LATER, *WHO, 500, "UZS", "no such card")
CANCEL = CancelPayout(LATER, "changed their mind")

payouts = Scenario(PAYOUTS)
requested = payouts.given(REQUESTED)
dispatched = requested.given(DISPATCHED)
paid, failed = dispatched.given(PAID), dispatched.given(FAILED)
WAS_PAID = PayoutIsOver("p-1", "CashbackPaidOut")
HAS_FAILED = PayoutIsOver("p-1", "CashbackPayoutFailed")
COMMANDS: list[Command] = [DISPATCH, CONFIRM, FAIL, CANCEL]


def test_a_payout_is_requested_once() -> None:
    story = payouts.when(REQUEST)
    story.then(REQUESTED)
    assert (payouts.state.waits, story.state.waits) == (False, True)
    story.when(but(REQUEST, at=SOON)).then_nothing()
    payouts.given(but(REQUESTED, pay_to=Sealed())).when(REQUEST).then_nothing()
    for other in (but(REQUEST, amount=501), but(REQUEST, pay_to="card 5614")):
        story.when(other).then(PayoutChanged("p-1"))


def test_a_payout_is_of_money_and_says_where_it_goes() -> None:
    payouts.when(but(REQUEST, amount=0)).then(NotAnAmount(0, 1))
    assert payouts.when(but(REQUEST, amount=1)).news
    payouts.when(but(REQUEST, currency="sum")).then(NoSuchCurrency("sum"))
    payouts.when(but(REQUEST, pay_to="  ")).then(NobodyToPay("p-1"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_requested_is_not_paid(command: Command) -> None:
    payouts.when(command).then(PayoutNotRequested())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_payout_before_it_is_requested(command: Command) -> None:
    early = NOW - INSTANT
    dispatched.when(but(command, at=early)).then(TooEarly(early, NOW))


def test_a_payout_is_dispatched_once_to_one_service() -> None:
    story = requested.when(but(DISPATCH, at=NOW))
    story.then(but(DISPATCHED, at=NOW))
    assert story.state.waits
    story.when(DISPATCH).then_nothing()
    other = but(DISPATCH, service="another")
    story.when(other).then(PayoutIsDispatched("p-1", "bank"))
    requested.given(FAILED).when(DISPATCH).then(HAS_FAILED)


def test_a_payout_is_paid_once() -> None:
    story = dispatched.when(CONFIRM)
    story.then(PAID)
    assert not story.state.waits
    story.when(but(CONFIRM, at=SOON)).then_nothing()
    story.when(but(CONFIRM, payment_ref="t-78")).then(WAS_PAID)
    story.when(FAIL).then(WAS_PAID)
    story.when(CANCEL).then(WAS_PAID)
    story.when(DISPATCH).then_nothing()


def test_a_payout_fails_once() -> None:
    story = dispatched.when(FAIL)
    story.then(FAILED)
    assert not story.state.waits
    story.when(but(FAIL, reason="again")).then_nothing()
    story.when(CANCEL).then_nothing()
    story.when(CONFIRM).then(HAS_FAILED)


@pytest.mark.parametrize("command", [CONFIRM, FAIL], ids=str)
def test_what_nobody_was_asked_to_pay_has_no_outcome(command: Command) -> None:
    requested.when(command).then(PayoutNotDispatched("p-1"))
    early = SOON - INSTANT
    dispatched.when(but(command, at=early)).then(TooEarly(early, SOON))
    assert dispatched.when(but(command, at=SOON)).news


def test_a_payout_is_called_off_only_before_anyone_is_asked_to_pay() -> None:
    story = requested.when(CANCEL)
    story.then(but(FAILED, reason="changed their mind"))
    story.when(but(CANCEL, reason="again")).then_nothing()
    story.when(FAIL).then_nothing()
    dispatched.when(CANCEL).then(PayoutIsDispatched("p-1", "bank"))
