"""Keys in memory: for tests, ours and yours, and for looking around."""

from collections.abc import Iterable, Sequence
from threading import Lock

from .store import KeyRow, StaleEpoch


class MemoryKeys:
    """Keeps keys as long as the process lives."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._epoch: str | None = None
        self._log: str | None = None
        self._rows: dict[str, KeyRow] = {}
        self._owners: dict[str, str] = {}  # by the id of their key
        self._notes: dict[int, str] = {}

    def epoch(self) -> str | None:
        return self._epoch

    def begin(self, epoch: str, after: str | None) -> None:
        with self._lock:
            if self._epoch == after:
                self._epoch = epoch

    def of(self, owners: Iterable[str]) -> Sequence[KeyRow]:
        return [self._rows[each] for each in owners if each in self._rows]

    def held(self, kids: Iterable[str]) -> Sequence[KeyRow]:
        return [self._rows[self._owners[kid]] for kid in kids if kid in self._owners]

    def add(self, rows: Sequence[KeyRow]) -> Sequence[KeyRow]:
        with self._lock:
            self._check(rows)
            for row in rows:
                if row.owner not in self._rows and row.kid:
                    self._rows[row.owner] = row
                    self._owners[row.kid] = row.owner
            return self.of(row.owner for row in rows)

    def destroy(self, owner: str) -> Sequence[str]:
        with self._lock:
            kid = self._rows[owner].kid if owner in self._rows else None
            self._rows[owner] = KeyRow(owner, kid, "", None)
            return [kid] if kid else []

    def outdated(self, epoch: str, limit: int) -> Sequence[KeyRow]:
        with self._lock:
            live = [row for row in self._rows.values() if row.wrapped is not None]
        return [row for row in live if row.epoch != epoch][:limit]

    def rewrap(self, rows: Sequence[KeyRow]) -> None:
        with self._lock:
            self._check(rows)
            for row in rows:
                if self._rows[row.owner].wrapped is not None:
                    self._rows[row.owner] = row

    def bind(self, log: str) -> str:
        with self._lock:
            self._log = self._log or log
            return self._log

    def kept(self) -> Sequence[str]:
        return [note for _, note in sorted(self._notes.items())]

    def keep(self, size: int, note: str) -> None:
        self._notes[size] = note

    def _check(self, rows: Iterable[KeyRow]) -> None:
        if any(row.epoch != self._epoch for row in rows):
            raise StaleEpoch
