"""What holds of shortcomings and of the bounds of an uplift."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.ids import AssessmentId, CriteriaId, CustomerId, ShortcomingId
from mijoz.domain.quality.assessment import (
    ASSESSMENTS,
    Assessor,
    AssessValue,
    Mark,
    Party,
)
from mijoz.domain.quality.criteria import Criterion
from mijoz.domain.quality.raters import apart
from mijoz.domain.quality.shortcoming import (
    SHORTCOMINGS,
    AddEvidence,
    RegisterShortcoming,
)
from mijoz.domain.quality.uplift import Share, uplift

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
evidence = st.lists(st.sampled_from(["", " ", "a", "b", "c"]), max_size=4).map(tuple)


@given(st.lists(evidence), evidence)
def test_evidence_only_grows_and_names_each_thing_once(
    more: list[tuple[str, ...]], first: tuple[str, ...]
) -> None:
    state = SHORTCOMINGS.initial
    before: tuple[str, ...] = ()
    told: list[RegisterShortcoming | AddEvidence] = [
        RegisterShortcoming(NOW, ShortcomingId("s"), "late", "bek", first),
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
    lambda whole: st.builds(lambda part: Share(part, whole), st.integers(0, whole))
)


@given(shares, shares)
def test_an_uplift_lies_within_its_bounds_and_turns_round(
    before: Share, after: Share
) -> None:
    there, back = uplift(before, after), uplift(after, before)
    assert -10_000 <= there.low <= there.change <= there.high <= 10_000
    assert (back.change, back.low, back.high) == (
        -there.change,
        -there.high,
        -there.low,
    )


scores = st.lists(st.integers(0, 10_000), max_size=6)


@given(scores)
def test_raters_are_as_far_apart_whoever_is_asked_first(some: list[int]) -> None:
    total, pairs = apart(some)
    assert apart(some[::-1]) == (total, pairs)
    assert pairs == len(some) * (len(some) - 1) // 2
    spread = max(some, default=0) - min(some, default=0)
    assert spread <= total <= pairs * spread
    assert (total == 0) == (len(set(some)) <= 1)


weights = st.lists(st.integers(1, 100), min_size=1, max_size=5).map(
    lambda some: [*some, 100 - sum(some)] if sum(some) < 100 else [100]
)


@given(weights, st.data())
def test_a_score_lies_between_the_lowest_and_the_highest_mark(
    given_weights: list[int], data: st.DataObject
) -> None:
    criteria = tuple(
        Criterion(str(n), "…", weight) for n, weight in enumerate(given_weights)
    )
    marks = tuple(Mark(each.name, data.draw(st.integers(0, 100))) for each in criteria)
    command = AssessValue(
        NOW,
        CustomerId("aziza"),
        AssessmentId("a"),
        Party.BUYER,
        Assessor.SELF,
        "anna",
        CriteriaId("value"),
        1,
        criteria,
        marks,
    )
    (event,) = ASSESSMENTS.decide(command, ASSESSMENTS.initial)
    given_marks = [each.mark for each in marks]
    assert 100 * min(given_marks) <= event.score <= 100 * max(given_marks)
