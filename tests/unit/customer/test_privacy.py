"""The rules of holding and of erasing what is known of a person."""

from datetime import UTC, datetime, timedelta

from mijoz.domain.customer.privacy import HoldOnRecord, NotErased, UnknownHold
from mijoz.domain.customer.profile import (
    CUSTOMERS,
    CloseReason,
    CloseRelationship,
    ConfirmErasure,
    CustomerRegistered,
    ErasePersonalData,
    ErasureConfirmed,
    FactKind,
    LegalHoldPlaced,
    LegalHoldReleased,
    NotRegistered,
    PartyKind,
    PersonalDataErased,
    PersonErased,
    PlaceLegalHold,
    Reached,
    RecordFact,
    RegisterCustomer,
    ReleaseLegalHold,
    UnderLegalHold,
)
from mijoz.domain.ids import CustomerId
from mijoz.domain.personal import Erased
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
AZIZA = CustomerId("aziza")
PERSON = PartyKind.PERSON

REGISTERED = CustomerRegistered(NOW, AZIZA, PERSON, "web", name="Aziza K.")
HELD = LegalHoldPlaced(NOW, AZIZA, "h-1", "tax audit")
ERASED = PersonalDataErased(NOW, AZIZA, "c-1", "asked for")
PLACES = (Reached("cards", "1 row"),)

nobody = Scenario(CUSTOMERS)
aziza = nobody.given(REGISTERED)
erase = ErasePersonalData(LATER, "c-2", "asked for")


def test_a_hold_is_placed_once() -> None:
    place = PlaceLegalHold(NOW, "h-1", "tax audit")
    aziza.when(place).then(HELD)
    aziza.when(place).when(place).then_nothing()


def test_a_hold_does_not_change_its_reason() -> None:
    aziza.given(HELD).when(PlaceLegalHold(NOW, "h-1", "lawsuit")).then(
        HoldOnRecord("h-1")
    )


def test_a_hold_forbids_the_erasure_until_the_last_is_released() -> None:
    second = LegalHoldPlaced(NOW, AZIZA, "h-2", "lawsuit")
    held = aziza.given(HELD, second)
    held.when(erase).then(UnderLegalHold("h-1", "tax audit"))
    one_left = held.when(ReleaseLegalHold(LATER, "h-1", "closed"))
    one_left.then(LegalHoldReleased(LATER, AZIZA, "h-1", "closed"))
    one_left.when(erase).then(UnderLegalHold("h-2", "lawsuit"))
    free = one_left.when(ReleaseLegalHold(LATER, "h-2", "won"))
    free.when(erase).then(PersonalDataErased(LATER, AZIZA, "c-2", "asked for"))


def test_only_a_hold_that_is_there_can_be_released() -> None:
    aziza.when(ReleaseLegalHold(NOW, "h-9", "closed")).then(UnknownHold("h-9"))


def test_a_person_is_erased_once_under_the_first_certificate() -> None:
    aziza.given(ERASED).when(erase).then_nothing()


def test_nobody_can_be_erased_who_is_not_registered() -> None:
    nobody.when(erase).then(NotRegistered())


def test_nothing_is_told_of_a_person_who_was_erased() -> None:
    erased, refused = aziza.given(ERASED), PersonErased("c-1")
    erased.when(
        RecordFact(LATER, "f-1", FactKind.NEED, "shoes", "size 38", "chat")
    ).then(refused)
    erased.when(CloseRelationship(LATER, CloseReason.OTHER, "she moved")).then(refused)
    erased.when(PlaceLegalHold(LATER, "h-1", "tax audit")).then(refused)


def test_an_erased_person_told_again_as_before_is_known() -> None:
    hidden = CustomerRegistered(NOW, AZIZA, PERSON, "web", name=Erased())
    told = RegisterCustomer(LATER, AZIZA, PERSON, "web", name="Aziza K.")
    nobody.given(hidden, ERASED).when(told).then_nothing()


def test_an_erasure_is_confirmed_once_with_the_places_it_reached() -> None:
    confirm = ConfirmErasure(LATER, ("k-1",), PLACES)
    confirmed = ErasureConfirmed(LATER, AZIZA, "c-1", ("k-1",), PLACES)
    done = aziza.given(ERASED).when(confirm)
    done.then(confirmed)
    done.when(ConfirmErasure(LATER, (), ())).then_nothing()


def test_no_erasure_is_confirmed_that_was_not_decided() -> None:
    aziza.when(ConfirmErasure(LATER, (), ())).then(NotErased())


def test_an_erased_person_takes_no_marketing() -> None:
    before = CUSTOMERS.fold([REGISTERED])
    after = CUSTOMERS.fold([REGISTERED, ERASED])
    assert (before.takes_marketing, after.takes_marketing) == (True, False)
