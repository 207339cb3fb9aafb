"""Encounters go by the standards that are in force, and what is agreed is a task."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mijoz.application.contexts import CUSTOMER, ENCOUNTER, STANDARD, TASK, TOUCHPOINT
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.privacy.erasing import erase
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.acquisition.touchpoint import IdentifyTouch, RecordTouch
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.encounter.encounter import OpenEncounter
from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.encounter.serving_kinds import Channel, NextAction
from mijoz.domain.encounter.serving_terms import (
    AgreeNextAction,
    IdentifyVisitor,
    StartService,
)
from mijoz.domain.encounter.standard import (
    DefineStandard,
    Role,
    StandardDiffers,
    StandardStep,
)
from mijoz.domain.ids import (
    CustomerId,
    EmployeeId,
    EncounterId,
    StandardId,
    TaskId,
    TouchId,
)
from mijoz.domain.personal import Erased
from mijoz.domain.sales.task import TaskAssigned
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
ID, AZIZA, CLERK = EncounterId("e-1"), CustomerId("aziza"), EmployeeId("anna")
FITTING = StandardId("fitting")
STEPS = (StandardStep("greet", Role.EMPLOYEE),)
NAMED = {each.name: each for each in COMMANDS}
START = StartService(NOW, Channel.SHOP, STEPS, CLERK, None, FITTING, 1)
CALL = AgreeNextAction(NOW, "a-1", NextAction.CALL_BACK, TOMORROW)


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    tell(crm, CUSTOMER, AZIZA, RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop"))
    visit = EncounterKind.VISIT
    tell(crm, STANDARD, FITTING, DefineStandard(NOW, FITTING, visit, CLERK, STEPS))
    tell(crm, ENCOUNTER, ID, OpenEncounter(NOW, ID, AZIZA, visit, "shop"))
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def test_a_caller_names_the_version_and_its_steps_are_looked_up(crm: Crm) -> None:
    said: dict[str, Any] = {"encounter_id": ID, "at": NOW, "channel": Channel.SHOP}
    said |= {"employee_id": CLERK, "standard_id": FITTING, "version": 1}
    entry = NAMED["encounter.start"]
    assert entry.build(said, crm.handler, crm.clock) == (ID, START)
    said["version"] = 2
    with pytest.raises(Unknown):
        entry.build(said, crm.handler, crm.clock)


@pytest.mark.parametrize("left", ["standard_id", "version"])
def test_a_caller_may_name_no_standard(crm: Crm, left: str) -> None:
    said: dict[str, Any] = {"encounter_id": ID, "channel": Channel.SHOP}
    said |= {"standard_id": FITTING, "version": 1}
    said[left] = None
    _, command = NAMED["encounter.start"].build(said, crm.handler, crm.clock)
    assert command.steps == ()


def test_an_encounter_cannot_start_by_other_steps_than_are_in_force(crm: Crm) -> None:
    other = (StandardStep("wave", Role.EMPLOYEE),)
    with pytest.raises(StandardDiffers):
        tell(
            crm,
            ENCOUNTER,
            ID,
            StartService(NOW, Channel.SHOP, other, None, None, FITTING, 1),
        )
    with pytest.raises(Unknown):
        tell(
            crm,
            ENCOUNTER,
            ID,
            StartService(NOW, Channel.SHOP, STEPS, None, None, FITTING, 2),
        )
    tell(crm, ENCOUNTER, ID, START)


def test_what_is_agreed_is_the_task_of_whoever_is_to_do_it(crm: Crm) -> None:
    tell(crm, ENCOUNTER, ID, START, CALL)
    (task,) = crm.journal.stream("task-e-1:a-1")
    assert task.event == TaskAssigned(
        NOW,
        TaskId("e-1:a-1"),
        AZIZA,
        "anna",
        "call_back",
        TOMORROW,
        "encounter:e-1",
        "next-actions-are-tasks@1",
    )
    assert task.actor == "policy:next-actions-are-tasks"
    tell(crm, ENCOUNTER, ID, CALL)
    assert Desk(TASK, crm.handler).state("e-1:a-1").assignee == "anna"
    assert len(list(crm.journal.stream("task-e-1:a-1"))) == 1


def test_who_was_erased_brings_no_task(crm: Crm) -> None:
    tell(crm, ENCOUNTER, ID, START)
    erase(crm, AZIZA, "asked for", ANNA)
    tell(crm, ENCOUNTER, ID, CALL)
    assert not list(crm.journal.streams("task"))


def test_who_became_known_is_erased_with_what_was_told_before_they_were(
    tmp_path: Path,
) -> None:
    crm = compose(f"sqlite:///{tmp_path}/shop.db", clock=Ticking())
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    tell(crm, CUSTOMER, AZIZA, register)
    for name in ("e-1", "e-2"):
        visit = OpenEncounter(NOW, EncounterId(name), None, EncounterKind.VISIT, "web")
        start = StartService(NOW, Channel.WEB, (), anonymous_id=f"cookie {name}")
        tell(crm, ENCOUNTER, name, visit, start)
    tell(crm, ENCOUNTER, "e-1", IdentifyVisitor(NOW, AZIZA))
    touch = RecordTouch(NOW, TouchId("t"), "web", "banner", anonymous_id="cookie")
    tell(crm, TOUCHPOINT, "t", touch, IdentifyTouch(NOW, AZIZA))

    def cookies() -> list[object]:
        events = [crm.handler.opening(each).event for each in crm.journal.feed(0)]
        told = [getattr(each, "anonymous_id", None) for each in events]
        return [each for each in told if each is not None]

    assert cookies() == ["cookie e-1", "cookie e-2", "cookie"]
    erase(crm, AZIZA, "asked for", ANNA)
    assert cookies() == [Erased(), "cookie e-2", Erased()]
