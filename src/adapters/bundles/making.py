"""A bundle, made from proofs that the log gave."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from ...application.ports import Entry
from ...application.proofs.proving import Extension, Proof
from ...application.proofs.testimony import witness
from ...domain.personal import personal_fields
from ..codec import Wire
from ..notekeys import Signer
from ..notes import unverified
from ..schemas import EVENTS as CLASSES
from ..schemas import codec
from . import contents
from .contents import Consistency, Place, Proofs, schema, text
from .cover import covered


def make(
    customer: str,
    proofs: Sequence[Proof],
    note: str,
    signer: Signer,
    *,
    made_at: datetime,
    extension: Extension | None,
    file: str = "bundle.zip",
) -> bytes:
    """Return the bundle of a customer's events, under the signed checkpoint *note*."""
    head, read = unverified(note), codec()
    entries = [each.entry for each in proofs]
    events = [read.decode(e.topic, e.state, e.position, e.recorded) for e in entries]
    places = [Place(e.entry.position, e.entry.recorded, [*e.path]) for e in proofs]
    said = contents.READ_ME.format(
        customer=customer,
        size=head.size,
        origin=head.origin,
        file=file,
        personal=contents.OPEN if readable(entries) else contents.SEALED,
    )
    files = {
        contents.README: said.encode(),
        contents.CHECKPOINT: note.encode(),
        contents.KEY: f"{signer.verifier.text}\n".encode(),
        contents.EVENTS: b"".join(each.state + b"\n" for each in entries),
        contents.PROOFS: text(Proofs(head.size, places)),
        contents.STATEMENT: text(witness(customer, head.size, made_at, events)),
    }
    if extension:
        path = [*extension.path]
        known = Consistency(extension.old, extension.new, path)
        files[contents.CONSISTENCY] = text(known)
    for topic in sorted({each.topic for each in entries}):
        files[schema(topic)] = _schema(topic)
    return covered(files, head.origin, signer)


def readable(entries: Sequence[Entry]) -> Sequence[int]:
    """Return the positions where something personal is stored that is not sealed.

    Only what was stored before there was sealing; the bytes are evidence as they are.
    """
    read = codec()
    found = []
    for each in entries:
        event = read.decode(each.topic, each.state, each.position, each.recorded).event
        names = personal_fields(type(event))
        if any(isinstance(getattr(event, name), str) for name in names):
            found.append(each.position)
    return found


def _schema(topic: str) -> bytes:
    """Return the JSON Schema of an event as it is now; older versions are read as it.

    What is personal may stand in ``sealed`` instead of ``data``.
    """
    name = topic.partition(".")[0]
    (found,) = (each for each in CLASSES if each.__name__ == name)
    return text(msgspec.json.schema(Wire[found]))  # type: ignore[valid-type]
