"""However often one looks, the same phases are entered; the last is the truth."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.ids import CustomerId
from mijoz.domain.lifecycle.lifecycle import LIFECYCLES, AssessPhase, Lifecycle
from mijoz.domain.lifecycle.phases import Rhythm, phases
from mijoz.domain.lifecycle.rules import PhaseRules

AZIZA = CustomerId("aziza")
RULES = st.builds(
    lambda orders, days, risk, more: PhaseRules(orders, days, risk, risk + more),
    st.integers(2, 4),
    st.integers(1, 50),
    st.integers(1, 40),
    st.integers(1, 60),
)
DAYS = st.integers(0, 300)


def day(number: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def known_on(told: list[tuple[str, int]], number: int) -> Rhythm:
    def of(kind: str) -> tuple[datetime, ...]:
        return tuple(day(d) for k, d in told if k == kind and d <= number)

    return Rhythm(day(0), of("order"), of("closed"), of("reopened"))


STORIES = st.lists(
    st.tuples(st.sampled_from(["order", "order", "order", "closed", "reopened"]), DAYS)
)


def look(
    state: Any, rules: PhaseRules, rhythm: Rhythm, at: int, version: int = 1
) -> Any:
    command = AssessPhase(day(at), AZIZA, rhythm, rules, "phases", version)
    return list(LIFECYCLES.decide(command, state))


@given(RULES, STORIES, st.lists(DAYS))
def test_whoever_looks_often_records_what_one_look_at_the_end_does(
    rules: PhaseRules, told: list[tuple[str, int]], looks: list[int]
) -> None:
    state, recorded = Lifecycle(), []
    for at in [*sorted(looks), 301]:
        events = look(state, rules, known_on(told, at), at)
        state = LIFECYCLES.fold(events, state)
        recorded += events
        assert look(state, rules, known_on(told, at), at) == []
    assert recorded == look(Lifecycle(), rules, known_on(told, 301), 301)


@given(RULES, RULES, STORIES, STORIES, st.lists(DAYS))
def test_whatever_comes_late_or_is_ruled_anew_the_last_phase_is_right(
    rules: PhaseRules,
    later_rules: PhaseRules,
    told: list[tuple[str, int]],
    late: list[tuple[str, int]],
    looks: list[int],
) -> None:
    state = Lifecycle()
    for at in sorted(looks):
        state = LIFECYCLES.fold(look(state, rules, known_on(told, at), at), state)
    rhythm = known_on([*told, *late], 301)
    state = LIFECYCLES.fold(look(state, later_rules, rhythm, 301, 2), state)
    assert state.last is not None
    assert state.last.phase == list(phases(later_rules, rhythm, day(301)))[-1].phase
