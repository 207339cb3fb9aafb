"""Projections: a row for each contact, caught up from the beginning of the log."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import msgspec
from attrs import frozen

from mijoz.application.envelope import Recorded
from mijoz.application.feeding import Keeping, catch_up
from mijoz.application.projections.projection import Projection

from . import floor, ours, stock, stock_views
from .filled import filled
from .measuring import Case, Run, Target
from .places import SQLITE, Places

BATCH = 2_000


@frozen
class Tally:
    """How many notes a contact has."""

    notes: int = 0


def _count(tally: Tally, _: Recorded) -> Tally:
    return Tally(tally.notes + 1)


TALLIES = Projection(
    "tallies", 1, Tally, lambda _: Tally(), lambda recorded: recorded.subject, _count
)


def projections(places: Places) -> Iterator[Case]:
    for kind in places.kinds:
        found = filled(places, kind)
        with ExitStack() as stack:
            lend = stack.enter_context
            mine = lend(ours.opened(found.ours))
            raw = lend(floor.connected(found.ours))
            if kind == SQLITE:
                app = lend(stock.opened(found.stock))
                theirs = stock_views.by_hand(found.stock, app)
                notes = ["the stock runner cannot subscribe here: its loop by hand"]
            else:
                theirs, notes = stock_views.runner(found.stock), []
            yield Case(
                "projections",
                f"{kind}, {BATCH:,} a batch; stock: its runner",
                "events/s",
                {"ours": _ours(mine), "floor": _raw(raw, mine), "stock": theirs},
                [Target("stock", 20)],
                notes,
            )


def _ours(mine: ours.Ours) -> Run:
    def run(_: float) -> float:
        mine.views.clear(TALLIES.stored_as)
        began = time.perf_counter()
        done = catch_up(mine.journal, Keeping(TALLIES, mine.views), batch=BATCH)
        return done / (time.perf_counter() - began)

    return run


def _raw(raw: floor.Floor, mine: ours.Ours) -> Run:
    batches = list(_batches(mine))

    def run(_: float) -> float:
        at, began = 0, time.perf_counter()
        for rows in batches:
            at += len(raw.page(at, BATCH))
            raw.view(rows, at)
        return at / (time.perf_counter() - began)

    return run


def _batches(mine: ours.Ours) -> Iterator[dict[str, bytes]]:
    """Yield the rows that each batch changes, encoded beforehand."""
    tallies: dict[str, Tally] = {}
    at = 0
    while events := mine.journal.feed(at, BATCH):
        touched = _keys(events)
        for key in touched:
            tallies[key] = Tally(tallies.get(key, Tally()).notes + 1)
        yield {key: msgspec.json.encode(tallies[key]) for key in touched}
        at += len(events)


def _keys(events: Sequence[Recorded]) -> set[str]:
    return {each.subject for each in events if each.subject is not None}
