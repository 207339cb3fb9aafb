"""Read models in memory, beside a journal in memory."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from ..application.ports import DeadLetter, Overtaken


class MemoryViews:
    """Rows as they are, by projection and key."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Any]] = defaultdict(dict)
        self._positions: dict[str, int] = {}
        self._dead: dict[str, list[DeadLetter]] = defaultdict(list)
        self._lock = Lock()

    def position(self, projection: str) -> int:
        return self._positions.get(projection, 0)

    def rows(
        self, projection: str, row: type, keys: Iterable[str]
    ) -> Mapping[str, Any]:
        kept = self._rows[projection]
        return {key: kept[key] for key in keys if key in kept}

    def all(self, projection: str, row: type) -> Iterable[tuple[str, Any]]:
        return sorted(self._rows[projection].items())

    def commit(
        self,
        projection: str,
        after: int,
        position: int,
        rows: Mapping[str, Any],
        dead: Sequence[DeadLetter] = (),
    ) -> None:
        with self._lock:
            if self.position(projection) != after:
                raise Overtaken(projection)
            self._rows[projection].update(rows)
            self._dead[projection] += dead
            self._positions[projection] = position

    def clear(self, projection: str) -> None:
        with self._lock:
            for kept in (self._rows, self._positions, self._dead):
                kept.pop(projection, None)

    def dead(self, projection: str) -> Sequence[DeadLetter]:
        return tuple(self._dead[projection])
