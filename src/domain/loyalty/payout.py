"""Cashback paid out as money: asked for, sent to be paid, then paid or not."""

from collections.abc import Iterator
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Decider
from ..personal import same
from ..times import not_before
from .payout_terms import (
    CancelPayout,
    CashbackPaidOut,
    CashbackPayoutDispatched,
    CashbackPayoutFailed,
    CashbackPayoutRequested,
    Command,
    ConfirmPayout,
    DispatchPayout,
    Event,
    FailPayout,
    NobodyToPay,
    PayOutCashback,
    PayoutChanged,
    PayoutIsDispatched,
    PayoutIsOver,
    PayoutNotDispatched,
    PayoutNotRequested,
)


@frozen
class Payout:
    requested: CashbackPayoutRequested | None = None
    dispatched: CashbackPayoutDispatched | None = None
    paid: CashbackPaidOut | None = None
    failed: CashbackPayoutFailed | None = None

    @property
    def waits(self) -> bool:
        """Whether it is still to be paid, as far as we know."""
        return self.requested is not None and not self.paid and not self.failed


def decide(command: Command, payout: Payout) -> Iterator[Event]:
    if isinstance(command, PayOutCashback):
        yield from _request(command, payout.requested)
        return
    if payout.requested is None:
        raise PayoutNotRequested
    asked, at, sent = payout.requested, command.at, payout.dispatched
    not_before(asked.at, at)
    who = asked.payout_id, asked.customer_id
    worth = asked.amount, asked.currency
    match command:
        case DispatchPayout(service=service):
            if sent is None:
                _check_waits(payout)
                yield CashbackPayoutDispatched(at, *who, service)
            elif sent.service != service:
                raise PayoutIsDispatched(asked.payout_id, sent.service)
        case ConfirmPayout(payment_ref=payment_ref):
            if payout.paid and payout.paid.payment_ref == payment_ref:
                return
            _check_waits(payout)
            if sent is None:
                raise PayoutNotDispatched(asked.payout_id)
            not_before(sent.at, at)
            yield CashbackPaidOut(at, *who, *worth, payment_ref)
        case FailPayout(reason=reason):
            if payout.failed:
                return
            _check_waits(payout)
            if sent is None:
                raise PayoutNotDispatched(asked.payout_id)
            not_before(sent.at, at)
            yield CashbackPayoutFailed(at, *who, *worth, reason)
        case CancelPayout(reason=reason):
            if payout.failed:
                return
            _check_waits(payout)
            if sent is not None:
                raise PayoutIsDispatched(asked.payout_id, sent.service)
            yield CashbackPayoutFailed(at, *who, *worth, reason)
        case _:
            assert_never(command)


def _request(
    command: PayOutCashback, known: CashbackPayoutRequested | None
) -> Iterator[CashbackPayoutRequested]:
    event = CashbackPayoutRequested(
        command.at,
        command.payout_id,
        command.customer_id,
        command.programme_id,
        command.amount,
        command.currency,
        command.pay_to,
    )
    if known is None:
        money.check(command.amount, command.currency)
        if not command.pay_to.strip():
            raise NobodyToPay(command.payout_id)
        yield event
    elif not same(event, known):
        raise PayoutChanged(known.payout_id)


def _check_waits(payout: Payout) -> None:
    ended = payout.paid or payout.failed
    if ended:
        raise PayoutIsOver(ended.payout_id, type(ended).__name__)


def evolve(payout: Payout, event: Event) -> Payout:
    match event:
        case CashbackPayoutRequested():
            return but(payout, requested=event)
        case CashbackPayoutDispatched():
            return but(payout, dispatched=event)
        case CashbackPaidOut():
            return but(payout, paid=event)
        case CashbackPayoutFailed():
            return but(payout, failed=event)
        case _:
            assert_never(event)


PAYOUTS = Decider(Payout(), decide, evolve)
