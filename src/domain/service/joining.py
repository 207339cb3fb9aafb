"""Two cases that are one go on as one; two matters in one case go on apart."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from ..personal import same
from ..times import not_before
from .case_commands import AbsorbCase, MergeCase, SplitCase
from .case_events import CaseAbsorbed, CaseMerged, CaseOpened, CaseSplit
from .case_refusals import CaseChanged, MergedIntoItself
from .case_state import Case
from .opening import check

Joining: TypeAlias = MergeCase | AbsorbCase | SplitCase
Joined: TypeAlias = CaseMerged | CaseAbsorbed | CaseSplit


def decide(command: Joining, case: Case, opened: CaseOpened) -> Iterator[Joined]:
    at, who = command.at, (opened.case_id, opened.customer_id)
    match command:
        case MergeCase(_, into):
            if into == opened.case_id:
                raise MergedIntoItself(opened.case_id)
            not_before(case.moved or opened.at, at)
            yield CaseMerged(at, *who, into)
        case AbsorbCase(_, absorbed):
            if absorbed not in case.absorbed:
                yield CaseAbsorbed(at, *who, absorbed)
        case SplitCase(_, into, kind, priority, reason, summary):
            if into == opened.case_id:
                raise MergedIntoItself(opened.case_id)
            check(priority, opened.terms)
            event = CaseSplit(at, *who, into, kind, priority, reason, summary)
            known = next((each for each in case.splits if each.into == into), None)
            if known is None:
                yield event
            elif not same(event, known):
                raise CaseChanged(into)
        case _:
            assert_never(command)
