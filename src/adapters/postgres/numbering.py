"""Who gives positions to events that were committed while another was numbering."""

import time
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, Thread
from typing import Final

import psycopg

from ...application.envelope import micros
from ...application.ports import Clock, StoreUnavailable
from .datastore import Datastore

_PAUSE: Final = 0.005  # seconds, in which the next append most often does it all


class Numberer:
    """Numbers for all: any process may, and in each of them one thread at a time.

    An append numbers in its own transaction unless another is at it. Then this does,
    after the commit, while the append is answered: in a thread that is there only when
    there is something to number. Readers at the end of the log number too, so nothing
    that was committed waits for a particular process to live.
    """

    def __init__(self, store: Datastore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._lock = Lock()
        self._waiting: list[int] = []
        self._thread: Thread | None = None

    def number(self, seqs: Sequence[int] | None = None) -> bool:
        """Return whether there was anything to number, and number it.

        While another is at it, leave it to them, or for *seqs* wait a little.
        """
        found = self._store.rows(
            "select mijoz_number(%b::int8, %b::int8[])", micros(self._clock()), seqs
        )
        return bool(found[0][0])

    def see_to(self, seq: int) -> None:
        """See that *seq*, just committed, is numbered, by us or another, soon."""
        with self._lock:
            self._waiting.append(seq)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="mijoz-numberer")
                self._thread.start()

    def finish(self) -> None:
        """Wait until all that was seen to is numbered, or cannot be now."""
        if thread := self._thread:
            thread.join()

    def _work(self) -> None:
        while True:
            time.sleep(_PAUSE)
            with self._lock:
                seqs, self._waiting = self._waiting, []
                if not seqs:
                    self._thread = None
                    return
            # What is stored and cannot be numbered now, the next append or reader will.
            with suppress(StoreUnavailable, psycopg.Error):
                self.number(seqs)
