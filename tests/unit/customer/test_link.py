"""The rules of being one person: joined once, in no circle, and parted exactly."""

from datetime import UTC, datetime

import pytest

from mijoz.domain.customer.link import (
    LINKS,
    Absorb,
    AlreadyMerged,
    CustomerAbsorbed,
    CustomersMerged,
    CustomersUnmerged,
    Evidence,
    Join,
    Link,
    MergedInACircle,
    NobodyApproved,
    Part,
    UnknownMerge,
)
from mijoz.domain.ids import CustomerId
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
AZIZA, ASIA, VERA = CustomerId("aziza"), CustomerId("asia"), CustomerId("vera")
VERIFIED = Evidence.VERIFIED_IDENTIFIER
JOIN = Join(NOW, "g-1", ASIA, AZIZA, AZIZA, VERIFIED, ("email",))
MERGED = CustomersMerged(NOW, ASIA, "g-1", AZIZA, VERIFIED, ("email",), None)
ABSORBED = CustomerAbsorbed(NOW, AZIZA, "g-1", ASIA)

links = Scenario(LINKS)


def test_a_customer_is_merged_once() -> None:
    links.when(JOIN).then(MERGED)
    links.given(MERGED).when(JOIN).then_nothing()


def test_whoever_is_merged_is_not_merged_elsewhere() -> None:
    other = Join(NOW, "g-2", ASIA, VERA, VERA, VERIFIED)
    links.given(MERGED).when(other).then(AlreadyMerged(AZIZA))


def test_nobody_is_merged_in_a_circle() -> None:
    links.when(Join(NOW, "g-1", ASIA, ASIA, ASIA, VERIFIED)).then(MergedInACircle(ASIA))
    circle = Join(NOW, "g-1", ASIA, AZIZA, ASIA, VERIFIED)
    links.when(circle).then(MergedInACircle(AZIZA))


@pytest.mark.parametrize("evidence", [Evidence.CLAIMED, Evidence.REVIEWED])
def test_what_is_not_verified_needs_an_approver(evidence: Evidence) -> None:
    links.when(Join(NOW, "g-1", ASIA, AZIZA, AZIZA, evidence)).then(
        NobodyApproved(evidence)
    )
    told = Join(NOW, "g-1", ASIA, AZIZA, AZIZA, evidence, (), "user:anna")
    links.when(told).then(
        CustomersMerged(NOW, ASIA, "g-1", AZIZA, evidence, (), "user:anna")
    )


def test_a_survivor_notes_each_whom_they_survive_once() -> None:
    absorb = Absorb(NOW, "g-1", AZIZA, ASIA)
    links.when(absorb).then(ABSORBED)
    links.given(ABSORBED).when(absorb).then_nothing()


def test_a_merge_is_undone_on_both_sides_and_then_can_be_made_again() -> None:
    for side, event in ((ASIA, MERGED), (AZIZA, ABSORBED)):
        part = Part(NOW, "g-1", side, "two of one name")
        undone = CustomersUnmerged(NOW, side, "g-1", "two of one name")
        links.given(event).when(part).then(undone)
        assert LINKS.fold([event, undone]) == Link()
        links.given(event, undone).when(part).then(UnknownMerge("g-1"))
    undone = CustomersUnmerged(NOW, ASIA, "g-1", "two of one name")
    links.given(MERGED, undone).when(JOIN).then(MERGED)


def test_only_a_merge_that_is_there_is_undone() -> None:
    links.given(MERGED).when(Part(NOW, "g-9", ASIA, "")).then(UnknownMerge("g-9"))


def test_undoing_one_merge_leaves_the_others() -> None:
    other = CustomerAbsorbed(NOW, AZIZA, "g-2", VERA)
    undone = CustomersUnmerged(NOW, AZIZA, "g-1", "")
    assert LINKS.fold([ABSORBED, other, undone]) == Link(None, {"g-2": VERA})
