"""The rules of being a customer, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.customer.profile import (
    CUSTOMERS,
    AddIdentifier,
    CloseReason,
    CloseRelationship,
    Command,
    CorrectFact,
    CustomerRegistered,
    FactKind,
    IdentifierKind,
    NotRegistered,
    PartyKind,
    RecordFact,
    RegisterCustomer,
    RelationshipClosed,
    RelationshipReopened,
    RemoveIdentifier,
    ReopenRelationship,
    VerifyIdentifier,
)
from mijoz.domain.customer.registration import AlreadyRegistered, ReferredBySelf
from mijoz.domain.ids import CustomerId
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
AZIZA, BOBUR = CustomerId("aziza"), CustomerId("bobur")
PERSON = PartyKind.PERSON

REGISTERED = CustomerRegistered(NOW, AZIZA, PERSON, "web", "navruz", BOBUR, "Aziza K.")
CLOSED = RelationshipClosed(LATER, AZIZA, CloseReason.MOVED, "to Samarkand")

customers = Scenario(CUSTOMERS)
aziza = customers.given(REGISTERED)


def register(at: datetime = NOW, name: str | None = "Aziza K.") -> RegisterCustomer:
    return RegisterCustomer(at, AZIZA, PERSON, "web", "navruz", BOBUR, name)


def test_a_customer_is_registered_with_their_origin() -> None:
    customers.when(register()).then(REGISTERED)


def test_a_customer_is_registered_once() -> None:
    aziza.when(register(at=LATER)).then_nothing()


def test_a_customer_is_not_registered_again_otherwise() -> None:
    aziza.when(register(name="Aziza Q.")).then(AlreadyRegistered(AZIZA))
    other = RegisterCustomer(NOW, BOBUR, PERSON, "web", "navruz", None, "Aziza K.")
    aziza.when(other).then(AlreadyRegistered(AZIZA))


def test_an_organization_can_be_a_customer() -> None:
    firm = RegisterCustomer(
        NOW, CustomerId("socks-ltd"), PartyKind.ORGANIZATION, "fair"
    )
    assert customers.when(firm).refusal is None


def test_no_one_refers_to_themselves() -> None:
    herself = RegisterCustomer(NOW, AZIZA, PERSON, "web", referrer=AZIZA)
    customers.when(herself).then(ReferredBySelf(AZIZA))


@pytest.mark.parametrize(
    "command",
    [
        AddIdentifier(NOW, IdentifierKind.EMAIL, None, "8f3a"),
        VerifyIdentifier(NOW, IdentifierKind.EMAIL, "8f3a", "link"),
        RemoveIdentifier(NOW, IdentifierKind.EMAIL, "8f3a", "typo"),
        RecordFact(NOW, "f-1", FactKind.HABIT, "tea", "green", "till"),
        CorrectFact(NOW, "f-1", "black", "asked"),
        CloseRelationship(NOW, CloseReason.OTHER),
        ReopenRelationship(NOW),
    ],
)
def test_nothing_is_done_with_someone_not_registered(command: Command) -> None:
    customers.when(command).then(NotRegistered())


def test_a_relationship_is_closed_once() -> None:
    story = aziza.when(CloseRelationship(LATER, CloseReason.MOVED, "to Samarkand"))
    story.then(CLOSED)
    story.when(CloseRelationship(LATER, CloseReason.OTHER)).then_nothing()


def test_a_closed_relationship_takes_no_marketing() -> None:
    assert aziza.state.takes_marketing
    assert not aziza.given(CLOSED).state.takes_marketing
    assert not customers.state.takes_marketing


def test_a_closed_relationship_can_be_reopened() -> None:
    story = aziza.given(CLOSED).when(ReopenRelationship(LATER))
    story.then(RelationshipReopened(LATER, AZIZA))
    assert story.state.takes_marketing


def test_an_open_relationship_is_not_reopened() -> None:
    aziza.when(ReopenRelationship(LATER)).then_nothing()


def test_a_reopened_relationship_can_be_closed_again() -> None:
    story = aziza.given(CLOSED, RelationshipReopened(LATER, AZIZA))
    story.when(CloseRelationship(LATER, CloseReason.COMPETITOR)).then(
        RelationshipClosed(LATER, AZIZA, CloseReason.COMPETITOR)
    )


def test_facts_of_a_closed_relationship_can_still_be_put_right() -> None:
    tea = RecordFact(NOW, "f-1", FactKind.HABIT, "tea", "green", "till")
    story = aziza.when(tea).when(CloseRelationship(LATER, CloseReason.OTHER))
    assert story.when(CorrectFact(LATER, "f-1", "black", "asked")).refusal is None
