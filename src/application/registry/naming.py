"""How commands get their names: the kind of the aggregate, and a verb."""

from typing import Any

from ..aggregate import Aggregate
from ..asking import Entry


def named(
    aggregate: Aggregate[Any, Any, Any],
    identity: tuple[str, ...],
    *rows: tuple[Any, ...],
) -> tuple[Entry, ...]:
    """Return an entry a row: verb, command, what it does; what it makes, what is blind.

    See `Entry` for the last two, which may be left out.
    """
    return tuple(
        Entry(f"{aggregate.kind}.{verb}", aggregate, identity, *rest)
        for verb, *rest in rows
    )
