"""Signed notes and checkpoints: what a log says of itself, and who says it.

After C2SP's signed-note and tlog-checkpoint, with Ed25519. Stricter than these in that
every text has one encoding only, and a checkpoint no lines of unknown meaning.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import field, frozen

from ..application.proofs.failing import NotProven
from .notekeys import Signer, Verifier, base64, named, unbase64

MOST: Final = 100  # signatures of one note
_DASH: Final = "\N{EM DASH} "


class BadNote(NotProven):
    """A note is malformed, or signed by nobody who is trusted."""


def _check_origin(_: Any, __: Any, origin: str) -> None:
    if not origin or "\n" in origin or not _plain(origin):
        raise BadNote("the origin of a log is one line of text, and not empty")


@frozen
class Checkpoint:
    """How long a log is, and the root of the tree over all of it."""

    origin: str = field(validator=_check_origin)
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64(self.root)}\n"


def sign(text: str, *signers: Signer) -> str:
    """Return the note of a text, a line for each signature under it.

    Raises:
        BadNote: The text does not end in a newline, or has control characters.
    """
    if not text.endswith("\n") or not _plain(text):
        raise BadNote("what is signed is lines of text, without control characters")
    lines = []
    for each in signers:
        signed = each.verifier.id + each.sign(text.encode())
        lines.append(f"{_DASH}{each.name} {base64(signed)}\n")
    return f"{text}\n{''.join(lines)}"


def open_note(note: str | bytes, trusted: Iterable[Verifier]) -> str:
    """Return the text of a note that someone trusted has signed.

    Signatures by others are ignored; a bad one by someone trusted is not.

    Raises:
        BadNote: It is malformed, or no signature of a trusted key is there and good.
    """
    text, signatures = _parts(note)
    keys, good = list(trusted), 0
    for name, signed in signatures:
        for key in keys:
            if (key.name, key.id) == (name, signed[:4]):
                if not key.verifies(signed[4:], text.encode()):
                    raise BadNote(f"the signature of {name} is not over this text")
                good += 1
    if not good:
        known = ", ".join(f"{each.name}+{each.id.hex()}" for each in keys)
        raise BadNote(f"no key that is trusted ({known}) has signed this note")
    return text


def open_checkpoint(
    note: str | bytes, trusted: Iterable[Verifier], origin: str | None = None
) -> Checkpoint:
    """Return the checkpoint that someone trusted has signed, of the log *origin*.

    Raises:
        BadNote: It is malformed, of another log, or signed by nobody trusted.
    """
    found = checkpoint(open_note(note, trusted))
    if origin not in (None, found.origin):
        raise BadNote(f"this checkpoint is of the log {found.origin}, not of {origin}")
    return found


def unverified(note: str | bytes) -> Checkpoint:
    """Return what a note claims to be a checkpoint of, whoever signed it.

    Raises:
        BadNote: It is malformed.
    """
    return checkpoint(_parts(note)[0])


def checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint: origin, size, root, and nothing else.

    Raises:
        BadNote: It is none, or written in another way than ours.
    """
    lines = text.split("\n")
    if len(lines) == 4 and lines[1].isdecimal() and len(lines[1]) < 20:
        found = Checkpoint(lines[0], int(lines[1]), unbase64(lines[2]))
        if found.text == text and len(found.root) == 32:
            return found
    raise BadNote("a checkpoint is three lines: the log's origin, its size, its root")


def _parts(note: str | bytes) -> tuple[str, Sequence[tuple[str, bytes]]]:
    """Return the text, and who signed it: name, and key id and signature."""
    raw = note if isinstance(note, bytes) else note.encode("utf-8", "surrogatepass")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise BadNote("a note is text in UTF-8") from None
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n") or not _plain(whole):
        raise BadNote("a note is lines of text, a blank line, and signatures")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST:
        raise BadNote(f"a note has no more than {MOST} signatures")
    return text + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    name, _, signed = line.removeprefix(_DASH).partition(" ")
    raw = unbase64(signed)
    if not line.startswith(_DASH) or not named(name) or len(raw) < 5:
        raise BadNote("a signature is a dash, the name of a key, and base64")
    return name, raw


def _plain(text: str) -> bool:
    return all(c >= " " or c == "\n" for c in text)
