"""Settlement with a customer in one currency: it adds up, and nothing is overpaid."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId
from .account import Invoice, Settlement, paid
from .booking import book, credit
from .invoicing import (
    AdvanceApplied,
    BookInvoice,
    CreditInvoice,
    InvoiceBooked,
    InvoiceCredited,
)
from .paying import (
    BalanceReconciled,
    NotePaymentFailed,
    Part,
    PaymentFailed,
    PaymentReceived,
    PaymentRefunded,
    ReceivePayment,
    ReconcileBalance,
    RefundPayment,
)
from .receiving import fail, receive, reconcile, refund

__all__ = [
    "SETTLEMENTS",
    "AdvanceApplied",
    "BalanceReconciled",
    "BookInvoice",
    "Command",
    "CreditInvoice",
    "Event",
    "InvoiceBooked",
    "InvoiceCredited",
    "NotePaymentFailed",
    "Part",
    "PaymentFailed",
    "PaymentReceived",
    "PaymentRefunded",
    "ReceivePayment",
    "ReconcileBalance",
    "RefundPayment",
    "Settlement",
]

Command: TypeAlias = (
    BookInvoice
    | CreditInvoice
    | ReceivePayment
    | NotePaymentFailed
    | RefundPayment
    | ReconcileBalance
)
Event: TypeAlias = (
    InvoiceBooked
    | InvoiceCredited
    | AdvanceApplied
    | PaymentReceived
    | PaymentFailed
    | PaymentRefunded
    | BalanceReconciled
)


@frozen
class AnothersAccount(Refused):
    customer_id: CustomerId
    currency: str

    def __str__(self) -> str:
        return f"this is the account of customer {self.customer_id} in {self.currency}"


def decide(command: Command, account: Settlement) -> Iterator[Event]:
    if account.owner not in (None, (command.customer_id, command.currency)):
        raise AnothersAccount(*account.owner)
    match command:
        case BookInvoice():
            yield from book(command, account)
        case CreditInvoice():
            yield from credit(command, account)
        case ReceivePayment():
            yield from receive(command, account)
        case NotePaymentFailed():
            yield from fail(command, account)
        case RefundPayment():
            yield from refund(command, account)
        case ReconcileBalance():
            yield from reconcile(command, account)
        case _:
            assert_never(command)


def evolve(account: Settlement, event: Event) -> Settlement:
    account = but(account, owner=(event.customer_id, event.currency))
    match event:
        case InvoiceBooked(invoice_id=name):
            return but(account, invoices={**account.invoices, name: Invoice(event)})
        case InvoiceCredited(invoice_id=name, amount=amount, to_advance=freed):
            invoice = account.invoices[name]
            invoice = but(
                invoice,
                credited=invoice.credited + amount,
                paid=invoice.paid - freed,
            )
            return but(
                account,
                invoices={**account.invoices, name: invoice},
                advance=account.advance + freed,
                credits={**account.credits, event.credit_id: event},
            )
        case AdvanceApplied(invoice_id=name, amount=amount):
            invoices = paid(account.invoices, [Part(name, amount)])
            return but(account, invoices=invoices, advance=account.advance - amount)
        case PaymentReceived(payment_id=name, parts=parts, to_advance=freed):
            return but(
                account,
                invoices=paid(account.invoices, parts),
                advance=account.advance + freed,
                received={**account.received, name: event},
            )
        case PaymentFailed(payment_id=name):
            return but(account, failed={**account.failed, name: event})
        case PaymentRefunded(refund_id=name, parts=parts, from_advance=taken):
            return but(
                account,
                invoices=paid(account.invoices, parts, -1),
                advance=account.advance - taken,
                refunds={**account.refunds, name: event},
            )
        case BalanceReconciled(statement_ref=name):
            return but(account, reconciled={**account.reconciled, name: event})
        case _:
            assert_never(event)


SETTLEMENTS = Decider(Settlement(), decide, evolve)
