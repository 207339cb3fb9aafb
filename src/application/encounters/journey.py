"""One customer's way through all channels, in order, and what is still to come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import evolve as but
from attrs import frozen

from ...domain.encounter.appointment_terms import AppointmentRescheduled
from ..contexts import ENCOUNTER
from ..crm import Crm
from ..envelope import Recorded, visible
from .touchpoints import TOUCHPOINTS, Way

# What tells apart several of a kind in one stream.
_NAMES: Final = ("appointment_id", "contact_id", "invitation_id", "message_id")


@frozen
class Entry:
    """A moment at which customer and firm had to do with one another."""

    at: datetime
    position: int | None
    touchpoint: str
    way: Way
    channel: str | None
    ref: str
    what: str
    by: str


@frozen
class Planned:
    """What is still to come, or should have: then it is overdue."""

    at: datetime
    what: str
    ref: str
    holder: str
    overdue: bool


@frozen
class Journey:
    """Entries in the order in which they happened; `position` is the log's last."""

    customer: str
    position: int
    as_of: datetime | None
    known_at: datetime | None
    entries: Sequence[Entry]
    planned: Sequence[Planned]

    @property
    def channels(self) -> Sequence[str]:
        """The channels in the order in which they were first used."""
        return list(
            dict.fromkeys(each.channel for each in self.entries if each.channel)
        )


def journey(
    crm: Crm,
    customer: str,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Journey:
    """Return the journey of a person, merged or not, as known at two times.

    Raises:
        Unknown: Nothing was about them then.
        Gone: They were erased.
    """
    history = crm.customers.history(customer, as_of=as_of, known_at=known_at)
    events = _with_beginnings(crm, history.events, as_of, known_at)
    channels: dict[str, str] = {}
    entries = []
    for each in events:
        ref = _ref(each)
        if channel := getattr(each.event, "channel", None):
            channels[ref] = str(channel)
        if found := TOUCHPOINTS.get(each.type):
            name, way = found
            entry = Entry(
                each.occurred_at,
                each.position,
                name,
                way,
                channels.get(ref),
                ref,
                each.type,
                each.actor,
            )
            entries.append(entry)
    now = as_of or crm.clock()
    return Journey(
        customer, history.position, as_of, known_at, entries, planned(events, now)
    )


def planned(events: Iterable[Recorded], now: datetime) -> Sequence[Planned]:
    """Return appointments, tasks and promises that are open, the next one first."""
    still: dict[str, Planned] = {}
    for each in events:
        event, ref = each.event, _ref(each)
        match each.type:
            case "AppointmentBooked":
                still[ref] = _plan(
                    ref, event.starts_at, event.purpose, event.resource_id, now
                )
            case "TaskAssigned":
                still[ref] = _plan(ref, event.due_at, event.task, event.assignee, now)
            case "PromiseMade":
                still[ref] = _plan(ref, event.due_at, "promise", event.by, now)
            case "TaskReassigned" if ref in still:
                still[ref] = but(still[ref], holder=event.assignee)
            case "PromiseRenegotiated" if ref in still and event.agreed_by_customer:
                due = event.due_at
                still[ref] = but(still[ref], at=due, overdue=due < now)
            case "AppointmentRescheduled" if ref in still and _same_day(event):
                starts = event.starts_at
                still[ref] = but(still[ref], at=starts, overdue=starts < now)
            case "AppointmentRescheduled":
                still.pop(ref, None)
            case ended if ended in _ENDS:
                still.pop(ref, None)
    return sorted(still.values(), key=lambda each: (each.at, each.ref))


_ENDS: Final = {
    "AppointmentCancelled",
    "CustomerCheckedIn",
    "AppointmentHeld",
    "NoShowRecorded",
    "TaskCompleted",
    "TaskCancelled",
    "PromiseKept",
    "PromiseBroken",
}


def _plan(ref: str, at: datetime, what: str, holder: str, now: datetime) -> Planned:
    return Planned(at, what, ref, holder, at < now)


def _same_day(event: AppointmentRescheduled) -> bool:
    here, there = event.resource_id, event.to_resource_id
    return (here, event.day) == (there, event.to_day)


def _with_beginnings(
    crm: Crm,
    events: Sequence[Recorded],
    as_of: datetime | None,
    known_at: datetime | None,
) -> list[Recorded]:
    """Return the events, in their order, with what was before somebody was known."""
    every: dict[Any, Recorded] = {each.id: each for each in events}
    for each in events:
        if each.type == "VisitorIdentified":
            stream = crm.journal.stream(ENCOUNTER.stream(each.event.encounter_id))
            every |= {one.id: one for one in visible(stream, as_of, known_at)}
    return sorted(
        every.values(), key=lambda each: (each.occurred_at, each.position or 0)
    )


def _ref(each: Recorded) -> str:
    named = (getattr(each.event, name, None) for name in _NAMES)
    name = next((found for found in named if found), None)
    return each.stream if name is None else f"{each.stream}/{name}"
