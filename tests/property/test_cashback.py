"""What holds of cashback: a budget is kept, money is paid once, ledgers sum to zero."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mijoz.application.contexts import (
    CASHBACK_BUDGET,
    MEMBERSHIP,
    ORDER,
    PAYOUT,
    POINTS,
    PROGRAMME,
    account,
)
from mijoz.application.desk import Desk
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.paying_out import dispatch
from mijoz.application.ports import Declined, Paid, PaymentOrder
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.cashback_budget import CashbackBudget, SetCashbackBudget
from mijoz.domain.loyalty.earning import points_for
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.payout import Payout
from mijoz.domain.loyalty.payout_terms import (
    CancelPayout,
    ConfirmPayout,
    FailPayout,
    PayOutCashback,
)
from mijoz.domain.loyalty.points import Ledger, Redeem
from mijoz.domain.loyalty.policies import ExpiredPart
from mijoz.domain.loyalty.postings import Account, balances
from mijoz.domain.loyalty.programme import PublishVersion, Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

START = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Origin("user:anna")
CLUB = ProgrammeId("club")
TERMS = Terms(
    "UTC",
    "UZS",
    3_333,
    10_000,
    "UZS",
    pending_days=1,
    expiry_months=1,
    expired_part=ExpiredPart.GRACE,
    grace_days=2,
)

people = st.sampled_from([CustomerId("aziza"), CustomerId("bek")])
steps = st.integers(-2, 9)  # days
names = st.integers(1, 5).map(lambda number: f"p-{number}")
kept = st.integers(1, 6)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 10**12), max_size=6))
def test_cashback_is_the_rate_of_what_was_paid_rounded_down_once(
    rate: int, paid: list[int]
) -> None:
    terms = Terms("UTC", "UZS", rate, 10_000, "UZS")
    terms.check()
    points = points_for(terms, paid)
    assert sum(points) == sum(paid) * rate // 10_000 <= sum(paid)
    assert all(each >= 0 for each in points)


class Bank:
    """A bank that pays, declines, or has yet to answer, and counts what it has paid."""

    service = "bank"

    def __init__(self) -> None:
        self.paid: dict[str, int] = {}
        self.answer = "later"

    def pay(self, order: PaymentOrder) -> Paid | Declined | None:
        if order.key in self.paid:
            return Paid(f"t {order.key}")
        if self.answer == "pay":
            self.paid[order.key] = order.amount
            return Paid(f"t {order.key}")
        return Declined("no such card") if self.answer == "decline" else None


class Club(RuleBasedStateMachine):
    """Two members who buy, refund, and have cashback paid out by a bank."""

    @initialize()
    def begin(self) -> None:
        self.now, self.counter = START, 0
        self.crm, self.bank = compose(clock=Ticking()), Bank()
        self.budgets: list[int] = []
        self.tell(PROGRAMME, CLUB, PublishVersion(START, CLUB, 1, START, TERMS))
        for each in ("aziza", "bek"):
            who, member = CustomerId(each), account(CLUB, each)
            register = RegisterCustomer(START, who, PartyKind.PERSON, "shop")
            self.crm.customers.tell(who, register, origin=ANNA)
            enrol = Enrol(START, MembershipId(member), who, CLUB, "shop")
            self.tell(MEMBERSHIP, member, enrol)

    def tell(self, aggregate: Any, name: str, command: Any) -> None:
        desk = Desk[Any, Any, Any](aggregate, self.crm.handler)
        desk.tell(name, command, origin=ANNA)

    def ask(self, aggregate: Any, name: str, command: Any) -> bool:
        """Ask for something, which is refused as a whole or not at all."""
        head = self.crm.journal.head()
        try:
            self.tell(aggregate, name, command)
        except Refused:
            assert self.crm.journal.head() == head
            return False
        return True

    def at(self, days: int) -> datetime:
        moment = max(START, self.now + timedelta(days=days))
        self.now = max(self.now, moment)
        return moment

    @rule(who=people, days=steps, paid=st.lists(st.integers(0, 90), min_size=1))
    def buy(self, who: CustomerId, days: int, paid: list[int]) -> None:
        self.counter += 1
        name = OrderId(f"o-{self.counter}")
        lines = tuple(
            Line(str(number), "sock", None, 1, each, each)
            for number, each in enumerate(paid)
        )
        at = self.at(days)
        self.ask(ORDER, name, RecordPurchase(at, name, who, "shop", None, "UZS", lines))

    @rule(order=kept, days=steps, amount=st.integers(1, 90), refund=kept)
    def refund(self, order: int, days: int, amount: int, refund: int) -> None:
        name = f"o-{max(1, self.counter - order)}"
        back = RefundOrder(self.at(days), f"r-{refund}", (("0", amount),))
        self.ask(ORDER, name, back)

    @rule(amount=st.integers(0, 120), days=steps)
    def set_budget(self, amount: int, days: int) -> None:
        budget = SetCashbackBudget(self.at(days), CLUB, amount, "UZS", "so")
        if self.ask(CASHBACK_BUDGET, CLUB, budget):
            self.budgets.append(amount)

    @rule(who=people, days=steps, amount=st.integers(1, 20))
    def spend(self, who: CustomerId, days: int, amount: int) -> None:
        self.counter += 1
        redeem = Redeem(self.at(days), f"x-{self.counter}", "a cap", amount)
        self.ask(POINTS, account(CLUB, who), redeem)

    @rule(name=names, who=people, days=steps, amount=st.integers(0, 40))
    def pay_out(self, name: str, who: CustomerId, days: int, amount: int) -> None:
        at = self.at(days)
        wish = PayOutCashback(at, name, who, CLUB, amount, "UZS", "card")
        self.ask(PAYOUT, name, wish)

    @rule(answer=st.sampled_from(["pay", "decline", "later", "later"]), days=steps)
    def send(self, answer: str, days: int) -> None:
        self.bank.answer = answer
        dispatch(self.crm.handler, self.bank, self.at(days), ANNA)

    @rule(
        name=names,
        days=steps,
        command=st.sampled_from(["confirm", "fail", "cancel"]),
    )
    def hear(self, name: str, days: int, command: str) -> None:
        """Hear from the bank what became of a payout; only it can know that."""
        at = self.at(days)
        if command == "cancel":
            self.ask(PAYOUT, name, CancelPayout(at, "no"))
        elif command == "confirm" and name in self.bank.paid:
            self.ask(PAYOUT, name, ConfirmPayout(at, f"t {name}"))
        elif command == "fail" and name not in self.bank.paid:
            self.ask(PAYOUT, name, FailPayout(at, "returned"))

    @rule(days=steps)
    def sweep(self, days: int) -> None:
        sweep_due(self.crm.handler, self.at(days), ANNA)

    def state(self, aggregate: Any, name: str) -> Any:
        return self.crm.handler.begin(ANNA).state(aggregate, name)

    @invariant()
    def a_budget_is_never_exceeded(self) -> None:
        budget: CashbackBudget = self.state(CASHBACK_BUDGET, CLUB)
        if self.budgets:
            assert budget.left is not None
            assert 0 <= budget.left <= self.budgets[-1]
            assert budget.given + budget.left == self.budgets[-1]

    @invariant()
    def every_ledger_sums_to_zero(self) -> None:
        for stream in self.crm.journal.streams("points"):
            held = balances(self.crm.journal.replay(stream))
            assert not sum(held.values())
            assert min(held[Account.HELD], held[Account.AVAILABLE]) >= 0

    @invariant()
    def what_was_asked_for_is_held_paid_or_restored(self) -> None:
        held = dict.fromkeys(("aziza", "bek"), 0)
        spent: dict[str, int] = {}
        for stream in self.crm.journal.streams("payout"):
            payout: Payout = self.state(PAYOUT, stream.removeprefix("payout-"))
            assert payout.requested
            asked = payout.requested
            if payout.waits:
                held[asked.customer_id] += asked.amount
            if payout.paid:
                spent[asked.payout_id] = asked.amount
        assert spent == self.bank.paid
        for who, amount in held.items():
            ledger: Ledger = self.state(POINTS, account(CLUB, who))
            assert ledger.held == amount


TestClub = Club.TestCase
TestClub.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
