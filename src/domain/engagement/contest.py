"""A contest: announced, entered, and drawn from a seed that was committed before."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..ids import CustomerId
from ..times import due_after, not_before
from .contest_refusals import (
    BeaconDiffers,
    ContestChanged,
    ContestIsCancelled,
    ContestIsDrawn,
    ContestNotAnnounced,
    ContestNotDrawn,
    EntriesAreClosed,
    EntriesAreOpen,
    ImpossiblePrize,
    NoPrizes,
    NotADigest,
    NotATicket,
    PrizesNeedAProgramme,
    SeedDoesNotMatch,
    SeedIsCommitted,
    TicketTaken,
)
from .contest_terms import (
    AnnounceContest,
    CancelContest,
    CloseEntries,
    Command,
    CommitSeed,
    ContestAnnounced,
    ContestCancelled,
    ContestEntered,
    DrawWinners,
    EnterContest,
    EntriesClosed,
    EntryWithdrawn,
    Event,
    PublishWinners,
    SeedCommitted,
    Winner,
    WinnersDrawn,
    WinnersPublished,
    WithdrawEntry,
)
from .drawing import ALGORITHM, commitment, digest, ranked, shared

__all__ = ["CONTESTS", "Command", "Contest", "Event"]

MOST_PRIZES: Final = 1_000  # of one kind
MOST_POINTS: Final = 10**12
NO_SEED: Final = "no seed was committed before the entries closed"


@frozen
class Contest:
    """How far a contest has come; `entries` are the tickets, by customer."""

    announced: ContestAnnounced | None = None
    committed: SeedCommitted | None = None
    entries: Mapping[CustomerId, str] = field(factory=dict, hash=False)
    closed: EntriesClosed | None = None
    drawn: WinnersDrawn | None = None
    published: tuple[WinnersPublished, ...] = ()
    cancelled: ContestCancelled | None = None

    @property
    def due(self) -> datetime | None:
        """When the entries close, if they are open."""
        waits = self.announced and not self.closed and not self.cancelled
        return self.announced.closes_at if self.announced and waits else None


def decide(command: Command, contest: Contest) -> Iterator[Event]:
    """Yield the closing first, if it was due, and then what *command* causes."""
    if isinstance(command, AnnounceContest):
        yield from _announce(command, contest)
        return
    announced = contest.announced
    if announced is None:
        raise ContestNotAnnounced
    not_before(announced.at, command.at)
    if contest.due is not None and contest.due <= command.at:
        for event in _close(contest, announced):
            contest = evolve(contest, event)
            yield event
    at, name = command.at, announced.contest_id
    match command:
        case CloseEntries():
            if contest.due is not None:
                raise EntriesAreOpen(name, announced.closes_at)
        case CancelContest(_, reason):
            if contest.drawn:
                raise ContestIsDrawn(name)
            if not contest.cancelled:
                yield ContestCancelled(at, name, reason)
        case _ if contest.cancelled:
            raise ContestIsCancelled(name, contest.cancelled.reason)
        case CommitSeed(_, seed_sha256):
            yield from _commit(at, seed_sha256, contest, announced)
        case EnterContest():
            yield from _enter(command, contest, announced)
        case WithdrawEntry(_, customer):
            ticket = contest.entries.get(customer)
            if ticket is not None:
                _still_open(contest, announced)
                yield EntryWithdrawn(at, name, customer, ticket)
        case DrawWinners():
            yield from _draw(command, contest, announced)
        case PublishWinners(_, place):
            if contest.drawn is None:
                raise ContestNotDrawn(name)
            not_before(contest.drawn.at, at)
            if place not in [each.place for each in contest.published]:
                yield WinnersPublished(at, name, place)
        case _:
            assert_never(command)


def _announce(command: AnnounceContest, contest: Contest) -> Iterator[Event]:
    event = ContestAnnounced(
        command.at,
        command.contest_id,
        command.name,
        command.rules_sha256,
        command.closes_at,
        command.prizes,
        command.programme_id,
        command.beacon,
    )
    if known := contest.announced:
        if but(event, at=known.at) != known:
            raise ContestChanged(known.contest_id)
        return
    _check_digest(command.rules_sha256)
    due_after(command.at, command.closes_at)
    if not command.prizes:
        raise NoPrizes(command.contest_id)
    for each in command.prizes:
        if not (1 <= each.count <= MOST_PRIZES and 0 <= each.points <= MOST_POINTS):
            raise ImpossiblePrize(each.prize, each.count, each.points)
        if each.points and command.programme_id is None:
            raise PrizesNeedAProgramme(each.prize, each.points)
    yield event


def _commit(
    at: datetime, seed_sha256: str, contest: Contest, announced: ContestAnnounced
) -> Iterator[Event]:
    if known := contest.committed:
        if known.seed_sha256 != seed_sha256:
            raise SeedIsCommitted(known.seed_sha256)
        return
    _still_open(contest, announced)
    _check_digest(seed_sha256)
    yield SeedCommitted(at, announced.contest_id, seed_sha256)


def _enter(
    command: EnterContest, contest: Contest, announced: ContestAnnounced
) -> Iterator[Event]:
    customer, ticket = command.customer_id, command.entry_id
    if customer in contest.entries:
        return
    _still_open(contest, announced)
    if not re.fullmatch(r"[!-~]+", ticket):
        raise NotATicket(ticket)
    if ticket in contest.entries.values():
        raise TicketTaken(ticket)
    yield ContestEntered(command.at, announced.contest_id, customer, ticket)


def _close(contest: Contest, announced: ContestAnnounced) -> Iterator[Event]:
    at, name, tickets = announced.closes_at, announced.contest_id, contest.entries
    if contest.committed is None:
        yield ContestCancelled(at, name, NO_SEED)
    else:
        yield EntriesClosed(at, name, len(tickets), digest(tickets.values()))


def _draw(
    command: DrawWinners, contest: Contest, announced: ContestAnnounced
) -> Iterator[Event]:
    at, name, seed = command.at, announced.contest_id, command.seed
    if contest.closed is None or contest.committed is None:
        raise EntriesAreOpen(name, announced.closes_at)
    if commitment(seed) != contest.committed.seed_sha256:
        raise SeedDoesNotMatch(contest.committed.seed_sha256)
    value = command.beacon_value
    if (value is None) != (announced.beacon is None):
        raise BeaconDiffers(name, announced.beacon)
    if known := contest.drawn:
        if known.beacon_value != value:
            raise ContestIsDrawn(name)
        return
    whose = {ticket: customer for customer, ticket in contest.entries.items()}
    winners = tuple(
        Winner(ticket, whose[ticket], each.prize, each.points)
        for ticket, each in shared(announced.prizes, ranked(seed, value, whose))
    )
    yield WinnersDrawn(at, name, seed, value, ALGORITHM, winners)


def _still_open(contest: Contest, announced: ContestAnnounced) -> None:
    if contest.closed:
        raise EntriesAreClosed(announced.contest_id, announced.closes_at)


def _check_digest(value: str) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise NotADigest(value)


def evolve(contest: Contest, event: Event) -> Contest:
    match event:
        case ContestAnnounced():
            return Contest(event)
        case SeedCommitted():
            return but(contest, committed=event)
        case ContestEntered(customer_id=customer, entry_id=ticket):
            return but(contest, entries={**contest.entries, customer: ticket})
        case EntryWithdrawn(customer_id=customer):
            rest = {
                who: each for who, each in contest.entries.items() if who != customer
            }
            return but(contest, entries=rest)
        case EntriesClosed():
            return but(contest, closed=event)
        case WinnersDrawn():
            return but(contest, drawn=event)
        case WinnersPublished():
            return but(contest, published=(*contest.published, event))
        case ContestCancelled():
            return but(contest, cancelled=event)
        case _:
            assert_never(event)


CONTESTS = Decider(Contest(), decide, evolve)
