"""The auditors' script reads as strictly as we do, and follows proofs to their end."""

import runpy
from typing import Any

import pytest

from mijoz.adapters.notekeys import base64, keygen
from mijoz.adapters.notes import sign
from mijoz.application.proofs import tree

from .script import SCRIPT
from .shop import shop
from .test_notes import (
    BAD_CHECKPOINTS,
    BAD_KEYS,
    ENOCH,
    GO,
    GO_HEAD,
    HEAD,
    NOTE,
    OURS,
    PETER,
    malformed,
)

MADE = runpy.run_path(str(SCRIPT))
read_key, open_checkpoint, climb = (
    MADE[name] for name in ("read_key", "open_checkpoint", "climb")
)
KEYS = [read_key(OURS.verifier.text)]
LINE = "— " + NOTE.partition("\n\n— ")[2]


def refused(read: Any, *given: Any) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011
        read(*given)


def test_the_script_reads_our_checkpoints_and_others() -> None:
    assert open_checkpoint(NOTE.encode(), KEYS) == (HEAD.origin, HEAD.size, HEAD.root)
    go = open_checkpoint(GO_HEAD.encode(), [read_key(GO)])
    assert go[:2] == ("go.sum database tree", 6_476_701)


def test_the_script_reads_keys_and_nothing_else_as_keys() -> None:
    assert [read_key(each)[0] for each in (PETER, ENOCH)] == [
        "PeterNeumann",
        "EnochRoot",
    ]
    changed = [
        PETER[:n] + chr(ord(PETER[n]) ^ 1) + PETER[n + 1 :] for n in range(len(PETER))
    ]
    for each in [*BAD_KEYS, *changed, PETER[:-1], PETER + "A"]:
        refused(read_key, each)


def test_no_byte_of_a_checkpoint_may_change_for_the_script() -> None:
    raw = NOTE.encode()
    for n in range(len(raw)):
        for bit in range(8):
            flipped = raw[:n] + bytes([raw[n] ^ 1 << bit]) + raw[n + 1 :]
            refused(open_checkpoint, flipped, KEYS)


@pytest.mark.parametrize("note", malformed(HEAD.text, LINE))
def test_a_note_is_written_in_one_way_only_for_the_script(note: str) -> None:
    refused(open_checkpoint, note.encode("utf-8", "surrogatepass"), KEYS)


@pytest.mark.parametrize("text", BAD_CHECKPOINTS)
def test_what_is_signed_is_not_yet_a_checkpoint_for_the_script(text: str) -> None:
    signed = OURS.verifier.id + OURS.sign(text.encode())
    note = f"{text}\n— {OURS.name} {base64(signed)}\n"
    refused(open_checkpoint, note.encode(), KEYS)


def test_who_else_signed_does_not_matter_to_the_script() -> None:
    both = sign(HEAD.text, keygen("witness.example"), OURS)
    assert open_checkpoint(both.encode(), KEYS)[1] == HEAD.size
    refused(open_checkpoint, sign(HEAD.text, keygen("shop")).encode(), KEYS)
    bad = sign(HEAD.text, OURS)[:-1] + "\n" + sign("a\nb\nc\n", OURS).split("\n\n")[1]
    refused(open_checkpoint, bad.encode(), KEYS)


def test_the_script_follows_a_proof_to_its_very_end() -> None:
    log = shop().log
    size, leaf = log.head(), log.rows[4].leaf
    path = tree.inclusion(log.hashes, 4, size)
    assert climb(path, 4, size - 1, leaf)[1] == tree.root(log.hashes, size)
    for wrong in (path[:-1], [*path, bytes(32)], []):
        refused(climb, wrong, 4, size - 1, leaf)
    assert climb([], 0, 0, leaf)[1] == leaf
    refused(climb, [bytes(32)], 0, 0, leaf)
