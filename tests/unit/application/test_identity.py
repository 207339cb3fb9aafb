"""One person behind several customers: seen as one, and exact again when parted."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.envelope import Origin
from mijoz.application.identity import allows, canonical, cluster, merge, unmerge
from mijoz.application.ports import Gone
from mijoz.application.privacy.erasing import erase_person
from mijoz.composition import compose, foresight, models_path, warehouse
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis, WithdrawConsent
from mijoz.domain.customer.link import AlreadyMerged, Evidence, MergedInACircle
from mijoz.domain.customer.profile import (
    PartyKind,
    PlaceLegalHold,
    RegisterCustomer,
    UnderLegalHold,
)
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.purchase.order import Line, RecordPurchase
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NAMES = ("a", "b", "c", "d")


def shop() -> tuple[Crm, Ticking]:
    clock = Ticking()
    crm = compose(clock=clock)
    for name in NAMES:
        at = clock.forward(minutes=1)
        register = RegisterCustomer(at, CustomerId(name), PartyKind.PERSON, name)
        crm.customers.tell(name, register, origin=ANNA)
    return crm, clock


def join(crm: Crm, clock: Ticking, absorbed: str, survivor: str) -> None:
    at = clock.forward(minutes=1)
    merge(
        crm.handler,
        absorbed,
        survivor,
        Evidence.VERIFIED_IDENTIFIER,
        at=at,
        merge_id=crm.handler.new_id(),
        origin=ANNA,
    )


def part(crm: Crm, clock: Ticking, absorbed: str) -> None:
    at = clock.forward(minutes=1)
    unmerge(crm.handler, absorbed, at=at, reason="two of one name", origin=ANNA)


def buy(crm: Crm, clock: Ticking, who: str, paid: int) -> None:
    at = clock.forward(minutes=1)
    order = OrderId(crm.handler.new_id())
    line = Line("1", "sock", None, 1, paid, paid)
    told = RecordPurchase(at, order, CustomerId(who), "shop", None, "UZS", (line,))
    crm.orders.tell(order, told, origin=ANNA)


def decide(crm: Crm, clock: Ticking, who: str, *, grant: bool) -> None:
    at, customer = clock.forward(minutes=1), CustomerId(who)
    told = (
        GrantConsent(at, customer, "news", "email", LawfulBasis.CONSENT, "v1", "form")
        if grant
        else WithdrawConsent(at, customer, "news", "email", "link")
    )
    crm.consents.tell(who, told, origin=ANNA)


def test_two_customers_are_one_person_in_history_and_on_the_list() -> None:
    crm, clock = shop()
    buy(crm, clock, "a", 1_000)
    buy(crm, clock, "b", 500)
    join(crm, clock, "b", "a")
    assert cluster(crm.journal, "b") == cluster(crm.journal, "a") == ["a", "b"]
    card = crm.customers.history("b").state
    assert (card.customer_id, card.orders, card.spent) == ("a", 2, (("UZS", 1_500),))
    assert card.channel == "a", "the survivor's own"
    listed = {each.customer_id: each for each in crm.customers.cards().state}
    assert sorted(listed) == ["a", "c", "d"]
    assert listed["a"] == card


def test_what_was_one_person_only_later_was_two_before() -> None:
    crm, clock = shop()
    buy(crm, clock, "b", 500)
    before = clock.now
    join(crm, clock, "b", "a")
    assert cluster(crm.journal, "b", as_of=before) == ["b"]
    assert cluster(crm.journal, "b", known_at=before) == ["b"]
    assert crm.customers.history("b", as_of=before).state.customer_id == "b"
    names = [each.customer_id for each in crm.customers.cards(as_of=before).state]
    assert names == ["a", "b", "c", "d"]


def test_a_chain_of_merges_leads_to_its_root() -> None:
    crm, clock = shop()
    join(crm, clock, "b", "a")
    join(crm, clock, "c", "b")
    assert [canonical(crm.journal, each) for each in NAMES] == ["a", "a", "a", "d"]
    part(crm, clock, "b")
    assert [canonical(crm.journal, each) for each in NAMES] == ["a", "b", "b", "d"]


def test_no_merge_leads_back_to_itself() -> None:
    crm, clock = shop()
    join(crm, clock, "b", "a")
    join(crm, clock, "c", "b")
    with pytest.raises(MergedInACircle):
        join(crm, clock, "a", "c")
    with pytest.raises(AlreadyMerged):
        join(crm, clock, "c", "d")


def test_only_who_is_registered_is_merged_and_who_is_merged_is_parted() -> None:
    crm, clock = shop()
    for pair in (("a", "nobody"), ("nobody", "a")):
        with pytest.raises(Unknown):
            join(crm, clock, *pair)
    with pytest.raises(Unknown):
        part(crm, clock, "a")


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_a_merge_never_widens_a_consent(a: bool | None, b: bool | None) -> None:
    crm, clock = shop()
    for who, grant in (("a", a), ("b", b)):
        if grant is not None:
            decide(crm, clock, who, grant=grant)
    join(crm, clock, "b", "a")
    assert allows(crm.journal, "a", "news", "email") == bool(a and b)
    assert allows(crm.journal, "b", "news", "email") == bool(a and b)
    part(crm, clock, "b")
    assert allows(crm.journal, "a", "news", "email") == bool(a)
    assert allows(crm.journal, "b", "news", "email") == bool(b)


def test_what_either_decides_after_the_merge_is_the_persons() -> None:
    crm, clock = shop()
    for who in ("a", "b"):
        decide(crm, clock, who, grant=True)
    join(crm, clock, "b", "a")
    decide(crm, clock, "b", grant=False)
    assert not allows(crm.journal, "a", "news", "email")
    decide(crm, clock, "a", grant=True)
    assert allows(crm.journal, "b", "news", "email")


steps = st.lists(
    st.tuples(st.just("buy"), st.sampled_from(NAMES), st.integers(1, 999))
    | st.tuples(st.just("grant"), st.sampled_from(NAMES), st.just(0))
    | st.tuples(st.just("withdraw"), st.sampled_from(NAMES), st.just(0)),
    max_size=12,
)


def play(crm: Crm, clock: Ticking, told: list[tuple[str, str, int]]) -> None:
    for what, who, paid in told:
        if what == "buy":
            buy(crm, clock, who, paid)
        else:
            decide(crm, clock, who, grant=what == "grant")


@given(steps, steps, steps, st.permutations(NAMES))
def test_merge_then_unmerge_with_anything_between_gives_both_sides_back(
    before: list[tuple[str, str, int]],
    between: list[tuple[str, str, int]],
    after: list[tuple[str, str, int]],
    order: list[str],
) -> None:
    crm, clock = shop()
    other, ticking = shop()
    pairs = list(pairwise(order))
    play(crm, clock, before)
    play(other, ticking, before)
    joined = []
    for absorbed, survivor in pairs:
        try:
            join(crm, clock, absorbed, survivor)
            joined.append(absorbed)
        except Refused:
            pass
    ticking.now = clock.now
    play(crm, clock, between)
    play(other, ticking, between)
    for absorbed in joined:
        part(crm, clock, absorbed)
    ticking.now = clock.now
    play(crm, clock, after)
    play(other, ticking, after)
    for name in NAMES:
        mine = crm.customers.history(name)
        theirs = other.customers.history(name)
        own = [each.event for each in mine.events if each.stream != f"link-{name}"]
        told = [(type(e), e.at) for e in own]
        assert told == [(type(each.event), each.event.at) for each in theirs.events]
        assert mine.state.spent == theirs.state.spent
        assert allows(crm.journal, name, "news", "email") == allows(
            other.journal, name, "news", "email"
        )
        assert cluster(crm.journal, name) == [name]


def test_the_terminal_merges_and_parts(capsys: pytest.CaptureFixture[str]) -> None:
    crm, _ = shop()
    main = create(Services(lambda *_, **__: crm, warehouse, models_path, foresight))
    store = ["--store", "memory://"]
    told = ["customer", "merge", "b", "a", "--evidence", "claimed", *store]
    assert main(told) == 3
    assert "needs someone who approves it" in capsys.readouterr().err
    assert main([*told, "--approver", "user:anna"]) == 0
    assert "one person, a: a, b" in capsys.readouterr().out
    assert main(["customer", "unmerge", "b", "--reason", "two", *store]) == 0
    assert cluster(crm.journal, "b") == ["b"]
    assert main(["customer", "unmerge", "b", "--reason", "two", *store]) == 5


def test_time_passes() -> None:
    """The clock of these tests moves, or nothing here would be told apart."""
    _, clock = shop()
    assert clock.now > datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(minutes=3)


def test_an_erasure_reaches_each_customer_of_the_person() -> None:
    crm, clock = shop()
    join(crm, clock, "b", "a")
    made = erase_person(crm, "b", "asked for", ANNA)
    assert [each.customer_id for each in made] == ["a", "b"]
    for name in ("a", "b"):
        with pytest.raises(Gone):
            crm.customers.history(name)
    assert [each.customer_id for each in crm.customers.cards().state] == ["c", "d"]


def test_a_hold_on_one_of_them_keeps_all() -> None:
    crm, clock = shop()
    join(crm, clock, "b", "a")
    hold = PlaceLegalHold(clock.now, "h-1", "lawsuit")
    crm.customers.tell("b", hold, origin=ANNA)
    with pytest.raises(UnderLegalHold):
        erase_person(crm, "a", "asked for", ANNA)
    assert crm.customers.history("a").state.customer_id == "a"
