"""A loyalty programme: its rules come in versions, and what is published stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import ProgrammeId
from .terms import InvalidTerm as InvalidTerm
from .terms import Terms as Terms


@frozen
class PublishVersion:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_from: datetime
    terms: Terms


@frozen
class RetireVersion:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_until: datetime


Command: TypeAlias = PublishVersion | RetireVersion


@frozen
class ProgrammeVersionPublished:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_from: datetime
    terms: Terms


@frozen
class ProgrammeVersionRetired:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_until: datetime


Event: TypeAlias = ProgrammeVersionPublished | ProgrammeVersionRetired


@frozen
class PublishedVersionsNeverChange(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} is published, and says otherwise"


@frozen
class VersionsOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return (
            f"version {self.version} must have a higher number than version"
            f" {self.after}, and take effect after it"
        )


@frozen
class WouldChangeThePast(Refused):
    version: int
    effective: datetime

    def __str__(self) -> str:
        return (
            f"version {self.version} cannot change from {self.effective.isoformat()}"
            " on what was in force already"
        )


@frozen
class UnitNeverChanges(Refused):
    version: int
    unit: str

    def __str__(self) -> str:
        return f"version {self.version} cannot turn what members hold into {self.unit}"


@frozen
class UnknownVersion(Refused):
    version: int

    def __str__(self) -> str:
        return f"there is no version {self.version}"


@frozen
class Version:
    """Terms, and the time in which they are in force unless a later version is."""

    number: int
    effective_from: datetime
    terms: Terms
    effective_until: datetime | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether it was retired before it ever took effect."""
        end = self.effective_until
        return end is not None and end <= self.effective_from


@frozen
class LoyaltyProgramme:
    versions: tuple[Version, ...] = ()

    def in_force(self, at: datetime) -> Version | None:
        """Return the version that counts for what occurred *at* a moment."""
        for version in reversed(self.versions):
            if version.effective_from <= at and not version.withdrawn:
                end = version.effective_until
                return version if end is None or at < end else None
        return None

    def version(self, number: int) -> Version | None:
        """Return the version of that number, in force or not."""
        return next((each for each in self.versions if each.number == number), None)


def decide(command: Command, programme: LoyaltyProgramme) -> Iterator[Event]:
    match command:
        case PublishVersion(at, programme_id, number, effective_from, terms):
            if known := programme.version(number):
                if (known.effective_from, known.terms) != (effective_from, terms):
                    raise PublishedVersionsNeverChange(number)
                return
            if number <= 0:
                raise InvalidTerm("version", str(number))
            terms.check()
            _check_order(command, programme)
            yield ProgrammeVersionPublished(
                at, programme_id, number, effective_from, terms
            )
        case RetireVersion(at, programme_id, number, until):
            version = programme.version(number)
            if version is None:
                raise UnknownVersion(number)
            if version.effective_until == until:
                return
            if version.effective_until is not None:
                raise PublishedVersionsNeverChange(number)
            if until < at:
                raise WouldChangeThePast(number, until)
            yield ProgrammeVersionRetired(at, programme_id, number, until)
        case _:
            assert_never(command)


def evolve(programme: LoyaltyProgramme, event: Event) -> LoyaltyProgramme:
    match event:
        case ProgrammeVersionPublished(_, _, number, effective_from, terms):
            version = Version(number, effective_from, terms)
            return LoyaltyProgramme((*programme.versions, version))
        case ProgrammeVersionRetired(_, _, number, until):
            return LoyaltyProgramme(
                tuple(
                    but(each, effective_until=until) if each.number == number else each
                    for each in programme.versions
                )
            )
        case _:
            assert_never(event)


def _check_order(command: PublishVersion, programme: LoyaltyProgramme) -> None:
    number, start = command.version, command.effective_from
    if programme.versions and number <= programme.versions[-1].number:
        raise VersionsOutOfOrder(number, after=programme.versions[-1].number)
    for earlier in programme.versions:
        if earlier.withdrawn:
            continue
        end = earlier.effective_until
        if start <= earlier.effective_from or (end is not None and start < end):
            raise VersionsOutOfOrder(number, after=earlier.number)
        if start < command.at:
            raise WouldChangeThePast(number, start)
        before, after = earlier.terms, command.terms
        if (before.in_money or after.in_money) and before.unit != after.unit:
            raise UnitNeverChanges(number, after.unit)


PROGRAMMES = Decider(LoyaltyProgramme(), decide, evolve)
