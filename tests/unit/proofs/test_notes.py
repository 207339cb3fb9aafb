"""Signed notes: what was signed is read, by keys that are trusted, and nothing else."""

import pytest

from mijoz.adapters import notes
from mijoz.adapters.notekeys import (
    BadKey,
    Signer,
    Verifier,
    base64,
    keygen,
    signer,
    verifier,
)
from mijoz.adapters.notes import BadNote, Checkpoint, open_checkpoint, open_note, sign

# The key, the text and the notes that Go's package of signed notes is tested with.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS = (
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oO"
    "TGwnWLox33WWd1RvMc+QQ=\n"
)
# A head that the checksum database of Go published.
GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_HEAD = (
    "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n"
    "— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj"
    "4nPRYfvimWEPWL+o3GeoWwOoAw=\n"
)

ORIGIN = "mijoz.log/9b2f"
OURS = Signer("shop", bytes(range(32)))
HEAD = Checkpoint(ORIGIN, 1_000, bytes(range(32)))
NOTE = sign(HEAD.text, OURS)


def malformed(text: str, by: str) -> list[str]:
    """Return a note of a text, and a line of signature, in all ways that are wrong."""
    good = f"{text}\n{by}"
    return [
        "",
        text,
        text + "\n",
        good[:-1],
        f"\x01{good}",
        f"{text}\r\n{by}",
        f"{good}Unexpected line.\n",
        f"{good}\n",
        f"{good}— Bad Name {base64(bytes(9))}\n",
        f"{good}— a+b {base64(bytes(9))}\n",
        f"{good}— a\u00a0b {base64(bytes(9))}\n",
        f"{good}—  {base64(bytes(9))}\n",
        f"{good}— short {base64(b'1234')}\n",
        f"{good}— spare x08go/Z=\n",
        f"{good}- EnochRoot {BY_ENOCH.split()[2]}\n",
        good[:-3] + chr(ord(good[-3]) + 1) + good[-2:],  # of the spare bits
        f"{text}\n{by * 101}",
        f"\udcff{good}",
    ]


def test_our_notes_are_those_that_go_writes() -> None:
    assert signer(PETERS).verifier == verifier(PETER)
    assert sign(TEXT, signer(PETERS)) == f"{TEXT}\n{BY_PETER}"


def test_we_read_the_notes_that_go_writes() -> None:
    peter, enoch = verifier(PETER), verifier(ENOCH)
    note = f"{TEXT}\n{BY_PETER}{BY_ENOCH}"
    for trusted in ([peter], [enoch], [peter, enoch]):
        assert open_note(note, trusted) == TEXT
        assert open_note(note.encode(), trusted) == TEXT


def test_we_read_the_checkpoint_of_a_log_in_the_world() -> None:
    found = open_checkpoint(GO_HEAD, [verifier(GO)], "go.sum database tree")
    assert (found.size, found.root[:2].hex()) == (6_476_701, "99bf")


def test_keys_are_read_as_they_were_written() -> None:
    made = keygen("mijoz.log/1")
    assert signer(made.text) == made
    assert verifier(made.verifier.text) == made.verifier
    assert keygen("mijoz.log/1") != made


def test_no_part_of_a_key_and_no_key_with_a_changed_letter_is_a_key() -> None:
    for text, read in ((PETER, verifier), (PETERS, signer)):
        parts = {text[:n] for n in range(len(text))} | {text[n:] for n in range(1, 9)}
        changed = {
            text[:n] + chr(ord(text[n]) + step) + text[n + 1 :]
            for n in range(len(text))
            for step in (1, -1, 32)
        }
        for each in parts | changed | {text + "\n", " " + text, text + "=", ""}:
            with pytest.raises(BadKey):
                read(each)


BAD_KEYS = [
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    PETER.replace("c74f20a3", "C74F20A3"),
]


@pytest.mark.parametrize("text", BAD_KEYS)
def test_a_key_of_another_kind_or_spelling_is_none(text: str) -> None:
    with pytest.raises(BadKey):
        verifier(text)


def test_what_is_wrong_with_a_private_key_is_said_without_the_key() -> None:
    for text in (PETERS[:-1], PETERS.replace("c74f", "c74e")):
        with pytest.raises(BadKey) as problem:
            signer(text)
        with pytest.raises(BadKey) as other:
            verifier(text)
        assert "AYEK" not in f"{problem.value}{other.value}"
    assert "seed" not in repr(signer(PETERS))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x00b"])
def test_the_name_of_a_key_is_one_word_without_a_plus(name: str) -> None:
    with pytest.raises(BadKey):
        keygen(name)


def test_a_note_has_all_its_bytes_under_the_signature() -> None:
    raw = NOTE.encode()
    assert open_checkpoint(raw, [OURS.verifier]) == HEAD
    for n in range(len(raw)):
        for bit in range(8):
            flipped = raw[:n] + bytes([raw[n] ^ 1 << bit]) + raw[n + 1 :]
            with pytest.raises(BadNote):
                open_checkpoint(flipped, [OURS.verifier])
        with pytest.raises(BadNote):
            open_checkpoint(raw[:n], [OURS.verifier])


@pytest.mark.parametrize("note", malformed(TEXT, BY_PETER))
def test_a_note_is_written_in_one_way_only(note: str) -> None:
    assert open_note(f"{TEXT}\n{BY_PETER * 100}", [verifier(PETER)]) == TEXT
    with pytest.raises(BadNote):
        open_note(note, [verifier(PETER)])


def test_a_note_that_is_not_utf_8_is_none() -> None:
    with pytest.raises(BadNote):
        open_note(b"\xff" + f"{TEXT}\n{BY_PETER}".encode(), [verifier(PETER)])


