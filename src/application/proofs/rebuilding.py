"""Whether the read models that are kept are those that the log makes."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from attrs import frozen

from ..feeding import fold
from ..ports import Journal, Views
from ..projections.projection import Projection

Bytes = Callable[[Any], bytes]  # a row as canonical bytes


@frozen
class Rebuilt:
    """A read model made again from the log, beside the one that is kept.

    ``first`` is the key of the first row that differs; None if none does.
    """

    name: str
    position: int
    rows: int
    kept: str
    made: str
    first: str | None

    @property
    def same(self) -> bool:
        return self.kept == self.made


def rebuild(
    journal: Journal,
    views: Views,
    projection: Projection[Any],
    encode: Bytes,
    progress: Callable[[int], object] = lambda _: None,
) -> Rebuilt:
    """Fold the log up to where a kept read model stands, and compare the digests."""
    name = projection.stored_as
    position = views.position(name)

    def events() -> Iterable[Any]:
        at = 0
        while at < position and (page := journal.feed(at, 5_000)):
            yield from (each for each in page if (each.position or 0) <= position)
            at = page[-1].position or position
            progress(min(at, position))

    made = fold(projection, events())
    kept = dict(views.all(name, projection.row))
    differing = (key for key in sorted(made.keys() | kept.keys()))
    first = next((key for key in differing if made.get(key) != kept.get(key)), None)
    return Rebuilt(
        name, position, len(made), _digest(kept, encode), _digest(made, encode), first
    )


def _digest(rows: dict[str, Any], encode: Bytes) -> str:
    digest = sha256()
    for key in sorted(rows):
        digest.update(encode([key, rows[key]]) + b"\n")
    return digest.hexdigest()
