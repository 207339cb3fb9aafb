"""Payments: received and put to invoices, failed, or refunded; and reconciliation."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId


@frozen
class Part:
    """What of a payment, or of a refund, is an invoice's."""

    invoice_id: str
    amount: int


@frozen
class ReceivePayment:
    """It pays the invoice that is named first, then those that are due first."""

    at: datetime
    customer_id: CustomerId
    currency: str
    payment_id: str
    amount: int
    method: str
    invoice_id: str | None = None


@frozen
class NotePaymentFailed:
    at: datetime
    customer_id: CustomerId
    currency: str
    payment_id: str
    amount: int
    method: str
    reason: str
    invoice_id: str | None = None


@frozen
class RefundPayment:
    """It takes from the advance first, then back from the invoices due last."""

    at: datetime
    customer_id: CustomerId
    currency: str
    refund_id: str
    payment_id: str
    amount: int
    reason: str


@frozen
class ReconcileBalance:
    """`theirs` is what the statement says is due, less any advance."""

    at: datetime
    customer_id: CustomerId
    currency: str
    statement_ref: str
    theirs: int


@frozen
class PaymentReceived:
    """`parts` and `to_advance` sum to the amount."""

    at: datetime
    customer_id: CustomerId
    currency: str
    payment_id: str
    amount: int
    method: str
    invoice_id: str | None
    parts: tuple[Part, ...]
    to_advance: int


@frozen
class PaymentFailed:
    at: datetime
    customer_id: CustomerId
    currency: str
    payment_id: str
    amount: int
    method: str
    reason: str
    invoice_id: str | None = None


@frozen
class PaymentRefunded:
    """`parts`, which are due again, and `from_advance` sum to the amount."""

    at: datetime
    customer_id: CustomerId
    currency: str
    refund_id: str
    payment_id: str
    amount: int
    reason: str
    parts: tuple[Part, ...]
    from_advance: int


@frozen
class BalanceReconciled:
    """`ours` is what is due, less any advance; `difference` is `theirs` less ours."""

    at: datetime
    customer_id: CustomerId
    currency: str
    statement_ref: str
    ours: int
    theirs: int
    difference: int


@frozen
class PaymentChanged(Refused):
    payment_id: str

    def __str__(self) -> str:
        return f"payment {self.payment_id} is on record with other content"


@frozen
class UnknownPayment(Refused):
    payment_id: str

    def __str__(self) -> str:
        return f"no payment {self.payment_id} was received here"


@frozen
class PaymentFailedBefore(Refused):
    payment_id: str
    reason: str

    def __str__(self) -> str:
        return f"payment {self.payment_id} failed: {self.reason}"


@frozen
class RefundChanged(Refused):
    refund_id: str

    def __str__(self) -> str:
        return f"refund {self.refund_id} is on record with other content"


@frozen
class RefundExceedsPayment(Refused):
    payment_id: str
    asked: int
    left: int

    def __str__(self) -> str:
        return (
            f"{self.asked} cannot be refunded of payment {self.payment_id},"
            f" {self.left} is left of it"
        )


@frozen
class StatementChanged(Refused):
    statement_ref: str

    def __str__(self) -> str:
        return f"statement {self.statement_ref} is reconciled, and said otherwise"
