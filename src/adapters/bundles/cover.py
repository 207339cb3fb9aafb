"""One signature over every byte of a bundle.

A bundle is a zip file, and its comment, which ends the file, is a signed note over the
hash of all that stands before the comment: there is no byte that may change.
"""

import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Final

from ...application.proofs.failing import NotProven
from ..notekeys import Signer, Verifier
from ..notes import open_note, sign

_FORM: Final = "mijoz.bundle/1"
_END: Final = b"PK\x05\x06"  # begins the 22 bytes that end a zip, before its comment


def covered(files: Mapping[str, bytes], origin: str, signer: Signer) -> bytes:
    """Return the zip of the files, signed for the log *origin*."""
    room = len(sign(_text(origin, b""), signer).encode())
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # of no date: the same files, the same zip
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
        made.comment = bytes(room)
    body = packed.getvalue()[:-room]
    return body + sign(_text(origin, body), signer).encode()


def uncovered(data: bytes, trusted: Sequence[Verifier]) -> str:
    """Return the origin for which someone trusted has signed every byte.

    Raises:
        NotProven: It was not so signed, or was changed.
    """
    at = data.rfind(_END)
    body, comment = data[: at + 22], data[at + 22 :]
    if at < 0 or int.from_bytes(body[-2:], "little") != len(comment):
        raise NotProven("the file is cut short, added to, or no bundle at all")
    text = open_note(comment, trusted)
    origin = text.partition("\n")[2].partition("\n")[0]
    if text != _text(origin, body):
        raise NotProven("the file is not as it was signed: some byte of it was changed")
    return origin


def files(data: bytes) -> Mapping[str, bytes]:
    """Return the files of a zip by name.

    Raises:
        NotProven: It cannot be read, or two files have one name.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = packed.namelist()
            found = {name: packed.read(name) for name in names}
    except Exception as problem:  # a broken zip fails in any way at all
        raise NotProven(f"the file cannot be read as a zip: {problem}") from None
    if len(found) < len(names):
        raise NotProven("the zip has two files of one name")
    return found


def _text(origin: str, body: bytes) -> str:
    return f"{_FORM}\n{origin}\n{sha256(body).hexdigest()}\n"
