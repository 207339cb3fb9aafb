"""P11: a complaint has a clock; it goes up when nobody answers; then they are asked."""

from typing import Any

from attrs import evolve as but

from mijoz.application.contexts import COMPLAINT, INVITATION, TASK
from mijoz.domain.feedback.complaint_kinds import (
    ComplaintCategory,
    ComplaintSource,
    Severity,
)
from mijoz.domain.feedback.complaint_terms import (
    AcknowledgeComplaint,
    CloseComplaint,
    ComplaintEscalated,
    ComplaintOverdue,
    FileComplaint,
    LoopVerified,
)
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import ComplaintId
from mijoz.domain.sales.task import TaskAssigned, TaskCompleted, TaskReassigned

from .asked import (
    AZIZA,
    CES,
    READY,
    answers,
    sweep,
)
from .telling import Step, Told, day, tell

RUDE = ComplaintId("k-1")
CHECK = f"complaint_closed:{RUDE}"


def filed(**other: Any) -> Step:
    told = FileComplaint(
        day(1),
        RUDE,
        AZIZA,
        ComplaintSource.CUSTOMER,
        ComplaintCategory.STAFF,
        Severity.HIGH,
        "bek",
        day(2),
        "dilnoza",
        "encounter:e-1",
        text="he laughed at my socks",
    )
    return COMPLAINT, RUDE, but(told, **other)


def heard(on: float) -> Step:
    return COMPLAINT, RUDE, AcknowledgeComplaint(day(on), "bek")


def closed(on: float) -> Step:
    return COMPLAINT, RUDE, CloseComplaint(day(on), satisfied=True)


def task(told: Told) -> list[Any]:
    return told.of(TASK, f"complaint:{RUDE}")


def test_a_complaint_is_somebodys_to_acknowledge_by_its_time() -> None:
    told = tell(*READY, filed(), heard(1.5), sweep(3))
    asked, done = task(told)
    assert isinstance(asked, TaskAssigned)
    assert (asked.assignee, asked.due_at) == ("bek", day(2))
    assert isinstance(done, TaskCompleted)
    assert [type(each).__name__ for each in told.of(COMPLAINT, RUDE)] == [
        "ComplaintFiled",
        "ComplaintAcknowledged",
    ]


def test_what_nobody_acknowledged_goes_up_once_at_its_moment_and_the_task_too() -> None:
    told = tell(*READY, filed(), sweep(1.9), sweep(2.1), sweep(4))
    _, overdue, up = told.of(COMPLAINT, RUDE)
    assert overdue == ComplaintOverdue(day(2), RUDE, AZIZA)
    reason = "not acknowledged in time"
    assert up == ComplaintEscalated(day(2), RUDE, AZIZA, 1, "dilnoza", reason)
    (moved,) = (each for each in task(told) if isinstance(each, TaskReassigned))
    assert (moved.from_assignee, moved.assignee) == ("bek", "dilnoza")


def test_without_anyone_above_it_stays_with_its_owner() -> None:
    told = tell(*READY, filed(escalate_to=None), sweep(2.1))
    assert told.of(COMPLAINT, RUDE)[-1].to == "bek"
    assert not [each for each in task(told) if isinstance(each, TaskReassigned)]


def test_what_is_acknowledged_late_has_gone_up_all_the_same() -> None:
    told = tell(*READY, filed(), heard(2), sweep(4))
    assert [type(each).__name__ for each in told.of(COMPLAINT, RUDE)] == [
        "ComplaintFiled",
        "ComplaintOverdue",
        "ComplaintAcknowledged",
        "ComplaintEscalated",
    ]
    done = task(told)[-1]
    assert isinstance(done, TaskCompleted)
    assert not done.in_time


def test_after_the_closing_they_are_asked_and_their_score_verifies_the_loop() -> None:
    told = tell(*READY, filed(), heard(1.5), closed(3), answers(CHECK, CES, 4, 6))
    invited = told.of(INVITATION, AZIZA)[0]
    assert invited.trigger is Trigger.COMPLAINT_CLOSED
    assert invited.about_ref == f"complaint:{RUDE}"
    verified = told.of(COMPLAINT, RUDE)[-1]
    assert isinstance(verified, LoopVerified)
    assert (verified.before, verified.after) == (None, CES.score(6))


def test_a_complaint_of_nobody_known_is_answered_but_nobody_is_asked() -> None:
    told = tell(*READY, filed(customer_id=None), heard(1.5), closed(3))
    assert len(task(told)) == 2
    assert told.of(INVITATION, AZIZA) == []
