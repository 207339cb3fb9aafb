"""What is dealt stays dealt, and what is frozen stays frozen, whatever is told."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.experiment.design import Arm, Design, Outcome, UnitKind
from mijoz.domain.experiment.experiment import (
    EXPERIMENTS,
    CheckExperiment,
    Command,
    ConcludeExperiment,
    DesignExperiment,
    Event,
    ExperimentConcluded,
    ExperimentStarted,
    FreezeDesign,
    StartExperiment,
    StopExperiment,
)
from mijoz.domain.experiment.exposure import arm_of
from mijoz.domain.experiment.running import ArmCount
from mijoz.domain.ids import ExperimentId

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
ONE = ExperimentId("one")
moments = st.integers(0, 40).map(lambda days: START + timedelta(days=days))


def designed(salt: str, weights: list[int]) -> Design:
    arms = tuple(Arm(str(n), each, "socks") for n, each in enumerate(weights))
    return Design(
        "more", UnitKind.CUSTOMER, arms, "0", salt, Outcome.ORDERED, (), 50, 14
    )


designs = st.builds(
    designed, st.text(max_size=4), st.lists(st.integers(1, 9), min_size=2, max_size=4)
)
counts = (ArmCount("0", 5), ArmCount("1", 5))
commands: st.SearchStrategy[list[Command]] = st.lists(
    st.builds(lambda at, design: DesignExperiment(at, ONE, design), moments, designs)
    | st.builds(FreezeDesign, moments)
    | st.builds(StartExperiment, moments)
    | st.builds(
        lambda at, p: CheckExperiment(at, counts, p), moments, st.integers(0, 5_000)
    )
    | st.builds(lambda at: StopExperiment(at, "x"), moments)
    | st.builds(lambda at: ConcludeExperiment(at, (), ()), moments),
    max_size=30,
)


@given(commands)
def test_an_experiment_runs_by_the_design_that_was_frozen_and_ends_once(
    told: list[Command],
) -> None:
    state, log = EXPERIMENTS.initial, list[Event]()
    for command in told:
        for again in (False, True):
            try:
                news = list(EXPERIMENTS.decide(command, state))
            except Refused:
                break
            assert not (again and news)
            log += news
            state = EXPERIMENTS.fold(news, state)
    started = [each for each in log if isinstance(each, ExperimentStarted)]
    assert len(started) <= 1
    if started:
        assert state.designed is not None
        assert state.designed.design.sha256 == started[0].design_sha256
    concluded = [each for each in log if isinstance(each, ExperimentConcluded)]
    assert len(concluded) <= len(started)
    assert not concluded or log[-1] == concluded[0]


@given(designs, st.text(), st.text())
def test_a_unit_has_one_arm_whoever_else_is_dealt_one(
    design: Design, unit: str, other: str
) -> None:
    before = arm_of(design, unit)
    arm_of(design, other)
    assert arm_of(design, unit) == before
    assert before in {each.arm for each in design.arms}
