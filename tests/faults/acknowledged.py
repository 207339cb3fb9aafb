"""What clients were told, one line each, on a file that no crash of the store touches.

A line is appended after the store has answered, in one write: whatever is in the file
was acknowledged, and the store must have it. What was not acknowledged may be there.
"""

import os
from collections import Counter
from pathlib import Path
from typing import Final

from attrs import frozen

TOOK: Final = "took"  # the store has recorded a batch
KNEW: Final = "knew"  # asked again, it said that it had
COULD_NOT: Final = "could-not"  # it said that it could not, now


class Ledger:
    """The end of the file at which clients write."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, word: str, client: str, number: int) -> None:
        """Append a line, whole or not at all."""
        os.write(self._file, f"{word} {client} {number}\n".encode())

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


@frozen
class Acknowledged:
    """What the file says."""

    batches: frozenset[tuple[str, int]]
    words: Counter[str]

    def last(self, client: str) -> int:
        """Return the number of the last batch that a client knows to be recorded."""
        return max((n for name, n in self.batches if name == client), default=0)


def read(path: Path) -> Acknowledged:
    """Return what clients were told so far."""
    lines = path.read_text().splitlines() if path.exists() else []
    told = [
        (word, client, int(number)) for word, client, number in map(str.split, lines)
    ]
    return Acknowledged(
        frozenset((client, n) for word, client, n in told if word != COULD_NOT),
        Counter(word for word, _, _ in told),
    )
