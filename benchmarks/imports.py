"""Import: a history from elsewhere, each item once, two hundred and fifty a commit."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from uuid import uuid4

from mijoz.application.importing import Item, bring_in
from mijoz.application.work import Work

from . import floor, ours, stock
from .journey import journey
from .measuring import Case, Run
from .notes import CONTACT, ORIGIN, TAGS, TEXT, AddNote
from .ours import now
from .places import Places

ITEMS, NOTES, CHUNK = 2_000, 4, 250


def imports(places: Places) -> Iterator[Case]:
    yield from _notes(places)
    yield from journey(places)


def _notes(places: Places) -> Iterator[Case]:
    items = CHUNK if places.quick else ITEMS
    for kind in places.kinds:
        with ExitStack() as stack:
            lend = stack.enter_context
            mine = lend(ours.opened(places.new(kind)))
            raw = lend(floor.opened(places.new(kind)))
            app = lend(stock.opened(places.new(kind)))
            yield Case(
                "import",
                f"{kind}, items of {NOTES} events, {CHUNK} a commit",
                "events/s",
                {
                    "ours": _ours(mine, items),
                    "floor": floor.inserting(raw, CHUNK * NOTES),
                    "stock": _stock(app, items),
                },
                notes=["stock and floor keep no source keys: they import twice"],
            )


def _ours(mine: ours.Ours, items: int) -> Run:
    numbers, handler = count(), mine.handler()

    def item(number: int) -> Item:
        def tell(work: Work) -> None:
            work.new(CONTACT, f"i-{number}")
            for _ in range(NOTES):
                work.handle(CONTACT, f"i-{number}", AddNote(now(), TEXT, TAGS))

        return Item(str(number), f"row {number}", tell)

    def run(_: float) -> float:
        several = (item(next(numbers)) for _ in range(items))
        began = time.perf_counter()
        counts = bring_in(
            handler, "till", several, ORIGIN, quarantine=print, chunk=CHUNK
        )
        return counts.events / (time.perf_counter() - began)

    return run


def _stock(app: stock.Contacts, items: int) -> Run:
    def run(_: float) -> float:
        began = time.perf_counter()
        for _ in range(items // CHUNK):
            app.save(*(stock.noted(NOTES, uuid4()) for _ in range(CHUNK)))
        return items * NOTES / (time.perf_counter() - began)

    return run
