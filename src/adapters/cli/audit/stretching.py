"""The stretches of a log, looked at by as many processes as there are processors."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final

from ....application.crm import Crm
from ....application.ports import ProofLog
from ....application.proofs.looking import Stretch, look
from ...collecting import rarely
from ...said import said
from ..progress import bar
from ..services import Services

_LENGTH: Final = 50_000  # entries in a stretch
_FEW: Final = 100_000  # entries that are not worth a second process
_logs: dict[str, ProofLog] = {}  # of this process, by store


def stretches(services: Services, store: str, log: ProofLog) -> Iterator[Stretch]:
    """Yield all the stretches of a log in order, saying how far they have come."""
    head = log.head()
    starts = range(0, head, _LENGTH)
    with bar("hashing the log", head) as advance:
        for each in _looks(services, store, log, head, starts):
            yield each
            advance(min(each.after + _LENGTH, head))


def _looks(
    services: Services, store: str, log: ProofLog, head: int, starts: range
) -> Iterator[Stretch]:
    workers = min(os.cpu_count() or 1, 8)
    if store.startswith("memory:") or head < _FEW or workers == 1:
        yield from (look(log, said, at, min(at + _LENGTH, head)) for at in starts)
        return
    there = partial(_look_there, services.open, store, head)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        yield from pool.map(there, starts)


def _look_there(
    open_: Callable[..., Crm], store: str, head: int, start: int
) -> Stretch:
    if store not in _logs:
        _logs[store] = open_(store, checked=False).log
    with rarely():
        return look(_logs[store], said, start, min(start + _LENGTH, head))
