"""The queue of open cases, and one case with all that departments do about it."""

from datetime import datetime

import pytest
from attrs import evolve as but

from mijoz.application.casefile import case_file
from mijoz.application.contexts import PROMISE, TASK
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.feeding import fold
from mijoz.application.privacy.reading import Reading
from mijoz.application.projections.queue import QUEUE, Queued
from mijoz.application.queueing import queue
from mijoz.domain.ids import CaseId, PromiseId, TaskId
from mijoz.domain.personal import Sealed
from mijoz.domain.sales.task import AssignTask
from mijoz.domain.service.case_commands import (
    AddMessage,
    AssignCase,
    CloseCase,
    MergeCase,
    PauseClock,
    ReopenCase,
    ResolveCase,
    ResumeClock,
    TriageCase,
)
from mijoz.domain.service.case_kinds import CaseKind, Direction, PauseReason
from mijoz.domain.service.promise import MakePromise

from ..service.desk import (
    ANNA,
    AZIZA,
    DAY,
    HOUR,
    INSTANT,
    LATER,
    LEAK,
    MINUTE,
    NOW,
    OPEN,
    PUMP,
    SOON,
    a_shop,
    ask,
    tell,
)

THIRD = CaseId("third")
WAIT = PauseClock(SOON, PauseReason.AWAITING_CUSTOMER)
ANSWER = AddMessage(SOON, "m-1", Direction.OUTGOING, "email", "anna", "we come")


@pytest.fixture
def crm() -> Crm:
    crm = a_shop()
    ask(crm, OPEN)
    return crm


def names(crm: Crm, **said: str) -> list[str]:
    return [each.case_id for each in queue(crm, **said).state]  # type: ignore[arg-type]


def line(crm: Crm, name: str = LEAK) -> Queued:
    (found,) = (each for each in queue(crm).state if each.case_id == name)
    return found


def test_a_case_that_is_opened_waits_in_the_queue(crm: Crm) -> None:
    assert line(crm) == Queued(
        LEAK,
        AZIZA,
        NOW,
        "problem",
        2,
        None,
        "phone",
        "front",
        None,
        NOW + HOUR,
        NOW + 8 * HOUR,
        is_open=True,
    )
    assert line(crm).due_at == NOW + HOUR


def test_what_is_due_first_comes_first_then_what_is_most_urgent(crm: Crm) -> None:
    ask(crm, but(OPEN, case_id=PUMP, priority=1), of=PUMP)
    ask(crm, but(OPEN, case_id=THIRD), of=THIRD)
    assert names(crm) == ["pump", "leak", "third"]
    ask(crm, WAIT, of=PUMP)
    assert names(crm) == ["leak", "third", "pump"]
    ask(crm, WAIT, of=LEAK)
    assert names(crm) == ["third", "pump", "leak"]


def test_a_department_or_an_owner_sees_their_own(crm: Crm) -> None:
    ask(crm, but(OPEN, case_id=PUMP, department="back"), of=PUMP)
    ask(crm, AssignCase(SOON, "anna"))
    assert names(crm) == ["leak", "pump"]
    assert names(crm, department="back") == ["pump"]
    assert names(crm, owner="anna") == ["leak"]
    assert names(crm, owner="bek") == []
    ask(crm, AssignCase(SOON, "bek", "back"))
    assert names(crm, department="back", owner="bek") == ["leak"]


def test_a_line_tells_how_the_case_stands(crm: Crm) -> None:
    ask(crm, TriageCase(NOW, CaseKind.COMPLAINT, 1, "staff"))
    found = line(crm)
    assert (found.kind, found.priority, found.category) == ("complaint", 1, "staff")
    assert found.due_at == NOW + 15 * MINUTE
    ask(crm, ANSWER)
    found = line(crm)
    assert (found.messages, found.first_response_due_at) == (1, None)
    assert found.due_at == NOW + 2 * HOUR
    ask(crm, WAIT)
    assert (line(crm).paused, line(crm).due_at) == ("awaiting_customer", None)
    ask(crm, ResumeClock(SOON + HOUR))
    assert (line(crm).paused, line(crm).due_at) == (None, NOW + 3 * HOUR)


def test_a_line_tells_what_was_missed(crm: Crm) -> None:
    sweep_due(crm.handler, NOW + HOUR, ANNA)
    assert (line(crm).missed, line(crm).due_at) == (
        ("first_response",),
        NOW + 8 * HOUR,
    )
    sweep_due(crm.handler, LATER, ANNA)
    assert line(crm).missed == ("first_response", "resolution")
    assert line(crm).due_at is None


