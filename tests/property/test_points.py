"""What holds of points whatever anyone does, against a second and simpler opinion."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mijoz.domain.decider import Refused
from mijoz.domain.loyalty.points import (
    POINTS,
    Adjust,
    CaptureHold,
    Command,
    Earn,
    Event,
    Hold,
    Redeem,
    ReleaseHold,
    ReverseEarn,
    ReverseRedemption,
    SettleDue,
)
from mijoz.domain.loyalty.policies import RefundPolicy, SpendOrder
from mijoz.domain.loyalty.postings import postings

from .points_model import Line, Model

FIRST = datetime(2024, 2, 28, tzinfo=UTC)
offsets = st.sampled_from((0, 0, 0, 1, 1, 2, 5, -1, -4, -11))  # days from now
amounts = st.integers(1, 30) | st.none()  # None is all there is
keys = st.integers(0, 99)
maybe = st.none() | st.integers(1, 25)


def moment(day: int) -> datetime:
    return FIRST + timedelta(days=day)


class Member(RuleBasedStateMachine):
    """One member, a ledger of theirs, and a model of it."""

    @initialize(spent=st.booleans())
    def begin(self, spent: bool = False) -> None:
        self.now = 20
        self.model = Model()
        self.ledger = POINTS.initial
        self.history: list[Event] = []
        self.accounts: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.last: Command | None = None
        if spent:
            for wait, good_for in ((0, 3), (0, 9), (0, 40), (2, 9)):
                self.earn(99, 0, wait, good_for, [(9, 9)])
            self.redeem(99, 0, None, SpendOrder.FEFO)

    def new(self, kind: str, key: int) -> str:
        """Return a new name, or now and then one that was taken before."""
        if key < 5:
            return self.known(kind, key)
        self.names[kind] += 1
        return f"{kind}{self.names[kind]}"

    def known(self, kind: str, key: int) -> str:
        """Return one of the latest names of a kind, or one that may be unknown."""
        return f"{kind}{max(0, self.names[kind] - key % 4)}"

    def at(self, offset: int) -> int:
        day = max(0, self.now + offset)
        self.now = max(self.now, day)
        return day

    def ask(
        self, command: Command, verb: str, *args: object, **options: object
    ) -> None:
        """Ask the same of both, and let what both agree on happen."""
        expected = self.model.tried(verb, *args, **options)
        try:
            news = list(POINTS.decide(command, self.ledger))
        except Refused:
            news = []
            refused = True
        else:
            refused = False
        assert refused is (expected is None)
        if expected is None:
            return
        self.model, self.last = expected, command
        for event in news:
            moves = postings(event)
            assert sum(posting.amount for posting in moves) == 0
            for posting in moves:
                self.accounts[posting.account.value] += posting.amount
            wire = msgspec.json.encode(event)
            assert msgspec.json.decode(wire, type=type(event)) == event
            self.ledger = POINTS.evolve(self.ledger, event)
        self.history += news

    @rule(
        key=keys,
        offset=offsets,
        wait=st.integers(0, 6),
        good_for=st.none() | st.integers(1, 30),
        lines=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3),
    )
    def earn(
        self,
        key: int,
        offset: int,
        wait: int,
        good_for: int | None,
        lines: list[tuple[int, int]],
    ) -> None:
        day, name = self.at(offset), self.new("L", key)
        lines = [*lines, (7, 5)]
        ids = tuple("abcd"[: len(lines)])
        command = Earn(
            moment(day),
            name,
            name,
            sum(points for _, points in lines),
            moment(day + wait),
            None if good_for is None else moment(day + wait + good_for),
            "bozor",
            1,
            ids,
            tuple(paid for paid, _ in lines),
            tuple(points for _, points in lines),
        )
        by_line = dict(zip(ids, lines, strict=True))
        self.ask(command, "earn", name, day, wait, good_for, by_line)

    @rule(offset=offsets)
    def settle(self, offset: int) -> None:
        day = self.at(offset)
        self.ask(SettleDue(moment(day)), "settle", day)

    @rule(key=keys, offset=offsets, amount=amounts, order=st.sampled_from(SpendOrder))
    def redeem(
        self, key: int, offset: int, amount: int | None, order: SpendOrder
    ) -> None:
        day, name = self.at(offset), self.new("R", key)
        amount = amount or max(1, self.model.spendable)
        command = Redeem(moment(day), name, "a mug", amount, order)
        fifo = order is SpendOrder.FIFO
        self.ask(command, "redeem", name, day, amount, fifo=fifo)

    @rule(key=keys, offset=offsets, amount=amounts, lasts=st.integers(1, 10))
    def hold(self, key: int, offset: int, amount: int | None, lasts: int) -> None:
        day, name = self.at(offset), self.new("H", key)
        amount = amount or max(1, self.model.spendable)
        command = Hold(moment(day), name, amount, moment(day + lasts))
        self.ask(command, "hold", name, day, amount, day + lasts)

    @rule(key=keys, redemption=keys, offset=offsets, amount=maybe)
    def capture(
        self, key: int, redemption: int, offset: int, amount: int | None
    ) -> None:
        day, name, as_ = (
            self.at(offset),
            self.known("H", key),
            self.new("R", redemption),
        )
        command = CaptureHold(moment(day), name, as_, "a mug", amount)
        self.ask(command, "capture", name, day, as_, amount)

    @rule(key=keys, offset=offsets)
    def release(self, key: int, offset: int) -> None:
        day, name = self.at(offset), self.known("H", key)
        self.ask(ReleaseHold(moment(day), name), "release", name, day)

    @rule(
        key=keys,
        redemption=keys,
        offset=offsets | st.integers(5, 25),
        amount=maybe,
        grace=maybe,
    )
    def cancel(
        self,
        key: int,
        redemption: int,
        offset: int,
        amount: int | None,
        grace: int | None,
    ) -> None:
        day, name = self.at(offset), self.new("C", key)
        redeemed = self.known("R", redemption)
        until = None if grace is None else day + grace
        command = ReverseRedemption(
            moment(day),
            name,
            redeemed,
            amount,
            None if until is None else moment(until),
        )
        self.ask(command, "cancel", name, day, redeemed, amount, until)

    @rule(
        key=keys,
        lot=keys,
        offset=offsets,
        amounts=st.none() | st.lists(st.integers(0, 9), min_size=1, max_size=2),
        policy=st.sampled_from(RefundPolicy),
    )
    def refund(
        self,
        key: int,
        lot: int,
        offset: int,
        amounts: list[int] | None,
        policy: RefundPolicy,
    ) -> None:
        day, name = self.at(offset), self.new("F", key)
        earned = self.known("L", lot)
        order = self.model.orders.get(earned, {"a": Line(1, 1)})
        rest = [line.paid - line.refunded for line in order.values()]
        lines = dict(zip(order, amounts or rest, strict=False))
        command = ReverseEarn(
            moment(day), name, earned, tuple(lines), tuple(lines.values()), policy
        )
        self.ask(command, "refund", name, day, earned, lines, policy.value)

    @rule(
        key=keys,
        offset=offsets,
        amount=st.integers(-9, 9).filter(bool),
        good_for=st.integers(1, 15),
    )
    def adjust(self, key: int, offset: int, amount: int, good_for: int) -> None:
        day, name = self.at(offset), self.new("A", key)
        until = moment(day + good_for)
        command = Adjust(
            moment(day), name, amount, "goodwill", "dilnoza", expires_at=until
        )
        self.ask(command, "adjust", name, day, amount, good_for)

    @rule()
    def ask_again(self) -> None:
        if self.last is not None:
            assert not list(POINTS.decide(self.last, self.ledger))

    @rule(ahead=st.integers(0, 40))
    def look_ahead(self, ahead: int) -> None:
        day = self.now + ahead
        then = self.model.tried("settle", day)
        assert then is not None
        assert self.ledger.spendable_at(moment(day)) == then.spendable

    @invariant()
    def the_ledger_and_the_model_agree(self) -> None:
        ledger, model = self.ledger, self.model
        assert {lot.lot_id: lot.remaining for lot in ledger.lots} == model.left()
        assert +self.accounts == +model.accounts
        assert -self.accounts == -model.accounts
        assert ledger.spendable == model.spendable
        assert (ledger.pending, ledger.available, ledger.held, ledger.arrears) == (
            model.accounts["pending"],
            model.accounts["available"],
            model.accounts["held"],
            model.accounts["arrears"],
        )

    @invariant()
    def nothing_is_lost_and_nothing_is_below_zero(self) -> None:
        assert sum(self.accounts.values()) == 0
        assert all(lot.remaining > 0 for lot in self.ledger.lots)
        for account in ("pending", "available", "held", "redeemed", "breakage"):
            assert self.accounts[account] >= 0
        assert self.accounts["arrears"] <= 0

    def teardown(self) -> None:
        replayed = POINTS.fold(self.history)
        assert replayed == self.ledger
        half = len(self.history) // 2
        onto = POINTS.fold(self.history[:half])
        assert POINTS.fold(self.history[half:], onto) == self.ledger
        for day in range(0, self.now, 7):
            as_of = [event for event in self.history if event.at <= moment(day)]
            ledger = POINTS.fold_some(as_of)
            assert all(lot.remaining > 0 for lot in ledger.lots)


Member.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None
)
TestAnyMember = Member.TestCase
