"""Booking what is owed: an advance pays of it; what was paid and is credited, too."""

from collections.abc import Iterator

from attrs import evolve as but

from .. import money
from .account import Settlement
from .invoicing import (
    AdvanceApplied,
    BookInvoice,
    CreditChanged,
    CreditExceedsInvoice,
    CreditInvoice,
    InvoiceBooked,
    InvoiceChanged,
    InvoiceCredited,
    UnknownInvoice,
)


def book(
    command: BookInvoice, account: Settlement
) -> Iterator[InvoiceBooked | AdvanceApplied]:
    """Yield an invoice, unless it is booked, and what the advance pays of it."""
    event = InvoiceBooked(
        command.at,
        command.customer_id,
        command.currency,
        command.invoice_id,
        command.amount,
        command.due_at,
        command.order_id,
        command.contract_id,
    )
    if known := account.invoices.get(command.invoice_id):
        if but(event, at=known.booked.at) != known.booked:
            raise InvoiceChanged(command.invoice_id)
        return
    money.check(event.amount, event.currency)
    yield event
    if pays := min(account.advance, event.amount):
        who = event.customer_id, event.currency
        yield AdvanceApplied(event.at, *who, event.invoice_id, pays)


def credit(
    command: CreditInvoice, account: Settlement
) -> Iterator[InvoiceCredited | AdvanceApplied]:
    """Yield a credit, unless it is on record, and what it pays of other invoices."""
    known = account.credits.get(command.credit_id)
    invoice = account.invoices.get(command.invoice_id)
    if invoice is None:
        raise UnknownInvoice(command.invoice_id)
    if known is not None:
        said = command.invoice_id, command.amount, command.reason
        if said != (known.invoice_id, known.amount, known.reason):
            raise CreditChanged(command.credit_id)
        return
    money.check(command.amount, command.currency)
    left = invoice.booked.amount - invoice.credited
    if command.amount > left:
        raise CreditExceedsInvoice(command.invoice_id, asked=command.amount, left=left)
    freed = max(command.amount - invoice.due, 0)
    yield InvoiceCredited(
        command.at,
        command.customer_id,
        command.currency,
        command.credit_id,
        command.invoice_id,
        command.amount,
        freed,
        command.reason,
    )
    yield from _applied(command, freed, account)


def _applied(
    command: CreditInvoice, freed: int, account: Settlement
) -> Iterator[AdvanceApplied]:
    others = {
        name: each
        for name, each in account.invoices.items()
        if name != command.invoice_id
    }
    for part in but(account, invoices=others).pays(freed):
        who = command.customer_id, command.currency
        yield AdvanceApplied(command.at, *who, part.invoice_id, part.amount)
