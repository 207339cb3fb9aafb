"""The key that signs for a log, in a file of its own: beside the store, never in it."""

import os
from pathlib import Path

from .addresses import beside, scheme_of
from .notekeys import Signer, Verifier, signer, verifier


class NoKeyFile(ValueError):
    """There is no place for a key, or no key in it."""


def default(store: str) -> Path:
    """Return where the signing key of a store is, unless something else is said.

    Raises:
        NoKeyFile: The store has no place of its own.
        BadStoreUrl: It is of no kind that we know.
    """
    if scheme_of(store) == "memory":
        raise NoKeyFile(f"{store} is in no place to keep a key beside: say which file")
    return beside(store, ".signing.key")


def public(path: Path) -> Path:
    """Return where the public half of a key is written."""
    return path.with_name(path.name + ".pub")


def write(path: Path, key: Signer) -> None:
    """Write a key for its owner's eyes alone, and its public half beside it.

    Raises:
        NoKeyFile: Something is there: a key is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for where in (path, public(path)):
        if where.exists():
            raise NoKeyFile(f"{where} is there already: a key is never overwritten")
    _create(path, key.text, 0o600)
    _create(public(path), key.verifier.text, 0o644)


def read(path: Path) -> Signer:
    """Return the key in a file.

    Raises:
        NoKeyFile: There is none.
        BadKey: It holds something else.
    """
    try:
        return signer(path.read_text("utf-8").strip())
    except FileNotFoundError:
        raise NoKeyFile(
            f"there is no signing key at {path}: make one with mijoz audit keygen"
        ) from None


def trusted(text: str) -> Verifier:
    """Return the public key that a text is, or that stands in the file it names."""
    if "+" not in text and Path(text).exists():
        text = Path(text).read_text("utf-8").strip()
    return verifier(text)


def _create(path: Path, text: str, mode: int) -> None:
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(made, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