def test_a_text_may_have_blank_lines_of_its_own() -> None:
    for text in ("a\n\nb\n", "a\n\n", "\n", "\n\n\n"):
        assert open_note(sign(text, OURS), [OURS.verifier]) == text


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n", "a\rb\n", "a\x00\n"])
def test_only_plain_lines_are_signed(text: str) -> None:
    with pytest.raises(BadNote):
        sign(text, OURS)


def test_a_bad_signature_by_a_key_that_is_trusted_spoils_the_note() -> None:
    peter, enoch = verifier(PETER), verifier(ENOCH)
    bad = BY_ENOCH.replace("5n2ti", "5n2tj")
    note = f"{TEXT}\n{BY_PETER}{bad}"
    assert open_note(note, [peter]) == TEXT
    with pytest.raises(BadNote, match="EnochRoot"):
        open_note(note, [peter, enoch])


def test_a_second_signature_by_the_same_key_is_looked_at_too() -> None:
    bad = BY_PETER.replace("qdngo", "qdngp")
    with pytest.raises(BadNote, match="PeterNeumann"):
        open_note(f"{TEXT}\n{BY_PETER}{bad}", [verifier(PETER)])


def test_signatures_by_strangers_are_ignored() -> None:
    strangers = sign(HEAD.text, keygen("witness.example")).partition("\n\n")[2]
    assert open_checkpoint(NOTE + strangers, [OURS.verifier]) == HEAD


def test_one_who_only_shares_a_name_or_an_id_is_a_stranger() -> None:
    namesake = Signer("shop", bytes(32))
    with pytest.raises(BadNote, match="no key that is trusted"):
        open_note(sign(TEXT, namesake), [OURS.verifier])
    renamed = NOTE.replace("— shop ", "— chop ")
    with pytest.raises(BadNote, match="no key that is trusted"):
        open_note(renamed, [OURS.verifier])


def test_a_key_with_the_id_of_another_verifies_nothing_of_it() -> None:
    forged = Verifier("shop", bytes(32))
    signature = base64(forged.id + OURS.sign(TEXT.encode()))
    with pytest.raises(BadNote, match="not over this text"):
        open_note(f"{TEXT}\n— shop {signature}\n", [forged])


def test_nobody_trusted_has_signed_anything() -> None:
    with pytest.raises(BadNote):
        open_note(NOTE, [])


def test_a_note_of_two_keys_opens_with_either_while_they_change_over() -> None:
    new = keygen("shop")
    both = sign(HEAD.text, OURS, new)
    assert open_checkpoint(both, [OURS.verifier]) == HEAD
    assert open_checkpoint(both, [new.verifier]) == HEAD


def test_the_old_key_opens_nothing_where_only_the_new_one_is_trusted() -> None:
    new = keygen("shop")
    with pytest.raises(BadNote):
        open_checkpoint(NOTE, [new.verifier])
    with pytest.raises(BadNote):
        open_checkpoint(sign(HEAD.text, new), [OURS.verifier])


def test_a_checkpoint_of_another_log_is_refused() -> None:
    assert open_checkpoint(NOTE, [OURS.verifier], ORIGIN) == HEAD
    with pytest.raises(BadNote, match=f"of the log {ORIGIN}, not of other"):
        open_checkpoint(NOTE, [OURS.verifier], "other")


ROOT = base64(bytes(32))


BAD_CHECKPOINTS = [
    f"evil\n999\n{ROOT}\n1\n{ROOT}\n",
    f"{ORIGIN}\n1\n{ROOT}\nan extension\n",
    f"{ORIGIN}\n1\n{ROOT}",
    f"{ORIGIN}\n1\n",
    f"\n1\n{ROOT}\n",
    f"{ORIGIN}\n01\n{ROOT}\n",
    f"{ORIGIN}\n+1\n{ROOT}\n",
    f"{ORIGIN}\n-1\n{ROOT}\n",
    f"{ORIGIN}\n1_0\n{ROOT}\n",
    f"{ORIGIN}\n 1\n{ROOT}\n",
    f"{ORIGIN}\n\u0661\n{ROOT}\n",
    f"{ORIGIN}\n\u00b2\n{ROOT}\n",
    f"{ORIGIN}\n\n{ROOT}\n",
    f"{ORIGIN}\n{'9' * 5_000}\n{ROOT}\n",
    f"{ORIGIN}\n1\n{ROOT[:-2]}B=\n",
    f"{ORIGIN}\n1\n{ROOT.rstrip('=')}\n",
    f"{ORIGIN}\n1\n{base64(bytes(31))}\n",
    f"{ORIGIN}\n1\n{base64(bytes(33))}\n",
    f"{ORIGIN}\n1\n\n",
    f"a\tb\n1\n{ROOT}\n",
]


@pytest.mark.parametrize("text", BAD_CHECKPOINTS)
def test_a_checkpoint_is_three_lines_written_in_one_way(text: str) -> None:
    assert notes.checkpoint(f"{ORIGIN}\n0\n{ROOT}\n").size == 0
    with pytest.raises(BadNote):
        notes.checkpoint(text)


@pytest.mark.parametrize("origin", ["", "evil\n999", "evil\n", "a\tb"])
def test_no_origin_can_make_another_checkpoint_of_one(origin: str) -> None:
    with pytest.raises(BadNote):
        sign(Checkpoint(origin, 1, bytes(32)).text, OURS)


def test_a_note_can_be_looked_into_before_it_is_trusted() -> None:
    assert notes.unverified(NOTE) == HEAD
    with pytest.raises(BadNote):
        notes.unverified(TEXT)
