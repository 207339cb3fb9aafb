"""What holds of consent, in whatever order its decisions are told."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.customer.consent import (
    CONSENTS,
    Command,
    ConsentGranted,
    Event,
    GrantConsent,
    LawfulBasis,
    WithdrawConsent,
)
from mijoz.domain.ids import CustomerId

START = datetime(2026, 1, 1, tzinfo=UTC)
AZIZA, ABOUT = CustomerId("aziza"), ("marketing", "email")

times = st.integers(0, 9).map(lambda days: START + timedelta(days=days))
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        GrantConsent,
        times,
        st.just(AZIZA),
        st.just(ABOUT[0]),
        st.just(ABOUT[1]),
        st.just(LawfulBasis.CONSENT),
        st.sampled_from(["v1", "v2"]),
        st.just("form"),
    ),
    st.builds(
        WithdrawConsent,
        times,
        st.just(AZIZA),
        st.just(ABOUT[0]),
        st.just(ABOUT[1]),
        st.just("link"),
    ),
)


def tell(story: list[Command]) -> list[Event]:
    events: list[Event] = []
    for command in story:
        events += CONSENTS.decide(command, CONSENTS.fold(events))
    return events


@given(st.lists(commands), times)
def test_the_last_decision_made_by_a_moment_is_in_force_at_it(
    story: list[Command], moment: datetime
) -> None:
    events = tell(story)
    made = [event for event in events if event.at <= moment]
    last = max(enumerate(made), key=lambda told: (told[1].at, told[0]), default=None)
    in_force = CONSENTS.fold(events).in_force(*ABOUT, at=moment)
    assert in_force == (last[1] if last else None)


@given(st.lists(commands, unique_by=lambda command: command.at), st.data())
def test_decisions_of_different_moments_may_be_told_in_any_order(
    story: list[Command], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(story))
    assert CONSENTS.fold(tell(story)) == CONSENTS.fold(tell(shuffled))


@given(st.lists(commands))
def test_what_was_told_is_not_told_twice(story: list[Command]) -> None:
    state = CONSENTS.fold(tell(story))
    assert all(not list(CONSENTS.decide(command, state)) for command in story)


@given(st.lists(commands, min_size=1))
def test_after_all_that_is_known_the_latest_decision_holds(
    story: list[Command],
) -> None:
    events = tell(story)
    state = CONSENTS.fold(events)
    latest = max(event.at for event in events)
    assert state.allows(*ABOUT) == state.allows(*ABOUT, at=latest)
    assert state.allows(*ABOUT) == isinstance(
        [event for event in events if event.at == latest][-1], ConsentGranted
    )
