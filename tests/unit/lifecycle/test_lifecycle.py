"""Each phase is recorded once; what turns out otherwise is put right in the open."""

from datetime import UTC, datetime, timedelta

from mijoz.domain.ids import CustomerId
from mijoz.domain.lifecycle.lifecycle import (
    LIFECYCLES,
    AssessPhase,
    Because,
    Lifecycle,
    LifecyclePhaseEntered,
)
from mijoz.domain.lifecycle.phases import Phase, Rhythm
from mijoz.domain.lifecycle.rules import PhaseRules

AZIZA = CustomerId("aziza")
RULES = PhaseRules(loyal_orders=3, loyal_days=60, at_risk_days=60, lapsed_days=180)
STRICT = PhaseRules(loyal_orders=3, loyal_days=60, at_risk_days=20, lapsed_days=40)


def day(number: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def bought(*days: float) -> Rhythm:
    return Rhythm(day(0), tuple(day(each) for each in days))


def assess(
    state: Lifecycle, at: float, rhythm: Rhythm, rules: PhaseRules = RULES
) -> tuple[Lifecycle, list[LifecyclePhaseEntered]]:
    version = 1 if rules is RULES else 2
    command = AssessPhase(day(at), AZIZA, rhythm, rules, "phases", version)
    events = list(LIFECYCLES.decide(command, state))
    return LIFECYCLES.fold(events, state), events


def test_a_first_look_records_all_that_was() -> None:
    _, events = assess(Lifecycle(), 200, bought(1))
    assert [(e.at, e.left, e.phase) for e in events] == [
        (day(0), None, Phase.PROSPECT),
        (day(1), Phase.PROSPECT, Phase.NEW),
        (day(61), Phase.NEW, Phase.AT_RISK),
        (day(181), Phase.AT_RISK, Phase.LAPSED),
    ]
    assert {e.because for e in events} == {Because.RULE}


def test_an_event_holds_all_that_the_rules_saw() -> None:
    _, events = assess(Lifecycle(), 70, bought(1))
    assert events[-1] == LifecyclePhaseEntered(
        day(61),
        AZIZA,
        Phase.AT_RISK,
        Phase.NEW,
        Because.RULE,
        "phases",
        1,
        1,
        day(1),
    )


def test_a_second_look_adds_only_what_is_new() -> None:
    state, _ = assess(Lifecycle(), 10, bought(1))
    assert assess(state, 60, bought(1))[1] == []
    _, events = assess(state, 61, bought(1))
    assert [(e.at, e.phase) for e in events] == [(day(61), Phase.AT_RISK)]


def test_a_look_at_the_past_changes_nothing() -> None:
    state, _ = assess(Lifecycle(), 200, bought(1))
    assert assess(state, 181, bought(1))[1] == []
    assert assess(state, 30, bought(1))[1] == []


def test_nobody_unregistered_is_in_a_phase() -> None:
    assert assess(Lifecycle(), -1, bought())[1] == []


def test_a_late_fact_puts_right_what_is_so_now_and_says_so() -> None:
    state, _ = assess(Lifecycle(), 200, bought(1))
    _, (event,) = assess(state, 210, bought(1, 170))
    assert (event.at, event.left, event.phase) == (
        day(210),
        Phase.LAPSED,
        Phase.ACTIVE,
    )
    assert event.because == Because.LATE_FACT
    assert (event.orders, event.last_order_at) == (2, day(170))


def test_a_late_fact_that_leads_to_the_same_phase_changes_nothing() -> None:
    state, _ = assess(Lifecycle(), 400, bought(1))
    assert assess(state, 401, bought(1, 150))[1] == []


def test_new_rules_put_right_what_is_so_now_and_say_so() -> None:
    state, _ = assess(Lifecycle(), 45, bought(1), STRICT)
    _, (event,) = assess(state, 46, bought(1))
    assert (event.left, event.phase) == (Phase.LAPSED, Phase.NEW)
    assert (event.at, event.because) == (day(46), Because.NEW_RULES)
    assert event.rules_version == 1


def test_new_rules_that_agree_go_on_from_where_it_stood() -> None:
    state, _ = assess(Lifecycle(), 10, bought(1))
    _, (event,) = assess(state, 22, bought(1), STRICT)
    assert (event.at, event.because) == (day(21), Because.RULE)
