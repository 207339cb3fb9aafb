"""The whole log, read from its beginning to its end, each event typed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from . import floor, ours, stock
from .filled import filled
from .measuring import Case, Run, Target, steadily
from .places import Places

PAGE = 2_000


def log(places: Places) -> Iterator[Case]:
    for kind in places.kinds:
        found = filled(places, kind)
        with ExitStack() as stack:
            lend = stack.enter_context
            journal = lend(ours.opened(found.ours)).journal
            raw = lend(floor.connected(found.ours))
            app = lend(stock.opened(found.stock))
            yield Case(
                "log",
                f"{kind}, {PAGE:,} a page",
                "events/s",
                {
                    "ours": _paged(journal.feed, lambda last: last.position),
                    "floor": _paged(raw.page, lambda last: last[2]),
                    "stock": _paged(_notifications(app), lambda last: last[0]),
                },
                [Target("stock", 2)],
            )


def _paged(
    page: Callable[[int, int], Sequence[Any]], position: Callable[[Any], int | None]
) -> Run:
    at = 0

    def step() -> int:
        nonlocal at
        events = page(at, PAGE)
        at = (position(events[-1]) or 0) if events else 0  # and from the beginning
        return len(events)

    return steadily(step)


def _notifications(app: stock.Contacts) -> Callable[[int, int], Sequence[Any]]:
    decode = app.mapper.to_domain_event

    def page(after: int, limit: int) -> Sequence[Any]:
        found = app.recorder.select_notifications(
            after, limit, inclusive_of_start=False
        )
        return [(each.id, decode(each)) for each in found]

    return page
