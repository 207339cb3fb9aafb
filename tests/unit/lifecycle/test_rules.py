"""Rules of phases are published in versions that never change."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from mijoz.domain.decider import Refused
from mijoz.domain.lifecycle.rules import (
    MOST_DAYS,
    PHASE_RULES,
    ImpossiblePhaseRule,
    PhaseRules,
    PhaseRulesNeverChange,
    PhaseRulesOutOfOrder,
    PhaseRulesPublished,
    PublishPhaseRules,
    Rules,
    WinBack,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)
GOOD = PhaseRules(
    3, 60, 60, 180, WinBack("ten per cent", "marketing", "email", days=30)
)


def publish(
    version: int, rules: PhaseRules = GOOD, state: Rules | None = None
) -> list[PhaseRulesPublished]:
    command = PublishPhaseRules(AT, "phases", version, rules)
    return list(PHASE_RULES.decide(command, state or Rules()))


def published(*versions: int) -> Rules:
    return Rules(tuple(PhaseRulesPublished(AT, "phases", v, GOOD) for v in versions))


def test_a_version_is_published_and_the_newest_counts() -> None:
    (event,) = publish(2, state=published(1))
    assert event == PhaseRulesPublished(AT, "phases", 2, GOOD)
    assert PHASE_RULES.fold([event], published(1)).newest == event
    assert Rules().newest is None


def test_to_publish_the_same_again_changes_nothing() -> None:
    assert publish(1, state=published(1, 2)) == []


def test_a_published_version_never_changes() -> None:
    with pytest.raises(PhaseRulesNeverChange):
        publish(1, evolve(GOOD, loyal_days=61), published(1, 2))


@pytest.mark.parametrize(("version", "after"), [(0, 0), (-1, 0), (2, 3)])
def test_versions_rise(version: int, after: int) -> None:
    state = published(after) if after else Rules()
    with pytest.raises(PhaseRulesOutOfOrder) as refused:
        publish(version, state=state)
    assert refused.value == PhaseRulesOutOfOrder(version, after)


def with_figure(field: str, value: int) -> PhaseRules:
    figures: dict[str, Any] = {field: value}
    return evolve(GOOD, **figures)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("loyal_orders", 1),
        ("loyal_orders", MOST_DAYS + 1),
        ("loyal_days", 0),
        ("at_risk_days", 0),
        ("lapsed_days", 60),
        ("lapsed_days", MOST_DAYS + 1),
    ],
)
def test_a_figure_out_of_bounds_is_refused_by_name(field: str, value: int) -> None:
    with pytest.raises(ImpossiblePhaseRule) as refused:
        publish(1, with_figure(field, value))
    assert (refused.value.field, refused.value.value) == (field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [("loyal_orders", 2), ("loyal_days", 1), ("at_risk_days", 1), ("lapsed_days", 61)],
)
def test_a_figure_at_its_bound_is_taken(field: str, value: int) -> None:
    assert publish(1, with_figure(field, value))


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_a_win_back_has_a_time(days: int) -> None:
    assert GOOD.win_back
    wrong = evolve(GOOD, win_back=evolve(GOOD.win_back, days=days))
    with pytest.raises(ImpossiblePhaseRule):
        publish(1, wrong)


def test_rules_may_win_nobody_back() -> None:
    assert publish(1, evolve(GOOD, win_back=None))


def test_a_refusal_is_a_refusal() -> None:
    assert issubclass(ImpossiblePhaseRule, Refused)
