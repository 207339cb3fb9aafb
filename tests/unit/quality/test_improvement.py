"""The rules of improvements, and by how much they moved what they were to move."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.quality.improvement import (
    IMPROVEMENTS,
    DecideImprovement,
    Figure,
    ImprovementChanged,
    ImprovementDecided,
    ImprovementNotDecided,
    ImprovementVerified,
    ImprovementWasVerified,
    NamesNothing,
    NothingMeasured,
    NotItsMetric,
    VerifiedTooEarly,
    VerifyImprovement,
)
from mijoz.domain.quality.uplift import NotAShare, Uplift, uplift
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
CHANGES = ("standard:checkout@4",)
BEFORE, AFTER = Figure(35, 100, 100), Figure(50, 100, 100)
DECIDE = DecideImprovement(NOW, "p-1", ("s-1",), CHANGES, "csat", "anna")
DECIDED = ImprovementDecided(NOW, "p-1", ("s-1",), CHANGES, "csat", "anna")
VERIFY = VerifyImprovement(NOW + DAY, "csat", BEFORE, AFTER)
VERIFIED = ImprovementVerified(NOW + DAY, "p-1", "csat", BEFORE, AFTER)
improvements = Scenario(IMPROVEMENTS)
decided = improvements.given(DECIDED)


def test_an_improvement_is_decided_once() -> None:
    improvements.when(DECIDE).then(DECIDED)
    decided.when(but(DECIDE, at=NOW + DAY)).then_nothing()
    decided.when(but(DECIDE, metric="nps")).then(ImprovementChanged("p-1"))


@pytest.mark.parametrize("field", ["because", "changes"])
@pytest.mark.parametrize("values", [(), ("x", " ")])
def test_an_improvement_names_its_reasons_and_what_changes(
    field: str, values: tuple[str, ...]
) -> None:
    said: Any = {field: values}
    improvements.when(but(DECIDE, **said)).then(NamesNothing(field))


def test_an_improvement_is_verified_once_by_its_own_metric() -> None:
    decided.when(VERIFY).then(VERIFIED)
    done = decided.given(VERIFIED)
    done.when(but(VERIFY, at=NOW + 2 * DAY)).then_nothing()
    done.when(but(VERIFY, after=BEFORE)).then(ImprovementWasVerified(NOW + DAY))
    done.when(but(VERIFY, before=AFTER)).then(ImprovementWasVerified(NOW + DAY))
    decided.when(but(VERIFY, metric="nps")).then(NotItsMetric("nps", "csat"))
    improvements.when(VERIFY).then(ImprovementNotDecided())


def test_an_improvement_is_verified_after_it_was_decided() -> None:
    decided.when(but(VERIFY, at=NOW)).then(VerifiedTooEarly(NOW))
    decided.when(but(VERIFY, at=NOW + TICK)).then(but(VERIFIED, at=NOW + TICK))


@pytest.mark.parametrize("field", ["before", "after"])
def test_a_figure_is_over_a_sample(field: str) -> None:
    def with_(figure: Figure) -> VerifyImprovement:
        said: Any = {field: figure}
        return but(VERIFY, **said)

    one = Figure(-1, 1, 1)
    assert decided.when(with_(one)).refusal is None
    for bad in (but(one, sample=0), but(one, denominator=0)):
        refusal = NothingMeasured(bad.sample, bad.denominator)
        decided.when(with_(bad)).then(refusal)


@pytest.mark.parametrize(
    ("before", "after", "bounds"),
    [
        # Newcombe (1998), table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10
        # and 0/10 - 0/10.
        ((48, 80), (56, 70), (524, 3339)),
        ((3, 10), (9, 10), (1705, 8090)),
        ((0, 10), (10, 10), (6075, 10_000)),
        ((0, 10), (0, 10), (-2775, 2775)),
    ],
)
def test_the_bounds_of_an_uplift_are_as_published(
    before: tuple[int, int], after: tuple[int, int], bounds: tuple[int, int]
) -> None:
    first, last = (Figure(*each, each[1]) for each in (before, after))
    found = uplift(first, last)
    assert (found.low, found.high) == bounds
    assert found.small == (before[1] < 30)


def test_an_uplift_is_certain_if_its_bounds_leave_no_doubt() -> None:
    found = uplift(BEFORE, AFTER)
    assert (found.change, found.certain) == (1_500, True)
    assert uplift(AFTER, BEFORE).certain
    assert not uplift(BEFORE, BEFORE).certain
    assert not Uplift(1, 0, 2, small=False).certain
    assert not Uplift(-1, -2, 0, small=False).certain


def test_a_small_sample_on_either_side_is_marked() -> None:
    many, few = Figure(15, 30, 30), Figure(15, 29, 29)
    assert not uplift(many, many).small
    assert uplift(few, many).small
    assert uplift(many, few).small


@pytest.mark.parametrize("figure", [(-1, 10), (11, 10), (0, 0)])
def test_an_uplift_is_of_shares(figure: tuple[int, int]) -> None:
    for pair in ((Figure(*figure, 1), AFTER), (AFTER, Figure(*figure, 1))):
        with pytest.raises(NotAShare) as raised:
            uplift(*pair)
        assert raised.value == NotAShare(*figure)
