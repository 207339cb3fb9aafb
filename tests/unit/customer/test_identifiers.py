"""The rules of identifiers, one test a rule."""

from datetime import UTC, datetime

from mijoz.domain.customer.identifiers import UnknownIdentifier
from mijoz.domain.customer.profile import (
    CUSTOMERS,
    AddIdentifier,
    CustomerRegistered,
    IdentifierAdded,
    IdentifierKind,
    IdentifierRemoved,
    IdentifierVerified,
    PartyKind,
    RemoveIdentifier,
    VerifyIdentifier,
)
from mijoz.domain.ids import CustomerId
from mijoz.domain.personal import personal_fields
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
AZIZA = CustomerId("aziza")
EMAIL, PHONE = IdentifierKind.EMAIL, IdentifierKind.PHONE

ADDED = IdentifierAdded(NOW, AZIZA, EMAIL, "8f3a", "aziza@example.uz")
VERIFIED = IdentifierVerified(NOW, AZIZA, EMAIL, "8f3a", "link")
REMOVED = IdentifierRemoved(NOW, AZIZA, EMAIL, "8f3a", "typo")

ADD = AddIdentifier(NOW, EMAIL, "aziza@example.uz", "8f3a")
VERIFY = VerifyIdentifier(NOW, EMAIL, "8f3a", "link")
REMOVE = RemoveIdentifier(NOW, EMAIL, "8f3a", "typo")

aziza = Scenario(CUSTOMERS).given(
    CustomerRegistered(NOW, AZIZA, PartyKind.PERSON, "web")
)


def test_an_identifier_is_added_unverified() -> None:
    story = aziza.when(ADD)
    story.then(ADDED)
    assert story.state.verified == {(EMAIL, "8f3a"): False}


def test_an_identifier_is_added_once() -> None:
    aziza.given(ADDED).when(ADD).then_nothing()
    aziza.given(ADDED, VERIFIED).when(ADD).then_nothing()


def test_an_identifier_is_verified_once() -> None:
    story = aziza.given(ADDED).when(VERIFY)
    story.then(VERIFIED)
    story.when(VerifyIdentifier(NOW, EMAIL, "8f3a", "code")).then_nothing()


def test_what_was_not_added_is_not_verified() -> None:
    aziza.when(VERIFY).then(UnknownIdentifier(EMAIL, "8f3a"))


def test_the_kind_tells_identifiers_of_one_index_apart() -> None:
    other = VerifyIdentifier(NOW, PHONE, "8f3a", "code")
    aziza.given(ADDED).when(other).then(UnknownIdentifier(PHONE, "8f3a"))


def test_an_identifier_is_removed_once() -> None:
    story = aziza.given(ADDED).when(REMOVE)
    story.then(REMOVED)
    story.when(REMOVE).then_nothing()


def test_removing_one_identifier_keeps_the_others() -> None:
    phone = IdentifierAdded(NOW, AZIZA, PHONE, "11c0")
    story = aziza.given(ADDED, phone).when(REMOVE)
    assert story.state.verified == {(PHONE, "11c0"): False}


def test_a_removed_identifier_comes_back_unverified() -> None:
    story = aziza.given(ADDED, VERIFIED, REMOVED).when(ADD)
    story.then(ADDED)
    assert story.state.verified == {(EMAIL, "8f3a"): False}


def test_the_value_is_personal_and_its_index_is_not() -> None:
    assert personal_fields(IdentifierAdded) == ("value",)
