"""States that were folded before: an optimisation, never evidence."""

from collections import OrderedDict
from collections.abc import Mapping
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
        self.put_all({stream: (revision, state)})

    def put_all(self, states: Mapping[str, tuple[int, Any]]) -> None:
        """Remember several states, each unless a later one is remembered already."""
        known = self._states
        with self._lock:
            for stream, found in states.items():
                held = known.get(stream)
                if held is None or held[0] <= found[0]:
                    known[stream] = found
                    known.move_to_end(stream)
            while len(known) > self._size:
                known.popitem(last=False)

    def forget(self, stream: str) -> None:
        """Drop what is remembered of a stream."""
        with self._lock:
            self._states.pop(stream, None)
