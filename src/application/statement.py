"""A member's points, line by line: what happened, when, and what it left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from ..domain.loyalty.points import Ledger
from ..domain.loyalty.points_events import PointsEarned
from ..domain.loyalty.postings import Account, postings
from .contexts import POINTS, account
from .desk import Desk, Replay, Unknown
from .envelope import Recorded
from .handling import Handler


@frozen
class Line:
    """One event of the ledger, and the balances that it left.

    ``late`` marks points for an order that was heard of after later things had
    happened: an adjustment of what the member was told before.
    """

    position: int | None
    occurred_at: datetime
    recorded_at: datetime | None
    what: str
    ref: str
    late: bool
    pending: int
    available: int
    held: int
    arrears: int


@frozen
class Statement:
    """The lines, the ledger they lead to, and what can be spent at ``at``."""

    programme_id: str
    customer_id: str
    at: datetime
    spendable: int
    replay: Replay[Ledger]
    lines: Sequence[Line]


def statement(
    handler: Handler,
    programme: str,
    customer: str,
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Statement:
    """Return the statement as it was at *as_of*, as far as known at *known_at*.

    What can be spent is told for *as_of*, or for *now* without it: points that fell due
    since the last event are released or expired by then, whoever has swept.

    Raises:
        Unknown: There were no points of theirs in that programme then.
    """
    desk: Desk[Any, Any, Ledger] = Desk(POINTS, handler)
    identity = account(programme, customer)
    try:
        replay = desk.replay(identity, as_of=as_of, known_at=known_at)
    except Unknown:
        who = f"of customer {customer} in programme {programme}"
        raise Unknown("account of points", who) from None
    at = as_of or now
    spendable = replay.state.spendable_at(at)
    return Statement(programme, customer, at, spendable, replay, lines(replay.events))


def lines(events: Sequence[Recorded]) -> list[Line]:
    """Return the lines of one ledger, from all its events."""
    held = dict.fromkeys(Account, 0)
    told = []
    for each in events:
        for posting in postings(each.event):
            held[posting.account] += posting.amount
        event = each.event
        told.append(
            Line(
                each.position,
                each.occurred_at,
                each.recorded_at,
                each.type,
                _ref(event),
                isinstance(event, PointsEarned) and event.late,
                held[Account.PENDING],
                held[Account.AVAILABLE],
                held[Account.HELD],
                held[Account.ARREARS],
            )
        )
    return told


_REFS = (
    "source_ref",
    "redemption_id",
    "hold_id",
    "adjustment_id",
    "lot_id",
    "command_ref",
)


def _ref(event: object) -> str:
    return next((str(getattr(event, ref)) for ref in _REFS if hasattr(event, ref)), "")
