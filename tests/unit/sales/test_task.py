"""The rules of tasks, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, TaskId
from mijoz.domain.personal import Erased
from mijoz.domain.sales.assigning import TaskChanged
from mijoz.domain.sales.finishing import TaskIsCancelled, TaskIsDone
from mijoz.domain.sales.task import (
    TASKS,
    AssignTask,
    CancelTask,
    Command,
    CompleteTask,
    NoteTaskDue,
    ReassignTask,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskNotAssigned,
    TaskOverdue,
    TaskReassigned,
)
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DUE, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)
INSTANT = timedelta(microseconds=1)
CALL, AZIZA = TaskId("t-1"), CustomerId("aziza")
WHO = CALL, AZIZA
POLICY = "pipeline:b2b@1"

ASSIGN = AssignTask(
    NOW, CALL, AZIZA, "anna", "call", DUE, "opportunity:s-1", POLICY, "likes socks"
)
ASSIGNED = TaskAssigned(
    NOW, CALL, AZIZA, "anna", "call", DUE, "opportunity:s-1", POLICY, "likes socks"
)
DONE = TaskCompleted(NOW, *WHO, "anna", "they will buy", in_time=True)
CANCELLED = TaskCancelled(NOW, *WHO, "lost")
OVERDUE = TaskOverdue(DUE, *WHO, "anna")

tasks = Scenario(TASKS)
assigned = tasks.given(ASSIGNED)

COMMANDS: list[Command] = [
    ReassignTask(LATER, "bek", "away"),
    CompleteTask(LATER, "done"),
    CancelTask(LATER, "lost"),
    NoteTaskDue(LATER),
]


def test_a_task_is_assigned_by_a_policy_with_its_time() -> None:
    story = tasks.when(ASSIGN)
    story.then(ASSIGNED)
    assert (story.state.assignee, story.state.due) == ("anna", DUE)


def test_a_task_is_assigned_once() -> None:
    assigned.when(but(ASSIGN, at=LATER)).then_nothing()
    assigned.when(but(ASSIGN, assignee="bek")).then(TaskChanged(CALL))
    tasks.given(but(ASSIGNED, note=Erased())).when(ASSIGN).then_nothing()


@pytest.mark.parametrize("due", [NOW, NOW - INSTANT])
def test_a_task_is_not_due_as_it_is_asked_or_before(due: datetime) -> None:
    tasks.when(but(ASSIGN, due_at=due)).then(DueTooEarly(due, NOW))
    assert tasks.when(but(ASSIGN, due_at=NOW + INSTANT)).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_asked_is_not_done(command: Command) -> None:
    tasks.when(command).then(TaskNotAssigned())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_task_before_it_is_asked(command: Command) -> None:
    early = NOW - INSTANT
    assigned.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert assigned.when(but(command, at=NOW)).refusal is None


def test_a_task_is_anothers_once_it_is_reassigned() -> None:
    story = assigned.when(ReassignTask(NOW, "bek", "away"))
    story.then(TaskReassigned(NOW, *WHO, "anna", "bek", "away"))
    story.when(ReassignTask(LATER, "bek", "away")).then_nothing()
    story.when(CompleteTask(NOW, "done")).then(
        TaskCompleted(NOW, *WHO, "bek", "done", in_time=True)
    )


def test_a_task_is_completed_with_what_came_of_it_once() -> None:
    story = assigned.when(CompleteTask(NOW, "they will buy"))
    story.then(DONE)
    story.when(CompleteTask(LATER, "they will buy")).then_nothing()
    story.when(CompleteTask(LATER, "or not")).then(TaskIsDone(CALL, "they will buy"))
    story.when(CancelTask(LATER, "they will buy")).then(
        TaskIsDone(CALL, "they will buy")
    )


@pytest.mark.parametrize(
    ("at", "in_time"), [(DUE - INSTANT, True), (DUE, False), (DUE + INSTANT, False)]
)
def test_a_task_is_done_in_time_before_it_is_due(at: datetime, in_time: bool) -> None:
    story = assigned.when(CompleteTask(at, "done"))
    story.then(TaskCompleted(at, *WHO, "anna", "done", in_time))


def test_a_task_is_cancelled_with_a_reason_once() -> None:
    story = assigned.when(CancelTask(NOW, "lost"))
    story.then(CANCELLED)
    story.when(CancelTask(LATER, "lost")).then_nothing()
    story.when(CancelTask(LATER, "won")).then(TaskIsCancelled(CALL, "lost"))
    story.when(CompleteTask(LATER, "lost")).then(TaskIsCancelled(CALL, "lost"))


def test_what_has_ended_is_nobodys() -> None:
    to = ReassignTask(LATER, "bek", "away")
    assigned.given(DONE).when(to).then(TaskIsDone(CALL, "they will buy"))
    assigned.given(CANCELLED).when(to).then(TaskIsCancelled(CALL, "lost"))


def test_a_task_is_overdue_from_when_it_was_due_once() -> None:
    assigned.when(NoteTaskDue(DUE - INSTANT)).then_nothing()
    assigned.when(NoteTaskDue(DUE)).then(OVERDUE)
    story = assigned.when(NoteTaskDue(LATER))
    story.then(OVERDUE)
    assert story.state.due is None
    story.when(NoteTaskDue(LATER)).then_nothing()


@pytest.mark.parametrize("ended", [DONE, CANCELLED])
def test_what_has_ended_is_not_overdue(ended: TaskCompleted | TaskCancelled) -> None:
    story = assigned.given(ended)
    assert story.state.due is None
    story.when(NoteTaskDue(LATER)).then_nothing()


def test_what_was_done_in_time_may_be_told_once_it_is_overdue() -> None:
    story = assigned.given(OVERDUE).when(CompleteTask(NOW, "they will buy"))
    story.then(DONE)
