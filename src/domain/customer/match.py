"""Two customers who may be one person: proposed on evidence, and decided by somebody.

A pair has a stream of its own. What a matcher saw is in its proposal, so that matchers
can be run again and judged; what it read of the two is not.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId
from ..personal import Pseudonym

WHOLE = 1_000


class Standing(StrEnum):
    OPEN = "open"
    REJECTED = "rejected"
    ACCEPTED = "accepted"


@frozen
class Feature:
    """How far two customers agree in something: 1,000 is wholly."""

    name: str
    per_mille: int


@frozen
class ProposeMerge:
    """Propose that two are one; ``customer_id`` is the lesser of both ids."""

    at: datetime
    customer_id: CustomerId
    other_id: CustomerId
    score_per_mille: int
    features: tuple[Feature, ...]
    matcher: str
    matcher_version: int


@frozen
class RejectMerge:
    at: datetime
    reason: str


@frozen
class AcceptMerge:
    at: datetime
    merge_id: str


@frozen
class NoteConflict:
    """Note that one of both was to get an identifier that the other has."""

    at: datetime
    customer_id: CustomerId
    other_id: CustomerId
    holder_id: CustomerId
    kind: str
    blind_index: str


Command: TypeAlias = ProposeMerge | RejectMerge | AcceptMerge | NoteConflict


@frozen
class MergeProposed:
    at: datetime
    customer_id: CustomerId
    other_id: CustomerId
    score_per_mille: int
    features: tuple[Feature, ...]
    matcher: str
    matcher_version: int


@frozen
class MergeRejected:
    at: datetime
    customer_id: CustomerId
    other_id: CustomerId
    reason: str


@frozen
class MergeAccepted:
    at: datetime
    customer_id: CustomerId
    other_id: CustomerId
    merge_id: str


@frozen
class IdentifierConflictDetected:
    """The identifier stays with its holder until somebody decides."""

    at: datetime
    customer_id: CustomerId
    other_id: CustomerId
    holder_id: CustomerId
    kind: str
    blind_index: Pseudonym


Event: TypeAlias = (
    MergeProposed | MergeRejected | MergeAccepted | IdentifierConflictDetected
)


@frozen
class OneAndTheSame(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"{self.customer_id} cannot be matched with themselves"


@frozen
class NoScore(Refused):
    score_per_mille: int

    def __str__(self) -> str:
        return f"a score is of 0 to {WHOLE} per mille, not {self.score_per_mille}"


@frozen
class NothingProposed(Refused):
    def __str__(self) -> str:
        return "there is no open proposal to merge these two"


Pair: TypeAlias = tuple[CustomerId, CustomerId]


@frozen
class Match:
    """How it stands between two, and what it stands on."""

    pair: Pair | None = None
    standing: Standing | None = None
    proposed: MergeProposed | None = None
    conflicts: frozenset[tuple[str, str]] = frozenset()


def decide(command: Command, match: Match) -> Iterator[Event]:
    match command:
        case ProposeMerge():
            _two(command)
            yield from _propose(command, match)
        case NoteConflict():
            _two(command)
            yield from _conflict(command, match)
        case RejectMerge(at, reason):
            if match.standing != Standing.REJECTED:
                yield MergeRejected(at, *_open(match), reason)
        case AcceptMerge(at, merge_id):
            if match.standing != Standing.ACCEPTED:
                yield MergeAccepted(at, *_open(match), merge_id)
        case _:
            assert_never(command)


def _two(command: ProposeMerge | NoteConflict) -> None:
    if command.customer_id == command.other_id:
        raise OneAndTheSame(command.customer_id)


def _open(match: Match) -> Pair:
    if match.pair is None or match.standing != Standing.OPEN:
        raise NothingProposed
    return match.pair


def _propose(command: ProposeMerge, match: Match) -> Iterator[Event]:
    """Propose what is new: what was decided is asked again by a later matcher only."""
    if not 0 <= command.score_per_mille <= WHOLE:
        raise NoScore(command.score_per_mille)
    if match.standing == Standing.ACCEPTED:
        return
    if (known := match.proposed) and known.matcher == command.matcher:
        same = known.features == command.features
        if same or command.matcher_version < known.matcher_version:
            return
        if match.standing == Standing.REJECTED and (
            command.matcher_version == known.matcher_version
        ):
            return
    yield MergeProposed(
        command.at,
        command.customer_id,
        command.other_id,
        command.score_per_mille,
        command.features,
        command.matcher,
        command.matcher_version,
    )


def _conflict(command: NoteConflict, match: Match) -> Iterator[Event]:
    if (command.kind, command.blind_index) not in match.conflicts:
        yield IdentifierConflictDetected(
            command.at,
            command.customer_id,
            command.other_id,
            command.holder_id,
            command.kind,
            command.blind_index,
        )


def evolve(match: Match, event: Event) -> Match:
    match event:
        case MergeProposed(customer_id=one, other_id=other):
            return but(match, pair=(one, other), standing=Standing.OPEN, proposed=event)
        case IdentifierConflictDetected(customer_id=one, other_id=other):
            known = match.conflicts | {(event.kind, event.blind_index)}
            return but(
                match, pair=(one, other), standing=Standing.OPEN, conflicts=known
            )
        case MergeRejected():
            return but(match, standing=Standing.REJECTED)
        case MergeAccepted():
            return but(match, standing=Standing.ACCEPTED)
        case _:
            assert_never(event)


MATCHES = Decider(Match(), decide, evolve)
