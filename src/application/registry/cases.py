"""What can be told of calendars, service levels, cases and promises."""

from typing import Any, Final

from ...domain.service import calendar, promise, sla
from ...domain.service import case_commands as case
from .. import contexts
from ..asking import LookedUp
from ..resolving import published_terms
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.CALENDAR,
        ("calendar_id",),
        (
            "publish",
            calendar.PublishBusinessCalendar,
            "Publish a version of opening hours and holidays, never to change.",
        ),
    ),
    *named(
        contexts.SLA,
        ("sla_id",),
        (
            "publish",
            sla.PublishSla,
            "Publish a version of how soon cases are answered, never to change.",
        ),
    ),
    *named(
        contexts.CASE,
        ("case_id",),
        (
            "open",
            case.OpenCase,
            "Open a question, a problem, a request or a complaint.",
            "case_id",
            None,
            LookedUp(("terms",), published_terms),
        ),
        ("triage", case.TriageCase, "Say of what kind it is, and how urgent."),
        ("assign", case.AssignCase, "Give it to an owner, or to a department."),
        (
            "add-message",
            case.AddMessage,
            "Add a message to its thread; our first one to them answers it.",
            "message_id",
        ),
        ("link-encounter", case.LinkEncounter, "Note that an encounter was about it."),
        ("pause", case.PauseClock, "Have its clock stand, for a reason."),
        ("resume", case.ResumeClock, "Have its clock go on."),
        ("resolve", case.ResolveCase, "Resolve it, with what caused and cured it."),
        ("reopen", case.ReopenCase, "Take up again what was resolved."),
        ("close", case.CloseCase, "Close what is resolved."),
        ("merge", case.MergeCase, "Have it go on in another case."),
        ("split", case.SplitCase, "Have a part of it go on on its own.", "into"),
        ("fall-due", case.NoteCaseDue, "Note what of it was due and was missed."),
    ),
    *named(
        contexts.PROMISE,
        ("promise_id",),
        (
            "make",
            promise.MakePromise,
            "Promise a customer something by a time.",
            "promise_id",
        ),
        ("keep", promise.KeepPromise, "Note that it was kept."),
        ("break", promise.BreakPromise, "Say that it will not be kept, and why."),
        (
            "renegotiate",
            promise.RenegotiatePromise,
            "Move it to another time, if the customer agrees.",
        ),
        ("fall-due", promise.NotePromiseDue, "Note a promise broken that was due."),
    ),
)
# One case absorbs another because that was merged into it.
INTERNAL: Final[tuple[type[Any], ...]] = (case.AbsorbCase,)
