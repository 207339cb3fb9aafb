"""How a case ends: resolved with cause and remedy, reopened at times, then closed."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from ..personal import same
from ..times import not_before
from .case_commands import CloseCase, ReopenCase, ResolveCase
from .case_events import CaseClosed, CaseOpened, CaseReopened, CaseResolved
from .case_refusals import CaseNotResolved
from .case_state import Case
from .deadlines import deadlines
from .pausing import refuse_resolved

EndingCommand: TypeAlias = ResolveCase | ReopenCase | CloseCase
Ending: TypeAlias = CaseResolved | CaseReopened | CaseClosed


def decide(command: EndingCommand, case: Case, opened: CaseOpened) -> Iterator[Ending]:
    at, who = command.at, (opened.case_id, opened.customer_id)
    latest = case.moved or opened.at
    match command:
        case ResolveCase(_, cause, remedy, note):
            event = CaseResolved(at, *who, cause, remedy, note)
            if case.resolved is None:
                not_before(latest, at)
                yield event
            elif not same(event, case.resolved):
                refuse_resolved(case)
        case ReopenCase(_, reason):
            if case.resolved is not None:
                not_before(latest, at)
                due = deadlines(case, case.priority, at)
                yield CaseReopened(at, *who, reason, *due)
        case CloseCase():
            if case.resolved is None:
                raise CaseNotResolved(opened.case_id)
            if case.closed is None:
                not_before(latest, at)
                yield CaseClosed(at, *who)
        case _:
            assert_never(command)
