"""What holds of encounters, whatever anyone asks for and in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.encounter import encounter as e
from mijoz.domain.encounter import serving_terms as t
from mijoz.domain.encounter.closing import ConformanceAssessed
from mijoz.domain.encounter.conformance import Performed, conformance
from mijoz.domain.encounter.serving_kinds import (
    Channel,
    Mistake,
    NextAction,
    Valence,
)
from mijoz.domain.encounter.steps import Role, StandardStep
from mijoz.domain.ids import CustomerId, EmployeeId, EncounterId, StandardId

START = datetime(2026, 1, 1, tzinfo=UTC)
STEPS = tuple(
    StandardStep(name, role, needed, minutes=60)
    for name, role, needed in (
        ("a", Role.EMPLOYEE, True),
        ("b", Role.CUSTOMER, True),
        ("c", Role.SYSTEM, False),
    )
)
times = st.integers(0, 12).map(lambda hours: START + timedelta(hours=hours))
names = st.sampled_from(["a", "b", "c", "d"])
people = st.sampled_from(["anna", "bek", "aziza"])
staff = st.sampled_from([EmployeeId("anna"), EmployeeId("bek")])
words = st.sampled_from(["x", "y"])
commands: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        e.OpenEncounter,
        times,
        st.just(EncounterId("e")),
        st.none() | st.just(CustomerId("aziza")),
        st.just(e.EncounterKind.VISIT),
        words,
    ),
    st.builds(
        t.StartService,
        times,
        st.sampled_from(Channel),
        st.just(STEPS),
        st.none() | staff,
        st.none(),
        st.just(StandardId("s")),
        st.just(1),
    ),
    st.builds(t.IdentifyVisitor, times, st.just(CustomerId("aziza"))),
    st.builds(t.JoinEncounter, times, people, st.sampled_from(Role)),
    st.builds(
        t.PerformStep,
        times,
        st.sampled_from(["1", "2", "3", "4", "5", "6"]),
        names,
        st.sampled_from(Role),
        st.none() | people,
        st.none() | times,
    ),
    st.builds(e.RecordStep, times, names, st.none()),
    st.builds(t.WithdrawStep, times, names, st.sampled_from(Mistake)),
    st.builds(t.HandOver, times, staff, words),
    st.builds(
        t.NoteExperience,
        times,
        words,
        st.sampled_from(Valence),
        words,
        st.none() | words,
    ),
    st.builds(
        t.AgreeNextAction,
        times,
        words,
        st.sampled_from(NextAction),
        times,
        st.none() | staff,
    ),
    st.builds(e.CloseEncounter, times, words),
    st.builds(e.ReopenEncounter, times),
)
stories = st.lists(commands, max_size=40)


def play(story: list[Any]) -> list[Any]:
    """Return what a story causes when every refusal is shrugged off."""
    events: list[Any] = []
    state = e.ENCOUNTERS.initial
    for command in story:
        try:
            news = list(e.ENCOUNTERS.decide(command, state))
        except Refused:
            continue
        events += news
        state = e.ENCOUNTERS.fold(news, state)
        assert list(e.ENCOUNTERS.decide(command, state)) == [], "the same twice is once"
    return events


def prepared(story: list[Any]) -> list[Any]:
    """Return a story in which there is somebody to be served, by the standard."""
    visit = e.EncounterKind.VISIT
    aziza, anna = CustomerId("aziza"), EmployeeId("anna")
    opening = e.OpenEncounter(START, EncounterId("e"), aziza, visit, "x")
    start = t.StartService(START, Channel.SHOP, STEPS, anna, None, StandardId("s"), 1)
    return [opening, start, *story]


@given(stories, st.booleans())
def test_steps_lie_within_the_service_and_never_while_it_is_closed(
    story: list[Any], ready: bool
) -> None:
    state = e.ENCOUNTERS.fold(play(prepared(story) if ready else story))
    for step in state.performed.values():
        assert state.started
        assert state.started.at <= step.began_at <= step.at
        for pause in state.pauses:
            until = pause.until
            over = until is not None and until <= step.began_at
            assert step.at <= pause.closed.at or over


@given(stories)
def test_it_ends_once_each_time_after_all_that_was_done_till_then(
    story: list[Any],
) -> None:
    events = play(prepared(story))
    over = False
    for number, event in enumerate(events):
        if isinstance(event, e.EncounterClosed):
            assert not over
            over = True
            assert isinstance(events[number + 1], ConformanceAssessed)
            before = e.ENCOUNTERS.fold(events[:number])
            assert before.latest
            assert event.at >= before.latest
        if isinstance(event, e.EncounterReopened):
            assert over
            over = False


@given(stories)
def test_the_last_assessment_is_what_is_so_of_an_encounter_that_has_ended(
    story: list[Any],
) -> None:
    state = e.ENCOUNTERS.fold(play(prepared(story)))
    found, told = state.conformance, state.assessed
    if state.closed:
        assert found
        assert told
        assert told.conforms == found.conforms
        assert told.missing == found.missing
        assert told.out_of_order == found.out_of_order
        assert (
            told.performed == found.performed == len(state.standing) + len(state.steps)
        )


@given(stories)
def test_whoever_is_at_it_got_it_from_who_was_before(story: list[Any]) -> None:
    holder = None
    for event in play(prepared(story)):
        if isinstance(event, t.EncounterStarted):
            holder = event.employee_id
        if isinstance(event, t.EncounterHandedOver):
            assert event.from_employee_id == holder
            assert event.to_employee_id != holder
            holder = event.to_employee_id


@given(stories)
def test_everyone_has_one_role_for_good(story: list[Any]) -> None:
    events, roles = play(prepared(story)), dict[str, Role]()
    for number in range(len(events)):
        now = e.ENCOUNTERS.fold(events[: number + 1]).participants
        assert roles.items() <= now.items()
        roles = dict(now)


@given(st.lists(st.tuples(names, st.integers(0, 9), st.integers(0, 3)), max_size=8))
def test_every_step_is_as_it_should_be_or_named(
    told: list[tuple[str, int, int]],
) -> None:
    done = [
        Performed(
            name, START + timedelta(hours=began), START + timedelta(hours=began + long)
        )
        for name, began, long in told
    ]
    found = conformance(STEPS, done)
    did = {name for name, _, _ in told}
    assert {each.step for each in STEPS if each.required} - did == set(found.missing)
    assert did - {each.step for each in STEPS} == set(found.unknown)
    firsts = {
        name: min(began for other, began, _ in told if other == name)
        for name in did - set(found.unknown) - set(found.out_of_order)
    }
    kept = [firsts[each.step] for each in STEPS if each.step in firsts]
    assert kept == sorted(kept), "without those out of order, it is in order"
