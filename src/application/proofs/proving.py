"""Proofs asked of the log, each checked before it is given."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from ..desk import Unknown
from ..ports import Entry, Journal, ProofLog
from . import tree
from .checking import extends, included
from .failing import NotProven


@frozen
class Proof:
    """That an entry is in the log, as long as it was at *size* and had this root."""

    entry: Entry
    size: int
    root: bytes
    path: Sequence[bytes]

    @property
    def index(self) -> int:
        """The place of the leaf in the tree, from 0."""
        return self.entry.position - 1


@frozen
class Extension:
    """That the log of *new* entries is that of *old* entries with more at its end."""

    old: int
    new: int
    path: Sequence[bytes]


def head(log: ProofLog) -> tuple[int, bytes]:
    """Return how long the log is now, and its root."""
    size = log.head()
    return size, tree.root(tiled(log.hashes, size), size)


def prove(log: ProofLog, position: int, size: int) -> Proof:
    """Return the proof that what stands at a position is in the log of *size*.

    Raises:
        Unknown: The log of that size has no such position, or was never so long.
        NotProven: Its bytes are not those that its leaf was made of.
    """
    if not 1 <= position <= size <= log.head():
        raise Unknown("position", f"{position} in a log of {size} (of {log.head()})")
    hashes = tiled(log.hashes, size)
    return _proof(log, hashes, position, size, tree.root(hashes, size))


def prove_all(
    journal: Journal, log: ProofLog, customer: str, size: int
) -> Sequence[Proof]:
    """Return a proof for each event about a customer, in the log of *size*.

    Raises:
        Unknown: There is nothing about them.
        NotProven: The bytes of one are not those that its leaf was made of.
    """
    about = [each.position or 0 for each in journal.about(customer)]
    hashes = tiled(log.hashes, size)
    root = tree.root(hashes, size)
    proofs = [
        _proof(log, hashes, each, size, root) for each in about if 0 < each <= size
    ]
    if not proofs:
        raise Unknown("customer", customer)
    return proofs


def extension(log: ProofLog, old: int, root: bytes, size: int) -> Extension:
    """Return the proof that the log of *size* extends what it was, with that *root*.

    Raises:
        NotProven: It does not: it was cut, or something before was changed.
    """
    if old > size:
        raise NotProven(
            f"the log has {size:,} entries, and had {old:,} when a checkpoint was"
            " signed: it was cut, or an older backup was restored"
        )
    hashes = tiled(log.hashes, size)
    path = tree.consistency(hashes, old, size) if old else []
    now = tree.root(hashes, size)
    if not extends(old, root, size, now, path) or not (old or root == tree.EMPTY):
        raise NotProven(
            f"the log of {size:,} entries does not extend what was signed at {old:,}:"
            f" something at or before position {old:,} was changed"
        )
    return Extension(old, size, path)


def exported(log: ProofLog, size: int) -> Iterator[bytes]:
    """Yield every entry up to *size* as a line: record time, a space, stored bytes.

    Raises:
        NotProven: An entry is not one line, or one is missing.
    """
    at = 0
    while at < size:
        page = log.entries(at, min(1_000, size - at))
        if not page:
            raise NotProven(f"position {at + 1} is not there, of {size}")
        for entry in page:
            at += 1
            if entry.position != at or b"\n" in entry.state:
                raise NotProven(f"position {at} is missing, or is more than one line")
            yield b"%d %b\n" % (entry.recorded, entry.state)


def tiled(hashes: tree.Hashes, size: int) -> tree.Hashes:
    """Return the hashes of a log of *size*, asked for once and many at a time.

    A proof needs many runs of a few hashes each, most of them neighbours: what a store
    takes to answer is the asking. All that lies under one hash is asked for together.
    """
    tiles: dict[tuple[int, int], Sequence[bytes]] = {}

    def read(level: int, first: int, count: int) -> Sequence[bytes]:
        tile, at = divmod(first, tree.WIDTH)
        if (level, tile) not in tiles:
            start = tile * tree.WIDTH
            there = min(tree.WIDTH, size // tree.WIDTH**level - start)
            tiles[level, tile] = hashes(level, start, there)
        return tiles[level, tile][at : at + count]

    return read


def _proof(
    log: ProofLog, hashes: tree.Hashes, position: int, size: int, root: bytes
) -> Proof:
    found = log.entries(position - 1, 1)
    if not found or found[0].position != position:
        raise NotProven(f"position {position} is not there")
    (entry,) = found
    leaf = tree.leaf(tree.entry(entry.recorded, entry.state))
    path = tree.inclusion(hashes, position - 1, size)
    if included(leaf, position - 1, size, path) != root:
        raise NotProven(
            f"position {position}: what is stored is not what the log was made of"
        )
    return Proof(entry, size, root, path)
