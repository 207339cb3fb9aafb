"""The rules of improvements, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.ids import ImprovementId
from mijoz.domain.quality.improvement import IMPROVEMENTS
from mijoz.domain.quality.improvement_refusals import (
    DefinedOtherwise,
    ImprovementChanged,
    ImprovementNotDecided,
    ImprovementWasVerified,
    NamesNothing,
    NotBeforeAndAfter,
    NothingMeasured,
    NotItsMetric,
)
from mijoz.domain.quality.improvement_terms import (
    DecideImprovement,
    Figure,
    ImprovementDecided,
    ImprovementVerified,
    VerifyImprovement,
)
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
P1 = ImprovementId("p-1")
WHAT: Any = (("s-1",), ("event-1",), ("standard:checkout@4",), "csat", "anna")
BEFORE = Figure("m-1", "csat", 1, NOW - 30 * DAY, NOW, 35, 100, 100)
AFTER = Figure("m-2", "csat", 1, NOW, NOW + 30 * DAY, 50, 100, 100)
LATER = NOW + 31 * DAY
DECIDE = DecideImprovement(NOW, P1, *WHAT)
DECIDED = ImprovementDecided(NOW, P1, *WHAT)
VERIFY = VerifyImprovement(LATER, "m-1", "m-2", BEFORE, AFTER)
VERIFIED = ImprovementVerified(LATER, P1, BEFORE, AFTER)
improvements = Scenario(IMPROVEMENTS)
decided = improvements.given(DECIDED)


def test_an_improvement_is_decided_once() -> None:
    improvements.when(DECIDE).then(DECIDED)
    decided.when(but(DECIDE, at=NOW + DAY)).then_nothing()
    decided.when(but(DECIDE, metric="nps")).then(ImprovementChanged(P1))


def test_what_its_shortcomings_have_come_to_stand_on_does_not_change_it() -> None:
    more = but(DECIDE, evidence=("event-1", "event-2"))
    decided.when(more).then_nothing()


@pytest.mark.parametrize("field", ["because", "evidence", "changes"])
@pytest.mark.parametrize("values", [(), ("x", " ")])
def test_an_improvement_names_its_reasons_and_what_changes(
    field: str, values: tuple[str, ...]
) -> None:
    said: Any = {field: values}
    improvements.when(but(DECIDE, **said)).then(NamesNothing(field))


def test_an_improvement_is_verified_once() -> None:
    decided.when(VERIFY).then(VERIFIED)
    done = decided.given(VERIFIED)
    done.when(but(VERIFY, at=LATER + DAY)).then_nothing()
    for field, figure in (("before", BEFORE), ("after", AFTER)):
        other: Any = {field: but(figure, numerator=36)}
        done.when(but(VERIFY, **other)).then(ImprovementWasVerified(LATER))
    improvements.when(VERIFY).then(ImprovementNotDecided())


@pytest.mark.parametrize("field", ["before", "after"])
def test_an_improvement_is_verified_by_its_own_metric_defined_alike(field: str) -> None:
    def with_(**other: Any) -> VerifyImprovement:
        said: Any = {field: but(getattr(VERIFY, field), **other)}
        return but(VERIFY, **said)

    decided.when(with_(metric="nps")).then(NotItsMetric("nps", "csat"))
    versions = (2, 1) if field == "before" else (1, 2)
    decided.when(with_(version=2)).then(DefinedOtherwise(*versions))
    assert decided.when(with_(denominator=1, sample=1)).refusal is None
    for bad in ({"sample": 0}, {"denominator": 0}):
        figure = but(getattr(VERIFY, field), **bad)
        refusal = NothingMeasured(figure.sample, figure.denominator)
        decided.when(with_(**bad)).then(refusal)


def test_the_figures_are_of_before_the_decision_and_of_after_it() -> None:
    late = but(VERIFY, before=but(BEFORE, until=NOW + TICK))
    decided.when(late).then(NotBeforeAndAfter(NOW))
    early = but(VERIFY, after=but(AFTER, since=NOW - TICK))
    decided.when(early).then(NotBeforeAndAfter(NOW))


def test_nothing_is_verified_before_it_was_decided() -> None:
    decided.when(but(VERIFY, at=NOW - TICK)).then(TooEarly(NOW - TICK, NOW))
    assert decided.when(but(VERIFY, at=NOW)).refusal is None
