"""What a customer owes in one currency: invoices, what paid them, and the advance."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve as but
from attrs import field, frozen

from ..ids import CustomerId
from .invoicing import InvoiceBooked, InvoiceCredited
from .paying import (
    BalanceReconciled,
    Part,
    PaymentFailed,
    PaymentReceived,
    PaymentRefunded,
)


@frozen
class Invoice:
    """An invoice, with what of it is credited and paid."""

    booked: InvoiceBooked
    credited: int = 0
    paid: int = 0

    @property
    def due(self) -> int:
        return self.booked.amount - self.credited - self.paid


@frozen
class Settlement:
    """Every invoice by its id, every movement of money by its own.

    An advance stays only while nothing is due: it pays what is.
    """

    owner: tuple[CustomerId, str] | None = None
    invoices: Mapping[str, Invoice] = field(factory=dict)
    advance: int = 0
    received: Mapping[str, PaymentReceived] = field(factory=dict)
    failed: Mapping[str, PaymentFailed] = field(factory=dict)
    refunds: Mapping[str, PaymentRefunded] = field(factory=dict)
    credits: Mapping[str, InvoiceCredited] = field(factory=dict)
    reconciled: Mapping[str, BalanceReconciled] = field(factory=dict)

    @property
    def due(self) -> int:
        """What is due of all invoices."""
        return sum(each.due for each in self.invoices.values())

    @property
    def balance(self) -> int:
        """What is due, less the advance: below zero we owe the customer."""
        return self.due - self.advance

    def refunded(self, payment_id: str) -> int:
        """Return what of a payment went back."""
        return sum(
            each.amount
            for each in self.refunds.values()
            if each.payment_id == payment_id
        )

    def pays(self, amount: int, first: str | None = None) -> tuple[Part, ...]:
        """Return what an amount pays: of the invoice *first*, then as they are due."""
        order = sorted(self.invoices.values(), key=_by_due)
        order.sort(key=lambda each: each.booked.invoice_id != first)
        return _take(amount, [(each.booked.invoice_id, each.due) for each in order])

    def reopens(self, amount: int) -> tuple[Part, ...]:
        """Return what is due again if an amount goes back: last what was due first."""
        order = sorted(self.invoices.values(), key=_by_due, reverse=True)
        return _take(amount, [(each.booked.invoice_id, each.paid) for each in order])


def _by_due(invoice: Invoice) -> tuple[datetime, str]:
    return invoice.booked.due_at, invoice.booked.invoice_id


def _take(amount: int, of: Iterable[tuple[str, int]]) -> tuple[Part, ...]:
    parts = []
    for name, most in of:
        part = min(amount, most)
        if part:
            parts.append(Part(name, part))
            amount -= part
    return tuple(parts)


def total(parts: Iterable[Part]) -> int:
    """Return what parts sum to."""
    return sum(each.amount for each in parts)


def paid(
    invoices: Mapping[str, Invoice], parts: Iterable[Part], sign: int = 1
) -> Mapping[str, Invoice]:
    """Return the invoices once the parts have paid of them, or been taken back."""
    changed = dict(invoices)
    for each in parts:
        before = changed[each.invoice_id]
        changed[each.invoice_id] = but(before, paid=before.paid + sign * each.amount)
    return changed
