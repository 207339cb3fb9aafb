"""A stretch of the log, looked at entry by entry; several can be at once."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from attrs import define, field, frozen

from ..ports import Entry, ProofLog
from .blocks import leaves_of

PAGE: Final = 5_000
_RECORDED: Final = itemgetter(1)
# What stored bytes say: the event's id, and what the columns say as well, which is
# topic, stream, revision, subject, and when it happened, in microseconds. Plain tuples:
# there is one for each event of the log.
Columns: TypeAlias = tuple[str, str, int, str | None, int]
Said: TypeAlias = tuple[str, Columns]
Reading: TypeAlias = Callable[[bytes], Said]  # raises ValueError for what is no event


@frozen
class Problem:
    """What is wrong, at a position, or up to ``last``, or in no one place.

    One that is not ``exact`` is somewhere between the two.
    """

    first: int | None
    last: int | None
    what: str
    exact: bool = True

    def __str__(self) -> str:
        if self.first is None:
            return self.what
        if self.last is None or self.last == self.first:
            return f"position {self.first:,}: {self.what}"
        return f"positions {self.first:,} to {self.last:,}: {self.what}"


@define
class Stretch:
    """What was seen past position ``after``: hashes, and how it begins and ends.

    ``streams`` holds of each stream the first and the last revision, and the position
    of the first; ``began`` and ``ended`` are times of recording.
    """

    after: int
    count: int = 0
    leaves: bytearray = field(factory=bytearray)
    began: int = 0
    ended: int = 0
    streams: dict[str, tuple[int, int, int]] = field(factory=dict)
    ids: set[str] = field(factory=set)
    problems: list[Problem] = field(factory=list)


def look(log: ProofLog, read: Reading, after: int, last: int) -> Stretch:
    """Hash and check the entries from past *after* up to position *last*."""
    seen = Stretch(after)
    at = after
    while at < last and (page := log.entries(at, min(PAGE, last - at))):
        made = [
            each
            for recorded, some in groupby(page, _RECORDED)
            for each in leaves_of(recorded, (entry.state for entry in some))
        ]
        if not seen.count:
            seen.began = seen.ended = page[0].recorded
        _check(page, made, read, seen)
        seen.leaves += b"".join(made)
        at = page[-1].position
    return seen


def _check(
    page: Sequence[Entry], made: Sequence[bytes], read: Reading, seen: Stretch
) -> None:
    problems, ids, streams = seen.problems, seen.ids, seen.streams
    clock, expected = seen.ended, seen.after + seen.count

    def note(what: str) -> None:
        problems.append(Problem(position, None, what))

    for row, leaf in zip(page, made, strict=True):
        position, recorded, stream, revision, topic, subject, occurred, state, kept = (
            row
        )
        expected += 1
        if position != expected:
            gap = f"missing: position {position:,} comes next"
            problems.append(Problem(expected, None, gap))
            expected = position
        if leaf != kept:
            note("its bytes are not those that were hashed")
        if recorded < clock:
            note("recorded before the one that stands before it")
        clock = recorded
        first, before, where = streams.get(stream, (revision, revision - 1, position))
        if revision != before + 1:
            note(f"revision {revision} of {stream}, after {before}")
        streams[stream] = first, revision, where
        try:
            name, columns = read(state)
        except ValueError as problem:
            note(f"no event: {problem}")
            continue
        if columns != (topic, stream, revision, subject, occurred):
            note("its columns say something else than its bytes")
        if name in ids:
            note(f"the id {name} comes a second time")
        ids.add(name)
    seen.ended, seen.count = clock, seen.count + len(page)
