"""States that were folded before: an optimisation, never evidence."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic
from typing import Any


class States:
    """Remembers the last states used, each with the revision that it stands at.

    A state that went stale costs its user one conflict, and is then forgotten: the
    journal alone decides whether an append fits. It is forgotten after a minute as
    well: what it says of a person whom another process erased, and that they were not.
    """

    def __init__(
        self,
        size: int = 20_000,
        seconds: float = 60,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self._size, self._seconds, self._timer = size, seconds, timer
        self._states: OrderedDict[str, tuple[int, Any, float]] = OrderedDict()
        self._lock = Lock()

    def get(self, stream: str) -> tuple[int, Any] | None:
        """Return the stream's revision and state, if they are remembered."""
        with self._lock:
            found = self._states.get(stream)
        if found is None or found[2] <= self._timer():
            return None
        return found[0], found[1]

    def put(self, stream: str, revision: int, state: Any) -> None:
        """Remember a state, unless a later one is remembered already."""
        self.put_all({stream: (revision, state)})

    def put_all(self, states: Mapping[str, tuple[int, Any]]) -> None:
        """Remember several states, each unless a later one is remembered already."""
        known, now = self._states, self._timer()
        until = now + self._seconds
        with self._lock:
            for stream, (revision, state) in states.items():
                held = known.get(stream)
                if held is None or held[0] <= revision:
                    known[stream] = revision, state, until
                    known.move_to_end(stream)
            while known:
                oldest, (_, _, end) = next(iter(known.items()))
                if end > now and len(known) <= self._size:
                    break
                del known[oldest]

    def forget(self, stream: str) -> None:
        """Drop what is remembered of a stream."""
        with self._lock:
            self._states.pop(stream, None)
