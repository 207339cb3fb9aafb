"""What is said of a contest, and what happens in it."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import ContestId, CustomerId, ProgrammeId


@frozen
class Prize:
    """So many of a prize; with `points` each winner of it gets those."""

    prize: str
    count: int
    points: int = 0


@frozen
class Winner:
    entry_id: str
    customer_id: CustomerId
    prize: str
    points: int


@frozen
class AnnounceContest:
    """Only members of a programme enter, if one is named.

    `beacon` names something public whose value nobody knows before entries close, such
    as a block of a chain; it is then drawn from as well as from the seed.
    """

    at: datetime
    contest_id: ContestId
    name: str
    rules_sha256: str
    closes_at: datetime
    prizes: tuple[Prize, ...]
    programme_id: ProgrammeId | None = None
    beacon: str | None = None


@frozen
class CommitSeed:
    """`seed_sha256` is of the seed in UTF-8, which is kept secret until the draw."""

    at: datetime
    seed_sha256: str


@frozen
class EnterContest:
    """`entry_id` is the ticket: it says nothing of whose it is, and is published."""

    at: datetime
    contest_id: ContestId
    customer_id: CustomerId
    entry_id: str


@frozen
class WithdrawEntry:
    at: datetime
    customer_id: CustomerId


@frozen
class CloseEntries:
    """Close them as they were announced to, once that time has come."""

    at: datetime


@frozen
class DrawWinners:
    at: datetime
    seed: str
    beacon_value: str | None = None


@frozen
class PublishWinners:
    at: datetime
    place: str


@frozen
class CancelContest:
    at: datetime
    reason: str


Command: TypeAlias = (
    AnnounceContest
    | CommitSeed
    | EnterContest
    | WithdrawEntry
    | CloseEntries
    | DrawWinners
    | PublishWinners
    | CancelContest
)


@frozen
class ContestAnnounced:
    at: datetime
    contest_id: ContestId
    name: str
    rules_sha256: str
    closes_at: datetime
    prizes: tuple[Prize, ...]
    programme_id: ProgrammeId | None = None
    beacon: str | None = None


@frozen
class SeedCommitted:
    at: datetime
    contest_id: ContestId
    seed_sha256: str


@frozen
class ContestEntered:
    at: datetime
    contest_id: ContestId
    customer_id: CustomerId
    entry_id: str


@frozen
class EntryWithdrawn:
    at: datetime
    contest_id: ContestId
    customer_id: CustomerId
    entry_id: str


@frozen
class EntriesClosed:
    """`list_digest` is of the tickets; see `drawing.digest`."""

    at: datetime
    contest_id: ContestId
    count: int
    list_digest: str


@frozen
class WinnersDrawn:
    """The first of `winners` comes first; `algorithm` is how, see `drawing.ranked`."""

    at: datetime
    contest_id: ContestId
    seed: str
    beacon_value: str | None
    algorithm: str
    winners: tuple[Winner, ...]


@frozen
class WinnersPublished:
    at: datetime
    contest_id: ContestId
    place: str


@frozen
class ContestCancelled:
    at: datetime
    contest_id: ContestId
    reason: str


Event: TypeAlias = (
    ContestAnnounced
    | SeedCommitted
    | ContestEntered
    | EntryWithdrawn
    | EntriesClosed
    | WinnersDrawn
    | WinnersPublished
    | ContestCancelled
)
