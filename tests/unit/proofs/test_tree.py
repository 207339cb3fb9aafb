"""The tree of RFC 9162: every proof holds, and no other does."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from itertools import pairwise

import pytest

from mijoz.application.proofs import tree
from mijoz.application.proofs.checking import extends, included
from mijoz.application.proofs.tree import Hashes, NoSuchLeaf, leaf, node, perfect

# The leaves and roots that RFC 6962's own implementation is tested with.
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def kept(leaves: list[bytes]) -> Hashes:
    def hashes(level: int, first: int, count: int) -> list[bytes]:
        width = tree.WIDTH**level
        found = [
            perfect(leaves[n * width : (n + 1) * width])
            for n in range(first, first + count)
        ]
        assert (first + count) * width <= len(leaves), "asked for an incomplete block"
        return found

    return hashes


def plain(leaves: list[bytes]) -> bytes:
    """Return the root, as the RFC defines it."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256().digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node(plain(leaves[:k]), plain(leaves[k:]))


MANY = [leaf(b"%d" % n) for n in range(70)]
SIZES = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537]


def test_roots_are_those_that_certificate_transparency_publishes() -> None:
    leaves = [leaf(bytes.fromhex(each)) for each in INPUTS]
    for size, expected in enumerate(ROOTS, start=1):
        assert tree.root(kept(leaves), size).hex() == expected
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.root(kept([]), 0).hex() == empty


def test_an_entry_holds_the_record_time_and_the_stored_bytes() -> None:
    assert tree.entry(17, b"{}") == b"mijoz.entry.1 17\n{}"


@pytest.mark.parametrize("size", SIZES)
def test_roots_follow_the_definition_at_the_edges_of_blocks(size: int) -> None:
    leaves = [sha256(b"%d" % n).digest() for n in range(size)]
    assert tree.root(kept(leaves), size) == plain(leaves)


def test_every_inclusion_proof_holds_for_its_leaf_and_size_alone() -> None:
    hashes = kept(MANY)
    roots = [tree.root(hashes, size) for size in range(len(MANY) + 1)]
    for size in range(1, len(MANY) + 1):
        for index in range(size):
            path = tree.inclusion(hashes, index, size)
            assert included(MANY[index], index, size, path) == roots[size]
            for other in {index - 1, index + 1} & set(range(size)):
                assert included(MANY[index], other, size, path) != roots[size]
            assert included(MANY[index - 1], index, size, path) != roots[size] or (
                size == 1
            )
            if size < len(MANY):
                assert included(MANY[index], index, size + 1, path) != roots[size + 1]


def test_every_consistency_proof_holds_for_its_two_sizes_alone() -> None:
    hashes = kept(MANY)
    roots = [tree.root(hashes, size) for size in range(len(MANY) + 1)]
    for new in range(1, len(MANY) + 1):
        for old in range(1, new + 1):
            path = tree.consistency(hashes, old, new)
            assert extends(old, roots[old], new, roots[new], path)
            if old < new:
                assert not extends(old, roots[old - 1], new, roots[new], path)
                assert not extends(old, roots[old], new, roots[new - 1], path)
                assert not extends(old, roots[old], new, roots[new], [])


def test_no_hash_of_a_proof_can_be_changed_dropped_or_added() -> None:
    hashes = kept(MANY)
    for old, new in pairwise((1, 2, 7, 8, 33, 64, 70)):
        before, after = tree.root(hashes, old), tree.root(hashes, new)

        def is_in(path: list[bytes], at: int = old - 1, size: int = new) -> bool:
            found = included(MANY[at], at, size, path)
            return found == tree.root(hashes, size)

        extending = partial(extends, old, before, new, after)
        assert_only(is_in, tree.inclusion(hashes, old - 1, new))
        assert_only(extending, tree.consistency(hashes, old, new))


def assert_only(holds: Callable[[list[bytes]], bool], path: list[bytes]) -> None:
    assert holds(path)
    for n, each in enumerate(path):
        flipped = bytes([each[0] ^ 1]) + each[1:]
        assert not holds([*path[:n], flipped, *path[n + 1 :]])
        assert not holds([*path[:n], *path[n + 1 :]])
    assert not holds([*path, MANY[0]])
    assert not holds([MANY[0], *path])


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (0, 0), (1, 1), (5, 4)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(NoSuchLeaf):
        tree.inclusion(kept(MANY), index, size)
    assert included(MANY[0], index, size, []) is None


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (-1, 1)])
def test_no_tree_extends_a_larger_one(old: int, new: int) -> None:
    with pytest.raises(NoSuchLeaf):
        tree.consistency(kept(MANY), old, new)


def test_every_tree_extends_the_empty_one() -> None:
    assert extends(0, tree.EMPTY, 3, MANY[0], [])
    assert not extends(0, tree.EMPTY, 3, MANY[0], [MANY[0]])
