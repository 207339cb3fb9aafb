"""The rules of schemes for bringing in friends, one test a rule."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.engagement.scheme import (
    MOST,
    MOST_DAYS,
    SCHEMES,
    ImpossibleScheme,
    PublishScheme,
    SchemeChanged,
    SchemeOutOfOrder,
    SchemePublished,
    SchemeTerms,
)
from mijoz.domain.ids import ProgrammeId, SchemeId
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)
SCHEME = SchemeId("friends")
TERMS = SchemeTerms(ProgrammeId("club"), 50, 100, "UZS", 1_000, 30, 14, 5)
PUBLISH = PublishScheme(NOW, SCHEME, 1, TERMS)
PUBLISHED = SchemePublished(NOW, SCHEME, 1, TERMS)

schemes = Scenario(SCHEMES)
published = schemes.given(PUBLISHED)


def test_a_scheme_is_published_in_versions() -> None:
    story = schemes.when(PUBLISH)
    story.then(PUBLISHED)
    second = but(PUBLISH, at=LATER, version=3, terms=but(TERMS, least=0))
    story = story.when(second)
    story.then(SchemePublished(LATER, SCHEME, 3, but(TERMS, least=0)))
    assert story.state.newest == story.news[0]
    assert story.state.version(1) == PUBLISHED
    assert story.state.version(2) is None
    assert schemes.state.newest is None


def test_what_is_published_never_changes() -> None:
    published.when(but(PUBLISH, at=LATER)).then_nothing()
    other = but(PUBLISH, terms=but(TERMS, limit=None))
    published.when(other).then(SchemeChanged(1))


def test_versions_rise_from_one() -> None:
    schemes.when(but(PUBLISH, version=0)).then(SchemeOutOfOrder(0, 0))
    third = published.given(but(PUBLISHED, version=3))
    third.when(but(PUBLISH, version=2)).then(SchemeOutOfOrder(2, 3))


@pytest.mark.parametrize(
    ("term", "least", "most"),
    [
        ("friend_points", 0, MOST),
        ("referrer_points", 0, MOST),
        ("claim_days", 1, MOST_DAYS),
        ("return_days", 0, MOST_DAYS),
        ("limit", 1, MOST),
    ],
)
def test_terms_have_their_bounds(term: str, least: int, most: int) -> None:
    def with_(value: int) -> SchemeTerms:
        changed: dict[str, Any] = {term: value}
        return but(TERMS, **changed)

    for value in (least, most):
        assert schemes.when(but(PUBLISH, terms=with_(value))).news
    for value in (least - 1, most + 1):
        story = schemes.when(but(PUBLISH, terms=with_(value)))
        story.then(ImpossibleScheme(term, value))


def test_what_qualifies_is_money() -> None:
    story = schemes.when(but(PUBLISH, terms=but(TERMS, currency="sum")))
    story.then(NoSuchCurrency("sum"))
    story = schemes.when(but(PUBLISH, terms=but(TERMS, least=-1)))
    story.then(NotAnAmount(-1, 0))
    assert schemes.when(but(PUBLISH, terms=but(TERMS, limit=None))).news
