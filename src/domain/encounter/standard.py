"""A service standard: how an encounter of a kind should go, in versions that stay."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import EmployeeId, StandardId
from ..times import not_before
from .opening import EncounterKind
from .steps import Role, StandardStep, check

__all__ = [
    "STANDARDS",
    "Command",
    "DefineStandard",
    "Event",
    "ReviseStandard",
    "Role",
    "ServiceStandardDefined",
    "ServiceStandardRevised",
    "Standard",
    "StandardStep",
]


@frozen
class DefineStandard:
    """Its first version. `owner_id` answers for how such service is delivered."""

    at: datetime
    standard_id: StandardId
    kind: EncounterKind
    owner_id: EmployeeId
    steps: tuple[StandardStep, ...]


@frozen
class ReviseStandard:
    """`because` names the evidence, such as `shortcoming:s-1`, at least one."""

    at: datetime
    standard_id: StandardId
    version: int
    steps: tuple[StandardStep, ...]
    because: tuple[str, ...]


Command: TypeAlias = DefineStandard | ReviseStandard


@frozen
class ServiceStandardDefined:
    at: datetime
    standard_id: StandardId
    kind: EncounterKind
    owner_id: EmployeeId
    steps: tuple[StandardStep, ...]


@frozen
class ServiceStandardRevised:
    at: datetime
    standard_id: StandardId
    version: int
    steps: tuple[StandardStep, ...]
    because: tuple[str, ...]


Event: TypeAlias = ServiceStandardDefined | ServiceStandardRevised


@frozen
class StandardNotDefined(Refused):
    def __str__(self) -> str:
        return "no such service standard was defined"


@frozen
class StandardChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the standard is in force, and says otherwise"


@frozen
class StandardOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} does not come right after version {self.after}"


@frozen
class NoEvidence(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} names no evidence of why it is revised"


@frozen
class StandardDiffers(Refused):
    """Refused of an encounter that starts with other steps than its standard's."""

    standard_id: StandardId
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of standard {self.standard_id} has other steps"


@frozen
class Standard:
    """Its definition, which is version 1, and the revisions in their order."""

    defined: ServiceStandardDefined | None = None
    revisions: tuple[ServiceStandardRevised, ...] = ()

    def version(self, number: int) -> tuple[StandardStep, ...] | None:
        """Return the steps of a version, if there is that one."""
        if number == 1 and self.defined:
            return self.defined.steps
        found = (each.steps for each in self.revisions if each.version == number)
        return next(found, None)


def decide(command: Command, standard: Standard) -> Iterator[Event]:
    match command:
        case DefineStandard(at, name, kind, owner, steps):
            first = ServiceStandardDefined(at, name, kind, owner, steps)
            if standard.defined is None:
                check(steps)
                yield first
            elif but(first, at=standard.defined.at) != standard.defined:
                raise StandardChanged(1)
        case ReviseStandard(at, name, version, steps, because):
            if standard.defined is None:
                raise StandardNotDefined
            event = ServiceStandardRevised(at, name, version, steps, because)
            yield from _revise(event, standard, standard.defined)
        case _:
            assert_never(command)


def _revise(
    event: ServiceStandardRevised, standard: Standard, defined: ServiceStandardDefined
) -> Iterator[Event]:
    number = event.version
    for known in standard.revisions:
        if known.version == number:
            if but(event, at=known.at) != known:
                raise StandardChanged(number)
            return
    last = len(standard.revisions) + 1
    if number != last + 1:
        raise StandardOutOfOrder(number, after=last)
    if not event.because:
        raise NoEvidence(number)
    before = standard.revisions[-1] if standard.revisions else defined
    not_before(before.at, event.at)
    check(event.steps)
    yield event


def evolve(standard: Standard, event: Event) -> Standard:
    match event:
        case ServiceStandardDefined():
            return but(standard, defined=event)
        case ServiceStandardRevised():
            return but(standard, revisions=(*standard.revisions, event))
        case _:
            assert_never(event)


STANDARDS = Decider(Standard(), decide, evolve)
