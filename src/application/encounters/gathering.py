"""All encounters, appointments and employees, as they were at any two times."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from ...domain.encounter.agenda import Agenda
from ...domain.encounter.encounter import Encounter
from ...domain.feedback.feedback import FROM_ZERO, FeedbackKind, FeedbackReceived
from ...domain.feedback.invitation_terms import SurveyAnswered, SurveyInvited
from ...domain.feedback.scale import Instrument, Score
from ...domain.staff.employee import Employee
from ..aggregate import Aggregate
from ..contexts import APPOINTMENT, EMPLOYEE, ENCOUNTER, FEEDBACK, INVITATION
from ..envelope import visible
from ..feeding import pages
from ..ports import Journal

_FOLDED: Final = (ENCOUNTER, APPOINTMENT, EMPLOYEE)
_SCORED: Final = (FEEDBACK, INVITATION)
_INSTRUMENTS: Final = {
    FeedbackKind.NPS: Instrument.NPS,
    FeedbackKind.CSAT: Instrument.CSAT,
    FeedbackKind.CES: Instrument.CES,
}


@frozen
class Served:
    """One encounter that was opened, with the scores that were given of it."""

    name: str
    encounter: Encounter
    scores: tuple[Score, ...] = ()

    @property
    def opened_at(self) -> datetime:
        assert self.encounter.opened is not None
        return self.encounter.opened.at

    @property
    def channel(self) -> str:
        """By which it was served, or else opened."""
        started, opened = self.encounter.started, self.encounter.opened
        assert opened is not None
        return started.channel if started else opened.channel


@frozen
class Gathered:
    """What was looked at, up to a position of the log, at two times."""

    position: int
    as_of: datetime | None
    known_at: datetime | None
    served: Sequence[Served]
    agendas: Mapping[str, Agenda]
    staff: Mapping[str, Employee]

    def department(self, employee: str | None, at: datetime) -> str | None:
        """Return where an employee worked at a moment, if that is known."""
        found = self.staff.get(employee) if employee else None
        if found is None or found.registered is None:
            return None
        department = found.registered.department
        for each in found.transfers:
            if each.at <= at:
                department = each.department
        return department


def gather(
    journal: Journal,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Gathered:
    """Read the log once, and return what it tells of service."""
    head = journal.head()
    kinds = {each.kind for each in (*_FOLDED, *_SCORED)}
    streams: dict[str, dict[str, list[Any]]] = {kind: {} for kind in kinds}
    for page in pages(journal, head, progress):
        for each in visible(page, as_of, known_at):
            kind, _, name = each.stream.partition("-")
            if kind in kinds:
                streams[kind].setdefault(name, []).append(each.event)
    scores = _scores(
        event
        for kind in _SCORED
        for events in streams[kind.kind].values()
        for event in events
    )
    encounters = _folded(ENCOUNTER, streams)
    return Gathered(
        head,
        as_of,
        known_at,
        [
            Served(name, encounters[name], tuple(scores.get(name, ())))
            for name in sorted(encounters)
            if encounters[name].opened
        ],
        _folded(APPOINTMENT, streams),
        _folded(EMPLOYEE, streams),
    )


def _folded(
    aggregate: Aggregate[Any, Any, Any],
    streams: Mapping[str, Mapping[str, Sequence[Any]]],
) -> dict[str, Any]:
    decider = aggregate.decider
    return {
        name: decider.fold_some(events)
        for name, events in streams[aggregate.kind].items()
    }


def _scores(events: Any) -> dict[str, list[Score]]:
    """Return the scores that were given of encounters, by the encounter."""
    found: dict[str, list[Score]] = {}
    asked: dict[tuple[str, str], str | None] = {}
    for event in events:
        about, score = None, None
        match event:
            case SurveyInvited():
                asked[event.customer_id, event.invitation_id] = event.about_ref
            case SurveyAnswered():
                about = asked.get((event.customer_id, event.invitation_id))
                score = event.score
            case FeedbackReceived(kind=kind) if kind in _INSTRUMENTS:
                lowest = 0 if kind in FROM_ZERO else 1
                scale = lowest, event.scale_max
                about = event.about_ref
                score = Score(_INSTRUMENTS[kind], event.score, *scale)
        what, _, name = (about or "").partition(":")
        if score and what == ENCOUNTER.kind:
            found.setdefault(name, []).append(score)
    return found
