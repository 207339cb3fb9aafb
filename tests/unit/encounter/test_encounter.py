"""The rules of encounters, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.encounter.encounter import (
    ENCOUNTERS,
    CloseEncounter,
    Command,
    EncounterClosed,
    EncounterKind,
    EncounterNotOpened,
    EncounterOpened,
    EncounterReopened,
    EncounterStepRecorded,
    EncounterWasClosed,
    OpenEncounter,
    RecordStep,
    ReopenEncounter,
    TooEarly,
)
from mijoz.domain.encounter.opening import EncounterChanged
from mijoz.domain.ids import CustomerId, EncounterId
from mijoz.testing import Scenario

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEN, ELEVEN, NOON, ONE, TWO = (NINE + timedelta(hours=n) for n in (1, 2, 3, 4, 5))
INSTANT = timedelta(microseconds=1)
ID, AZIZA = EncounterId("inc-45"), CustomerId("aziza")
PROBLEM = EncounterKind.PROBLEM

OPENED = EncounterOpened(NINE, ID, AZIZA, PROBLEM, "phone", "printer", "hardware", 3)
STEP = EncounterStepRecorded(TEN, ID, AZIZA, "Active", "agent-7")
CLOSED = EncounterClosed(ELEVEN, ID, AZIZA, "solved", True)
REOPENED = EncounterReopened(ONE, ID, AZIZA, "it jams again")

encounters = Scenario(ENCOUNTERS)
opened = encounters.given(OPENED)
closed = encounters.given(OPENED, STEP, CLOSED)
reopened = encounters.given(OPENED, STEP, CLOSED, REOPENED)


def start(at: datetime = NINE, priority: int | None = 3) -> OpenEncounter:
    return OpenEncounter(
        at, ID, AZIZA, PROBLEM, "phone", "printer", "hardware", priority
    )


def step(
    at: datetime, name: str = "Active", actor: str | None = "agent-7"
) -> RecordStep:
    return RecordStep(at, name, actor)


def close(at: datetime, outcome: str = "solved") -> CloseEncounter:
    return CloseEncounter(at, outcome, met_standard=True)


def test_an_encounter_is_opened() -> None:
    encounters.when(start()).then(OPENED)


def test_an_encounter_may_be_with_someone_unknown() -> None:
    visit = OpenEncounter(NINE, ID, None, EncounterKind.VISIT, "shop")
    assert encounters.when(visit).refusal is None


def test_an_encounter_is_opened_once() -> None:
    opened.when(start(at=TEN)).then_nothing()
    closed.when(start()).then_nothing()


def test_another_encounter_cannot_take_its_name() -> None:
    opened.when(start(priority=1)).then(EncounterChanged(ID))


@pytest.mark.parametrize("command", [step(TEN), close(TEN), ReopenEncounter(TEN)])
def test_nothing_happens_in_what_was_not_opened(command: Command) -> None:
    encounters.when(command).then(EncounterNotOpened())


def test_a_step_is_recorded_with_its_actor() -> None:
    opened.when(step(TEN)).then(STEP)


def test_a_step_told_twice_is_one() -> None:
    opened.given(STEP).when(step(TEN)).then_nothing()


def test_the_same_step_by_another_actor_is_a_reassignment() -> None:
    story = opened.given(STEP).when(step(TEN, actor="agent-8"))
    assert len(story.state.steps) == 2


def test_a_step_may_fall_on_the_opening() -> None:
    assert opened.when(step(NINE)).refusal is None


def test_no_step_lies_before_the_opening() -> None:
    early = NINE - INSTANT
    opened.when(step(early)).then(TooEarly(early, NINE))


def test_an_encounter_is_closed_with_its_outcome() -> None:
    opened.given(STEP).when(close(ELEVEN)).then(CLOSED)


def test_an_encounter_is_closed_once() -> None:
    closed.when(close(NOON)).then_nothing()


def test_a_closed_encounter_is_not_closed_again_otherwise() -> None:
    closed.when(close(NOON, "gave up")).then(EncounterWasClosed(NOON, ELEVEN))
    missed = CloseEncounter(NOON, "solved", met_standard=False)
    closed.when(missed).then(EncounterWasClosed(NOON, ELEVEN))


def test_an_encounter_may_close_as_it_opens_or_with_its_last_step() -> None:
    assert opened.when(close(NINE)).refusal is None
    assert opened.given(STEP).when(close(TEN)).refusal is None


def test_an_encounter_does_not_close_before_its_opening_or_its_last_step() -> None:
    early = NINE - INSTANT
    opened.when(close(early)).then(TooEarly(early, NINE))
    early = TEN - INSTANT
    opened.given(STEP).when(close(early)).then(TooEarly(early, TEN))


def test_a_closed_encounter_takes_no_step() -> None:
    after = ELEVEN + INSTANT
    closed.when(step(after)).then(EncounterWasClosed(after, ELEVEN))


def test_a_step_told_late_is_taken() -> None:
    assert closed.when(step(ELEVEN)).refusal is None
    assert closed.when(step(TEN, "Awaiting user")).refusal is None


def test_a_closed_encounter_can_be_reopened() -> None:
    story = closed.when(ReopenEncounter(ONE, "it jams again"))
    story.then(REOPENED)
    assert story.state.closed is None


def test_an_open_encounter_is_not_reopened() -> None:
    opened.when(ReopenEncounter(ONE)).then_nothing()
    reopened.when(ReopenEncounter(TWO)).then_nothing()


def test_an_encounter_is_not_reopened_before_it_was_closed() -> None:
    assert closed.when(ReopenEncounter(ELEVEN)).refusal is None
    early = ELEVEN - INSTANT
    closed.when(ReopenEncounter(early)).then(TooEarly(early, ELEVEN))


def test_a_reopened_encounter_takes_steps_again() -> None:
    assert reopened.when(step(ONE)).refusal is None
    assert reopened.when(step(TWO)).refusal is None


def test_a_step_told_late_does_not_fall_between_closing_and_reopening() -> None:
    assert reopened.when(step(ELEVEN)).refusal is None
    reopened.when(step(NOON)).then(EncounterWasClosed(NOON, ELEVEN))


def test_a_reopened_encounter_closes_after_its_reopening() -> None:
    reopened.when(close(NOON)).then(TooEarly(NOON, ONE))
    story = reopened.when(close(ONE, "replaced"))
    assert story.state.closed == EncounterClosed(ONE, ID, AZIZA, "replaced", True)
    assert len(story.state.pauses) == 2
