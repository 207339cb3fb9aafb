"""The rules of noting who read what of a person."""

from datetime import UTC, datetime

from mijoz.domain.customer.access import (
    ACCESSES,
    NoPurpose,
    NoteExport,
    NoteRead,
    PersonalDataExported,
    PersonalDataRead,
)
from mijoz.domain.ids import CustomerId
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
AZIZA = CustomerId("aziza")
accesses = Scenario(ACCESSES)


def test_every_reading_is_noted_even_the_same_one_again() -> None:
    read = NoteRead(NOW, AZIZA, "user:anna", "complaint 4711", 3)
    noted = PersonalDataRead(NOW, AZIZA, "user:anna", "complaint 4711", 3)
    accesses.when(read).then(noted)
    accesses.when(read).when(read).then(noted)


def test_an_export_is_noted_with_its_digest() -> None:
    exported = PersonalDataExported(NOW, AZIZA, "user:anna", "asked for", "0a1b")
    accesses.when(NoteExport(NOW, AZIZA, "user:anna", "asked for", "0a1b")).then(
        exported
    )
    assert ACCESSES.fold([exported]).exports == (exported,)


def test_nothing_personal_is_opened_without_a_purpose() -> None:
    accesses.when(NoteRead(NOW, AZIZA, "user:anna", " ", 1)).then(NoPurpose())
    accesses.when(NoteExport(NOW, AZIZA, "user:anna", "", "0a1b")).then(NoPurpose())
