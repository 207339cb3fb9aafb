"""What is personal is read for a purpose, and that it was is noted before."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from attrs import evolve

from mijoz.application.contexts import ACCESS
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.ports import Batch, Receipt, StoreUnavailable
from mijoz.application.privacy.erasing import erase
from mijoz.application.privacy.reading import Reading, opened
from mijoz.composition import compose
from mijoz.domain.customer.access import NoPurpose, PersonalDataRead
from mijoz.domain.customer.profile import (
    FactKind,
    PartyKind,
    RecordFact,
    RegisterCustomer,
)
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.ids import CustomerId, FeedbackId
from mijoz.domain.personal import Erased, Sealed

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
ANNA = Origin("user:anna")
AZIZA, BOBUR = CustomerId("aziza"), CustomerId("bobur")
COMPLAINT = Reading(NOW, "user:olim", "complaint 4711")


def shop(crm: Crm) -> Crm:
    for who in (AZIZA, BOBUR):
        register = RegisterCustomer(NOW, who, PartyKind.PERSON, "web", name=who.title())
        crm.customers.tell(who, register, origin=ANNA)
    fact = RecordFact(NOW, "f-1", FactKind.HABIT, "tea", "green", "chat")
    crm.customers.tell(AZIZA, fact, origin=ANNA)
    crm.feedback.tell("n-1", said("n-1", AZIZA), origin=ANNA)
    crm.feedback.tell("n-2", said("n-2", None), origin=ANNA)
    return crm


def said(name: str, who: CustomerId | None) -> ReceiveFeedback:
    return ReceiveFeedback(
        NOW, FeedbackId(name), who, FeedbackKind.NPS, 7, 10, comment="so so"
    )


@pytest.fixture
def crm() -> Crm:
    return shop(compose(clock=lambda: NOW))


def notes(crm: Crm, person: str = AZIZA) -> list[PersonalDataRead]:
    return [each.event for each in crm.journal.stream(ACCESS.stream(person))]


def test_without_a_purpose_nothing_is_opened_and_nothing_noted(crm: Crm) -> None:
    head = crm.journal.head()
    profile = crm.customers.desk.state(AZIZA)
    assert profile.registered is not None
    assert profile.registered.name == Sealed()
    assert profile.facts["f-1"].value == Sealed()
    crm.customers.history(AZIZA)
    assert crm.journal.head() == head


def test_for_a_purpose_it_is_opened_and_noted_who_read_how_much_and_what_for(
    crm: Crm,
) -> None:
    profile = crm.customers.desk.state(AZIZA, reading=COMPLAINT)
    assert profile.registered is not None
    assert profile.registered.name == "Aziza"
    assert profile.facts["f-1"].value == "green"
    crm.customers.history(AZIZA, reading=COMPLAINT)
    assert notes(crm) == [
        PersonalDataRead(NOW, AZIZA, "user:olim", "complaint 4711", events)
        for events in (2, 3)
    ]
    (first, _) = crm.journal.stream(ACCESS.stream(AZIZA))
    assert (first.actor, first.subject) == ("user:olim", None)


@pytest.mark.parametrize("purpose", ["", " ", "\n"])
def test_a_purpose_says_something(crm: Crm, purpose: str) -> None:
    for read in (crm.customers.desk.state, crm.customers.history):
        with pytest.raises(NoPurpose):
            read(AZIZA, reading=evolve(COMPLAINT, purpose=purpose))
    assert notes(crm) == []


def test_what_cannot_be_noted_is_not_given(crm: Crm) -> None:
    class Full:
        """A journal that can be read, and takes nothing more."""

        def __getattr__(self, name: str) -> Any:
            return getattr(crm.journal, name)

        def append(self, _: Batch) -> Receipt:
            raise StoreUnavailable("the disk is full")

    journal: Any = Full()
    full = evolve(crm, handler=evolve(crm.handler, journal=journal))
    for read in (full.customers.desk.state, full.customers.history):
        with pytest.raises(StoreUnavailable, match="the disk is full"):
            read(AZIZA, reading=COMPLAINT)


def test_a_reading_that_opens_nothing_notes_nothing(crm: Crm) -> None:
    head = crm.journal.head()
    bare = [each for each in crm.journal.feed(0) if each.sealed is None]
    assert opened(crm.handler, bare, COMPLAINT) == bare
    assert opened(crm.handler, [], COMPLAINT) == []
    assert crm.journal.head() == head


def test_a_reading_of_several_persons_is_noted_with_each(crm: Crm) -> None:
    opened(crm.handler, crm.journal.feed(0), COMPLAINT)
    assert [each.events for each in notes(crm)] == [3]
    assert [each.events for each in notes(crm, BOBUR)] == [1]
    assert [each.events for each in notes(crm, "feedback-n-2")] == [1]


def test_of_someone_erased_nothing_is_opened_and_nothing_noted(crm: Crm) -> None:
    erase(crm, AZIZA, "asked for", ANNA)
    received = crm.feedback.state("n-1", reading=COMPLAINT).received
    assert received is not None
    assert (received.comment, received.score) == (Erased(), 7)
    assert notes(crm) == []


def test_of_someone_erased_nothing_is_given_by_who_remembers_their_key(
    tmp_path: Path,
) -> None:
    store = f"sqlite:///{tmp_path}/shop.db"
    ours, theirs = shop(compose(store)), compose(store)
    read = theirs.feedback.state("n-1", reading=COMPLAINT).received
    assert read is not None
    assert read.comment == "so so"
    erase(ours, AZIZA, "asked for", ANNA)
    read = theirs.feedback.state("n-1", reading=COMPLAINT).received
    assert read is not None
    assert read.comment == Erased()
    assert len(notes(theirs)) == 1


@pytest.mark.parametrize("where", ["memory://", "sqlite:///{}/shop.db"])
def test_however_many_read_at_once_each_reading_is_noted(
    tmp_path: Path, where: str
) -> None:
    store = where.format(tmp_path)
    crm = shop(compose(store))
    several: Callable[[], Crm] = (
        (lambda: crm) if where == "memory://" else (lambda: compose(store))
    )
    start, problems = Barrier(12), []

    def read(crm: Crm, name: str) -> None:
        start.wait()
        for _ in range(5):
            try:
                crm.customers.history(AZIZA, reading=Reading(NOW, name, "a test"))
            except Exception as problem:
                problems.append(problem)

    processes = [several(), several()]
    threads = [
        Thread(target=read, args=(processes[n % 2], f"user:{n}")) for n in range(12)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert problems == []
    readers = [each.reader for each in notes(crm)]
    assert sorted(readers) == sorted(f"user:{n}" for n in range(12) for _ in range(5))