def test_what_is_resolved_leaves_the_queue_until_it_is_reopened(crm: Crm) -> None:
    ask(crm, WAIT, ResolveCase(SOON, "seal", "new"))
    assert names(crm) == []
    ask(crm, CloseCase(SOON))
    assert names(crm) == []
    ask(crm, ReopenCase(SOON, "leaks again"))
    assert (line(crm).paused, line(crm).due_at) == (None, NOW + HOUR)


def test_what_is_merged_leaves_the_queue(crm: Crm) -> None:
    ask(crm, but(OPEN, case_id=PUMP), of=PUMP)
    ask(crm, MergeCase(SOON, PUMP))
    assert names(crm) == ["pump"]


@pytest.mark.parametrize(
    ("as_of", "there"), [(NOW - INSTANT, []), (NOW, ["leak"]), (SOON, [])]
)
def test_the_queue_can_be_seen_as_it_was(
    crm: Crm, as_of: datetime, there: list[str]
) -> None:
    ask(crm, ResolveCase(SOON, "seal", "new"))
    assert [each.case_id for each in queue(crm, as_of=as_of).state] == there
    assert not queue(crm, known_at=NOW - 9 * DAY).state


def test_the_kept_queue_is_what_the_log_comes_to(crm: Crm) -> None:
    ask(crm, ANSWER, WAIT)
    line(crm)
    ask(crm, ResumeClock(SOON), AssignCase(SOON, "anna"))
    rows = fold(QUEUE, crm.journal.feed(0))
    assert queue(crm).state == [rows[LEAK]]


def task(name: str, who: str, about: str) -> AssignTask:
    return AssignTask(NOW, TaskId(name), AZIZA, who, "call", LATER, about)


def test_a_case_has_the_tasks_and_promises_of_all_departments(crm: Crm) -> None:
    for name, who in (("t-1", "front"), ("t-2", "workshop")):
        tell(crm, TASK, name, task(name, who, f"case:{LEAK}"))
    tell(crm, TASK, "t-3", task("t-3", "front", "case:pump"))
    tell(crm, TASK, "t-4", task("t-4", "front", f"order:{LEAK}"))
    promise = PromiseId("p-1")
    make = MakePromise(NOW, promise, AZIZA, "anna", LATER, f"case:{LEAK}", "I call")
    tell(crm, PROMISE, promise, make)
    found = case_file(crm, LEAK).state
    assert [each.assignee for each in found.tasks] == ["front", "workshop"]
    (made,) = found.promises
    assert made.made
    assert made.made.by == "anna"
    assert line(crm).tasks == ("t-1", "t-2")
    assert not case_file(crm, LEAK, as_of=NOW).state.case.messages


def test_what_was_to_do_later_is_not_there_as_of_before(crm: Crm) -> None:
    later = but(task("t-1", "front", f"case:{LEAK}"), at=SOON)
    tell(crm, TASK, "t-1", later)
    assert case_file(crm, LEAK, as_of=SOON).state.tasks
    assert not case_file(crm, LEAK, as_of=SOON - INSTANT).state.tasks


def test_a_thread_has_the_messages_of_cases_that_were_absorbed(crm: Crm) -> None:
    for name in (PUMP, THIRD):
        ask(crm, but(OPEN, case_id=name), of=name)
    ask(crm, ANSWER, MergeCase(SOON, PUMP))
    chat = but(ANSWER, at=NOW, message_id="m-2", channel="chat")
    ask(crm, chat, of=PUMP)
    ask(crm, MergeCase(SOON, THIRD), of=PUMP)
    found = case_file(crm, THIRD).state
    assert [each.channel for each in found.thread] == ["chat", "email"]
    assert found.goes_on_in is None
    assert case_file(crm, LEAK).state.goes_on_in == "third"


def test_words_are_there_for_a_purpose_only(crm: Crm) -> None:
    ask(crm, ANSWER)
    (shut,) = case_file(crm, LEAK).state.thread
    assert shut.body == Sealed()
    reading = Reading(NOW, "user:anna", "answering")
    found = case_file(crm, LEAK, reading=reading).state
    assert found.thread[0].body == "we come"
    assert found.case.opened
    assert found.case.opened.summary == "it leaks"


def test_a_case_that_was_never_opened_is_unknown(crm: Crm) -> None:
    with pytest.raises(Unknown):
        case_file(crm, PUMP)
