"""A process that writes until it is killed, and says on a ledger what it was told.

python -m tests.faults.writer STORE LEDGER NAME [HOW] [BATCHES]

Each of its threads is a client, NAME0, NAME1, …, that goes on where the ledger says
that client was: it asks again for what nobody was told of. HOW is `honest`; `late`,
with a clock that is 400 days behind; `hasty`, which waits for no server that went away;
or a fault, by which the tests show that they would see it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from traceback import print_exc
from typing import Any, Final

from attrs import evolve

from mijoz.application.ports import (
    AlreadyDone,
    Batch,
    Journal,
    StoreUnavailable,
)
from mijoz.composition import utc_now

from .acknowledged import COULD_NOT, KNEW, TOOK, Ledger, read
from .findings import opened
from .stories import batch, streams

CLIENTS: Final = 2
Do = Callable[[], object]


def write(journal: Journal, ledger: Ledger, client: str, number: int, how: str) -> None:
    """Have one batch recorded, asking until it is."""
    while True:
        try:
            held = {each: len(journal.stream(each)) for each in streams(client)}
            new = batch(client, number, held)
            if how == "boastful":  # acknowledges what it has yet to record
                ledger.write(TOOK, client, number)
            for each in _singly(new) if how == "piecemeal" else [new]:
                journal.append(each)
            return ledger.write(TOOK, client, number)
        except AlreadyDone:
            return ledger.write(KNEW, client, number)
        except StoreUnavailable:
            if how == "deaf":  # does not listen to the answer
                return ledger.write(TOOK, client, number)
            ledger.write(COULD_NOT, client, number)
            sleep(0.01)


def _singly(whole: Batch) -> Iterator[Batch]:
    """Yield what ought to be one transaction as one an event."""
    for each in whole.writes:
        for nth, draft in enumerate(each.drafts):
            one = evolve(each, after=each.after + nth, drafts=(draft,))
            yield Batch((one,))


def run(journal: Journal, path: Path, name: str, how: str, batches: int) -> None:
    """Write as several clients at once, as many batches each."""
    told = read(path)
    ledger = Ledger(path)

    def work(client: str) -> None:
        last = told.last(client)
        try:
            for number in range(last + 1, last + 1 + batches):
                write(journal, ledger, client, number, how)
        except BaseException:  # which must not pass for a slow one
            print_exc()
            os._exit(1)

    clients = [
        Thread(target=work, args=(f"{name}{each}",), daemon=True)
        for each in range(CLIENTS)
    ]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    ledger.close()


def _late() -> datetime:
    return utc_now() - timedelta(days=400)


def main(store: str, ledger: str, name: str, how: str, batches: str) -> None:
    """Write to a store."""
    clock = _late if how == "late" else utc_now
    with opened(store, clock=clock) as crm:
        if how == "hasty":
            journal: Any = crm.journal
            journal.store.pool.timeout = 0.2
        run(crm.journal, Path(ledger), name, how, int(batches))


if __name__ == "__main__":
    main(*sys.argv[1:])
