"""What a store is to keep of new events: their leaves, and the blocks they complete."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

from .tree import WIDTH, Hashes, entry, perfect

Block: TypeAlias = tuple[int, int, bytes]  # level (1 and up), which one, its root


def leaves_of(recorded: int, states: Iterable[bytes]) -> list[bytes]:
    """Return the leaves of events recorded at once: `tree.leaf`, at half the cost."""
    head = b"\x00" + entry(recorded, b"")
    return [sha256(head + state).digest() for state in states]


def completed(kept: Hashes, size: int, leaves: Sequence[bytes]) -> list[Block]:
    """Return the blocks that are complete once *leaves* follow the first *size*.

    Of what is *kept*, only blocks that are yet incomplete are asked for: up to 15
    hashes of each level.
    """
    blocks: list[Block] = []
    level, fresh = 0, leaves
    while (first := size // WIDTH) < (last := (size + len(fresh)) // WIDTH):
        row = [*kept(level, first * WIDTH, size - first * WIDTH), *fresh]
        fresh = [perfect(row[n : n + WIDTH]) for n in _starts(last - first)]
        level, size = level + 1, first
        blocks += [(level, block, each) for block, each in enumerate(fresh, first)]
    return blocks


def _starts(blocks: int) -> range:
    return range(0, blocks * WIDTH, WIDTH)
