"""A shortcoming: registered on evidence, which only ever grows."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused


@frozen
class RegisterShortcoming:
    """`about_ref` is the product, service or place it is about, if it is about one."""

    at: datetime
    shortcoming_id: str
    cause: str
    owner: str
    evidence: tuple[str, ...]
    about_ref: str | None = None


@frozen
class AddEvidence:
    at: datetime
    evidence: tuple[str, ...]


Command: TypeAlias = RegisterShortcoming | AddEvidence


@frozen
class ShortcomingRegistered:
    at: datetime
    shortcoming_id: str
    cause: str
    owner: str
    evidence: tuple[str, ...]
    about_ref: str | None = None


@frozen
class ShortcomingEvidenceAdded:
    at: datetime
    shortcoming_id: str
    evidence: tuple[str, ...]


Event: TypeAlias = ShortcomingRegistered | ShortcomingEvidenceAdded


@frozen
class ShortcomingNotRegistered(Refused):
    def __str__(self) -> str:
        return "no such shortcoming is registered"


@frozen
class ShortcomingChanged(Refused):
    shortcoming_id: str

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


def decide(command: Command, shortcoming: Shortcoming) -> Iterator[Event]:
    if not command.evidence or not all(each.strip() for each in command.evidence):
        raise NoEvidence
    known = shortcoming.registered
    match command:
        case RegisterShortcoming(at, key, cause, owner, evidence, about_ref):
            named = tuple(dict.fromkeys(evidence))
            event = ShortcomingRegistered(at, key, cause, owner, named, about_ref)
            if known is None:
                yield event
            elif but(event, at=known.at) != known:
                raise ShortcomingChanged(key)
        case AddEvidence(at, evidence):
            if known is None:
                raise ShortcomingNotRegistered
            new = tuple(
                each
                for each in dict.fromkeys(evidence)
                if each not in shortcoming.evidence
            )
            if new:
                yield ShortcomingEvidenceAdded(at, known.shortcoming_id, new)
        case _:
            assert_never(command)


def evolve(shortcoming: Shortcoming, event: Event) -> Shortcoming:
    evidence = (*shortcoming.evidence, *event.evidence)
    match event:
        case ShortcomingRegistered():
            return Shortcoming(event, evidence)
        case ShortcomingEvidenceAdded():
            return but(shortcoming, evidence=evidence)
        case _:
            assert_never(event)


SHORTCOMINGS = Decider[Command, Event, Shortcoming](Shortcoming(), decide, evolve)
