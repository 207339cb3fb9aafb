"""The rules of experiments, one test a rule."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.experiment.concluding import (
    ArmResult,
    ConcludeExperiment,
    Decision,
    ExperimentConcluded,
    decision,
)
from mijoz.domain.experiment.design import Arm, Design, Guardrail, Outcome, UnitKind
from mijoz.domain.experiment.design_refusals import (
    ArmTwice,
    DesignIsFrozen,
    ImpossibleFigure,
    ImpossibleWeight,
    NoControl,
    NotAHarm,
    NoTreatment,
    TooFewArms,
)
from mijoz.domain.experiment.experiment import (
    EXPERIMENTS,
    CheckExperiment,
    Command,
    DesignExperiment,
    DesignFrozen,
    ExperimentChecked,
    ExperimentDesigned,
    ExperimentNotDesigned,
    ExperimentStarted,
    ExperimentStopped,
    FreezeDesign,
    GuardrailBreached,
    SampleRatioMismatchDetected,
    StartExperiment,
    StopExperiment,
)
from mijoz.domain.experiment.exposure import (
    EXPOSURES,
    ExposeUnit,
    UnitExposed,
    arm_of,
)
from mijoz.domain.experiment.running import HARM, MISMATCH, ArmCount, Effect
from mijoz.domain.experiment.starting import (
    DesignNotFrozen,
    ExperimentIsConcluded,
    ExperimentNotStarted,
    ExperimentStillRuns,
)
from mijoz.domain.ids import CustomerId, ExperimentId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
END, ONE = NOW + 14 * DAY, ExperimentId("socks")
ARMS = Arm("plain", 1, "the standard offer"), Arm("warm", 3, "warm socks")
DESIGN = Design(
    "warm socks sell better",
    UnitKind.CUSTOMER,
    ARMS,
    "plain",
    "salt",
    Outcome.ORDERED,
    (Guardrail(Outcome.COMPLAINED, 100),),
    50,
    14,
)
DESIGNED = ExperimentDesigned(NOW, ONE, DESIGN)
FROZEN = DesignFrozen(NOW, ONE, DESIGN.sha256)
STARTED = ExperimentStarted(NOW, ONE, DESIGN.sha256, END)
COUNTS = ArmCount("plain", 100), ArmCount("warm", 300)
BETTER = Effect("warm", Outcome.ORDERED, 200, 10, 390)
HARMED = Effect("warm", Outcome.COMPLAINED, 200, 101, 299)
RESULTS = ArmResult("plain", 100, 10), ArmResult("warm", 300, 40)
CHECK = CheckExperiment(NOW + DAY, COUNTS, 500_000)
CHECKED = ExperimentChecked(NOW + DAY, ONE, COUNTS, 500_000, ())
CONCLUDE = ConcludeExperiment(END, RESULTS, (BETTER,))
CONCLUDED = ExperimentConcluded(END, ONE, RESULTS, (BETTER,), Decision.ADOPT, "warm")

experiments = Scenario(EXPERIMENTS)
designed = experiments.given(DESIGNED)
frozen = designed.given(FROZEN)
started = frozen.given(STARTED)


def test_a_design_may_change_until_it_is_frozen() -> None:
    design = DesignExperiment(NOW, ONE, DESIGN)
    story = experiments.when(design)
    story.then(DESIGNED)
    story.when(but(design, at=END)).then_nothing()
    other = but(DESIGN, mde=60)
    story.when(but(design, design=other)).then(but(DESIGNED, design=other))
    frozen.when(but(design, design=other)).then(DesignIsFrozen(DESIGN.sha256))
    frozen.when(design).then_nothing()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"arms": ARMS[:1]}, TooFewArms(1)),
        ({"arms": (*ARMS, ARMS[0])}, ArmTwice("plain")),
        ({"arms": (but(ARMS[0], weight=0), ARMS[1])}, ImpossibleWeight("plain", 0)),
        ({"arms": (but(ARMS[0], treatment=" "), ARMS[1])}, NoTreatment("plain")),
        ({"control": "cold"}, NoControl("cold")),
        ({"guardrails": (Guardrail(Outcome.ORDERED, 1),)}, NotAHarm(Outcome.ORDERED)),
        ({"guardrails": (Guardrail(Outcome.CLICKED, 1),)}, NotAHarm(Outcome.CLICKED)),
        (
            {"guardrails": (Guardrail(Outcome.REFUNDED, -1),)},
            ImpossibleFigure("a guardrail", -1),
        ),
    ],
)
def test_a_design_says_what_is_compared_with_what(changed: Any, refusal: Any) -> None:
    wrong = DesignExperiment(NOW, ONE, but(DESIGN, **changed))
    experiments.when(wrong).then(refusal)


@pytest.mark.parametrize(
    ("name", "field", "least", "most"),
    [
        ("the smallest effect worth knowing", "mde", 1, 10_000),
        ("a horizon in days", "horizon_days", 1, 3_660),
        ("a confidence in per mille", "confidence", 500, 999),
        ("a least p-value in millionths", "ratio_least", 1, 100_000),
    ],
)
def test_a_design_has_possible_figures(
    name: str, field: str, least: int, most: int
) -> None:
    for value in (least, most):
        changed: dict[str, Any] = {field: value}
        design = but(DESIGN, **changed)
        assert experiments.when(DesignExperiment(NOW, ONE, design)).news
    for value in (least - 1, most + 1):
        changed = {field: value}
        design = but(DESIGN, **changed)
        story = experiments.when(DesignExperiment(NOW, ONE, design))
        story.then(ImpossibleFigure(name, value))


def test_a_guardrail_may_allow_no_harm_at_all() -> None:
    strict = but(DESIGN, guardrails=(Guardrail(Outcome.REFUNDED, 0),))
    assert experiments.when(DesignExperiment(NOW, ONE, strict)).news


def test_a_design_is_frozen_once_under_its_digest() -> None:
    story = designed.when(FreezeDesign(NOW))
    story.then(FROZEN)
    story.when(FreezeDesign(END)).then_nothing()


def test_the_digest_is_of_all_that_the_design_says() -> None:
    text = (
        '{"arms":[{"arm":"plain","treatment":"the standard offer","weight":1},'
        '{"arm":"warm","treatment":"warm socks","weight":3}],"confidence":950,'
        '"control":"plain","guardrails":[{"at_most":100,"outcome":"complained"}],'
        '"horizon_days":14,"hypothesis":"warm socks sell better","mde":50,'
        '"primary":"ordered","ratio_least":1000,"salt":"salt","unit":"customer"}'
    )
    assert DESIGN.sha256 == sha256(text.encode()).hexdigest()


def test_an_experiment_starts_once_its_design_is_frozen_and_once() -> None:
    designed.when(StartExperiment(NOW)).then(DesignNotFrozen(ONE))
    later = designed.given(but(FROZEN, at=NOW + DAY))
    later.when(StartExperiment(NOW)).then(TooEarly(NOW, NOW + DAY))
    story = frozen.when(StartExperiment(NOW))
    story.then(STARTED)
    story.when(StartExperiment(END)).then_nothing()


@pytest.mark.parametrize(
    ("at", "runs"),
    [(NOW - TICK, False), (NOW, True), (END - TICK, True), (END, False)],
)
def test_it_runs_from_its_start_until_its_end(at: datetime, runs: bool) -> None:
    assert started.state.runs(at) is runs
    assert not frozen.state.runs(at)
    assert not started.given(CONCLUDED).state.runs(at)
    stopped = started.given(ExperimentStopped(NOW + DAY, ONE, "x")).state
    assert (stopped.runs(NOW + DAY - TICK), stopped.runs(NOW + DAY)) == (True, False)


def test_it_is_looked_at_once_a_day_as_long_as_it_runs() -> None:
    assert started.state.due == NOW + DAY
    started.when(but(CHECK, at=NOW + DAY - TICK)).then_nothing()
    story = started.when(CHECK)
    story.then(CHECKED)
    assert story.state.due == NOW + 2 * DAY
    story.when(CHECK).then_nothing()
    last = started.given(but(CHECKED, at=END - TICK))
    assert last.state.due == END + DAY - TICK
    assert started.given(but(CHECKED, at=END)).state.due is None
    for over in (CONCLUDED, ExperimentStopped(NOW, ONE, "x")):
        ended = started.given(over)
        assert ended.state.due is None
        ended.when(CHECK).then_nothing()


def test_arms_that_are_not_as_large_as_they_should_be_stop_it() -> None:
    assert started.when(but(CHECK, p=1000)).news == (but(CHECKED, p=1000),)
    started.when(but(CHECK, p=999)).then(
        but(CHECKED, p=999),
        SampleRatioMismatchDetected(NOW + DAY, ONE, COUNTS, 999, 1000),
        ExperimentStopped(NOW + DAY, ONE, MISMATCH),
    )


def test_a_harm_that_is_surely_beyond_its_guardrail_stops_it() -> None:
    just = but(HARMED, low=100)
    within = but(CHECK, harms=(just,))
    started.when(within).then(but(CHECKED, harms=(just,)))
    other = but(HARMED, outcome=Outcome.REFUNDED)
    started.when(but(CHECK, harms=(other,))).then(but(CHECKED, harms=(other,)))
    started.when(but(CHECK, harms=(HARMED,))).then(
        but(CHECKED, harms=(HARMED,)),
        GuardrailBreached(NOW + DAY, ONE, HARMED, 100),
        ExperimentStopped(NOW + DAY, ONE, HARM),
    )


def test_it_is_stopped_with_a_reason_once() -> None:
    story = started.when(StopExperiment(NOW, "fire"))
    story.then(ExperimentStopped(NOW, ONE, "fire"))
    story.when(StopExperiment(END, "again")).then_nothing()
    concluded = started.given(CONCLUDED)
    concluded.when(StopExperiment(END, "late")).then(ExperimentIsConcluded(ONE))


def test_it_is_concluded_once_it_has_run_or_was_stopped_and_once() -> None:
    early = but(CONCLUDE, at=END - TICK)
    started.when(early).then(ExperimentStillRuns(ONE, END))
    story = started.when(CONCLUDE)
    story.then(CONCLUDED)
    story.when(but(CONCLUDE, results=())).then_nothing()
    stopped = started.given(ExperimentStopped(NOW, ONE, "fire"))
    stopped.when(early).then(but(CONCLUDED, at=END - TICK))


@pytest.mark.parametrize(
    ("reason", "expected"),
    [(MISMATCH, Decision.INVALID), (HARM, Decision.KEEP_CONTROL)],
)
def test_why_it_stopped_decides(reason: str, expected: Decision) -> None:
    stopped = started.given(ExperimentStopped(NOW, ONE, reason))
    story = stopped.when(CONCLUDE)
    story.then(but(CONCLUDED, decision=expected, chosen="plain"))


def effect(arm: str, value: int, low: int, high: int) -> Effect:
    return Effect(arm, Outcome.ORDERED, value, low, high)


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ((effect("b", 2, 1, 3),), (Decision.ADOPT, "b")),
        ((effect("b", 2, 0, 4),), (Decision.INCONCLUSIVE, "a")),
        ((effect("b", -2, -4, 0),), (Decision.INCONCLUSIVE, "a")),
        ((effect("b", -2, -3, -1),), (Decision.KEEP_CONTROL, "a")),
        (
            (effect("b", -2, -3, -1), effect("c", 0, -1, 1)),
            (Decision.INCONCLUSIVE, "a"),
        ),
        ((effect("b", 2, 1, 3), effect("c", 5, 1, 9)), (Decision.ADOPT, "c")),
        ((effect("b", 2, 1, 3), effect("c", 5, 0, 9)), (Decision.ADOPT, "b")),
        ((), (Decision.INCONCLUSIVE, "a")),
    ],
)
def test_the_design_decides_by_the_intervals(
    effects: tuple[Effect, ...], expected: tuple[Decision, str]
) -> None:
    assert decision(effects, "a", mismatch=False, harm=False) == expected


COMMANDS: list[Command] = [
    FreezeDesign(NOW),
    StartExperiment(NOW),
    CHECK,
    StopExperiment(NOW, "x"),
    CONCLUDE,
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_what_was_not_designed(command: Any) -> None:
    experiments.when(command).then(ExperimentNotDesigned())
    early = but(command, at=NOW - TICK)
    designed.when(early).then(TooEarly(NOW - TICK, NOW))


@pytest.mark.parametrize("command", COMMANDS[2:], ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_what_has_not_started(command: Any) -> None:
    frozen.when(command).then(ExperimentNotStarted(ONE))
    late = frozen.given(but(STARTED, at=END))
    early = but(command, at=END - TICK)
    late.when(early).then(TooEarly(END - TICK, END))


def test_a_unit_is_exposed_once() -> None:
    aziza = CustomerId("aziza")
    expose = ExposeUnit(NOW, ONE, aziza, "warm", DESIGN.sha256, aziza)
    story = Scenario(EXPOSURES).when(expose)
    story.then(UnitExposed(NOW, ONE, aziza, "warm", DESIGN.sha256, aziza))
    story.when(but(expose, at=END, arm="plain")).then_nothing()


def test_a_unit_is_dealt_the_same_arm_by_weight() -> None:
    dealt = [arm_of(DESIGN, f"c{number}") for number in range(1000)]
    assert dealt == [arm_of(DESIGN, f"c{number}") for number in range(1000)]
    assert 700 < dealt.count("warm") < 800
