"""Whether a draw was fair, worked out again from what happened, by anyone."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from .contest_terms import (
    ContestAnnounced,
    ContestEntered,
    EntriesClosed,
    EntryWithdrawn,
    Event,
    SeedCommitted,
    WinnersDrawn,
)
from .drawing import ALGORITHM, commitment, digest, ranked, shared


@frozen
class Finding:
    """One thing that must hold: what was stated, and what is found."""

    check: str
    holds: bool
    stated: str
    found: str


@frozen
class Draw:
    """All that the draw is made of: anyone can make it again from no more than this."""

    announced: ContestAnnounced
    committed: SeedCommitted
    closed: EntriesClosed
    drawn: WinnersDrawn
    tickets: Sequence[str]


def draw_of(events: Sequence[Event]) -> Draw | None:
    """Return the draw of a contest's history, in its order; None if there was none."""
    tickets: set[str] = set()
    announced = committed = closed = None
    for event in events:
        match event:
            case ContestAnnounced():
                announced = event
            case SeedCommitted():
                committed = event
            case ContestEntered(entry_id=ticket):
                tickets.add(ticket)
            case EntryWithdrawn(entry_id=ticket):
                tickets.discard(ticket)
            case EntriesClosed():
                closed = event
            case WinnersDrawn() if announced and committed and closed:
                return Draw(announced, committed, closed, event, sorted(tickets))
    return None


def verify(events: Sequence[Event]) -> Sequence[Finding]:
    """Return what must hold of a contest's draw, and whether it does.

    Nothing is returned where nothing was drawn.
    """
    draw = draw_of(events)
    return list(_verify(events, draw)) if draw else []


def _verify(events: Sequence[Event], draw: Draw) -> Iterator[Finding]:
    drawn, closed = draw.drawn, draw.closed
    yield _same("commitment", draw.committed.seed_sha256, commitment(drawn.seed))
    kinds = [type(each) for each in events]
    late = kinds.index(SeedCommitted) > kinds.index(EntriesClosed)
    yield Finding(
        "committed before entries closed",
        not late and draw.committed.at < closed.at,
        draw.committed.at.isoformat(),
        f"closed at {closed.at.isoformat()}",
    )
    after = kinds[kinds.index(EntriesClosed) :]
    changed = after.count(ContestEntered) + after.count(EntryWithdrawn)
    yield _same("entries after closing", "0", str(changed))
    yield _same("number of entries", str(closed.count), str(len(draw.tickets)))
    yield _same("list of entries", closed.list_digest, digest(draw.tickets))
    yield _same("algorithm", drawn.algorithm, ALGORITHM)
    yield _same("draws", "1", str(kinds.count(WinnersDrawn)))
    order = ranked(drawn.seed, drawn.beacon_value, draw.tickets)
    prizes = shared(draw.announced.prizes, order)
    stated = [f"{each.entry_id} {each.prize}" for each in drawn.winners]
    found = [f"{ticket} {prize.prize}" for ticket, prize in prizes]
    yield _same("winners", "; ".join(stated), "; ".join(found))


def _same(check: str, stated: str, found: str) -> Finding:
    return Finding(check, stated == found, stated, found)
