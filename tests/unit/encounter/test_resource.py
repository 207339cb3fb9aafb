"""The rules of what appointments can be made with, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.encounter.resource import (
    RESOURCES,
    DaysAreKept,
    NotATerm,
    NotATimeZone,
    OfferResource,
    ResourceChanged,
    ResourceKind,
    ResourceOffered,
    ResourceOutOfOrder,
)
from mijoz.domain.encounter.slot import AppointmentTerms
from mijoz.domain.ids import EmployeeId, ResourceId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEN, INSTANT = NINE + timedelta(hours=1), timedelta(microseconds=1)
CHAIR, ANNA = ResourceId("chair"), EmployeeId("anna")
ROOM, ZONE = ResourceKind.ROOM, "Asia/Tashkent"
OFFER = OfferResource(NINE, CHAIR, 1, ROOM, ANNA, ZONE, 15, 24, 48)
OFFERED = ResourceOffered(NINE, CHAIR, 1, ROOM, ANNA, ZONE, 15, 24, 48)
SECOND = but(OFFER, at=TEN, version=2, grace_minutes=30)


def changed(term: str, value: int) -> OfferResource:
    change: dict[str, Any] = {term: value}
    return but(OFFER, **change)


resources = Scenario(RESOURCES)
offered = resources.given(OFFERED)


def test_a_resource_is_offered_under_terms() -> None:
    resources.when(OFFER).then(OFFERED)
    assert OFFERED.terms == AppointmentTerms(1, ANNA, ZONE, 15, 24, 48)


def test_a_version_is_offered_once_and_never_changes() -> None:
    offered.when(but(OFFER, at=TEN)).then_nothing()
    offered.when(but(OFFER, grace_minutes=5)).then(ResourceChanged(1))


@pytest.mark.parametrize("version", [-1, 0, 3])
def test_versions_follow_one_another(version: int) -> None:
    offered.when(but(SECOND, version=version)).then(
        ResourceOutOfOrder(version, after=1)
    )
    story = offered.when(SECOND)
    assert story.state.newest
    assert story.state.newest.version == 2
    first = but(OFFER, version=2)
    resources.when(first).then(ResourceOutOfOrder(2, after=0))


def test_a_version_is_not_in_force_before_the_last_one() -> None:
    assert offered.when(but(SECOND, at=NINE)).refusal is None
    early = NINE - INSTANT
    offered.when(but(SECOND, at=early)).then(TooEarly(early, NINE))


def test_its_days_stay_what_they_are() -> None:
    offered.when(but(SECOND, time_zone="UTC")).then(DaysAreKept(ZONE))
    resources.when(but(OFFER, time_zone="Mars/Olympus")).then(
        NotATimeZone("Mars/Olympus")
    )


@pytest.mark.parametrize(
    ("term", "least", "most"),
    [
        ("grace_minutes", 1, 1_440),
        ("follow_up_hours", 1, 8_784),
        ("remind_hours", 1, 8_784),
    ],
)
def test_terms_have_their_bounds(term: str, least: int, most: int) -> None:
    for value in (least, most):
        assert resources.when(changed(term, value)).refusal is None
    for value in (least - 1, most + 1):
        resources.when(changed(term, value)).then(NotATerm(term, value, least, most))
    assert resources.when(but(OFFER, remind_hours=None)).refusal is None
