"""States that were folded before: an optimisation, never evidence."""

from collections import OrderedDict
from threading import Lock
from typing import Any


class States:
    """Remembers the last states used, each with the revision that it stands at.

    A state that went stale costs its user one conflict, and is then forgotten: the
    journal alone decides whether an append fits.
    """

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._states: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, stream: str) -> tuple[int, Any] | None:
        """Return the stream's revision and state, if they are remembered."""
        with self._lock:
            found = self._states.get(stream)
            if found is not None:
                self._states.move_to_end(stream)
            return found

    def put(self, stream: str, revision: int, state: Any) -> None:
        """Remember a state, unless a later one is remembered already."""
        with self._lock:
            known = self._states.get(stream)
            if known is None or known[0] <= revision:
                self._states[stream] = revision, state
                self._states.move_to_end(stream)
            while len(self._states) > self._size:
                self._states.popitem(last=False)

    def forget(self, stream: str) -> None:
        """Drop what is remembered of a stream."""
        with self._lock:
            self._states.pop(stream, None)
