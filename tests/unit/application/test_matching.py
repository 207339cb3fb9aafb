"""Customers who are alike are found, shown to a steward, and never merged by it."""

from datetime import UTC, datetime

import pytest

from mijoz.adapters.likeness import NearlyTheSame
from mijoz.application.contexts import MATCH, TASK
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.identity import merge
from mijoz.application.matching import STEWARD, Particulars, pair, propose
from mijoz.application.ports import ClaimTaken
from mijoz.application.privacy.erasing import erase
from mijoz.composition import compose
from mijoz.domain.customer.facts import FactKind, RecordFact
from mijoz.domain.customer.identifiers import AddIdentifier, IdentifierKind
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.match import RejectMerge, Standing
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId
from mijoz.domain.sales.finishing import TaskCancelled, TaskCompleted

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ANNA = Origin("user:anna")


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=lambda: NOW)
    for name, called in (
        ("a", "Aziza Karimova"),
        ("b", "Karimova, Aziza"),
        ("c", "Azisa Karimova"),
        ("d", "Bobur Toshmatov"),
        ("e", None),
    ):
        command = RegisterCustomer(
            NOW, CustomerId(name), PartyKind.PERSON, "shop", name=called
        )
        crm.customers.tell(name, command, origin=ANNA)
    return crm


def proposed(crm: Crm, least: int = 850) -> list[tuple[str, str]]:
    found = propose(crm.handler, NearlyTheSame(), NOW, ANNA, least)
    return sorted((each.one, each.other) for each in found)


def standing(crm: Crm, one: str, other: str) -> Standing | None:
    found: Standing | None = (
        crm.handler.begin(ANNA).state(MATCH, pair(one, other)).standing
    )
    return found


def test_those_whose_names_are_nearly_the_same_are_proposed_once(crm: Crm) -> None:
    assert proposed(crm) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert proposed(crm) == []
    assert standing(crm, "b", "a") == Standing.OPEN


def test_only_pairs_of_a_score_are_proposed(crm: Crm) -> None:
    assert proposed(crm, 1_000) == [("a", "b")]


def test_what_was_read_of_them_is_not_stored(crm: Crm) -> None:
    proposed(crm)
    stream = crm.journal.stream(MATCH.stream(pair("a", "b")))
    assert "karimova" not in repr(stream).lower()


def test_facts_and_addresses_count_where_they_are_told_of_both() -> None:
    def person(name: str, email: str, born: str) -> Particulars:
        return Particulars(name, "Aziza Karimova", [email], [], {"born": born})

    def score(*people: Particulars) -> int:
        (found,) = NearlyTheSame().pairs(people)
        return found.score_per_mille

    same = (
        person("a", "aziza@example.org", "1990"),
        person("b", "aziza@example.org", "1990"),
    )
    assert score(*same) == 1_000
    assert score(same[0], person("b", "aziza@example.org", "1962")) == 700
    assert score(same[0], person("b", "zz@yy", "1990")) < 950
    assert score(Particulars("a", "Aziza"), Particulars("b", "Aziza")) == 1_000


def test_everybody_is_compared_with_their_neighbours_in_either_order() -> None:
    people = [Particulars(str(n), f"{n:02} zz") for n in range(40)]
    people += [Particulars("x", "Aziza Karimova"), Particulars("y", "Baziza Karimova")]
    pairs = {(each.one, each.other) for each in NearlyTheSame().pairs(people)}
    assert ("x", "y") in pairs
    assert len(pairs) < 41 * 40 // 2
    assert all(one < other for one, other in pairs)


def test_a_pair_is_a_task_of_the_steward_until_it_is_decided(crm: Crm) -> None:
    proposed(crm)
    work = crm.handler.begin(ANNA)
    task = work.state(TASK, "match:a~b").assigned
    assert task is not None
    assert (task.assignee, task.about_ref) == (STEWARD, "match:a~b")
    reject = RejectMerge(NOW, "sisters")
    crm.handler.run(lambda w: w.handle(MATCH, "a~c", reject), ANNA)
    ended = crm.handler.begin(ANNA).state(TASK, "match:a~c").ended
    assert isinstance(ended, TaskCancelled)


def test_a_merge_settles_the_pair_and_its_task(crm: Crm) -> None:
    proposed(crm)
    merge(
        crm.handler,
        "b",
        "a",
        Evidence.REVIEWED,
        at=NOW,
        merge_id="m",
        origin=ANNA,
        approver="user:anna",
    )
    assert standing(crm, "a", "b") == Standing.ACCEPTED
    ended = crm.handler.begin(ANNA).state(TASK, "match:a~b").ended
    assert isinstance(ended, TaskCompleted)
    assert proposed(crm) == []


def test_who_is_one_already_is_not_proposed(crm: Crm) -> None:
    merge(
        crm.handler,
        "b",
        "a",
        Evidence.REVIEWED,
        at=NOW,
        merge_id="m",
        origin=ANNA,
        approver="user:anna",
    )
    assert proposed(crm) == [("a", "c"), ("b", "c")]


def test_who_was_erased_is_compared_with_nobody(crm: Crm) -> None:
    erase(crm, "a", "asked for it", ANNA)
    assert proposed(crm) == [("b", "c")]


def test_an_identifier_that_another_has_is_a_conflict_and_a_task(crm: Crm) -> None:
    index = crm.handler.blind("email", "aziza@example.org")
    for name in ("d", "a", "a"):
        add = AddIdentifier(NOW, IdentifierKind.EMAIL, "aziza@example.org", index)
        if name == "d":
            crm.customers.tell(name, add, origin=ANNA)
            continue
        with pytest.raises(ClaimTaken):
            crm.customers.tell(name, add, origin=ANNA)
    (event,) = crm.journal.stream(MATCH.stream("a~d"))
    assert (event.event.holder_id, event.event.kind) == ("d", "email")
    assert event.actor == "policy:conflicts-are-noted"
    assert crm.handler.begin(ANNA).state(TASK, "match:a~d").assigned


def test_facts_that_are_told_of_a_customer_are_compared(crm: Crm) -> None:
    for name in ("a", "b"):
        fact = RecordFact(NOW, "f", FactKind.DEMOGRAPHIC, "born", name, "asked")
        crm.customers.tell(name, fact, origin=ANNA)
    assert ("a", "b") not in proposed(crm)
