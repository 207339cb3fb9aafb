"""Keys that sign notes, written as Go's note package writes them."""

from base64 import b64decode, b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Final

from attrs import field, frozen
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519: Final = b"\x01"
_PRIVATE: Final = "PRIVATE+KEY+"


class BadKey(ValueError):
    """A text is no key of ours. What it was is not repeated: it may be secret."""


def named(name: str) -> bool:
    """Whether keys may be called so: no spaces, no plus, no control characters."""
    return bool(name) and not any(c.isspace() or c < " " or c == "+" for c in name)


def _check_name(_: Any, __: Any, name: str) -> None:
    if not named(name):
        raise BadKey("the name of a key has no spaces, no plus, and is not empty")


@frozen
class Verifier:
    """The public half of a key, under the name it signs by."""

    name: str = field(validator=_check_name)
    public: bytes

    @property
    def id(self) -> bytes:
        """What signatures name the key by, beside its name."""
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return sha256(named).digest()[:4]

    @property
    def text(self) -> str:
        """The key as it is written: ``name+id+base64``, called a vkey."""
        return f"{self.name}+{self.id.hex()}+{base64(ED25519 + self.public)}"

    def verifies(self, signature: bytes, text: bytes) -> bool:
        """Whether the signature is this key's, over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@frozen
class Signer:
    """A private key, under the name it signs by."""

    name: str = field(validator=_check_name)
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        return Verifier(self.name, key.public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The key as it is written. It is secret."""
        key = base64(ED25519 + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{key}"

    def sign(self, text: bytes) -> bytes:
        """Return the signature over the text."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text)


def keygen(name: str) -> Signer:
    """Return a new key under a name: no spaces, no plus."""
    return Signer(name, token_bytes(32))


def signer(text: str) -> Signer:
    """Read a private key.

    Raises:
        BadKey: It is none.
    """
    if text.startswith(_PRIVATE):
        name, key = _key(text.removeprefix(_PRIVATE))
        if (found := Signer(name, key)).text == text:
            return found
    raise BadKey("this is no private key of the kind that signs notes")


def verifier(text: str) -> Verifier:
    """Read a public key: a vkey.

    Raises:
        BadKey: It is none.
    """
    name, key = _key(text)
    if (found := Verifier(name, key)).text == text:
        return found
    raise BadKey("this key does not go with its name and its id")


def _key(text: str) -> tuple[str, bytes]:
    name, _, rest = text.partition("+")
    raw = unbase64(rest.partition("+")[2])
    if len(raw) != 33:
        raise BadKey("a key is name+id+base64: of a 1, and the 32 bytes of Ed25519")
    return name, raw[1:]


def base64(raw: bytes) -> str:
    """Return bytes in base64, with the usual alphabet and its padding."""
    return b64encode(raw).decode()


def unbase64(text: str) -> bytes:
    """Return what base64 stands for; nothing, if not written in the one true way."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return b""
    return raw if base64(raw) == text else b""
