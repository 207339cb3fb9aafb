"""A service level: targets by priority, in versions that name their calendar's."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CalendarId, SlaId
from . import versions
from .business_hours import BusinessHours
from .targets import NoTargetFor, Target, check

__all__ = [
    "SLAS",
    "CalendarNotInForce",
    "Command",
    "Event",
    "PublishSla",
    "Sla",
    "SlaPublished",
    "SlaTerms",
    "Target",
    "TermsDiffer",
]


@frozen
class PublishSla:
    at: datetime
    sla_id: SlaId
    version: int
    effective_from: datetime
    calendar_id: CalendarId
    calendar_version: int
    targets: tuple[Target, ...]


Command: TypeAlias = PublishSla


@frozen
class SlaPublished:
    at: datetime
    sla_id: SlaId
    version: int
    effective_from: datetime
    calendar_id: CalendarId
    calendar_version: int
    targets: tuple[Target, ...]


Event: TypeAlias = SlaPublished


@frozen
class SlaTerms:
    """All that a case's clocks go by, as it was published when the case was opened."""

    sla_id: SlaId
    version: int
    calendar_id: CalendarId
    calendar_version: int
    hours: BusinessHours
    targets: tuple[Target, ...]

    def target(self, priority: int) -> Target:
        """Return the target of a priority.

        Raises:
            NoTargetFor: It has none.
        """
        for each in self.targets:
            if each.priority == priority:
                return each
        raise NoTargetFor(priority, self.sla_id, self.version)


@frozen
class CalendarNotInForce(Refused):
    """Refused of a service level that would count by a calendar of later."""

    calendar_id: str
    version: int
    effective_from: datetime

    def __str__(self) -> str:
        return (
            f"version {self.version} of calendar {self.calendar_id} is in force from"
            f" {self.effective_from} only"
        )


@frozen
class TermsDiffer(Refused):
    """Refused of a case that is opened under other terms than were published."""

    sla_id: str

    def __str__(self) -> str:
        return f"service level {self.sla_id} was published with other terms"


@frozen
class Sla:
    versions: tuple[SlaPublished, ...] = ()

    def version(self, number: int) -> SlaPublished | None:
        """Return the version of that number."""
        return versions.known(number, self.versions)

    def in_force(self, at: datetime) -> SlaPublished | None:
        """Return the version under which a case of that moment is opened."""
        return versions.in_force(at, self.versions)


def decide(command: Command, sla: Sla) -> Iterator[Event]:
    check(command.version, command.targets)
    event = SlaPublished(
        command.at,
        command.sla_id,
        command.version,
        command.effective_from,
        command.calendar_id,
        command.calendar_version,
        command.targets,
    )
    yield from versions.publish(event, sla.versions)


def evolve(sla: Sla, event: Event) -> Sla:
    match event:
        case SlaPublished():
            return Sla((*sla.versions, event))
        case _:
            assert_never(event)


SLAS = Decider(Sla(), decide, evolve)
