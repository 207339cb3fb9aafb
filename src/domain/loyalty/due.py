"""What time brings by itself: releases, timeouts and expiries, each at its moment."""

from collections.abc import Iterator
from datetime import datetime

from .evolving import evolve
from .holding import run_out
from .ledger import Ledger
from .points_events import Event, PointsExpired, PointsReleased


def settled(ledger: Ledger, until: datetime) -> tuple[list[Event], Ledger]:
    """Return what is due up to and at *until*, in order of time, and what it leaves.

    At one moment, lots are released first and expire last.
    """
    news: list[Event] = []
    while (due := ledger.due) <= until:
        for event in _next(ledger, due):
            ledger = evolve(ledger, event)
            news.append(event)
    return news, ledger


def _next(ledger: Ledger, due: datetime) -> Iterator[Event]:
    if ledger.waiting and ledger.waiting[0].available_at == due:
        lot = ledger.waiting[0]
        yield PointsReleased(due, lot.lot_id, lot.remaining)
    elif ledger.holds and ledger.holds[0].timeout_at == due:
        yield from run_out(ledger.holds[0], ledger, horizon=due)
    else:
        lot = ledger.good[0]
        yield PointsExpired(due, lot.lot_id, lot.remaining, pending=False)
