"""What the log proves of itself, and what it refuses to."""

from collections.abc import Sequence

import pytest

from mijoz.adapters.bundles import contents
from mijoz.adapters.checkpointing import newest
from mijoz.adapters.notekeys import keygen
from mijoz.adapters.notes import open_checkpoint
from mijoz.application.desk import Unknown
from mijoz.application.proofs import tree
from mijoz.application.proofs.checking import extends, included
from mijoz.application.proofs.failing import NotProven
from mijoz.application.proofs.proving import (
    exported,
    extension,
    head,
    prove,
    prove_all,
    tiled,
)

from .log import FakeLog
from .shop import AZIZA, OURS, shop
from .test_tree import kept


def test_every_position_is_proven_in_every_size_that_has_it() -> None:
    log = shop().log
    for size in range(1, log.head() + 1):
        for position in range(1, size + 1):
            proof = prove(log, position, size)
            leaf = tree.leaf(tree.entry(proof.entry.recorded, proof.entry.state))
            assert proof.root == tree.root(log.hashes, size)
            assert included(leaf, position - 1, size, proof.path) == proof.root


@pytest.mark.parametrize(("position", "size"), [(0, 5), (6, 5), (1, 10_000), (1, 0)])
def test_what_is_not_in_the_log_is_not_proven(position: int, size: int) -> None:
    with pytest.raises(Unknown):
        prove(shop().log, position, size)


def test_bytes_that_are_not_what_the_leaf_was_made_of_are_not_proven() -> None:
    log = shop().log
    good = log.rows[4]
    for bad in (
        good._replace(state=good.state + b" "),
        good._replace(recorded=good.recorded + 1),
        good._replace(position=99),
    ):
        log.rows[4] = bad
        with pytest.raises(NotProven, match="position 5"):
            prove(log, 5, log.head())
    log.rows[4] = good
    assert prove(log, 5, log.head())


def test_all_about_a_customer_is_proven_and_nothing_else() -> None:
    made = shop()
    size = made.log.head()
    proofs = prove_all(made.crm.journal, made.log, AZIZA, size)
    about = [each.position for each in made.crm.journal.about(AZIZA)]
    assert [each.entry.position for each in proofs] == about
    earlier = prove_all(made.crm.journal, made.log, AZIZA, about[2] or 0)
    assert [each.entry.position for each in earlier] == about[:3]
    for nobody, until in (("nobody", size), (AZIZA, 1)):
        with pytest.raises(Unknown):
            prove_all(made.crm.journal, made.log, nobody, until)


def test_a_log_extends_every_head_it_had_and_no_other() -> None:
    log = shop().log
    size, root = head(log)
    for old in range(size + 1):
        was = tree.root(log.hashes, old)
        proof = extension(log, old, was, size)
        assert extends(old, was, size, root, proof.path)
        with pytest.raises(NotProven, match="does not extend"):
            extension(log, old, bytes(32), size)


def test_a_log_that_was_cut_says_so() -> None:
    log = shop().log
    size, root = head(log)
    del log.rows[-1]
    with pytest.raises(NotProven, match="it was cut"):
        extension(log, size, root, log.head())


def test_a_checkpoint_is_signed_and_kept() -> None:
    made = shop()
    found, note = made.checkpoint()
    assert (found.size, found.root) == head(made.log)
    assert open_checkpoint(note, [OURS.verifier], "mijoz.log/9b2f") == found
    assert newest(made.kept) == (found, note)
    assert made.checkpoint()[1] == note
    assert made.kept.kept() == [note]


@pytest.mark.parametrize("attack", ["edit", "cut", "swap", "drop", "add"])
def test_nothing_is_signed_that_does_not_extend_what_was_signed(attack: str) -> None:
    made = shop()
    _, note = made.checkpoint()
    log = made.log
    before = list(log.rows)
    if attack == "edit":
        log.edit(3, log.rows[2].state.replace(b"shop", b"SHOP"))
    elif attack == "cut":
        del log.rows[-1]
    elif attack == "swap":
        log.rows[2], log.rows[3] = log.rows[3], log.rows[2]
    elif attack == "drop":
        del log.rows[4]
        log.rows.append(log.rows[-1])
    else:
        log.rows.insert(5, log.rows[5])
    assert log.rows != before
    with pytest.raises(NotProven):
        made.checkpoint(keygen("mijoz.log/9b2f"))
    assert made.kept.kept() == [note]


def test_what_is_only_added_is_signed() -> None:
    made = shop()
    rows = made.log.rows
    last = rows.pop()
    made.checkpoint()
    rows.append(last)
    assert made.checkpoint()[0].size == len(rows)
    assert len(made.kept.kept()) == 2


def test_checkpoints_of_another_log_are_not_mistaken_for_ours() -> None:
    made = shop()
    made.checkpoint()
    made.log.name = "0000"
    with pytest.raises(NotProven, match=r"mijoz\.log/9b2f, not of this log"):
        made.checkpoint()


def test_a_log_is_exported_line_by_line_with_its_record_times() -> None:
    log = shop().log
    lines = list(exported(log, log.head()))
    assert len(lines) == log.head()
    for line, row in zip(lines, log.rows, strict=True):
        assert line == b"%d %b\n" % (row.recorded, row.state)
    assert list(exported(log, 3)) == lines[:3]
    assert list(exported(FakeLog("empty", []), 0)) == []


def test_what_is_more_than_a_line_or_missing_is_not_exported() -> None:
    log = shop().log
    good = log.rows[4]
    log.rows[4] = good._replace(state=good.state + b"\n")
    with pytest.raises(NotProven, match="position 5"):
        list(exported(log, log.head()))
    log.rows[4] = good._replace(position=6)
    with pytest.raises(NotProven, match="position 5"):
        list(exported(log, log.head()))
    with pytest.raises(NotProven, match="not there"):
        list(exported(FakeLog("short", []), 1))


def test_hashes_asked_for_together_are_those_asked_for_one_by_one() -> None:
    size = 2 * tree.WIDTH**2 + 3 * tree.WIDTH + 5
    leaves = [tree.leaf(b"%d" % n) for n in range(size)]
    asked: list[tuple[int, int, int]] = []

    def hashes(*run: int) -> Sequence[bytes]:
        level, first, count = run
        asked.append((level, first, count))
        return kept(leaves)(level, first, count)

    for of in (size, tree.WIDTH**2, tree.WIDTH + 1, 5):
        read = tiled(hashes, of)
        for index in {0, 1, of // 2, of - 2, of - 1}:
            path = tree.inclusion(read, index, of)
            assert path == tree.inclusion(kept(leaves), index, of)
        assert tree.consistency(read, of - 2, of) == (
            tree.consistency(kept(leaves), of - 2, of)
        )
        assert tree.root(read, of) == tree.root(kept(leaves), of)
        assert len(asked) == len(set(asked)) <= 15
        asked.clear()


def test_what_a_bundle_says_of_itself_names_its_files() -> None:
    for name in (contents.EVENTS, contents.PROOFS, contents.CHECKPOINT, contents.KEY):
        assert name in contents.READ_ME
