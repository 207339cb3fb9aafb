"""The rules of shortcomings."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import ImprovementId, ShortcomingId
from mijoz.domain.quality.shortcoming import (
    SHORTCOMINGS,
    AddEvidence,
    AddressShortcoming,
    NoEvidence,
    RegisterShortcoming,
    ShortcomingAddressed,
    ShortcomingChanged,
    ShortcomingEvidenceAdded,
    ShortcomingNotRegistered,
    ShortcomingRegistered,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
S1 = ShortcomingId("s-1")
TELL = RegisterShortcoming(NOW, S1, "late_courier", "bek", ("event-1",), "sku:sock")
KNOWN = ShortcomingRegistered(NOW, S1, "late_courier", "bek", ("event-1",), "sku:sock")
shortcomings = Scenario(SHORTCOMINGS)
known = shortcomings.given(KNOWN)


def test_a_shortcoming_is_registered_once() -> None:
    shortcomings.when(TELL).then(KNOWN)
    known.when(but(TELL, at=NOW + timedelta(days=1))).then_nothing()
    known.when(but(TELL, owner="anna")).then(ShortcomingChanged(S1))


@pytest.mark.parametrize("evidence", [(), (" ",), ("event-1", "")])
def test_a_shortcoming_stands_on_evidence(evidence: tuple[str, ...]) -> None:
    shortcomings.when(but(TELL, evidence=evidence)).then(NoEvidence())
    known.when(AddEvidence(NOW, evidence)).then(NoEvidence())


def test_evidence_counts_once_and_only_grows() -> None:
    twice = but(TELL, evidence=("event-1", "event-1"))
    shortcomings.when(twice).then(KNOWN)
    more = AddEvidence(NOW, ("event-2", "event-1", "event-2", "event-3"))
    added = ShortcomingEvidenceAdded(NOW, S1, ("event-2", "event-3"))
    known.when(more).then(added)
    known.given(added).when(more).then_nothing()
    assert known.given(added).state.evidence == ("event-1", "event-2", "event-3")
    known.given(added).when(TELL).then_nothing()


def test_evidence_is_of_a_shortcoming_that_is_registered() -> None:
    shortcomings.when(AddEvidence(NOW, ("event-1",))).then(ShortcomingNotRegistered())


def test_a_shortcoming_knows_once_what_was_decided_because_of_it() -> None:
    first, second = ImprovementId("p-1"), ImprovementId("p-2")
    addressed = ShortcomingAddressed(NOW, S1, first)
    known.when(AddressShortcoming(NOW, first)).then(addressed)
    story = known.given(addressed)
    story.when(AddressShortcoming(NOW, first)).then_nothing()
    other = ShortcomingAddressed(NOW, S1, second)
    story.when(AddressShortcoming(NOW, second)).then(other)
    assert story.given(other).state.addressed == (addressed, other)
    shortcomings.when(AddressShortcoming(NOW, first)).then(ShortcomingNotRegistered())
