"""What time brings by itself, for every account of points: safe to run twice."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from attrs import frozen

from ..domain.loyalty.points import Ledger, SettleDue
from .contexts import POINTS
from .envelope import Origin
from .handling import Handler
from .work import Work

_TOGETHER = 200  # accounts a transaction


@frozen
class Sweep:
    """How many accounts were looked at, and how many events were due in them."""

    accounts: int
    events: int


def sweep_points(
    handler: Handler,
    at: datetime,
    origin: Origin,
    progress: Callable[[int], object] = lambda _: None,
) -> Sweep:
    """Release, expire and time out all that is due by *at*; each at its own moment.

    Nothing depends on it: whoever reads or spends counts what is due. It writes down
    what has happened, for those who follow the log.
    """
    prefix = f"{POINTS.kind}-"
    names = handler.journal.streams(POINTS.kind)
    accounts = iter([each.removeprefix(prefix) for each in names])
    done = events = 0
    while some := list(islice(accounts, _TOGETHER)):

        def settle(work: Work, some: list[str] = some) -> None:
            for identity in some:
                ledger: Ledger = work.state(POINTS, identity)
                if ledger.due <= at:
                    work.handle(POINTS, identity, SettleDue(at))

        events += len(handler.run(settle, origin).drafts)
        done += len(some)
        progress(done)
    return Sweep(done, events)
