"""The rules of facts about customers, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.customer.facts import (
    FactOnRecord,
    NotANeed,
    NotAPercentage,
    UnknownFact,
)
from mijoz.domain.customer.profile import (
    CUSTOMERS,
    CorrectFact,
    CustomerFactCorrected,
    CustomerFactRecorded,
    CustomerRegistered,
    FactKind,
    NeedKind,
    PartyKind,
    RecordFact,
)
from mijoz.domain.ids import CustomerId
from mijoz.domain.personal import personal_fields
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
AZIZA = CustomerId("aziza")
TASTE = FactKind.PREFERENCE

RECORDED = CustomerFactRecorded(
    NOW, AZIZA, "f-1", TASTE, "tea", "till", 80, value="green"
)

aziza = Scenario(CUSTOMERS).given(
    CustomerRegistered(NOW, AZIZA, PartyKind.PERSON, "web")
)


def record(
    value: str = "green", confidence: int | None = 80, at: datetime = NOW
) -> RecordFact:
    return RecordFact(at, "f-1", TASTE, "tea", value, "till", confidence)


def test_a_fact_is_recorded_with_its_source() -> None:
    aziza.when(record()).then(RECORDED)


def test_a_fact_is_recorded_once() -> None:
    aziza.given(RECORDED).when(record(at=LATER)).then_nothing()


def test_a_fact_is_not_edited() -> None:
    aziza.given(RECORDED).when(record("black")).then(FactOnRecord("f-1"))
    aziza.given(RECORDED).when(record(confidence=81)).then(FactOnRecord("f-1"))


def test_a_fact_is_corrected() -> None:
    story = aziza.given(RECORDED).when(CorrectFact(LATER, "f-1", "black", "asked"))
    story.then(CustomerFactCorrected(LATER, AZIZA, "f-1", "asked", "black"))
    assert story.state.facts["f-1"].value == "black"


def test_a_fact_is_corrected_once() -> None:
    story = aziza.given(RECORDED).when(CorrectFact(LATER, "f-1", "black", "asked"))
    story.when(CorrectFact(LATER, "f-1", "black", "asked twice")).then_nothing()


def test_a_fact_can_be_corrected_back() -> None:
    story = aziza.given(RECORDED).when(CorrectFact(LATER, "f-1", "black", "asked"))
    assert story.when(CorrectFact(LATER, "f-1", "green", "misheard")).news != ()


def test_a_corrected_fact_recorded_again_as_at_first_changes_nothing() -> None:
    story = aziza.given(RECORDED).when(CorrectFact(LATER, "f-1", "black", "asked"))
    story.when(record()).then_nothing()


def test_an_unknown_fact_is_not_corrected() -> None:
    aziza.when(CorrectFact(NOW, "f-9", "black", "asked")).then(UnknownFact("f-9"))


@pytest.mark.parametrize("confidence", [0, 100, None])
def test_confidence_is_a_percentage(confidence: int | None) -> None:
    assert aziza.when(record(confidence=confidence)).refusal is None


@pytest.mark.parametrize("confidence", [-1, 101])
def test_confidence_is_no_more_than_certain(confidence: int) -> None:
    aziza.when(record(confidence=confidence)).then(NotAPercentage(confidence))


def test_a_need_is_personal_or_social() -> None:
    need = FactKind.NEED
    company = RecordFact(
        NOW, "f-2", need, "company", "yes", "survey", need_kind=NeedKind.SOCIAL
    )
    assert aziza.when(company).refusal is None


def test_a_taste_is_not_a_need() -> None:
    tea = RecordFact(NOW, "f-2", TASTE, "tea", "yes", "x", need_kind=NeedKind.SOCIAL)
    aziza.when(tea).then(NotANeed(TASTE))


def test_the_value_of_a_fact_is_personal() -> None:
    assert personal_fields(CustomerFactRecorded) == ("value",)
    assert personal_fields(CustomerFactCorrected) == ("value",)
