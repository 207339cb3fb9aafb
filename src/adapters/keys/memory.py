"""Keys in memory: for tests, ours and yours, and for looking around."""

from collections.abc import Sequence


class MemoryCheckpoints:
    """Keeps checkpoints as long as the process lives."""

    def __init__(self) -> None:
        self._notes: dict[int, str] = {}

    def kept(self) -> Sequence[str]:
        return [note for _, note in sorted(self._notes.items())]

    def keep(self, size: int, note: str) -> None:
        self._notes[size] = note
