"""What holds of shortcomings and of the bounds of an uplift."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.quality.improvement import Figure
from mijoz.domain.quality.shortcoming import (
    SHORTCOMINGS,
    AddEvidence,
    RegisterShortcoming,
)
from mijoz.domain.quality.uplift import uplift

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
evidence = st.lists(st.sampled_from(["", " ", "a", "b", "c"]), max_size=4).map(tuple)


@given(st.lists(evidence), evidence)
def test_evidence_only_grows_and_names_each_thing_once(
    more: list[tuple[str, ...]], first: tuple[str, ...]
) -> None:
    state = SHORTCOMINGS.initial
    before: tuple[str, ...] = ()
    told: list[RegisterShortcoming | AddEvidence] = [
        RegisterShortcoming(NOW, "s", "late", "bek", first),
        *(AddEvidence(NOW, each) for each in more),
    ]
    for command in told:
        try:
            events = list(SHORTCOMINGS.decide(command, state))
        except Refused:
            continue
        state = SHORTCOMINGS.fold(events, state)
        assert state.evidence[: len(before)] == before
        assert set(command.evidence) <= set(state.evidence)
        assert len(set(state.evidence)) == len(state.evidence)
        before = state.evidence
        assert list(SHORTCOMINGS.decide(command, state)) == []
    assert (state.registered is None) == (not before)


shares = st.integers(1, 200).flatmap(
    lambda whole: st.builds(
        lambda part: Figure(part, whole, whole), st.integers(0, whole)
    )
)


@given(shares, shares)
def test_an_uplift_lies_within_its_bounds_and_turns_round(
    before: Figure, after: Figure
) -> None:
    there, back = uplift(before, after), uplift(after, before)
    assert -10_000 <= there.low <= there.change <= there.high <= 10_000
    assert (back.change, back.low, back.high) == (
        -there.change,
        -there.high,
        -there.low,
    )
