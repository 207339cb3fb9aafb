"""P7: cashback paid out is held, paid once whatever dies when, or restored."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from attrs import define, field

from mijoz.adapters.payments import PaymentFile
from mijoz.application.contexts import ORDER, PAYOUT, POINTS
from mijoz.application.handling import Handler
from mijoz.application.paying_out import dispatch
from mijoz.application.ports import Declined, Paid, PaymentOrder
from mijoz.domain.ids import OrderId
from mijoz.domain.loyalty.payout_terms import ConfirmPayout, FailPayout, PayOutCashback
from mijoz.domain.loyalty.points import Ledger
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase

from .telling import TIME, Step, Told, day, tell
from .test_p01_orders_earn import AZIZA, CLUB, ENROLLED, MEMBER

TERMS = Terms("Asia/Tashkent", "UZS", 500, 10_000, "UZS")
CLOCK = Line("1", "retro-clock", None, 1, 100_000, 100_000)
EARNED: tuple[Step, ...] = (
    (ENROLLED[0][0], CLUB, PublishVersion(day(0), CLUB, 1, day(0), TERMS)),  # type: ignore[index]
    *ENROLLED[1:],
    (
        ORDER,
        "first",
        RecordPurchase(day(1), OrderId("first"), AZIZA, "shop", None, "UZS", (CLOCK,)),
    ),
)
ASKED: Step = (
    PAYOUT,
    "p-1",
    PayOutCashback(day(2), "p-1", AZIZA, CLUB, 3_000, "UZS", "card 8600"),
)


@define
class Bank:
    """A bank that pays each key once, and remembers what it has paid."""

    answer: Paid | Declined | None
    paid: list[PaymentOrder] = field(factory=list)
    service: str = "bank"

    def pay(self, order: PaymentOrder) -> Paid | Declined | None:
        if order not in self.paid and isinstance(self.answer, Paid):
            self.paid.append(order)
        return self.answer


@define
class Outside:
    """What is outside of us, one for each time that the story is told: it stays."""

    make: Any
    made: WeakKeyDictionary[Any, Any] = field(factory=WeakKeyDictionary)

    def __call__(self, handler: Handler) -> None:
        journal: Any = handler.journal
        inner = journal.journal
        if inner not in self.made:
            self.made[inner] = self.make()
        dispatch(handler, self.made[inner], day(3), TIME)


def counts(told: Told) -> tuple[int, int]:
    """Return what can be spent and what is held."""
    ledger: Ledger = told.crm.handler.begin(TIME).state(POINTS, MEMBER)
    return ledger.available, ledger.held


def caused(told: Told) -> list[str]:
    return [type(each).__name__ for each in told.by("cashback-is-paid-out")]


def test_what_is_paid_is_paid_once_and_spent_once() -> None:
    banks: list[Bank] = []

    def make() -> Bank:
        banks.append(Bank(Paid("t-77")))
        return banks[-1]

    send = Outside(make)
    told = tell(*EARNED, ASKED, send, send)
    assert caused(told) == ["PointsHeld", "HoldCaptured"]
    assert counts(told) == (2_000, 0)
    order = PaymentOrder("p-1", 3_000, "UZS", "card 8600")
    assert len(banks) > 10
    assert [bank.paid for bank in banks] == [[order]] * len(banks)


def test_what_is_declined_is_restored_once() -> None:
    send = Outside(lambda: Bank(Declined("no such card")))
    told = tell(*EARNED, ASKED, send, send)
    assert caused(told) == ["PointsHeld", "HoldReleased"]
    assert counts(told) == (5_000, 0)


@pytest.mark.parametrize(
    ("outcome", "left"),
    [(ConfirmPayout(day(4), "t-77"), 2_000), (FailPayout(day(4), "returned"), 5_000)],
)
def test_an_order_in_a_file_is_one_line_whenever_the_process_dies(
    tmp_path: Path, outcome: ConfirmPayout | FailPayout, left: int
) -> None:
    files: list[PaymentFile] = []

    def make() -> PaymentFile:
        files.append(PaymentFile(tmp_path / str(len(files)) / "orders.jsonl"))
        return files[-1]

    send = Outside(make)
    told = tell(*EARNED, ASKED, send, send, (PAYOUT, "p-1", outcome), send)
    assert counts(told) == (left, 0)
    assert len(files) > 10
    for file in files:
        assert len(file.path.read_text().splitlines()) == 1
