"""The rules of challenges, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.engagement.challenge import (
    CHALLENGES,
    MOST,
    ChallengeChanged,
    ChallengeOutOfOrder,
    ChallengePublished,
    ChallengeTerms,
    CurrencyIsForSpend,
    ImpossibleChallenge,
    Measure,
    PointsNeedAProgramme,
    PublishChallenge,
)
from mijoz.domain.ids import ChallengeId, ProgrammeId
from mijoz.domain.money import NoSuchCurrency
from mijoz.domain.times import DueTooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
END = NOW + timedelta(days=30)
SPRING = ChallengeId("spring")
TERMS = ChallengeTerms("Spring", Measure.ORDERS, 3, NOW, END, badge="regular")
SPEND = but(TERMS, counts=Measure.SPEND, currency="UZS")
PUBLISH = PublishChallenge(NOW, SPRING, 1, TERMS)
PUBLISHED = ChallengePublished(NOW, SPRING, 1, TERMS)

challenges = Scenario(CHALLENGES)
published = challenges.given(PUBLISHED)


def with_(terms: ChallengeTerms) -> PublishChallenge:
    return but(PUBLISH, terms=terms)


def test_a_challenge_is_published_in_versions() -> None:
    story = challenges.when(PUBLISH)
    story.then(PUBLISHED)
    story = story.when(but(PUBLISH, version=3, terms=but(TERMS, target=4)))
    story.then(ChallengePublished(NOW, SPRING, 3, but(TERMS, target=4)))
    assert story.state.newest == story.news[0]
    assert (story.state.version(1), story.state.version(2)) == (PUBLISHED, None)
    assert challenges.state.newest is None


def test_what_is_published_never_changes() -> None:
    published.when(but(PUBLISH, at=END)).then_nothing()
    published.when(with_(but(TERMS, badge=None))).then(ChallengeChanged(1))


def test_versions_rise_from_one() -> None:
    challenges.when(but(PUBLISH, version=0)).then(ChallengeOutOfOrder(0, 0))
    third = published.given(but(PUBLISHED, version=3))
    third.when(but(PUBLISH, version=2)).then(ChallengeOutOfOrder(2, 3))


def test_a_challenge_ends_after_it_starts() -> None:
    challenges.when(with_(but(TERMS, ends_at=NOW))).then(DueTooEarly(NOW, NOW))


@pytest.mark.parametrize("target", [0, MOST + 1])
def test_there_is_something_to_reach(target: int) -> None:
    story = challenges.when(with_(but(TERMS, target=target)))
    story.then(ImpossibleChallenge("target", target))
    for possible in (1, MOST):
        assert challenges.when(with_(but(TERMS, target=possible))).news


def test_spend_is_counted_in_a_currency_and_nothing_else_is() -> None:
    assert challenges.when(with_(SPEND)).news
    none = CurrencyIsForSpend(Measure.SPEND, None)
    challenges.when(with_(but(SPEND, currency=None))).then(none)
    som = CurrencyIsForSpend(Measure.ORDERS, "UZS")
    challenges.when(with_(but(TERMS, currency="UZS"))).then(som)
    story = challenges.when(with_(but(SPEND, currency="sum")))
    story.then(NoSuchCurrency("sum"))


def test_points_go_by_a_programme() -> None:
    club = but(TERMS, programme_id=ProgrammeId("club"), points=5)
    assert challenges.when(with_(club)).news
    challenges.when(with_(but(TERMS, points=5))).then(PointsNeedAProgramme(5))
    challenges.when(with_(but(club, points=0))).then(PointsNeedAProgramme(0))
    for points in (-1, MOST + 1):
        story = challenges.when(with_(but(club, points=points)))
        story.then(ImpossibleChallenge("points", points))
