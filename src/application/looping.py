"""How loops are closed: poor scores and complaints are answered, traced to a cause."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..domain.feedback.complaint_kinds import (
    ComplaintCategory,
    ComplaintSource,
    Severity,
)
from ..domain.feedback.complaint_state import Complaint
from ..domain.feedback.complaint_terms import (
    CauseFound,
    ComplaintAcknowledged,
    ComplaintFiled,
    ComplaintOverdue,
    EscalateComplaint,
    FileComplaint,
    VerifyLoop,
)
from ..domain.feedback.invitation_state import Invitations
from ..domain.feedback.invitation_terms import SurveyAnswered
from ..domain.ids import ComplaintId, CustomerId, ShortcomingId, TaskId
from ..domain.quality.shortcoming import AddEvidence, RegisterShortcoming, Shortcoming
from ..domain.sales.task import AssignTask, CompleteTask, ReassignTask, Task
from .contexts import COMPLAINT, CUSTOMER, INVITATION, SHORTCOMING, TASK
from .envelope import Draft, Origin, TimeQuality
from .inviting import asked
from .work import Reaction, Work

_UNFIT: Final = re.compile(r"[^A-Za-z0-9._~@+-]+")  # for an identity in a URL
_LONGEST: Final = 100
ACKNOWLEDGE: Final = "acknowledge_complaint"


def close_loops(work: Work, draft: Draft) -> None:
    """Have happen what follows from what customers say, if anything does.

    What was imported is long over: nobody is to answer it now.
    """
    follow = _FOLLOWS.get(type(draft.event))
    if follow and draft.origin.time_quality is not TimeQuality.IMPORTED:
        follow(work, draft)


def _answered(work: Work, draft: Draft) -> None:
    answered: SurveyAnswered = draft.event
    _verify(work, draft, answered)
    who = answered.customer_id, answered.invitation_id
    version, design = asked(work, *who)
    loop = design.loop
    if loop is None or answered.score.value > loop.poor:
        return
    origin = _by(work, draft, f"survey:{answered.survey_id}@{version}")
    invitations: Invitations = work.state(INVITATION, answered.customer_id)
    complaint_id = _loop(answered.customer_id, answered.invitation_id)
    file = FileComplaint(
        answered.at,
        complaint_id,
        answered.customer_id,
        ComplaintSource.POOR_SCORE,
        ComplaintCategory.UNSORTED,
        Severity.UNGRADED,
        loop.owner,
        loop.due_at(answered.at),
        None,
        invitations.made[answered.invitation_id].invited.about_ref,
        draft.id,
        answered.score,
    )
    work.handle(COMPLAINT, complaint_id, file, origin)
    for each in answered.answers:
        if each.score <= loop.poor:
            where = f"{answered.survey_id}:{each.item}"
            _fall_short(work, draft, origin, where, each.item, loop.owner)


def _verify(work: Work, draft: Draft, answered: SurveyAnswered) -> None:
    """Hold a score against every complaint of the customer that it can verify."""
    verify = VerifyLoop(answered.at, draft.id, answered.score)
    for key in dict.fromkeys(_complaints(work, answered)):
        if _says_something(answered, work.state(COMPLAINT, key)):
            work.handle(COMPLAINT, key, verify, _by(work, draft))


def _says_something(answered: SurveyAnswered, complaint: Complaint) -> bool:
    """Whether an answer says what came of a complaint: later, and of the same kind."""
    filed, closed = complaint.filed, complaint.closed
    if filed is None or closed is None or complaint.verified:
        return False
    mine = filed.customer_id == answered.customer_id
    alike = filed.score is None or answered.score.compares_with(filed.score)
    return mine and alike and closed.at < answered.at


def _complaints(work: Work, answered: SurveyAnswered) -> Iterator[str]:
    """Yield the ids of what the customer's answers opened, or were asked about."""
    invitations: Invitations = work.state(INVITATION, answered.customer_id)
    kind = f"{COMPLAINT.kind}:"
    for key, each in invitations.made.items():
        about = each.invited.about_ref or ""
        if about.startswith(kind):
            yield about.removeprefix(kind)
        if each.answered and key != answered.invitation_id:
            yield _loop(answered.customer_id, key)


def _ask_to_acknowledge(work: Work, draft: Draft) -> None:
    filed: ComplaintFiled = draft.event
    if filed.customer_id and work.state(CUSTOMER, filed.customer_id).erased:
        return
    task_id = _task(filed.complaint_id)
    assign = AssignTask(
        filed.at,
        task_id,
        filed.customer_id,
        filed.owner,
        ACKNOWLEDGE,
        filed.due_at,
        f"{COMPLAINT.kind}:{filed.complaint_id}",
    )
    work.handle(TASK, task_id, assign, _by(work, draft))


def _done(work: Work, draft: Draft) -> None:
    heard: ComplaintAcknowledged = draft.event
    task_id = _task(heard.complaint_id)
    if _waits(work.state(TASK, task_id)):
        done = CompleteTask(heard.at, "acknowledged")
        work.handle(TASK, task_id, done, _by(work, draft))


def _escalate(work: Work, draft: Draft) -> None:
    """Take up a complaint that nobody has acknowledged, and the task with it."""
    overdue: ComplaintOverdue = draft.event
    complaint: Complaint = work.state(COMPLAINT, overdue.complaint_id)
    assert complaint.filed is not None
    to = complaint.filed.escalate_to or complaint.filed.owner
    reason, origin = "not acknowledged in time", _by(work, draft)
    escalate = EscalateComplaint(overdue.at, complaint.level + 1, to, reason)
    work.handle(COMPLAINT, overdue.complaint_id, escalate, origin)
    task_id = _task(overdue.complaint_id)
    if _waits(work.state(TASK, task_id)):
        reassign = ReassignTask(overdue.at, to, reason)
        work.handle(TASK, task_id, reassign, origin)


def _trace(work: Work, draft: Draft) -> None:
    """Have the cause of a complaint be a shortcoming, which this adds evidence to."""
    found: CauseFound = draft.event
    where = f"{found.category}:{found.cause}"
    _fall_short(work, draft, _by(work, draft), where, found.cause, found.owner)


def _fall_short(
    work: Work, draft: Draft, origin: Origin, where: str, cause: str, owner: str
) -> None:
    """Register a shortcoming on the evidence of an event, or add that to it."""
    key = ShortcomingId(":".join(_fit(each) for each in where.split(":")))
    shortcoming: Shortcoming = work.state(SHORTCOMING, key)
    told: AddEvidence | RegisterShortcoming
    if shortcoming.registered:
        told = AddEvidence(draft.event.at, (draft.id,))
    else:
        told = RegisterShortcoming(draft.event.at, key, cause, owner, (draft.id,))
    work.handle(SHORTCOMING, key, told, origin)


def _fit(text: str) -> str:
    return _UNFIT.sub("-", text)[:_LONGEST]


def _loop(customer: CustomerId, invitation_id: str) -> ComplaintId:
    """Return the id of the loop that an answer of a customer opens."""
    return ComplaintId(f"{customer}:{invitation_id}")


def _task(complaint_id: str) -> TaskId:
    return TaskId(f"{COMPLAINT.kind}:{complaint_id}")


def _waits(task: Task) -> bool:
    return task.assigned is not None and task.ended is None


def _by(work: Work, draft: Draft, *refs: str) -> Origin:
    return work.caused_by(draft, "loops-are-closed", *refs)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    SurveyAnswered: _answered,
    ComplaintFiled: _ask_to_acknowledge,
    ComplaintAcknowledged: _done,
    ComplaintOverdue: _escalate,
    CauseFound: _trace,
}
