"""The rules of contracts, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import ContractId, CustomerId, OpportunityId
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.domain.sales.contract import (
    CONTRACTS,
    Command,
    ContractEnded,
    ContractExpired,
    ContractHasNoTerm,
    ContractIsOver,
    ContractNotSigned,
    ContractRenewed,
    ContractSigned,
    EndContract,
    NoteContractDue,
    RenewContract,
    SignContract,
)
from mijoz.domain.sales.signing import ContractChanged, NotATerm
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
START, END = datetime(2026, 4, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
NEXT = datetime(2028, 4, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
NAME, FIRM, SALE = ContractId("c-1"), CustomerId("firm"), OpportunityId("s-1")
WHO = NAME, FIRM

SIGN = SignContract(NOW, NAME, FIRM, START, END, 900, "UZS", SALE)
SIGNED = ContractSigned(NOW, NAME, FIRM, START, END, 900, "UZS", SALE)
RENEW = RenewContract(START, NEXT, 950)
RENEWED = ContractRenewed(START, *WHO, END, NEXT, 950, "UZS")
ENDED = ContractEnded(START, *WHO, "they moved")
EXPIRED = ContractExpired(END, *WHO)

contracts = Scenario(CONTRACTS)
signed = contracts.given(SIGNED)
forever = contracts.given(but(SIGNED, ends_at=None))

COMMANDS: list[Command] = [
    RENEW,
    EndContract(START, "they moved"),
    NoteContractDue(END),
]


def test_a_contract_is_signed_with_its_term_and_value() -> None:
    story = contracts.when(SIGN)
    story.then(SIGNED)
    assert story.state.due == END


def test_a_contract_is_signed_once() -> None:
    signed.when(but(SIGN, at=START)).then_nothing()
    signed.when(but(SIGN, value=901)).then(ContractChanged(NAME))


def test_a_term_ends_after_it_begins() -> None:
    contracts.when(but(SIGN, ends_at=START)).then(NotATerm(START, START))
    assert contracts.when(but(SIGN, ends_at=START + INSTANT)).news
    assert contracts.when(but(SIGN, ends_at=None)).news


def test_a_value_is_an_amount_and_may_be_nothing() -> None:
    assert contracts.when(but(SIGN, value=0)).news
    contracts.when(but(SIGN, value=-1)).then(NotAnAmount(-1, 0))
    contracts.when(but(SIGN, currency="sum")).then(NoSuchCurrency("sum"))
    signed.when(but(RENEW, value=-1)).then(NotAnAmount(-1, 0))
    assert signed.when(but(RENEW, value=0)).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_signed_binds_nobody(command: Command) -> None:
    contracts.when(command).then(ContractNotSigned())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_contract_before_it_is_signed(command: Command) -> None:
    early = NOW - INSTANT
    signed.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert signed.when(but(command, at=NOW)).refusal is None


def test_a_contract_is_renewed_for_the_term_that_follows() -> None:
    story = signed.when(RENEW)
    story.then(RENEWED)
    assert story.state.due == NEXT
    story.when(but(RENEW, at=END)).then_nothing()


def test_a_renewal_may_be_renewed() -> None:
    last = NEXT + timedelta(days=1)
    story = signed.given(RENEWED).when(RenewContract(END, last, 1))
    story.then(ContractRenewed(END, *WHO, NEXT, last, 1, "UZS"))


def test_a_new_term_ends_after_the_last() -> None:
    signed.when(but(RENEW, ends_at=END)).then(NotATerm(END, END))
    assert signed.when(but(RENEW, ends_at=END + INSTANT)).news
    again = signed.given(RENEWED).when(but(RENEW, value=951))
    again.then(NotATerm(NEXT, NEXT))


def test_what_has_no_term_is_not_renewed() -> None:
    forever.when(RENEW).then(ContractHasNoTerm(NAME))


def test_a_contract_is_ended_with_a_reason_once() -> None:
    story = signed.when(EndContract(START, "they moved"))
    story.then(ENDED)
    assert story.state.due is None
    story.when(EndContract(END, "they moved")).then_nothing()
    story.when(EndContract(END, "they died")).then(ContractIsOver(NAME, START))
    story.when(RENEW).then(ContractIsOver(NAME, START))
    story.when(NoteContractDue(END)).then_nothing()
    assert forever.when(EndContract(NEXT, "they moved")).news


def test_what_is_over_by_its_term_is_over_though_no_timer_has_said_so() -> None:
    signed.when(but(RENEW, at=END)).then(ContractIsOver(NAME, END))
    signed.when(EndContract(END, "they moved")).then(ContractIsOver(NAME, END))
    last = END - INSTANT
    assert signed.when(but(RENEW, at=last)).news
    assert signed.when(EndContract(last, "they moved")).news


def test_a_contract_expires_when_its_term_ends_once() -> None:
    signed.when(NoteContractDue(END - INSTANT)).then_nothing()
    signed.when(NoteContractDue(END)).then(EXPIRED)
    story = signed.when(NoteContractDue(NEXT))
    story.then(EXPIRED)
    story.when(NoteContractDue(NEXT)).then_nothing()
    story.when(but(RENEW, at=END)).then(ContractIsOver(NAME, END))
    forever.when(NoteContractDue(NEXT)).then_nothing()


def test_what_was_renewed_in_time_may_be_told_once_it_has_expired() -> None:
    story = signed.given(EXPIRED).when(RENEW)
    story.then(RENEWED)
    assert story.state.due == NEXT
    assert story.state.in_force(END)
    assert signed.given(EXPIRED).when(EndContract(START, "they moved")).news


def test_what_was_ended_stays_so_whatever_is_told_of_its_renewal() -> None:
    assert signed.given(ENDED, RENEWED).state.due is None


def test_a_contract_binds_from_its_start_until_it_is_over() -> None:
    assert not contracts.state.in_force(START)
    for story, last in ((signed, END), (signed.given(RENEWED), NEXT)):
        assert not story.state.in_force(START - INSTANT)
        assert story.state.in_force(START)
        assert story.state.in_force(last - INSTANT)
        assert not story.state.in_force(last)
    ended = signed.given(but(ENDED, at=START + INSTANT)).state
    assert ended.in_force(START)
    assert not ended.in_force(START + INSTANT)
    assert forever.state.in_force(NEXT)
