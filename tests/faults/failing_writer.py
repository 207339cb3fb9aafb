"""A process that writes to a SQLite file on a disk that fails, until it ends.

python -m tests.faults.failing_writer STORE LEDGER NAME HOW FAULT SEED BATCHES

As `writer`, but that it also moves the write-ahead log into the file now and then, so
that faults fall upon that as well. HOW may also be `careless`: to use SQLite as much
advice has it, without a sync for each commit. It then writes a table of its own.
"""

import os
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from threading import Thread
from time import sleep
from typing import Final

from mijoz.adapters.addresses import file_of

from .acknowledged import TOOK, Ledger, read
from .disk import Disk
from .findings import opened
from .writer import run

ONE_IN: Final = {"error": 80, "full": 80, "kill": 900, "power": 900}


def careless(path: Path, ledger: Path, name: str, batches: int) -> None:
    """Insert numbers, one a commit."""
    number, told = read(ledger).last(name), Ledger(ledger)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma synchronous = normal")
        for _ in range(batches):
            number += 1
            connection.execute("insert or ignore into numbers values (?)", [number])
            told.write(TOOK, name, number)


def checkpoint(path: str) -> None:
    """Move the log into the file again and again."""
    while True:
        sleep(0.05)
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
            connection.execute("pragma wal_checkpoint")


def main(
    store: str, ledger: str, name: str, how: str, fault: str, seed: str, batches: str
) -> None:
    """Write to a store on a failing disk."""
    disk = Disk(fault, ONE_IN[fault], Random(seed))
    disk.install()
    path = Path(ledger)
    if how == "careless":
        disk.begun = True
        return careless(Path(file_of(store)), path, name, int(batches))
    with opened(store) as crm:
        disk.begun = True
        Thread(target=checkpoint, args=(file_of(store),), daemon=True).start()
        run(crm.journal, path, name, how, int(batches))
    sys.stdout.flush()
    os._exit(0)  # while the disk is there: SQLite goes on to the very end


if __name__ == "__main__":
    main(*sys.argv[1:])
