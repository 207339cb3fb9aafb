"""The rules of settlement, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.ids import ContractId, CustomerId, OrderId
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.domain.sales.invoicing import (
    CreditChanged,
    CreditExceedsInvoice,
    InvoiceChanged,
    UnknownInvoice,
)
from mijoz.domain.sales.paying import (
    PaymentChanged,
    PaymentFailedBefore,
    RefundChanged,
    RefundExceedsPayment,
    StatementChanged,
    UnknownPayment,
)
from mijoz.domain.sales.settlement import (
    SETTLEMENTS,
    AdvanceApplied,
    AnothersAccount,
    BalanceReconciled,
    BookInvoice,
    Command,
    CreditInvoice,
    InvoiceBooked,
    InvoiceCredited,
    NotePaymentFailed,
    Part,
    PaymentFailed,
    PaymentReceived,
    PaymentRefunded,
    ReceivePayment,
    ReconcileBalance,
    RefundPayment,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FIRM = CustomerId("firm")
US = FIRM, "UZS"

settlements = Scenario(SETTLEMENTS)


def book(
    name: str = "i-1", amount: int = 100, days: int = 30, at: datetime = NOW
) -> BookInvoice:
    due = NOW + timedelta(days=days)
    return BookInvoice(at, *US, name, amount, due, OrderId("o-1"), ContractId("c-1"))


def booked(name: str = "i-1", amount: int = 100, days: int = 30) -> InvoiceBooked:
    due = NOW + timedelta(days=days)
    return InvoiceBooked(NOW, *US, name, amount, due, OrderId("o-1"), ContractId("c-1"))


def pay(
    amount: int, invoice: str | None = None, name: str = "p-1", at: datetime = NOW
) -> ReceivePayment:
    return ReceivePayment(at, *US, name, amount, "card", invoice)


def received(
    amount: int, *parts: tuple[str, int], advance: int = 0, invoice: str | None = None
) -> PaymentReceived:
    found = tuple(Part(*each) for each in parts)
    return PaymentReceived(NOW, *US, "p-1", amount, "card", invoice, found, advance)


def refund(amount: int, name: str = "r-1", payment: str = "p-1") -> RefundPayment:
    return RefundPayment(NOW, *US, name, payment, amount, "they sent it back")


def refunded(amount: int, *parts: tuple[str, int], advance: int = 0) -> PaymentRefunded:
    found = tuple(Part(*each) for each in parts)
    return PaymentRefunded(
        NOW, *US, "r-1", "p-1", amount, "they sent it back", found, advance
    )


def credit(amount: int, invoice: str = "i-1", name: str = "n-1") -> CreditInvoice:
    return CreditInvoice(NOW, *US, name, invoice, amount, "a hole")


def credited(amount: int, to_advance: int = 0) -> InvoiceCredited:
    return InvoiceCredited(NOW, *US, "n-1", "i-1", amount, to_advance, "a hole")


FAIL = NotePaymentFailed(NOW, *US, "p-1", 100, "card", "no money", "i-1")
FAILED = PaymentFailed(NOW, *US, "p-1", 100, "card", "no money", "i-1")
one = settlements.given(booked())
two = one.given(booked("i-2", 50, days=10))


def test_an_invoice_is_booked_and_due() -> None:
    story = settlements.when(book())
    story.then(booked())
    assert (story.state.due, story.state.balance) == (100, 100)


def test_an_invoice_is_booked_once() -> None:
    one.when(book(at=LATER)).then_nothing()
    one.when(book(amount=101)).then(InvoiceChanged("i-1"))


def test_a_payment_pays_what_is_due_first() -> None:
    story = two.when(pay(70))
    story.then(received(70, ("i-2", 50), ("i-1", 20)))
    assert {name: each.due for name, each in story.state.invoices.items()} == {
        "i-1": 80,
        "i-2": 0,
    }


def test_of_invoices_that_are_due_at_once_the_first_by_name_is_paid_first() -> None:
    story = settlements.given(booked("b"), booked("a"))
    story.when(pay(120)).then(received(120, ("a", 100), ("b", 20)))


def test_a_payment_pays_the_invoice_that_it_names_before_others() -> None:
    two.when(pay(120, "i-1")).then(
        received(120, ("i-1", 100), ("i-2", 20), invoice="i-1")
    )


def test_what_is_paid_beyond_all_that_is_due_is_an_advance() -> None:
    story = one.when(pay(130))
    story.then(received(130, ("i-1", 100), advance=30))
    assert (story.state.due, story.state.advance, story.state.balance) == (0, 30, -30)
    settlements.when(pay(5)).then(received(5, advance=5))


def test_an_advance_pays_the_next_invoice() -> None:
    story = one.given(received(130, ("i-1", 100), advance=30)).when(book("i-2", 50))
    story.then(booked("i-2", 50), AdvanceApplied(NOW, *US, "i-2", 30))
    assert (story.state.due, story.state.advance) == (20, 0)
    small = one.given(received(130, ("i-1", 100), advance=30)).when(book("i-2", 10))
    small.then(booked("i-2", 10), AdvanceApplied(NOW, *US, "i-2", 10))
    assert small.state.advance == 20


def test_a_payment_is_received_once() -> None:
    story = one.given(received(100, ("i-1", 100)))
    story.when(pay(100, at=LATER)).then_nothing()
    story.when(pay(99)).then(PaymentChanged("p-1"))
    story.when(pay(100, "i-1")).then(PaymentChanged("p-1"))
    story.when(but(pay(100), method="cash")).then(PaymentChanged("p-1"))


def test_a_payment_names_an_invoice_that_is_booked() -> None:
    one.when(pay(100, "i-9")).then(UnknownInvoice("i-9"))


def test_a_payment_may_fail_and_changes_nothing_that_is_due() -> None:
    story = one.when(FAIL)
    story.then(FAILED)
    assert story.state.due == 100
    story.when(but(FAIL, at=LATER)).then_nothing()
    story.when(but(FAIL, reason="no card")).then(PaymentChanged("p-1"))


def test_what_failed_is_not_received_nor_what_was_received_failed() -> None:
    one.given(FAILED).when(pay(100)).then(PaymentFailedBefore("p-1", "no money"))
    one.given(received(100, ("i-1", 100))).when(FAIL).then(PaymentChanged("p-1"))
    assert one.given(FAILED).when(pay(100, name="p-2")).news


def test_a_credit_lowers_what_is_due() -> None:
    story = one.when(credit(40))
    story.then(credited(40))
    assert (story.state.due, story.state.advance) == (60, 0)


def test_what_was_paid_and_is_credited_is_an_advance() -> None:
    story = one.given(received(80, ("i-1", 80))).when(credit(50))
    story.then(credited(50, to_advance=30))
    assert (story.state.due, story.state.advance) == (0, 30)
    exact = one.given(received(80, ("i-1", 80))).when(credit(20))
    exact.then(credited(20))


def test_what_was_paid_and_is_credited_pays_what_else_is_due() -> None:
    story = two.given(received(100, ("i-1", 100), invoice="i-1")).when(credit(70))
    story.then(credited(70, to_advance=70), AdvanceApplied(NOW, *US, "i-2", 50))
    assert (story.state.due, story.state.advance) == (0, 20)


def test_a_credit_is_given_once() -> None:
    story = one.given(credited(40))
    story.when(but(credit(40), at=LATER)).then_nothing()
    story.when(credit(41)).then(CreditChanged("n-1"))
    story.when(but(credit(40), reason="two holes")).then(CreditChanged("n-1"))
    story.given(booked("i-2")).when(credit(40, "i-2")).then(CreditChanged("n-1"))


def test_no_more_of_an_invoice_is_credited_than_is_left() -> None:
    one.when(credit(101)).then(CreditExceedsInvoice("i-1", 101, 100))
    assert one.when(credit(100)).state.due == 0
    story = one.given(credited(40))
    story.when(credit(61, name="n-2")).then(CreditExceedsInvoice("i-1", 61, 60))
    assert story.when(credit(60, name="n-2")).news
    one.when(credit(1, "i-9")).then(UnknownInvoice("i-9"))


def test_a_refund_takes_from_the_advance_first() -> None:
    story = one.given(received(130, ("i-1", 100), advance=30))
    story.when(refund(30)).then(refunded(30, advance=30))
    after = story.when(refund(50))
    after.then(refunded(50, ("i-1", 20), advance=30))
    assert (after.state.due, after.state.advance) == (20, 0)


def test_a_refund_makes_due_again_what_is_due_last() -> None:
    story = two.given(received(150, ("i-2", 50), ("i-1", 100)))
    story.when(refund(120)).then(refunded(120, ("i-1", 100), ("i-2", 20)))


def test_a_refund_is_made_once() -> None:
    story = one.given(received(100, ("i-1", 100)), refunded(40, ("i-1", 40)))
    story.when(but(refund(40), at=LATER)).then_nothing()
    story.when(refund(41)).then(RefundChanged("r-1"))
    story.when(but(refund(40), reason="a gift")).then(RefundChanged("r-1"))
    story.when(refund(40, payment="p-2")).then(RefundChanged("r-1"))


def test_no_more_of_a_payment_is_refunded_than_is_left() -> None:
    paid = one.given(received(100, ("i-1", 100)))
    paid.when(refund(101)).then(RefundExceedsPayment("p-1", 101, 100))
    assert paid.when(refund(100)).state.due == 100
    story = paid.given(refunded(40, ("i-1", 40)))
    story.when(refund(61, "r-2")).then(RefundExceedsPayment("p-1", 61, 60))
    assert story.when(refund(60, "r-2")).news
    paid.when(refund(1, payment="p-9")).then(UnknownPayment("p-9"))


def test_a_refund_of_one_payment_is_not_anothers() -> None:
    story = one.given(received(100, ("i-1", 100))).when(pay(50, name="p-2"))
    story = story.when(refund(50, "r-2", "p-2"))
    assert story.when(refund(100)).refusal is None


def test_our_balance_is_set_beside_a_statements() -> None:
    story = one.when(ReconcileBalance(NOW, *US, "march", 90))
    story.then(BalanceReconciled(NOW, *US, "march", 100, 90, -10))
    story.when(ReconcileBalance(LATER, *US, "march", 90)).then_nothing()
    story.when(ReconcileBalance(LATER, *US, "march", 91)).then(
        StatementChanged("march")
    )
    ahead = one.given(received(130, ("i-1", 100), advance=30))
    ahead.when(ReconcileBalance(NOW, *US, "april", -30)).then(
        BalanceReconciled(NOW, *US, "april", -30, -30, 0)
    )


MONEY: list[Any] = [book(), pay(100), FAIL, refund(100), credit(100)]


@pytest.mark.parametrize("command", MONEY, ids=lambda each: type(each).__name__)
def test_money_is_an_amount_above_nothing(command: Any) -> None:
    story = settlements if isinstance(command, BookInvoice) else one
    if isinstance(command, RefundPayment):
        story = one.given(received(100, ("i-1", 100)))
    assert story.when(but(command, amount=1)).news
    story.when(but(command, amount=0)).then(NotAnAmount(0, 1))


@pytest.mark.parametrize("command", MONEY[:3], ids=lambda each: type(each).__name__)
def test_money_has_a_currency(command: Any) -> None:
    settlements.when(but(command, currency="sum")).then(NoSuchCurrency("sum"))


@pytest.mark.parametrize(
    "command",
    [*MONEY, ReconcileBalance(NOW, *US, "march", 0)],
    ids=lambda each: type(each).__name__,
)
def test_an_account_is_one_customers_in_one_currency(command: Command) -> None:
    other = but(command, customer_id=CustomerId("bobur"))
    one.when(other).then(AnothersAccount(FIRM, "UZS"))
    one.when(but(command, currency="USD")).then(AnothersAccount(FIRM, "UZS"))


def test_as_of_before_an_invoice_nothing_has_paid_it() -> None:
    paid = received(100, ("i-1", 100))
    for event in (paid, credited(1), AdvanceApplied(NOW, *US, "i-1", 1)):
        assert SETTLEMENTS.fold_some([event]).due == 0
        with pytest.raises(LookupError):
            SETTLEMENTS.fold([event])
