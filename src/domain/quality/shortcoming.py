"""A shortcoming: registered on evidence, which only ever grows, and acted upon."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import ImprovementId, ShortcomingId


@frozen
class RegisterShortcoming:
    """`evidence` are ids of events, or other references; `cause` a code of the firm's.

    `about_ref` is the product, service or place it is about, if it is about one.
    """

    at: datetime
    shortcoming_id: ShortcomingId
    cause: str
    owner: str
    evidence: tuple[str, ...]
    about_ref: str | None = None


@frozen
class AddEvidence:
    at: datetime
    evidence: tuple[str, ...]


@frozen
class AddressShortcoming:
    """Note that an improvement was decided because of it."""

    at: datetime
    improvement_id: ImprovementId


Command: TypeAlias = RegisterShortcoming | AddEvidence | AddressShortcoming


@frozen
class ShortcomingRegistered:
    at: datetime
    shortcoming_id: ShortcomingId
    cause: str
    owner: str
    evidence: tuple[str, ...]
    about_ref: str | None = None


@frozen
class ShortcomingEvidenceAdded:
    at: datetime
    shortcoming_id: ShortcomingId
    evidence: tuple[str, ...]


@frozen
class ShortcomingAddressed:
    at: datetime
    shortcoming_id: ShortcomingId
    improvement_id: ImprovementId


Event: TypeAlias = (
    ShortcomingRegistered | ShortcomingEvidenceAdded | ShortcomingAddressed
)


@frozen
class ShortcomingNotRegistered(Refused):
    def __str__(self) -> str:
        return "no such shortcoming is registered"


@frozen
class ShortcomingChanged(Refused):
    shortcoming_id: ShortcomingId

    def __str__(self) -> str:
        return f"shortcoming {self.shortcoming_id} is on record with other content"


@frozen
class NoEvidence(Refused):
    def __str__(self) -> str:
        return "a shortcoming without evidence is an opinion"


@frozen
class Shortcoming:
    registered: ShortcomingRegistered | None = None
    evidence: tuple[str, ...] = ()
    addressed: tuple[ShortcomingAddressed, ...] = ()


def decide(command: Command, shortcoming: Shortcoming) -> Iterator[Event]:
    if isinstance(command, RegisterShortcoming):
        yield from _register(command, shortcoming.registered)
        return
    known = shortcoming.registered
    if known is None:
        raise ShortcomingNotRegistered
    match command:
        case AddEvidence(at, evidence):
            there = set(shortcoming.evidence)
            if new := tuple(each for each in _named(evidence) if each not in there):
                yield ShortcomingEvidenceAdded(at, known.shortcoming_id, new)
        case AddressShortcoming(at, improvement):
            if improvement not in {e.improvement_id for e in shortcoming.addressed}:
                yield ShortcomingAddressed(at, known.shortcoming_id, improvement)
        case _:
            assert_never(command)


def _register(
    command: RegisterShortcoming, known: ShortcomingRegistered | None
) -> Iterator[Event]:
    event = ShortcomingRegistered(
        command.at,
        command.shortcoming_id,
        command.cause,
        command.owner,
        _named(command.evidence),
        command.about_ref,
    )
    if known is None:
        yield event
    elif but(event, at=known.at) != known:
        raise ShortcomingChanged(command.shortcoming_id)


def _named(evidence: tuple[str, ...]) -> tuple[str, ...]:
    """Return the evidence, each thing once."""
    if not evidence or not all(each.strip() for each in evidence):
        raise NoEvidence
    return tuple(dict.fromkeys(evidence))


def evolve(shortcoming: Shortcoming, event: Event) -> Shortcoming:
    match event:
        case ShortcomingRegistered():
            return Shortcoming(event, event.evidence)
        case ShortcomingEvidenceAdded():
            evidence = (*shortcoming.evidence, *event.evidence)
            return but(shortcoming, evidence=evidence)
        case ShortcomingAddressed():
            return but(shortcoming, addressed=(*shortcoming.addressed, event))
        case _:
            assert_never(event)


SHORTCOMINGS = Decider[Command, Event, Shortcoming](Shortcoming(), decide, evolve)
