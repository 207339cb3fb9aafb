"""What can be asked of a payout, what happens to it, and why it says no."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, ProgrammeId
from ..personal import Personal, personal


@frozen
class PayOutCashback:
    """Pay cashback to a card or an account, `pay_to`."""

    at: datetime
    payout_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    amount: int
    currency: str
    pay_to: str


@frozen
class DispatchPayout:
    """Note, before anyone is asked to pay, that they will be: `service` is who."""

    at: datetime
    service: str


@frozen
class ConfirmPayout:
    """Note that it was paid, by the payment's reference."""

    at: datetime
    payment_ref: str


@frozen
class FailPayout:
    """Note that whoever was asked to pay has not paid, and will not."""

    at: datetime
    reason: str


@frozen
class CancelPayout:
    """Call it off before anyone is asked to pay."""

    at: datetime
    reason: str


Command: TypeAlias = (
    PayOutCashback | DispatchPayout | ConfirmPayout | FailPayout | CancelPayout
)


@frozen
class CashbackPayoutRequested:
    at: datetime
    payout_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    amount: int
    currency: str
    pay_to: Personal = personal(default=None)


@frozen
class CashbackPayoutDispatched:
    at: datetime
    payout_id: str
    customer_id: CustomerId
    service: str


@frozen
class CashbackPaidOut:
    at: datetime
    payout_id: str
    customer_id: CustomerId
    amount: int
    currency: str
    payment_ref: str


@frozen
class CashbackPayoutFailed:
    """Nothing was paid, and nothing will be: the balance is restored."""

    at: datetime
    payout_id: str
    customer_id: CustomerId
    amount: int
    currency: str
    reason: str


Event: TypeAlias = (
    CashbackPayoutRequested
    | CashbackPayoutDispatched
    | CashbackPaidOut
    | CashbackPayoutFailed
)


@frozen
class PayoutNotRequested(Refused):
    def __str__(self) -> str:
        return "no such payout was requested"


@frozen
class PayoutChanged(Refused):
    payout_id: str

    def __str__(self) -> str:
        return f"payout {self.payout_id} was requested otherwise"


@frozen
class NobodyToPay(Refused):
    payout_id: str

    def __str__(self) -> str:
        return f"payout {self.payout_id} does not say where the money is to go"


@frozen
class PayoutNotDispatched(Refused):
    payout_id: str

    def __str__(self) -> str:
        return f"nobody was asked to pay {self.payout_id} yet"


@frozen
class PayoutIsDispatched(Refused):
    payout_id: str
    service: str

    def __str__(self) -> str:
        return (
            f"{self.service} was asked to pay {self.payout_id}, and tells the outcome"
        )


@frozen
class PayoutIsOver(Refused):
    payout_id: str
    how: str

    def __str__(self) -> str:
        return f"payout {self.payout_id} is over: {self.how}"


@frozen
class NotInMoney(Refused):
    programme_id: ProgrammeId
    currency: str

    def __str__(self) -> str:
        return f"programme {self.programme_id} gives no cashback in {self.currency}"
