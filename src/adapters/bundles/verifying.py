"""Whether a bundle holds: with no store, no network, and nobody's word but a key's."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from attrs import frozen

from ...application.envelope import Recorded
from ...application.proofs import tree
from ...application.proofs.checking import extends, included
from ...application.proofs.failing import NotProven
from ..codec import Codec, UnknownEvent, Wire
from ..notekeys import BadKey, Verifier, verifier
from ..notes import Checkpoint, open_checkpoint
from ..schemas import codec
from . import contents
from .contents import Consistency, Place, Proofs, read, schema, take
from .cover import files, uncovered
from .stating import customer


@frozen
class Verdict:
    """What was found to hold, and by whose key."""

    customer: str
    origin: str
    size: int
    root: str
    events: int
    key: str
    key_came_with_it: bool
    extends: int | None  # the size of the checkpoint that was held against it


def verify(
    data: bytes, trusted: Sequence[Verifier] = (), kept: bytes | None = None
) -> Verdict:
    """Check a bundle whole; without a key to trust, by the one that came with it.

    Raises:
        NotProven: It does not hold; the message says what, and at which position.
    """
    keys = list(trusted) or [_bundled(files(data))]
    origin = uncovered(data, keys)
    found = files(data)
    head = open_checkpoint(take(found, contents.CHECKPOINT), keys, origin)
    events = _events(found, head)
    who = customer(found, head.size, events)
    for each in events:
        take(found, schema(f"{each.type}.{each.version}"))
    held = None if kept is None else _extends(found, head, kept, keys)
    return Verdict(
        who,
        origin,
        head.size,
        head.root.hex(),
        len(events),
        keys[0].text if not trusted else ", ".join(each.text for each in keys),
        not trusted,
        held,
    )


def _bundled(found: Mapping[str, bytes]) -> Verifier:
    try:
        return verifier(take(found, contents.KEY).decode().removesuffix("\n"))
    except (BadKey, UnicodeDecodeError):
        raise NotProven("the key that came with the bundle is none") from None


def _events(found: Mapping[str, bytes], head: Checkpoint) -> Sequence[Recorded]:
    """Return the events, each proven to be where it says, none out of its order."""
    proofs = read(found, contents.PROOFS, Proofs)
    *states, rest = take(found, contents.EVENTS).split(b"\n")
    if rest or not states or len(states) != len(proofs.events):
        raise NotProven("there is not one proof for each event")
    if proofs.size != head.size:
        raise NotProven(
            f"the proofs are for a log of {proofs.size} entries,"
            f" and the checkpoint is of {head.size}"
        )
    before, revisions, events = Place(0, 0, []), dict[str, int](), []
    ours = codec()
    for state, place in zip(states, proofs.events, strict=True):
        leaf = tree.leaf(tree.entry(place.recorded, state))
        at = f"position {place.position}"
        if included(leaf, place.position - 1, head.size, place.path) != head.root:
            raise NotProven(f"{at}: its proof does not lead to the checkpoint")
        if place.position <= before.position or place.recorded < before.recorded:
            raise NotProven(f"{at}: it is out of order, or recorded before the last")
        event = _decoded(ours, state, place)
        if event.revision != revisions.get(event.stream, 0) + 1:
            raise NotProven(f"{at}: an event of {event.stream} before it is missing")
        revisions[event.stream], before = event.revision, place
        events.append(event)
    return events


def _decoded(ours: Codec, state: bytes, place: Place) -> Recorded:
    try:
        wire = msgspec.json.decode(state, type=Wire[Any])
        topic = f"{wire.type}.{wire.version}"
        return ours.decode(topic, state, place.position, place.recorded)
    except (UnknownEvent, msgspec.MsgspecError) as problem:
        raise NotProven(f"position {place.position}: {problem}") from None


def _extends(
    found: Mapping[str, bytes], head: Checkpoint, kept: bytes, keys: Sequence[Verifier]
) -> int:
    held = open_checkpoint(kept, keys, head.origin)
    path: list[bytes] = []
    if held.size != head.size:
        if contents.CONSISTENCY not in found:
            raise NotProven(
                f"the bundle has no proof from the checkpoint of {held.size} entries"
                " that you hold: ask for one made with --checkpoint"
            )
        proof = read(found, contents.CONSISTENCY, Consistency)
        if (proof.old, proof.new) != (held.size, head.size):
            raise NotProven(
                f"the bundle proves what came after {proof.old} entries,"
                f" and you hold a checkpoint of {held.size}"
            )
        path = proof.path
    grown = extends(held.size, held.root, head.size, head.root, path)
    if not grown or (held.size == 0 and held.root != tree.EMPTY):
        raise NotProven(
            f"the log of {head.size} entries does not extend the checkpoint of"
            f" {held.size} that you hold: something before was changed"
        )
    return held.size
