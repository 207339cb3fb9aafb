"""What was stated of a metric is stated once."""

from datetime import UTC, datetime, timedelta

from attrs import asdict, evolve

from mijoz.domain.metrics.statements import (
    STATEMENTS,
    EmptyWindow,
    MetricStated,
    StatedOtherwise,
    StateMetric,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
STATE = StateMetric(
    NOW, "s-1", "orders", 1, None, SINCE, NOW, None, 47, 12, 1, 12, ("0a", "1b")
)
STATED = MetricStated(**asdict(STATE))
statements = Scenario(STATEMENTS)


def test_a_figure_is_stated_with_what_it_was_made_from() -> None:
    statements.when(STATE).then(STATED)


def test_a_statement_is_made_once() -> None:
    statements.given(STATED).when(STATE).then_nothing()


def test_a_statement_does_not_change() -> None:
    other = evolve(STATE, numerator=13)
    statements.given(STATED).when(other).then(StatedOtherwise("s-1"))


def test_a_window_has_a_beginning_and_a_later_end() -> None:
    statements.when(evolve(STATE, since=NOW)).then(EmptyWindow(NOW, NOW))
    just = NOW - timedelta(microseconds=1)
    statements.when(evolve(STATE, since=just)).then(evolve(STATED, since=just))
