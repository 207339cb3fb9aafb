"""What becomes of a payment: which invoices it pays, and what a refund takes back."""

from collections.abc import Iterator

from attrs import evolve as but

from .. import money
from .account import Settlement, total
from .invoicing import UnknownInvoice
from .paying import (
    BalanceReconciled,
    NotePaymentFailed,
    PaymentChanged,
    PaymentFailed,
    PaymentFailedBefore,
    PaymentReceived,
    PaymentRefunded,
    ReceivePayment,
    ReconcileBalance,
    RefundChanged,
    RefundExceedsPayment,
    RefundPayment,
    StatementChanged,
    UnknownPayment,
)


def receive(command: ReceivePayment, account: Settlement) -> Iterator[PaymentReceived]:
    """Yield a payment, unless it is on record, with what it pays."""
    name, amount, invoice = command.payment_id, command.amount, command.invoice_id
    if failed := account.failed.get(name):
        raise PaymentFailedBefore(name, failed.reason)
    if known := account.received.get(name):
        said = amount, command.method, invoice
        if said != (known.amount, known.method, known.invoice_id):
            raise PaymentChanged(name)
        return
    money.check(amount, command.currency)
    if invoice is not None and invoice not in account.invoices:
        raise UnknownInvoice(invoice)
    parts = account.pays(amount, invoice)
    yield PaymentReceived(
        command.at,
        command.customer_id,
        command.currency,
        name,
        amount,
        command.method,
        invoice,
        parts,
        amount - total(parts),
    )


def fail(command: NotePaymentFailed, account: Settlement) -> Iterator[PaymentFailed]:
    """Yield that a payment failed, unless it is on record."""
    event = PaymentFailed(
        command.at,
        command.customer_id,
        command.currency,
        command.payment_id,
        command.amount,
        command.method,
        command.reason,
        command.invoice_id,
    )
    known = account.failed.get(command.payment_id)
    if command.payment_id in account.received:
        raise PaymentChanged(command.payment_id)
    if known is None:
        money.check(event.amount, event.currency)
        yield event
    elif but(event, at=known.at) != known:
        raise PaymentChanged(command.payment_id)


def refund(command: RefundPayment, account: Settlement) -> Iterator[PaymentRefunded]:
    """Yield a refund, unless it is on record, with what is due again."""
    name, amount = command.payment_id, command.amount
    if known := account.refunds.get(command.refund_id):
        said = name, amount, command.reason
        if said != (known.payment_id, known.amount, known.reason):
            raise RefundChanged(command.refund_id)
        return
    payment = account.received.get(name)
    if payment is None:
        raise UnknownPayment(name)
    money.check(amount, command.currency)
    left = payment.amount - account.refunded(name)
    if amount > left:
        raise RefundExceedsPayment(name, asked=amount, left=left)
    from_advance = min(account.advance, amount)
    yield PaymentRefunded(
        command.at,
        command.customer_id,
        command.currency,
        command.refund_id,
        name,
        amount,
        command.reason,
        account.reopens(amount - from_advance),
        from_advance,
    )


def reconcile(
    command: ReconcileBalance, account: Settlement
) -> Iterator[BalanceReconciled]:
    """Yield our balance beside the one of a statement, unless it is on record."""
    ours, theirs = account.balance, command.theirs
    known = account.reconciled.get(command.statement_ref)
    if known is None:
        yield BalanceReconciled(
            command.at,
            command.customer_id,
            command.currency,
            command.statement_ref,
            ours,
            theirs,
            theirs - ours,
        )
    elif known.theirs != theirs:
        raise StatementChanged(command.statement_ref)
