"""`mijoz case queue` and `mijoz case show`, for people and for programs."""

import json
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import PROMISE, TASK
from mijoz.application.crm import Crm
from mijoz.domain.ids import PromiseId, TaskId
from mijoz.domain.sales.task import AssignTask, CompleteTask
from mijoz.domain.service.case_commands import (
    AddMessage,
    AssignCase,
    CloseCase,
    MergeCase,
    PauseClock,
    ReopenCase,
    ResolveCase,
)
from mijoz.domain.service.case_kinds import Direction, PauseReason
from mijoz.domain.service.promise import KeepPromise, MakePromise

from ..service.desk import (
    AZIZA,
    HOUR,
    LATER,
    LEAK,
    NOW,
    OPEN,
    PUMP,
    SOON,
    a_shop,
    ask,
    tell,
)


@pytest.fixture
def crm() -> Crm:
    crm = a_shop()
    ask(crm, OPEN)
    ask(crm, but(OPEN, case_id=PUMP, priority=1, department="back"), of=PUMP)
    ask(crm, AssignCase(SOON, "anna"))
    answer = AddMessage(NOW + HOUR, "m-1", Direction.OUTGOING, "email", "anna", "soon")
    ask(crm, answer)
    return crm


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def run(crm: Crm, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    main = create(Services(lambda _: crm, _none, _none, _none))
    assert main(["case", *words]) == 0
    return capsys.readouterr().out


def test_the_queue_is_printed_as_json(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(run(crm, capsys, "queue", "--json", "--limit", "1"))
    assert (found["total"], len(found["cases"])) == (2, 1)
    (first,) = found["cases"]
    assert (first["case_id"], first["due_at"]) == ("pump", "2026-03-02T05:15:00Z")
    mine = json.loads(run(crm, capsys, "queue", "--json", "--owner", "anna"))
    (case,) = mine["cases"]
    assert (case["case_id"], case["missed"]) == ("leak", ["first_response"])


def test_the_queue_is_printed_as_a_table(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(crm, PauseClock(NOW + HOUR, PauseReason.AWAITING_CUSTOMER))
    lines = run(crm, capsys, "queue").splitlines()
    assert lines[2].split()[:4] == ["pump", "problem", "1", "back"]
    assert lines[3].endswith("awaiting_customer, first_response missed")
    assert lines[-1] == "2 of 2 open cases"
    back = run(crm, capsys, "queue", "--department", "back")
    assert "1 of 1 open cases" in back


def test_a_case_is_shown_with_all_it_has(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("t-1", "t-2"):
        task = TaskId(name)
        about = f"case:{LEAK}"
        ask_for = AssignTask(NOW, task, AZIZA, "workshop", "bring seal", LATER, about)
        tell(crm, TASK, task, ask_for)
    tell(crm, TASK, "t-2", CompleteTask(SOON, "brought"))
    for name in ("p-1", "p-2"):
        promise = PromiseId(name)
        make = MakePromise(NOW, promise, AZIZA, "anna", LATER, f"case:{LEAK}")
        tell(crm, PROMISE, promise, make)
    tell(crm, PROMISE, "p-2", KeepPromise(SOON))
    shown = run(crm, capsys, "show", LEAK)
    assert "first response  60 business minutes" in shown
    assert "sealed" in shown
    assert "bring seal" in shown
    for stands in ("open", "over", "kept"):
        assert stands in shown
    opened = run(crm, capsys, "show", LEAK, "--purpose", "answering")
    assert "it leaks" in opened
    assert "soon" in opened
    plain = json.loads(run(crm, capsys, "show", LEAK, "--json"))
    assert plain["case"]["figures"]["first_response"] == 3_600
    assert plain["case"]["figures"]["first_response_in_time"] is False
    assert [each["task_id"] for each in (t["assigned"] for t in plain["tasks"])] == [
        "t-1",
        "t-2",
    ]
    assert plain["goes_on_in"] is None


def test_a_case_is_shown_to_its_end(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(crm, ResolveCase(NOW + HOUR, "seal", "new"))
    ask(crm, ReopenCase(NOW + HOUR, "leaks again"))
    ask(crm, ResolveCase(NOW + 2 * HOUR, "pipe", "new pipe"))
    ask(crm, CloseCase(NOW + 2 * HOUR))
    shown = run(crm, capsys, "show", LEAK)
    assert "pipe: new pipe" in shown
    assert "resolution      120 business minutes" in shown
    assert "reopened        1" in shown


def test_a_merged_case_shows_where_it_goes_on(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(crm, MergeCase(NOW + HOUR, PUMP))
    assert "goes on in      pump" in run(crm, capsys, "show", LEAK)
