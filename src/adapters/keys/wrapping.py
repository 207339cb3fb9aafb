"""Keys that wrap keys: from a file, the environment, or a service of yours."""

import os
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ...application.ports import StoreUnavailable
from .sealing import KEY_BYTES, new_key

_NONCE_BYTES: Final = 12


class Wrapping(Protocol):
    """Where the keys that wrap data keys live, one for each epoch.

    A service that manages keys plugs in here: it wraps and unwraps, and never tells.
    """

    @property
    def current(self) -> str:
        """The newest epoch, which wrapping anew is done under."""
        ...

    def wrap(self, key: bytes, epoch: str, about: str) -> bytes:
        """Return a data key wrapped under an epoch's key, bound to *about*.

        Raises:
            StoreUnavailable: That epoch's key is not there.
        """
        ...

    def unwrap(self, wrapped: bytes, epoch: str, about: str) -> bytes:
        """Return the data key, as it was before it was wrapped.

        Raises:
            StoreUnavailable: That epoch's key is not there; or it was changed.
        """
        ...


class KeyRing:
    """Wraps by AES-256-GCM under keys that it holds, of which the last is current."""

    def __init__(self, keys: Sequence[bytes], where: str = "the key ring") -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise StoreUnavailable(
                f"{where} must hold keys of {KEY_BYTES} bytes in base64, one or more"
            )
        self.where = where
        self._keys = {_epoch(key): AESGCM(key) for key in keys}
        self.current = _epoch(keys[-1])

    @classmethod
    def parse(cls, text: str, where: str) -> "KeyRing":
        """Return the ring of a text: keys in base64, apart by space or comma."""
        words = [each for each in text.replace(",", " ").split() if each]
        try:
            return cls([b64decode(each, validate=True) for each in words], where)
        except Error:
            return cls([], where)  # which says what it should hold

    def __contains__(self, epoch: str) -> bool:
        return epoch in self._keys

    def wrap(self, key: bytes, epoch: str, about: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._of(epoch).encrypt(nonce, key, about.encode())

    def unwrap(self, wrapped: bytes, epoch: str, about: str) -> bytes:
        nonce, rest = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._of(epoch).decrypt(nonce, rest, about.encode())
        except InvalidTag:
            raise StoreUnavailable(
                f"a wrapped key of {about} was changed in the key store"
            ) from None

    def _of(self, epoch: str) -> AESGCM:
        if epoch not in self:
            raise StoreUnavailable(
                f"data keys are wrapped under epoch {epoch}, whose key is not in"
                f" {self.where}: give the key-encryption key that it was used with"
            )
        return self._keys[epoch]


class KeyFile:
    """A ring in a file that only its owner can read, made if it is not there.

    It is read again when an epoch is asked for that it did not hold: another process
    may have begun one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.exists():
            _create(path, [new_key()])
        self._ring = self._read()

    @property
    def current(self) -> str:
        return self._ring.current

    def wrap(self, key: bytes, epoch: str, about: str) -> bytes:
        return self._holding(epoch).wrap(key, epoch, about)

    def unwrap(self, wrapped: bytes, epoch: str, about: str) -> bytes:
        return self._holding(epoch).unwrap(wrapped, epoch, about)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from beginning or ending an epoch, and read the file again.

        Two who rewrote it at once could each destroy the key that the other wraps
        under. The lock is on the folder, and goes with the process.

        Raises:
            StoreUnavailable: Another process is at it.
        """
        import fcntl  # which not every system has: there, use MIJOZ_KEK

        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreUnavailable(
                    "another process is wrapping keys anew: once it is done, ask again"
                ) from None
            self._ring = self._read()
            yield
        finally:
            os.close(folder)

    def begin(self) -> None:
        """Add a fresh key, under which all is wrapped from now on."""
        self._write([*self._keys(), new_key()])

    def end(self) -> None:
        """Destroy every key but the current one, and what they wrapped with them."""
        self._write(self._keys()[-1:])

    def _write(self, keys: Sequence[bytes]) -> None:
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.unlink(missing_ok=True)
        _create(fresh, keys)
        fresh.replace(self._path)
        _settle(self._path.parent)
        self._ring = self._read()

    def _holding(self, epoch: str) -> KeyRing:
        if epoch not in self._ring:
            self._ring = self._read()
        return self._ring

    def _keys(self) -> list[bytes]:
        return [b64decode(each) for each in self._path.read_text().split()]

    def _read(self) -> KeyRing:
        return KeyRing.parse(self._path.read_text(), str(self._path))


def _create(path: Path, keys: Sequence[bytes]) -> None:
    """Write a file whole, or leave the one that another process wrote first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(b"".join(b64encode(key) + b"\n" for key in keys))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the names in a folder outlast a loss of power, as the keys' uses do."""
    if hasattr(os, "O_DIRECTORY"):
        made = os.open(folder, os.O_DIRECTORY)
        os.fsync(made)
        os.close(made)


def _epoch(key: bytes) -> str:
    return sha256(b"mijoz.kek\x00" + key).hexdigest()[:16]
