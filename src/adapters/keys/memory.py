"""Keys in memory: for tests, ours and yours, and for looking around."""

from collections.abc import Iterable, Sequence

from .store import KeyRow, StaleEpoch


class MemoryKeys:
    """Keeps keys as long as the process lives."""

    def __init__(self) -> None:
        self._epoch: str | None = None
        self._log: str | None = None
        self._rows: dict[str, KeyRow] = {}
        self._notes: dict[int, str] = {}

    def epoch(self) -> str | None:
        return self._epoch

    def begin(self, epoch: str, after: str | None) -> None:
        if self._epoch == after:
            self._epoch = epoch

    def of(self, owners: Iterable[str]) -> Sequence[KeyRow]:
        return [self._rows[each] for each in owners if each in self._rows]

    def held(self, kids: Iterable[str]) -> Sequence[KeyRow]:
        wanted = set(kids)
        return [row for row in self._rows.values() if row.kid in wanted]

    def add(self, rows: Sequence[KeyRow]) -> Sequence[KeyRow]:
        if any(row.epoch != self._epoch for row in rows):
            raise StaleEpoch
        return [self._rows.setdefault(row.owner, row) for row in rows]

    def destroy(self, owner: str) -> Sequence[str]:
        kid = self._rows[owner].kid if owner in self._rows else None
        self._rows[owner] = KeyRow(owner, kid, "", None)
        return [kid] if kid else []

    def outdated(self, epoch: str, limit: int) -> Sequence[KeyRow]:
        return [
            row
            for row in self._rows.values()
            if row.wrapped is not None and row.epoch != epoch
        ][:limit]

    def rewrap(self, rows: Sequence[KeyRow]) -> None:
        for row in rows:
            if self._rows[row.owner].wrapped is not None:
                self._rows[row.owner] = row

    def bind(self, log: str) -> str:
        self._log = self._log or log
        return self._log

    def kept(self) -> Sequence[str]:
        return [note for _, note in sorted(self._notes.items())]

    def keep(self, size: int, note: str) -> None:
        self._notes[size] = note
