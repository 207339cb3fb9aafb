"""Points earned: a lot for each source, once, however late it is heard of."""

from collections.abc import Iterator
from datetime import datetime

from .arrivals import Consequence, arrive
from .ledger import Ledger, Past
from .lots import NEVER, Lot, give, soonest_available, soonest_to_expire
from .points_commands import Earn
from .points_events import PointsEarned
from .points_refusals import InvalidValue, LinesDisagree, LotIdTaken


def earn(
    command: Earn, ledger: Ledger, horizon: datetime
) -> Iterator[PointsEarned | Consequence]:
    if command.source_ref in ledger.past.earnings:
        return
    if command.lot_id in ledger.past.lots:
        raise LotIdTaken(command.lot_id)
    _check(command)
    qualifying = command.qualifying
    event = PointsEarned(
        command.at,
        command.lot_id,
        command.source_ref,
        command.amount,
        command.available_at,
        command.expires_at,
        command.programme_id,
        command.programme_version,
        command.line_ids,
        command.line_paid,
        command.line_points,
        command.amount if qualifying is None else qualifying,
        command.at < ledger.seen,
    )
    yield event
    if ledger.debts or event.late:
        yield from arrive(
            (lot_of(event),), ledger.debts, event.at, horizon, pending=event.pending
        )


def lot_of(event: PointsEarned) -> Lot:
    return Lot(
        event.lot_id,
        event.lot_id,
        event.amount,
        event.at,
        event.available_at,
        event.expires_at or NEVER,
    )


def earned(ledger: Ledger, event: PointsEarned) -> Ledger:
    lot, past = lot_of(event), ledger.past
    waiting, good = ledger.waiting, ledger.good
    if event.pending:
        waiting = give(waiting, lot, soonest_available)
    else:
        good = give(good, lot, soonest_to_expire)
    return Ledger(
        event.at if event.at > ledger.seen else ledger.seen,
        waiting,
        good,
        ledger.holds,
        ledger.debts,
        Past(
            past.lots.put(lot.lot_id, lot),
            past.earnings.put(event.source_ref, event),
            past.sequels,
            past.redemptions,
            past.done,
            past.reversals,
        ),
    )


def _check(command: Earn) -> None:
    if command.amount <= 0:
        raise InvalidValue("amount", str(command.amount))
    if command.available_at < command.at:
        raise InvalidValue("available_at", command.available_at.isoformat())
    if command.expires_at is not None and command.expires_at <= command.available_at:
        raise InvalidValue("expires_at", command.expires_at.isoformat())
    counted = command.qualifying
    if counted is not None and not 0 <= counted <= command.amount:
        raise InvalidValue("qualifying", str(counted))
    ids, paid, points = command.line_ids, command.line_paid, command.line_points
    if not len(set(ids)) == len(ids) == len(paid) == len(points):
        raise LinesDisagree(command.source_ref)
    if ids and (sum(points) != command.amount or min(points) < 0 or min(paid) < 0):
        raise LinesDisagree(command.source_ref)
