"""What cases take from published service levels, and what one has of another."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from ..domain.ids import CaseId
from ..domain.service.calendar import BusinessCalendar
from ..domain.service.case_commands import (
    AbsorbCase,
    LinkEncounter,
    OpenCase,
)
from ..domain.service.case_events import CaseMerged, CaseOpened, CaseSplit
from ..domain.service.case_refusals import OfAnotherCustomer
from ..domain.service.case_state import Case
from ..domain.service.sla import (
    CalendarNotInForce,
    PublishSla,
    Sla,
    SlaPublished,
    SlaTerms,
    TermsDiffer,
)
from .aggregate import Aggregate
from .contexts import CALENDAR, CASE, ENCOUNTER, SLA
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .identity import canonical
from .work import Reaction, Work

Of: TypeAlias = Aggregate[Any, Any, Any]


def published_terms(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the terms that a case is opened under, under their name.

    They are those of the service level's version in force; of a case that was opened
    already they stay as they were.

    Raises:
        Unknown: No such service level is in force.
    """
    sla = said.get("sla_id")
    if sla is None:
        return {"terms": None}
    work = handler.begin(Origin("service:registry"))
    known: CaseOpened | None = work.state(CASE, said["case_id"]).opened
    if known and known.terms and known.terms.sla_id == sla:
        return {"terms": known.terms}
    published: Sla = work.state(SLA, sla)
    version = published.in_force(said["at"])
    if version is None:
        raise Unknown("service level in force", sla)
    return {"terms": terms(work, version)}


def terms(work: Work, version: SlaPublished) -> SlaTerms:
    """Return all that a case goes by which is opened under a service level's version.

    Raises:
        Unknown: Its calendar has no such version.
    """
    name, number = version.calendar_id, version.calendar_version
    calendar: BusinessCalendar = work.state(CALENDAR, name)
    published = calendar.version(number)
    if published is None:
        raise Unknown("calendar version", f"{name}@{number}")
    return SlaTerms(
        version.sla_id, version.version, name, number, published.hours, version.targets
    )


def service_levels_follow_their_calendar(
    work: Work, _: Of, __: str, command: Any
) -> None:
    """Refuse a service level whose calendar's version is not there, or not in force."""
    if not isinstance(command, PublishSla):
        return
    name, number = command.calendar_id, command.calendar_version
    calendar: BusinessCalendar = work.state(CALENDAR, name)
    published = calendar.version(number)
    if published is None:
        raise Unknown("calendar version", f"{name}@{number}")
    if published.effective_from > command.effective_from:
        raise CalendarNotInForce(name, number, published.effective_from)


def cases_follow_their_service_level(work: Work, _: Of, __: str, command: Any) -> None:
    """Refuse a case whose terms are not those that were published."""
    if not isinstance(command, OpenCase) or command.terms is None:
        return
    sla: Sla = work.state(SLA, command.terms.sla_id)
    number = command.terms.version
    version = sla.version(number)
    if version is None:
        raise Unknown("service level version", f"{command.terms.sla_id}@{number}")
    if terms(work, version) != command.terms:
        raise TermsDiffer(version.sla_id)


def cases_are_joined_of_one_customer(
    work: Work, _: Of, identity: str, command: Any
) -> None:
    """Refuse to join cases of two persons; a case of nobody known may be anyone's."""
    if not isinstance(command, AbsorbCase):
        return
    case, other = (_opened(work, each) for each in (identity, command.absorbed))
    known = [each for each in (case, other) if each and each.customer_id]
    journal = work.journal
    if len({canonical(journal, str(each.customer_id)) for each in known}) > 1:
        raise OfAnotherCustomer(command.absorbed, identity)


def linked_encounters_are_there(work: Work, _: Of, __: str, command: Any) -> None:
    """Raise `Unknown` for an encounter that is linked and was never opened."""
    if not isinstance(command, LinkEncounter):
        return
    if not work.revision(ENCOUNTER, command.encounter_id):
        raise Unknown(ENCOUNTER.kind, command.encounter_id)


def resolve(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of a case, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _absorb(work: Work, draft: Draft) -> None:
    """Have the surviving case know; should it not take the other, neither is merged."""
    merged: CaseMerged = draft.event
    origin = work.caused_by(draft, "merged-cases-are-absorbed", f"case:{merged.into}")
    work.handle(CASE, merged.into, AbsorbCase(merged.at, merged.case_id), origin)


def _open(work: Work, draft: Draft) -> None:
    """Open the case that was split off, under the terms of the one it comes from."""
    split: CaseSplit = draft.event
    case: Case = work.state(CASE, split.case_id)
    opened = case.opened
    assert opened is not None
    summary = split.summary if isinstance(split.summary, str) else None
    command = OpenCase(
        split.at,
        split.into,
        opened.customer_id,
        split.kind,
        opened.channel,
        split.priority,
        opened.terms.sla_id if opened.terms else None,
        opened.terms,
        case.category,
        case.department,
        split.case_id,
        summary,
    )
    origin = work.caused_by(draft, "split-cases-are-opened", f"case:{split.case_id}")
    work.handle(CASE, split.into, command, origin)


def _opened(work: Work, name: str) -> CaseOpened | None:
    case: Case = work.state(CASE, CaseId(name))
    return case.opened


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    CaseMerged: _absorb,
    CaseSplit: _open,
}
