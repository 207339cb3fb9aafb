"""What is in a bundle: which file says what, and how."""

from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

from ...application.proofs.failing import NotProven

Kind = TypeVar("Kind")

README: Final = "README.txt"
CHECKPOINT: Final = "checkpoint.txt"
KEY: Final = "key.txt"
EVENTS: Final = "events.ndjson"
PROOFS: Final = "proofs.json"
STATEMENT: Final = "statement.json"
CONSISTENCY: Final = "consistency.json"


class Place(msgspec.Struct, frozen=True):
    """Where one event stands in the log: ``recorded`` in microseconds since 1970."""

    position: int
    recorded: int
    path: list[bytes]  # hashes, in base64


class Proofs(msgspec.Struct, frozen=True):
    """A place for each line of the events, in their order, in the log of a size."""

    size: int
    events: list[Place]


class Consistency(msgspec.Struct, frozen=True):
    """That the log of ``new`` entries begins with that of ``old``."""

    old: int
    new: int
    path: list[bytes]


def schema(topic: str) -> str:
    """Return the name of the file with the schema of a kind of event."""
    return f"schemas/{topic}.json"


def text(content: object) -> bytes:
    """Return something as JSON that people can read too."""
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def take(found: Mapping[str, bytes], name: str) -> bytes:
    """Return a file of a bundle.

    Raises:
        NotProven: It has none of that name.
    """
    if name not in found:
        raise NotProven(f"the bundle has no {name}")
    return found[name]


def read(found: Mapping[str, bytes], name: str, kind: type[Kind]) -> Kind:
    """Return what a file of JSON says.

    Raises:
        NotProven: It is not there, or says something else.
    """
    try:
        return msgspec.json.decode(take(found, name), type=kind)
    except msgspec.MsgspecError as problem:
        raise NotProven(f"{name} is not as it should be: {problem}") from None


SEALED: Final = "What is personal is sealed in the events, and stays so here."
OPEN: Final = (
    "Some events are older than sealing: what is personal in them CAN BE READ here."
)
READ_ME: Final = """\
What mijoz holds about the customer {customer}, with proofs.

events.ndjson    every event about them, one a line, byte for byte as stored
proofs.json      for each line: its position, when it was recorded, its proof
checkpoint.txt   the log's head at {size} entries, signed: {origin}
key.txt          the key that signed; compare it with what you were given otherwise
statement.json   what the events come to: card, points, both clocks, who and why
schemas/         what each kind of event says
{personal}

To check it, with nothing of ours but one script that you can read:
    python verify_bundle.py {file} --vkey KEY --checkpoint YOURS
KEY is the log's key, and YOURS a checkpoint you hold, each got at another time.
That nothing was left out is shown within each stream. For the whole log, ask for
its export, and run: python verify_bundle.py --log log.txt --checkpoint YOURS --vkey KEY
"""
