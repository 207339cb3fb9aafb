"""An erasure is decided, done and confirmed; stopped anywhere, it is completed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from mijoz.application.cache import States
from mijoz.application.claims import CARD_CLAIM
from mijoz.application.contexts import account
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.envelope import Origin
from mijoz.application.ports import Gone
from mijoz.application.privacy.certificate import certificate
from mijoz.application.privacy.erasing import erase
from mijoz.application.privacy.reading import Reading
from mijoz.application.projections.card import CARDS, Card
from mijoz.composition import compose
from mijoz.domain.customer.profile import (
    AddIdentifier,
    ErasureConfirmed,
    IdentifierKind,
    PartyKind,
    PersonalDataErased,
    PersonErased,
    PlaceLegalHold,
    Reached,
    RegisterCustomer,
    ReleaseLegalHold,
    RemoveIdentifier,
    UnderLegalHold,
)
from mijoz.domain.decider import Refused
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.ids import (
    CustomerId,
    FeedbackId,
    MembershipId,
    OrderId,
    ProgrammeId,
)
from mijoz.domain.loyalty.membership import (
    BalancePolicy,
    Enrol,
    IssueCard,
    Leave,
    ReplaceCard,
)
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.personal import Erased
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
AZIZA, BOBUR = CustomerId("aziza"), CustomerId("bobur")
CLUB = ProgrammeId("club")
EMAIL, CARD = IdentifierKind.EMAIL, IdentifierKind.CARD
TERMS = Terms("Asia/Tashkent", "points", 1, 100, "UZS")
LINES = (Line("1", "socks", None, 1, 9_000, 9_000),)


class Stopped(Exception):
    """The process was killed here."""


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def crm(clock: Ticking) -> Crm:
    return shop(compose(clock=clock), clock.now)


def shop(crm: Crm, at: datetime) -> Crm:
    """Return a shop where Aziza, who has an e-mail and two cards, bought and spoke."""
    publish = PublishVersion(at, CLUB, 1, at, TERMS)
    crm.programmes.tell(CLUB, publish, origin=ANNA)
    for who in (AZIZA, BOBUR):
        register = RegisterCustomer(at, who, PartyKind.PERSON, "web", name=who.title())
        crm.customers.tell(who, register, origin=ANNA)
    crm.customers.tell(AZIZA, email(crm, at), origin=ANNA)
    enrol(crm, at, AZIZA)
    cards = (issue(crm, at, "card 1"), replace(crm, at, "card 2"))
    crm.memberships.tell(account(CLUB, AZIZA), *cards, origin=ANNA)
    crm.orders.tell("o-1", purchase(at, "o-1"), origin=ANNA)
    crm.feedback.tell("f-1", feedback(at, "f-1"), origin=ANNA)
    return crm


def email(crm: Crm, at: datetime, value: str = "aziza@example.org") -> AddIdentifier:
    return AddIdentifier(at, EMAIL, value, crm.handler.blind(EMAIL, value))


def issue(crm: Crm, at: datetime, number: str) -> IssueCard:
    return IssueCard(at, crm.handler.blind(CARD, number), number)


def replace(crm: Crm, at: datetime, number: str) -> ReplaceCard:
    return ReplaceCard(at, crm.handler.blind(CARD, number), "lost", number)


def enrol(crm: Crm, at: datetime, who: CustomerId) -> None:
    identity = account(CLUB, who)
    told = Enrol(at, MembershipId(identity), who, CLUB, "web")
    crm.memberships.tell(identity, told, origin=ANNA)


def purchase(at: datetime, order: str) -> RecordPurchase:
    return RecordPurchase(at, OrderId(order), AZIZA, "web", None, "UZS", LINES)


def feedback(at: datetime, name: str, comment: str | None = "so so") -> ReceiveFeedback:
    return ReceiveFeedback(
        at, FeedbackId(name), AZIZA, FeedbackKind.NPS, 7, 10, comment=comment
    )


def decisions(crm: Crm) -> list[type]:
    kinds = PersonalDataErased, ErasureConfirmed
    found = [type(each.event) for each in crm.journal.stream("customer-aziza")]
    return [each for each in found if each in kinds]


def test_a_certificate_names_every_place_and_who_asked_why_and_when(
    crm: Crm, clock: Ticking
) -> None:
    decided = clock.now
    facts = Reached("facts", "12 rows deleted, 0 left")
    (kid,) = {each.sealed.kid for each in crm.journal.about(AZIZA) if each.sealed}

    made = erase(crm, AZIZA, "asked for", ANNA, [lambda customer: facts])

    assert (made.customer_id, made.reason) == (AZIZA, "asked for")
    assert (made.erased_at, made.confirmed_at) == (decided, decided)
    assert made.keys == (kid,)
    told = {each.place: each.outcome for each in made.places}
    assert told == {
        "streams": "5 of 9 events unreadable for ever",
        "claims": "3 identifiers and card numbers released",
        "cards": "emptied",
        "snapshots": "none are kept",
        "caches": "forgotten here; within 60 seconds in other processes",
        "facts": "12 rows deleted, 0 left",
        "write-ahead log": "there is none",
        "backups": "open under a copy of the key store from before, until `mijoz"
        " privacy rewrap` is run, which destroys what its keys are wrapped under",
    }
    assert made.position is not None
    (decision,) = crm.journal.feed(made.position - 1, limit=1)
    assert decision.id == made.event_id
    assert decision.actor == "user:anna"
    assert isinstance(decision.event, PersonalDataErased)


def test_asked_again_an_erasure_tells_the_same_certificate(
    crm: Crm, clock: Ticking
) -> None:
    made = erase(crm, AZIZA, "asked for", ANNA)
    clock.forward(days=9)
    again = erase(crm, AZIZA, "to be sure", Origin("user:bek"))
    assert again == made == certificate(crm.journal, AZIZA)
    assert decisions(crm) == [PersonalDataErased, ErasureConfirmed]


@pytest.mark.parametrize("step", ["key", "after the key", "purge", "scrub"])
def test_an_erasure_that_was_stopped_is_completed_by_asking_again(
    crm: Crm, step: str
) -> None:
    def stop(*_: Any) -> Any:
        raise Stopped

    class Keys:
        def destroy(self, owner: str) -> Sequence[str]:
            if step == "after the key":
                crm.keys.destroy(owner)
            raise Stopped

        def rewrap(self) -> int:
            return stop()  # type: ignore[no-any-return]

    at = {"key": {"keys": Keys()}, "after the key": {"keys": Keys()}}
    broken = evolve(crm, **at.get(step, {"scrub": stop} if step == "scrub" else {}))
    with pytest.raises(Stopped):
        erase(broken, AZIZA, "asked for", ANNA, [stop] if step == "purge" else [])

    half = certificate(crm.journal, AZIZA)
    assert half is not None
    assert (half.confirmed_at, half.keys, half.places) == (None, (), ())
    with pytest.raises(Gone, match=half.certificate_id):
        crm.customers.history(AZIZA)

    made = erase(crm, AZIZA, "asked for", ANNA)
    assert made.certificate_id == half.certificate_id
    assert made.confirmed_at is not None
    assert len(made.keys) == 1
    told = {each.place: each.outcome for each in made.places}
    assert told["claims"] == "3 identifiers and card numbers released"
    assert decisions(crm) == [PersonalDataErased, ErasureConfirmed]
    assert (
        crm.journal.owners(EMAIL, [crm.handler.blind(EMAIL, "aziza@example.org")]) == {}
    )


def test_a_legal_hold_stops_it_before_anything_is_done(
    crm: Crm, clock: Ticking
) -> None:
    hold = PlaceLegalHold(clock.now, "h-1", "tax audit")
    crm.customers.tell(AZIZA, hold, origin=ANNA)
    head = crm.journal.head()
    with pytest.raises(UnderLegalHold, match=r"legal hold h-1 \(tax audit\) forbids"):
        erase(crm, AZIZA, "asked for", ANNA)
    assert crm.journal.head() == head
    assert certificate(crm.journal, AZIZA) is None
    assert crm.customers.find(EMAIL, "aziza@example.org") == AZIZA
    opened = crm.customers.desk.state(
        AZIZA, reading=Reading(clock.now, "user:anna", "a test")
    )
    assert opened.registered is not None
    assert opened.registered.name == "Aziza"
    release = ReleaseLegalHold(clock.now, "h-1", "over")
    crm.customers.tell(AZIZA, release, origin=ANNA)
    assert erase(crm, AZIZA, "asked for", ANNA).confirmed_at


def test_nobody_is_erased_whom_nobody_knows(crm: Crm) -> None:
    with pytest.raises(Refused, match="no such customer is registered"):
        erase(crm, "nobody", "asked for", ANNA)
    assert crm.keys.destroy("nobody") == []


def test_what_identified_them_can_be_anyones(crm: Crm, clock: Ticking) -> None:
    erase(crm, AZIZA, "asked for", ANNA)
    with pytest.raises(Unknown):
        crm.customers.find(EMAIL, "aziza@example.org")
    crm.customers.tell(BOBUR, email(crm, clock.now), origin=ANNA)
    assert crm.customers.find(EMAIL, "aziza@example.org") == BOBUR
    enrol(crm, clock.now, BOBUR)
    his = account(CLUB, BOBUR)
    crm.memberships.tell(his, issue(crm, clock.now, "card 2"), origin=ANNA)
    index = crm.handler.blind(CARD, "card 2")
    assert crm.journal.owners(CARD_CLAIM, [index]) == {index: f"membership-{his}"}


def test_what_another_has_taken_meanwhile_stays_theirs(
    crm: Crm, clock: Ticking
) -> None:
    told = email(crm, clock.now)
    remove = RemoveIdentifier(clock.now, EMAIL, told.blind_index, "hers no more")
    crm.customers.tell(AZIZA, remove, origin=ANNA)
    crm.customers.tell(BOBUR, told, origin=ANNA)
    erase(crm, AZIZA, "asked for", ANNA)
    assert crm.customers.find(EMAIL, "aziza@example.org") == BOBUR


def test_the_card_of_who_has_left_is_released_as_well(crm: Crm, clock: Ticking) -> None:
    leave = Leave(clock.now, "tired", BalancePolicy.FORFEIT)
    crm.memberships.tell(account(CLUB, AZIZA), leave, origin=ANNA)
    erase(crm, AZIZA, "asked for", ANNA)
    indexes = [crm.handler.blind(CARD, f"card {n}") for n in (1, 2)]
    assert crm.journal.owners(CARD_CLAIM, indexes) == {}


def test_nothing_more_is_told_of_someone_who_was_erased(
    crm: Crm, clock: Ticking
) -> None:
    erase(crm, AZIZA, "asked for", ANNA)
    head, at = crm.journal.head(), clock.now
    told: list[tuple[Any, str, Any]] = [
        (crm.customers, AZIZA, email(crm, at, "new@example.org")),
        (crm.orders, "o-2", purchase(at, "o-2")),
        (crm.feedback, "f-2", feedback(at, "f-2")),
        (crm.feedback, "f-3", feedback(at, "f-3", comment=None)),
        (crm.memberships, account(CLUB, AZIZA), replace(crm, at, "card 3")),
        (crm.customers, AZIZA, PlaceLegalHold(at, "h-1", "tax audit")),
    ]
    for desk, identity, command in told:
        with pytest.raises(PersonErased):
            desk.tell(identity, command, origin=ANNA)
    assert crm.journal.head() == head


def test_the_books_go_on(crm: Crm, clock: Ticking) -> None:
    points = f"points-{account(CLUB, AZIZA)}"
    erase(crm, AZIZA, "asked for", ANNA)
    refund = RefundOrder(clock.now, "r-1", (("1", 4_000),))
    crm.orders.tell("o-1", refund, origin=ANNA)
    kinds = [type(each).__name__ for each in crm.journal.replay(points)]
    assert kinds == ["PointsEarned", "EarnReversed"]
    (card,) = crm.customers.cards().state
    assert card.customer_id == BOBUR


def test_another_process_has_forgotten_who_they_were_within_a_minute(
    tmp_path: Path, clock: Ticking
) -> None:
    store = f"sqlite:///{tmp_path}/shop.db"
    passed = [0.0]
    ours = shop(compose(store, clock=clock), clock.now)
    theirs = compose(store, clock=clock)
    handler = evolve(theirs.handler, states=States(timer=lambda: passed[0]))
    theirs = evolve(theirs, handler=handler)
    theirs.orders.tell("o-2", purchase(clock.now, "o-2"), origin=ANNA)

    erase(ours, AZIZA, "asked for", ANNA)

    passed[0] = 60.0
    with pytest.raises(PersonErased):
        theirs.orders.tell("o-3", purchase(clock.now, "o-3"), origin=ANNA)
    with pytest.raises(Gone):
        theirs.customers.history(AZIZA)


def test_a_certificate_is_told_as_it_was_known(crm: Crm, clock: Ticking) -> None:
    before = clock.now
    clock.forward(days=1)
    made = erase(crm, AZIZA, "asked for", ANNA)
    assert certificate(crm.journal, AZIZA, known_at=before) is None
    assert certificate(crm.journal, AZIZA, as_of=before) is None
    later = before + timedelta(days=2)
    assert certificate(crm.journal, AZIZA, later, later) == made


def test_nothing_that_was_worked_out_of_them_is_kept(crm: Crm) -> None:
    crm.customers.cards()
    (before, _) = crm.views.all(CARDS.stored_as, Card)
    assert before == (AZIZA, evolve(before[1], orders=1, programmes=(CLUB,)))
    assert crm.handler.states.get("feedback-f-1") is not None
    erase(crm, AZIZA, "asked for", ANNA)
    (after, _) = crm.views.all(CARDS.stored_as, Card)
    assert after == (AZIZA, Card(AZIZA, erased=True))
    assert crm.handler.states.get("feedback-f-1") is None
    held = crm.handler.states.get("customer-aziza")
    assert held is None or held[1].registered.name == Erased()
