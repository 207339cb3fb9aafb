"""Cashback on its way to become money: paid once, or the balance restored."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import define, field
from attrs import evolve as but

from mijoz.application.contexts import (
    MEMBERSHIP,
    PAYOUT,
    POINTS,
    PROGRAMME,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.paying_out import Paying, dispatch
from mijoz.application.ports import Declined, Paid, PaymentOrder
from mijoz.application.privacy.erasing import erase
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, PersonErased, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.payout import Payout
from mijoz.domain.loyalty.payout_terms import (
    CancelPayout,
    ConfirmPayout,
    DispatchPayout,
    FailPayout,
    NotInMoney,
    PayOutCashback,
    PayoutIsOver,
)
from mijoz.domain.loyalty.points import (
    Adjust,
    CaptureHold,
    Hold,
    HoldCaptured,
    Ledger,
    PointsHeld,
    ReleaseHold,
)
from mijoz.domain.loyalty.points_refusals import HoldIsReserved, NotEnoughPoints
from mijoz.domain.loyalty.policies import ExpiredPart, SpendOrder
from mijoz.domain.loyalty.programme import PublishVersion, RetireVersion, Terms
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=2)
CLUB, AZIZA = ProgrammeId("club"), CustomerId("aziza")
ACCOUNT = account(CLUB, AZIZA)
TERMS = Terms("UTC", "UZS", 500, 10_000, "UZS", SpendOrder.FIFO)
REQUEST = PayOutCashback(NOW, "p-1", AZIZA, CLUB, 300, "UZS", "card 8600")
ORDER = PaymentOrder("p-1", 300, "UZS", "card 8600")


@define
class Bank:
    """A bank that answers as it is told to, and pays each key once."""

    answers: dict[str, Paid | Declined] = field(factory=dict)
    asked: list[PaymentOrder] = field(factory=list)
    service: str = "bank"
    broken: bool = False

    def pay(self, order: PaymentOrder) -> Paid | Declined | None:
        self.asked.append(order)
        if self.broken:
            raise ConnectionError
        return self.answers.get(order.key)


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    publish(crm, TERMS)
    return crm


def publish(crm: Crm, terms: Terms, name: str = CLUB) -> str:
    programme, member = ProgrammeId(name), account(name, AZIZA)
    version = PublishVersion(NOW, programme, 1, NOW, terms)
    tell(crm, PROGRAMME, programme, version)
    enrol = Enrol(NOW, MembershipId(member), AZIZA, programme, "shop")
    tell(crm, MEMBERSHIP, member, enrol)
    give = Adjust(
        NOW, "gift", 500, "welcome", "anna", expires_at=NOW + timedelta(days=30)
    )
    tell(crm, POINTS, member, give)
    return member


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def ask(crm: Crm, request: PayOutCashback = REQUEST) -> Any:
    return tell(crm, PAYOUT, request.payout_id, request)


def counts(crm: Crm, name: str = ACCOUNT) -> tuple[int, int]:
    ledger: Ledger = Desk(POINTS, crm.handler).state(name)
    return ledger.available, ledger.held


def payout(crm: Crm) -> Payout:
    found: Payout = Desk(PAYOUT, crm.handler).state("p-1")
    return found


def send(crm: Crm, bank: Bank, at: datetime = SOON) -> Paying:
    return dispatch(crm.handler, bank, at, ANNA)


def test_what_is_to_be_paid_out_is_held_without_a_timeout(crm: Crm) -> None:
    told = ask(crm)
    cause, held = told.drafts
    assert isinstance(held.event, PointsHeld)
    assert (held.event.hold_id, held.event.amount) == ("payout:p-1", 300)
    assert held.origin.causation_id == cause.id
    assert counts(crm) == (200, 300)
    sweep_due(crm.handler, NOW + timedelta(days=365_000), ANNA)
    assert counts(crm) == (0, 300)


def test_where_the_money_goes_stands_under_seal(crm: Crm) -> None:
    ask(crm)
    (recorded,) = crm.journal.stream("payout-p-1")
    assert recorded.sealed is not None
    assert "8600" not in str(recorded.event.pay_to)


def test_no_more_is_paid_out_than_there_is(crm: Crm) -> None:
    head = crm.journal.head()
    with pytest.raises(NotEnoughPoints):
        ask(crm, but(REQUEST, amount=501))
    assert crm.journal.head() == head
    ask(crm, but(REQUEST, amount=500))


def test_only_money_is_paid_out_and_only_in_its_own_currency(crm: Crm) -> None:
    publish(crm, Terms("UTC", "points", 1, 100, "UZS"), "stars")
    for other in (
        but(REQUEST, programme_id=ProgrammeId("stars")),
        but(REQUEST, currency="USD"),
        but(REQUEST, programme_id=ProgrammeId("nothing")),
    ):
        with pytest.raises(NotInMoney):
            ask(crm, other)


def test_a_programme_that_has_ended_still_pays_out(crm: Crm) -> None:
    tell(crm, PROGRAMME, CLUB, RetireVersion(NOW, CLUB, 1, NOW))
    ask(crm)
    assert counts(crm) == (200, 300)


def test_someone_who_is_no_member_has_nothing_paid_out(crm: Crm) -> None:
    register = RegisterCustomer(NOW, CustomerId("bek"), PartyKind.PERSON, "shop")
    crm.customers.tell("bek", register, origin=ANNA)
    with pytest.raises(Unknown):
        ask(crm, but(REQUEST, customer_id=CustomerId("bek")))


def test_a_payment_is_on_record_before_anyone_is_asked(crm: Crm) -> None:
    ask(crm)
    bank = Bank(broken=True)
    with pytest.raises(ConnectionError):
        send(crm, bank)
    state = payout(crm)
    assert state.dispatched is not None
    assert (state.dispatched.at, state.dispatched.service) == (SOON, "bank")
    assert state.waits
    bank.broken, bank.answers = False, {"p-1": Paid("t-77")}
    assert send(crm, bank, LATER) == Paying(paid=1)
    assert bank.asked == [ORDER, ORDER]


def test_what_was_paid_is_spent_once(crm: Crm) -> None:
    ask(crm)
    bank = Bank({"p-1": Paid("t-77")})
    assert send(crm, bank) == Paying(sent=1, paid=1)
    assert counts(crm) == (200, 0)
    paid = payout(crm).paid
    assert paid is not None
    assert (paid.payment_ref, paid.amount) == ("t-77", 300)
    captured = [
        each.event
        for each in crm.journal.stream(POINTS.stream(ACCOUNT))
        if isinstance(each.event, HoldCaptured)
    ]
    assert [(e.redemption_id, e.reward) for e in captured] == [("payout:p-1", "payout")]
    head = crm.journal.head()
    assert send(crm, bank, LATER) == Paying()
    assert (crm.journal.head(), len(bank.asked)) == (head, 1)


def test_what_was_declined_is_restored(crm: Crm) -> None:
    ask(crm)
    assert send(crm, Bank({"p-1": Declined("no such card")})) == Paying(
        sent=1, failed=1
    )
    assert counts(crm) == (500, 0)
    failed = payout(crm).failed
    assert failed is not None
    assert failed.reason == "no such card"
    ask(crm, but(REQUEST, payout_id="p-2", amount=500))


def test_what_is_not_known_yet_is_asked_about_again(crm: Crm) -> None:
    ask(crm)
    bank = Bank()
    assert send(crm, bank) == Paying(sent=1, waiting=1)
    head = crm.journal.head()
    assert send(crm, bank, LATER) == Paying(waiting=1)
    assert crm.journal.head() == head
    tell(crm, PAYOUT, "p-1", ConfirmPayout(LATER, "t-77"))
    assert counts(crm) == (200, 0)
    assert send(crm, bank, LATER) == Paying()


def test_a_payout_is_told_to_have_failed_by_whoever_pays(crm: Crm) -> None:
    ask(crm)
    send(crm, Bank())
    tell(crm, PAYOUT, "p-1", FailPayout(LATER, "returned"))
    with pytest.raises(PayoutIsOver):
        tell(crm, PAYOUT, "p-1", ConfirmPayout(LATER, "t-77"))


def test_a_payout_called_off_in_time_is_never_asked_for(crm: Crm) -> None:
    ask(crm)
    tell(crm, PAYOUT, "p-1", CancelPayout(SOON, "changed their mind"))
    bank = Bank()
    assert (send(crm, bank), bank.asked) == (Paying(), [])
    assert counts(crm) == (500, 0)


def test_what_one_service_was_asked_to_pay_another_is_not(crm: Crm) -> None:
    ask(crm)
    send(crm, Bank())
    other = Bank(service="another")
    assert (send(crm, other), other.asked) == (Paying(waiting=1), [])


def test_a_dispatch_dated_before_its_request_is_noted_with_it(crm: Crm) -> None:
    ask(crm, but(REQUEST, at=SOON))
    send(crm, Bank({"p-1": Paid("t-77")}), NOW)
    state = payout(crm)
    assert state.dispatched is not None
    assert state.paid is not None
    assert (state.dispatched.at, state.paid.at) == (SOON, SOON)


def test_an_answer_dated_before_the_dispatch_is_noted_with_it(crm: Crm) -> None:
    ask(crm)
    send(crm, Bank(), LATER)
    send(crm, Bank({"p-1": Paid("t-77")}), SOON)
    state = payout(crm)
    assert state.paid is not None
    assert state.paid.at == LATER


def test_of_someone_who_was_erased_nothing_is_left_to_pay_to(crm: Crm) -> None:
    ask(crm)
    erase(crm, AZIZA, "asked for", ANNA)
    bank = Bank()
    assert (send(crm, bank), bank.asked) == (Paying(failed=1), [])
    failed = payout(crm).failed
    assert failed is not None
    assert failed.reason == "nobody is left to pay"
    assert counts_unread(crm) == (500, 0)
    with pytest.raises(PersonErased):
        ask(crm, but(REQUEST, payout_id="p-2"))


def test_what_is_under_way_when_someone_is_erased_is_told_by_whoever_pays(
    crm: Crm,
) -> None:
    ask(crm)
    send(crm, Bank())
    erase(crm, AZIZA, "asked for", ANNA)
    assert send(crm, Bank({"p-1": Paid("t-77")})) == Paying(waiting=1)
    tell(crm, PAYOUT, "p-1", ConfirmPayout(LATER, "t-77"))
    assert counts_unread(crm)[1] == 0


def counts_unread(crm: Crm) -> tuple[int, int]:
    ledger: Ledger = crm.handler.begin(ANNA).state(POINTS, ACCOUNT)
    return ledger.available, ledger.held


@pytest.mark.parametrize(
    ("expired", "restored"), [(ExpiredPart.EXPIRE, 200), (ExpiredPart.GRACE, 500)]
)
def test_what_expired_while_it_was_under_way_is_restored_as_the_policy_says(
    crm: Crm, expired: ExpiredPart, restored: int
) -> None:
    grace = 5 if expired is ExpiredPart.GRACE else 0
    terms = but(TERMS, expired_part=expired, grace_days=grace)
    name = publish(crm, terms, "other")
    ask(crm, but(REQUEST, programme_id=ProgrammeId("other")))
    give = Adjust(SOON, "more", 200, "welcome", "anna")
    tell(crm, POINTS, name, give, Adjust(SOON, "less", -200, "x", "anna"))
    tell(crm, PAYOUT, "p-1", DispatchPayout(SOON, "bank"))
    at = NOW + timedelta(days=30)
    tell(crm, POINTS, name, but(give, at=at, adjustment_id="then", amount=200))
    tell(crm, PAYOUT, "p-1", FailPayout(at, "no such card"))
    before, _ = counts(crm, name)
    assert (before, counts(crm, name)[1]) == (restored + 200, 0)


def test_before_its_lots_expire_a_balance_is_restored_as_it_was(crm: Crm) -> None:
    terms = but(TERMS, expired_part=ExpiredPart.GRACE, grace_days=5)
    name = publish(crm, terms, "other")
    ask(crm, but(REQUEST, programme_id=ProgrammeId("other")))
    tell(crm, PAYOUT, "p-1", DispatchPayout(SOON, "bank"))
    at = NOW + timedelta(days=30) - timedelta(microseconds=1)
    before = Desk(POINTS, crm.handler).state(name)
    told = tell(crm, PAYOUT, "p-1", FailPayout(at, "no such card"))
    assert [type(each.event).__name__ for each in told.drafts] == [
        "CashbackPayoutFailed",
        "HoldReleased",
    ]
    after: Ledger = Desk(POINTS, crm.handler).state(name)
    assert after.available == before.available + before.held == 500


def test_what_a_payout_holds_is_moved_by_it_alone(crm: Crm) -> None:
    name = "payout:p-1"
    hold, release = Hold(NOW, name, 10, SOON), ReleaseHold(SOON, name)
    capture = CaptureHold(SOON, name, "x", "a cap")
    refused(crm, hold, release, capture)
    ask(crm)
    refused(crm, release, capture)
    tell(crm, PAYOUT, "p-1", DispatchPayout(SOON, "bank"))
    refused(crm, release, capture)
    tell(crm, PAYOUT, "p-1", ConfirmPayout(SOON, "t-77"))
    refused(crm, release)


def refused(crm: Crm, *commands: Any) -> None:
    for command in commands:
        with pytest.raises(HoldIsReserved) as caught:
            tell(crm, POINTS, ACCOUNT, command)
        assert caught.value == HoldIsReserved("payout:p-1")
