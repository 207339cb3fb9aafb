"""How a case begins: a customer, known or not, wants something of us."""

from collections.abc import Iterator

from attrs import evolve as but

from ..personal import same
from .case_commands import OpenCase
from .case_events import CaseOpened
from .case_refusals import CaseChanged, ImpossiblePriority
from .case_state import Case, evolve
from .deadlines import deadlines
from .sla import SlaTerms, TermsDiffer


def start(command: OpenCase, known: CaseOpened | None) -> Iterator[CaseOpened]:
    """Yield the opening, unless it is `known`; its time may differ."""
    if known is None:
        yield _opening(command)
    elif not same(_opening(but(command, at=known.at)), known):
        raise CaseChanged(known.case_id)


def check(priority: int, terms: SlaTerms | None) -> None:
    """Refuse a priority that is none, or has no target."""
    if priority < 1:
        raise ImpossiblePriority(priority)
    if terms is not None:
        terms.target(priority)


def _opening(command: OpenCase) -> CaseOpened:
    named = command.terms.sla_id if command.terms else None
    if command.sla_id != named:
        raise TermsDiffer(str(command.sla_id))
    check(command.priority, command.terms)
    opening = CaseOpened(
        command.at,
        command.case_id,
        command.customer_id,
        command.kind,
        command.channel,
        command.priority,
        command.terms,
        None,
        None,
        command.category,
        command.department,
        command.split_from,
        command.summary,
    )
    case = evolve(Case(), opening)
    answer, resolve = deadlines(case, command.priority, command.at)
    return but(opening, first_response_due_at=answer, resolution_due_at=resolve)
