"""Who gives positions to events that were committed while another was numbering."""

from collections import deque
from collections.abc import Sequence
from threading import Lock
from typing import Final

from ...application.envelope import micros
from ...application.ports import Clock, StoreUnavailable
from .datastore import Datastore

_ROUNDS: Final = 3


class Numberer:
    """Numbers for all: any process may, and in each of them one thread at a time.

    An append numbers in its own transaction unless another is at it. Then this does,
    after the commit. Readers at the end of the log number too, so nothing that was
    committed waits for a particular process to live.
    """

    def __init__(self, store: Datastore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._leading = Lock()
        self._waiting: deque[int] = deque()

    def number(self, seqs: Sequence[int] | None = None) -> bool:
        """Return whether there was anything to number, and number it.

        While another is at it, leave it to them, or for *seqs* wait a little.
        """
        found = self._store.rows(
            "select mijoz_number(%b::int8, %b::int8[])", micros(self._clock()), seqs
        )
        return bool(found[0][0])

    def see_to(self, seq: int) -> None:
        """See that *seq*, just committed, is numbered: by us, or by who leads already.

        Who leads goes on for those who come meanwhile, but not for ever.
        """
        self._waiting.append(seq)
        for _ in range(_ROUNDS):
            if not self._waiting or not self._leading.acquire(blocking=False):
                return
            try:
                self.number(
                    [self._waiting.popleft() for _ in range(len(self._waiting))]
                )
            except StoreUnavailable:
                return  # all is stored; the next append or reader numbers it
            finally:
                self._leading.release()
