"""Whether the whole log is what it was: each byte hashed again, every order seen."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

from attrs import define, field, frozen

from ..ports import ProofLog
from .looking import PAGE, Problem, Stretch
from .tree import WIDTH, root

_BLOCK: Final = 32 * WIDTH  # bytes
_MOST: Final = 20  # problems that are listed; the first of them is what matters


@frozen
class Signed:
    """A checkpoint that someone holds: how long the log was, and its root."""

    where: str
    size: int
    root: bytes


@define
class Verdict:
    """How far the log was checked, and what was found, by position."""

    entries: int = 0
    streams: int = 0
    root: bytes = b""
    problems: list[Problem] = field(factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(
    log: ProofLog, stretches: Iterable[Stretch], signed: Sequence[Signed]
) -> Verdict:
    """Put the stretches of all of a log together, and compare with what was signed.

    They come in the order of their positions, and leave nothing out.
    """
    verdict = Verdict()
    kept = _Hashes()
    _join(stretches, kept, verdict)
    _blocks(log, kept, verdict)
    verdict.root = root(kept.hashes, verdict.entries)
    _roots(kept, sorted(signed, key=lambda each: each.size), verdict)
    verdict.problems.sort(key=lambda each: (not each.exact, each.first or 0))
    del verdict.problems[_MOST:]
    return verdict


def _join(stretches: Iterable[Stretch], kept: "_Hashes", verdict: Verdict) -> None:
    last: dict[str, int] = {}
    ids: set[str] = set()
    problems = verdict.problems
    clock = 0
    for each in stretches:
        kept.add(each.leaves)
        problems += each.problems
        start = each.after + 1
        if each.after != verdict.entries:
            problems.append(Problem(verdict.entries + 1, each.after, "missing"))
        if each.count and each.began < clock:
            what = "recorded before the one that stands before it"
            problems.append(Problem(start, None, what))
        clock = max(clock, each.ended)
        for stream, (first, end, where) in each.streams.items():
            before = last.get(stream, 0)
            if first != before + 1:
                what = f"revision {first} of {stream}, after {before}"
                problems.append(Problem(where, None, what))
            last[stream] = end
        if twice := ids & each.ids:
            what = f"the id {min(twice)} comes a second time"
            problems.append(Problem(start, each.after + each.count, what))
        ids |= each.ids
        verdict.entries += each.count
    verdict.streams = len(last)


class _Hashes:
    """The hashes of a log as they are worked out: leaves, and the blocks above them."""

    def __init__(self) -> None:
        self._levels = [bytearray()]

    def add(self, leaves: bytes | bytearray) -> None:
        level, fresh = 0, bytes(leaves)
        while fresh:
            if level == len(self._levels):
                self._levels.append(bytearray())
            row = self._levels[level]
            first = len(row) // _BLOCK * _BLOCK
            row += fresh
            fresh = _blocks_of(bytes(row[first : len(row) // _BLOCK * _BLOCK]))
            level += 1

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        row = self._levels[level]
        return [
            bytes(row[n : n + 32]) for n in range(first * 32, (first + count) * 32, 32)
        ]

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Yield each level above the leaves, and how many blocks it has."""
        for level, row in enumerate(self._levels[1:], start=1):
            yield level, len(row) // 32


def _blocks_of(hashes: bytes) -> bytes:
    """Return the roots of complete blocks of hashes, which stand one after another."""
    for _ in range(WIDTH.bit_length() - 1):
        hashes = b"".join(
            [
                sha256(b"\x01" + hashes[n : n + 64]).digest()
                for n in range(0, len(hashes), 64)
            ]
        )
    return hashes


def _blocks(log: ProofLog, kept: _Hashes, verdict: Verdict) -> None:
    for level, count in kept.blocks():
        for first in range(0, count, PAGE):
            several = min(PAGE, count - first)
            theirs = log.hashes(level, first, several)
            ours = kept.hashes(level, first, several)
            for n, made in enumerate(ours):
                if n >= len(theirs) or theirs[n] != made:
                    start = (first + n) * WIDTH**level
                    what = f"the hash kept of this block is another (level {level})"
                    wrong = Problem(start + 1, start + WIDTH**level, what, exact=False)
                    verdict.problems.append(wrong)


def _roots(kept: _Hashes, signed: Sequence[Signed], verdict: Verdict) -> None:
    good = 0
    for each in signed:
        if each.size > verdict.entries:
            what = (
                f"missing: {each.where} was signed when the log had {each.size:,}"
                " entries; its end was cut off, or an older backup was put back"
            )
            verdict.problems.append(Problem(verdict.entries + 1, each.size, what))
        elif root(kept.hashes, each.size) != each.root:
            what = f"something is not as it was when {each.where} was signed"
            verdict.problems.append(Problem(good + 1, each.size, what, exact=False))
        else:
            good = max(good, each.size)
