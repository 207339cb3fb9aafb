"""What holds of employees, whatever anyone tells of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.ids import EmployeeId
from mijoz.domain.staff import employee_terms as t
from mijoz.domain.staff.employee import EMPLOYEES

START = datetime(2026, 1, 1, tzinfo=UTC)
times = st.integers(0, 9).map(lambda days: START + timedelta(days=days))
words = st.sampled_from(["x", "y"])
commands: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        t.RegisterEmployee, times, st.just(EmployeeId("anna")), words, words, words
    ),
    st.builds(t.TransferEmployee, times, words, words),
    st.builds(
        t.AssessCompetency,
        times,
        words,
        st.sampled_from(t.CompetencyKind),
        words,
        st.integers(0, 6),
        words,
    ),
    st.builds(t.RecordMotivation, times, words, st.integers(-1, 101)),
    st.builds(t.LeaveStaff, times, st.sampled_from(t.Leaving)),
    st.builds(t.EraseEmployee, times, words),
)


@given(st.lists(commands, max_size=30))
def test_nothing_is_of_after_they_left_and_nothing_told_once_erased(
    story: list[Any],
) -> None:
    events: list[Any] = []
    state = EMPLOYEES.initial
    for command in story:
        try:
            news = list(EMPLOYEES.decide(command, state))
        except Refused:
            continue
        assert not (news and state.erased)
        events += news
        state = EMPLOYEES.fold(news, state)
        assert list(EMPLOYEES.decide(command, state)) == [], "the same twice is once"
    ends = (t.EmployeeLeft, t.EmployeeErased)
    for kind in ends:
        assert sum(isinstance(each, kind) for each in events) <= 1
    if state.left:
        assert all(
            each.at <= state.left.at
            for each in events
            if not isinstance(each, ends) and not isinstance(each, t.EmployeeRegistered)
        )
    place = None
    for each in events:
        if isinstance(each, t.EmployeeRegistered):
            place = each.department
        if isinstance(each, t.EmployeeTransferred):
            assert each.from_department == place
            place = each.department
    assert place == (state.place[0] if state.place else None)
