"""Whom, or what, appointments can be made with: offered under terms, in versions."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import EmployeeId, ResourceId
from ..times import not_before
from .slot import AppointmentTerms


class ResourceKind(StrEnum):
    EMPLOYEE = "employee"
    ROOM = "room"
    EQUIPMENT = "equipment"
    ONLINE = "online"


@frozen
class OfferResource:
    """`owner_id` follows up on who did not come, within so many hours.

    Whoever has not come `grace_minutes` after the start has not come; they are reminded
    `remind_hours` before, or never.
    """

    at: datetime
    resource_id: ResourceId
    version: int
    kind: ResourceKind
    owner_id: EmployeeId
    time_zone: str
    grace_minutes: int
    follow_up_hours: int
    remind_hours: int | None = None


Command: TypeAlias = OfferResource


@frozen
class ResourceOffered:
    at: datetime
    resource_id: ResourceId
    version: int
    kind: ResourceKind
    owner_id: EmployeeId
    time_zone: str
    grace_minutes: int
    follow_up_hours: int
    remind_hours: int | None = None

    @property
    def terms(self) -> AppointmentTerms:
        """What an appointment takes over from this version."""
        return AppointmentTerms(
            self.version,
            self.owner_id,
            self.time_zone,
            self.grace_minutes,
            self.follow_up_hours,
            self.remind_hours,
        )


Event: TypeAlias = ResourceOffered


@frozen
class ResourceChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the resource is offered, and says otherwise"


@frozen
class ResourceOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} does not come right after version {self.after}"


@frozen
class DaysAreKept(Refused):
    """Appointments are kept by the days of the zone, which so cannot change."""

    time_zone: str

    def __str__(self) -> str:
        return f"the days of the resource are those of {self.time_zone} for good"


@frozen
class NotATimeZone(Refused):
    time_zone: str

    def __str__(self) -> str:
        return f"{self.time_zone} is not a time zone that we know"


@frozen
class NotATerm(Refused):
    term: str
    value: int
    least: int
    most: int

    def __str__(self) -> str:
        return (
            f"{self.term} cannot be {self.value}: it is from {self.least} to"
            f" {self.most}"
        )


@frozen
class TermsDiffer(Refused):
    """Refused of an appointment under other terms than the resource's newest."""

    resource_id: ResourceId
    version: int

    def __str__(self) -> str:
        return (
            f"resource {self.resource_id} is offered under other terms, those of"
            f" version {self.version}"
        )


@frozen
class Resource:
    versions: tuple[ResourceOffered, ...] = ()

    @property
    def newest(self) -> ResourceOffered | None:
        return self.versions[-1] if self.versions else None


def decide(command: Command, resource: Resource) -> Iterator[Event]:
    event = ResourceOffered(
        command.at,
        command.resource_id,
        command.version,
        command.kind,
        command.owner_id,
        command.time_zone,
        command.grace_minutes,
        command.follow_up_hours,
        command.remind_hours,
    )
    for known in resource.versions:
        if known.version == event.version:
            if but(event, at=known.at) != known:
                raise ResourceChanged(event.version)
            return
    last = resource.newest
    before = last.version if last else 0
    if event.version != before + 1:
        raise ResourceOutOfOrder(event.version, after=before)
    _check(event)
    if last:
        not_before(last.at, event.at)
        if last.time_zone != event.time_zone:
            raise DaysAreKept(last.time_zone)
    yield event


def _check(offered: ResourceOffered) -> None:
    bounds = (
        ("grace_minutes", offered.grace_minutes, 1, 24 * 60),
        ("follow_up_hours", offered.follow_up_hours, 1, 366 * 24),
        ("remind_hours", offered.remind_hours, 1, 366 * 24),
    )
    for name, value, least, most in bounds:
        if value is not None and not least <= value <= most:
            raise NotATerm(name, value, least, most)
    try:
        ZoneInfo(offered.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotATimeZone(offered.time_zone) from None


def evolve(resource: Resource, event: Event) -> Resource:
    match event:
        case ResourceOffered():
            return Resource((*resource.versions, event))
        case _:
            assert_never(event)


RESOURCES = Decider(Resource(), decide, evolve)
