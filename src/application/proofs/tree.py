"""The Merkle tree of RFC 9162 over the log: roots, inclusion and consistency.

A leaf is one event as stored, its index its position less one. The log keeps the hashes
of leaves, and the roots of complete blocks of 16, 16², … leaves: from these every
other hash is worked out, a few hundred at the most.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

WIDTH: Final = 16  # leaves, or blocks, under one kept hash
EMPTY: Final = sha256().digest()
# (level, first, count) -> hashes of `count` complete blocks of 16**level leaves each,
# from the block `first` on; level 0 is the leaves.
Hashes: TypeAlias = Callable[[int, int, int], Sequence[bytes]]


class NoSuchLeaf(ValueError):
    """A proof was asked for that no tree of that size can give."""


def entry(recorded: int, state: bytes) -> bytes:
    """Return what a leaf is made of: when an event was recorded, and its stored bytes.

    *recorded* is in microseconds since 1970, by our own clock.
    """
    return b"mijoz.entry.1 %d\n%b" % (recorded, state)


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def perfect(hashes: Sequence[bytes]) -> bytes:
    """Return the root over 1, 2, 4, … hashes."""
    while len(hashes) > 1:
        hashes = [
            sha256(b"\x01" + hashes[n] + hashes[n + 1]).digest()
            for n in range(0, len(hashes), 2)
        ]
    return hashes[0]


def root(hashes: Hashes, size: int) -> bytes:
    """Return the root of the tree over the first *size* leaves."""
    return _root(hashes, 0, size) if size else EMPTY


def inclusion(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """Return the proof that a leaf is in the tree of *size* (RFC 9162, 2.1.3.1).

    Raises:
        NoSuchLeaf: The tree of that size has no such leaf.
    """
    if not 0 <= index < size:
        raise NoSuchLeaf(f"a tree of {size} leaves has none of index {index}")
    path: list[bytes] = []
    first, count = 0, size
    while count > 1:
        left = _split(count)
        if index - first < left:
            path.append(_root(hashes, first + left, count - left))
            count = left
        else:
            path.append(_root(hashes, first, left))
            first, count = first + left, count - left
    return path[::-1]


def consistency(hashes: Hashes, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of *new* leaves extends that of *old* (2.1.4.1).

    Raises:
        NoSuchLeaf: Unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise NoSuchLeaf(f"no tree of {new} leaves extends one of {old}")
    path: list[bytes] = []
    first, count, known = 0, new, True
    while first + count != old:
        left = _split(count)
        if old - first <= left:
            path.append(_root(hashes, first + left, count - left))
            count = left
        else:
            path.append(_root(hashes, first, left))
            first, count, known = first + left, count - left, False
    if not known:
        path.append(_root(hashes, first, count))
    return path[::-1]


def _root(hashes: Hashes, first: int, count: int) -> bytes:
    if count & (count - 1):
        left = _split(count)
        return node(
            _root(hashes, first, left), _root(hashes, first + left, count - left)
        )
    level = (count.bit_length() - 1) // 4  # complete, and aligned: kept, or nearly
    width = WIDTH**level
    return perfect(hashes(level, first // width, count // width))


def _split(count: int) -> int:
    """Return the largest power of two below *count*."""
    return 1 << (count - 1).bit_length() - 1
