"""Invoices: booked, and credited when less is owed after all."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ContractId, CustomerId, OrderId


@frozen
class BookInvoice:
    at: datetime
    customer_id: CustomerId
    currency: str
    invoice_id: str
    amount: int
    due_at: datetime
    order_id: OrderId | None = None
    contract_id: ContractId | None = None


@frozen
class CreditInvoice:
    at: datetime
    customer_id: CustomerId
    currency: str
    credit_id: str
    invoice_id: str
    amount: int
    reason: str


@frozen
class InvoiceBooked:
    at: datetime
    customer_id: CustomerId
    currency: str
    invoice_id: str
    amount: int
    due_at: datetime
    order_id: OrderId | None = None
    contract_id: ContractId | None = None


@frozen
class InvoiceCredited:
    """`to_advance` is what of the amount had been paid, and is the customer's again."""

    at: datetime
    customer_id: CustomerId
    currency: str
    credit_id: str
    invoice_id: str
    amount: int
    to_advance: int
    reason: str


@frozen
class AdvanceApplied:
    """What was the customer's advance has paid of an invoice."""

    at: datetime
    customer_id: CustomerId
    currency: str
    invoice_id: str
    amount: int


@frozen
class InvoiceChanged(Refused):
    invoice_id: str

    def __str__(self) -> str:
        return f"invoice {self.invoice_id} is booked otherwise"


@frozen
class UnknownInvoice(Refused):
    invoice_id: str

    def __str__(self) -> str:
        return f"no invoice {self.invoice_id} was booked here"


@frozen
class CreditChanged(Refused):
    credit_id: str

    def __str__(self) -> str:
        return f"credit {self.credit_id} is on record with other content"


@frozen
class CreditExceedsInvoice(Refused):
    invoice_id: str
    asked: int
    left: int

    def __str__(self) -> str:
        return (
            f"{self.asked} cannot be credited of invoice {self.invoice_id},"
            f" {self.left} is left of it"
        )
