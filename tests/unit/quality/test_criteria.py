"""The rules of publishing by what value is assessed."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.ids import CriteriaId
from mijoz.domain.quality.criteria import (
    CRITERIA,
    Criterion,
    NamedTwice,
    NotTheNextCriteria,
    NotWeighed,
    PublishCriteria,
    PublishedCriteriaNeverChange,
    ValueCriteriaPublished,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
VALUE = CriteriaId("value")
TRUST, SPEND = Criterion("trust", "…", 60), Criterion("spend", "…", 40)
ALL = (Criterion("trust", "…", 100),)
FIRST = ValueCriteriaPublished(NOW, VALUE, 1, (TRUST, SPEND))
SECOND = ValueCriteriaPublished(NOW, VALUE, 2, ALL)
criteria = Scenario(CRITERIA)


def publish(*some: Criterion, version: int = 1, at: datetime = NOW) -> PublishCriteria:
    return PublishCriteria(at, VALUE, version, some)


def test_criteria_are_published_in_versions_once_each() -> None:
    criteria.when(publish(TRUST, SPEND)).then(FIRST)
    story = criteria.given(FIRST)
    later = NOW + timedelta(days=1)
    story.when(publish(TRUST, SPEND, at=later)).then_nothing()
    story.when(publish(*ALL, version=2)).then(SECOND)
    story.when(publish(*ALL)).then(PublishedCriteriaNeverChange(1))
    story.given(SECOND).when(publish(TRUST, SPEND)).then_nothing()


def test_versions_follow_one_another() -> None:
    for version in (0, 2):
        refusal = NotTheNextCriteria(version, 1)
        criteria.when(publish(*ALL, version=version)).then(refusal)


@pytest.mark.parametrize(
    ("weights", "total", "least"),
    [((60, 39), 99, 39), ((60, 41), 101, 41), ((100, 0), 100, 0), ((), 0, 0)],
)
def test_a_hundred_per_cent_are_shared_out(
    weights: tuple[int, ...], total: int, least: int
) -> None:
    some = [Criterion(str(number), "…", each) for number, each in enumerate(weights)]
    criteria.when(publish(*some)).then(NotWeighed(total, least))
    assert criteria.when(publish(TRUST, SPEND)).refusal is None
    thin = Criterion("a", "…", 99), Criterion("b", "…", 1)
    assert criteria.when(publish(*thin)).refusal is None


def test_a_criterion_is_named_once() -> None:
    half = Criterion("trust", "…", 50)
    criteria.when(publish(half, half)).then(NamedTwice("trust"))
