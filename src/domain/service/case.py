"""A case: opened, worked on by one owner, resolved; its clocks run in business hours.

What fell due before something is done to a case is noted with it, at the moment at
which it fell due: so a breach is on record whether or not a timer came by in time.
"""

from collections.abc import Iterator
from functools import reduce
from typing import TypeAlias, assert_never

from ..decider import Decider
from ..times import not_before
from . import ending, joining, pausing, working
from .case_commands import (
    AbsorbCase,
    AddMessage,
    AssignCase,
    CloseCase,
    Command,
    LinkEncounter,
    MergeCase,
    NoteCaseDue,
    OpenCase,
    PauseClock,
    ReopenCase,
    ResolveCase,
    ResumeClock,
    SplitCase,
    TriageCase,
)
from .case_events import CaseOpened, Event
from .case_refusals import CaseIsClosed, CaseIsMerged, CaseNotOpened
from .case_state import Case, evolve
from .deadlines import missed
from .opening import start

__all__ = ["CASES", "Case", "Command", "Event", "Told", "decide", "evolve"]

Told: TypeAlias = (
    TriageCase
    | AssignCase
    | AddMessage
    | LinkEncounter
    | PauseClock
    | ResumeClock
    | ResolveCase
    | ReopenCase
    | CloseCase
    | MergeCase
    | AbsorbCase
    | SplitCase
)
"""What is told of a case once it was opened."""


def decide(command: Command, case: Case) -> Iterator[Event]:
    if isinstance(command, OpenCase):
        yield from start(command, case.opened)
        return
    opened = case.opened
    if opened is None:
        raise CaseNotOpened
    not_before(opened.at, command.at)
    due = tuple(missed(case, command.at))
    if isinstance(command, NoteCaseDue):
        yield from due
    elif news := tuple(_decide(command, reduce(evolve, due, case), opened)):
        yield from due
        yield from news


def _decide(command: Told, case: Case, opened: CaseOpened) -> Iterator[Event]:
    if case.merged is not None:
        if not (isinstance(command, MergeCase) and command.into == case.merged.into):
            raise CaseIsMerged(case.merged.case_id, case.merged.into)
        return
    match command:
        case ReopenCase() | CloseCase():
            yield from ending.decide(command, case, opened)
        case _ if case.closed is not None:
            raise CaseIsClosed(case.closed.case_id, case.closed.at)
        case TriageCase() | AssignCase() | AddMessage() | LinkEncounter():
            yield from working.decide(command, case, opened)
        case PauseClock() | ResumeClock():
            yield from pausing.decide(command, case, opened)
        case ResolveCase():
            yield from ending.decide(command, case, opened)
        case MergeCase() | AbsorbCase() | SplitCase():
            yield from joining.decide(command, case, opened)
        case _:
            assert_never(command)


CASES = Decider(Case(), decide, evolve)
