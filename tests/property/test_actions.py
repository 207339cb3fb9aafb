"""What holds of deeds that earn, in whatever order they are told and revoked."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.action import (
    ACTIONS,
    ActionRewarded,
    Command,
    Event,
    RecordAction,
    RevokeAction,
)
from mijoz.domain.loyalty.action_policy import ActionRule, CapWindow, window_of

START = datetime(2026, 3, 28, tzinfo=UTC)
ZONE = "Europe/Berlin"  # whose clocks change on the next day

rules = st.builds(
    ActionRule,
    st.just("repost"),
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(CapWindow),
)
times = st.integers(0, 80).map(lambda hours: START + timedelta(hours=hours))
names = st.integers(1, 12).map(lambda number: f"a-{number}")
records = st.builds(
    RecordAction,
    times,
    names,
    st.just(ProgrammeId("club")),
    st.just(CustomerId("aziza")),
    st.just("repost"),
    st.integers(1, 12).map(lambda number: f"proof {number}"),
    st.just(1),
    st.just(ZONE),
    rules,
)
commands: st.SearchStrategy[Command] = records | st.builds(
    RevokeAction, times, names, st.just("deleted")
)


@given(st.lists(commands, max_size=40))
def test_no_window_has_more_deeds_than_its_rule_allows_and_no_proof_two(
    told: list[Command],
) -> None:
    events: list[Event] = []
    for command in told:
        state = ACTIONS.fold(events)
        try:
            news = list(ACTIONS.decide(command, state))
        except Refused:
            continue
        for event in news:
            if isinstance(event, ActionRewarded):
                _check(event, [*state.rewarded.values()], set(state.revoked))
        events += news
        again = list(ACTIONS.decide(command, ACTIONS.fold(events)))
        assert not again
    rewarded = [each for each in events if isinstance(each, ActionRewarded)]
    assert max(Counter(each.proof_index for each in rewarded).values(), default=0) <= 1


def _check(
    event: ActionRewarded, before: list[ActionRewarded], revoked: set[str]
) -> None:
    span = window_of(event.rule.window, event.at, ZONE)
    same = [
        each
        for each in before
        if each.action_id not in revoked
        if window_of(event.rule.window, each.at, ZONE) == span
    ]
    assert event.number == len(same) + 1 <= event.rule.times
    assert (event.window_since, event.window_until) == span
