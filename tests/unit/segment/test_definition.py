"""Definitions come in versions that never change; a run says one thing only."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from mijoz.domain.decider import Refused
from mijoz.domain.segment.abc import Abc, CostShare, Measure
from mijoz.domain.segment.conditions import Condition, Field
from mijoz.domain.segment.definition import (
    SEGMENTS,
    Command,
    CompleteRun,
    DefinedSegmentsNeverChange,
    DefineSegment,
    Event,
    ImpossibleSegment,
    RunSaidOtherwise,
    SayHowItIsDefined,
    Segment,
    SegmentDefined,
    SegmentNotDefined,
    SegmentRunCompleted,
    SegmentsOutOfOrder,
    Terms,
)
from mijoz.domain.segment.rfm import Rfm

AT = datetime(2026, 6, 1, tzinfo=UTC)
ABC = Abc(Measure.MARGIN, 800, 950, (CostShare("socks", 600),), 700)
TERMS = Terms("UZS", 365, abc=ABC)
DEFINED = SegmentDefined(AT, "abc", 1, TERMS)
ONCE = SEGMENTS.fold([DEFINED])
COMPLETE = CompleteRun(AT, "r", 1, AT, None, 9, ("A", "C"), (1, 2), "d1")


def decide(command: Command, state: Segment) -> list[Event]:
    return list(SEGMENTS.decide(command, state))


def define(terms: Any, version: int = 1, state: Segment | None = None) -> list[Event]:
    return decide(DefineSegment(AT, "abc", version, terms), state or Segment())


def refusal(terms: Terms) -> Refused:
    with pytest.raises(Refused) as refused:
        define(terms)
    return refused.value


def test_a_segment_is_defined_in_versions() -> None:
    assert define(TERMS) == [DEFINED]
    assert define(TERMS, 2, ONCE) == [evolve(DEFINED, version=2)]
    assert ONCE.newest == DEFINED
    assert Segment().newest is None


def test_to_define_the_same_again_changes_nothing() -> None:
    assert define(TERMS, 1, ONCE) == []


def test_a_version_never_changes() -> None:
    with pytest.raises(DefinedSegmentsNeverChange):
        define(evolve(TERMS, days=1), 1, ONCE)


def test_versions_rise() -> None:
    with pytest.raises(SegmentsOutOfOrder):
        define(TERMS, 0)
    with pytest.raises(SegmentsOutOfOrder):
        define(TERMS, 1, SEGMENTS.fold([evolve(DEFINED, version=2)]))


def test_there_is_one_way_to_define_it() -> None:
    assert refusal(Terms("UZS")) == SayHowItIsDefined(0)
    assert refusal(evolve(TERMS, rfm=Rfm(5))) == SayHowItIsDefined(2)
    both = evolve(TERMS, conditions=(Condition(Field.ORDERS, 1),))
    assert refusal(both) == SayHowItIsDefined(2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (evolve(TERMS, days=0), "days"),
        (Terms("UZS", rfm=Rfm(1)), "bands"),
        (Terms("UZS", rfm=Rfm(10)), "bands"),
        (evolve(TERMS, abc=evolve(ABC, a_per_mille=0)), "a_per_mille"),
        (evolve(TERMS, abc=evolve(ABC, a_per_mille=1_000)), "a_per_mille"),
        (evolve(TERMS, abc=evolve(ABC, b_per_mille=800)), "b_per_mille"),
        (evolve(TERMS, abc=evolve(ABC, b_per_mille=1_001)), "b_per_mille"),
        (evolve(TERMS, abc=evolve(ABC, other_cost_per_mille=-1)), "cost per mille"),
        (evolve(TERMS, abc=evolve(ABC, costs=(CostShare("x", -1),))), "cost per mille"),
        (evolve(TERMS, abc=evolve(ABC, measure=Measure.REVENUE)), "cost per mille"),
    ],
)
def test_a_figure_out_of_bounds_is_refused_by_name(wrong: Terms, field: str) -> None:
    found = refusal(wrong)
    assert isinstance(found, ImpossibleSegment)
    assert found.field == field


@pytest.mark.parametrize(
    "right",
    [
        evolve(TERMS, days=1),
        Terms("UZS", rfm=Rfm(2)),
        Terms("UZS", rfm=Rfm(9)),
        evolve(TERMS, abc=evolve(ABC, a_per_mille=1)),
        evolve(TERMS, abc=evolve(ABC, a_per_mille=999, b_per_mille=1_000)),
        Terms("UZS", abc=Abc(Measure.REVENUE, 800, 801)),
    ],
)
def test_a_figure_at_its_bound_is_taken(right: Terms) -> None:
    assert define(right)


def test_a_run_is_recorded_once() -> None:
    (event,) = decide(COMPLETE, ONCE)
    assert isinstance(event, SegmentRunCompleted)
    assert (event.segment_id, event.digest, event.counts) == ("abc", "d1", (1, 2))
    state = SEGMENTS.fold([event], ONCE)
    assert state.run("r") == event
    later = evolve(COMPLETE, at=datetime(2027, 1, 1, tzinfo=UTC))
    assert decide(later, state) == []


def test_a_run_says_one_thing_only() -> None:
    state = SEGMENTS.fold(decide(COMPLETE, ONCE), ONCE)
    with pytest.raises(RunSaidOtherwise):
        decide(evolve(COMPLETE, digest="d2"), state)


def test_what_is_not_defined_is_not_run() -> None:
    with pytest.raises(SegmentNotDefined):
        decide(evolve(COMPLETE, version=2), ONCE)
