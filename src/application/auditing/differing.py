"""Where two plain values differ: each field by its path, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen


@frozen
class Difference:
    """A field that differs, by its path, such as ``lots[l-1].remaining``.

    None stands for a field that is not there; what is new or gone is told whole.
    """

    field: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Yield what differs between two values as JSON has them, innermost first.

    Members of a list are told apart by an id, if all of them have one, by the name that
    begins each pair, or else by their place.
    """
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        dot = f"{path}." if path else ""
        for name in dict.fromkeys([*before, *after]):
            yield from differences(before.get(name), after.get(name), f"{dot}{name}")
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        one, other = _keyed(before, after)
        for key in dict.fromkeys([*one, *other]):
            yield from differences(one.get(key), other.get(key), f"{path}[{key}]")
    else:
        yield Difference(path, before, after)


def _keyed(
    before: Sequence[Any], after: Sequence[Any]
) -> tuple[Mapping[Any, Any], Mapping[Any, Any]]:
    every = [*before, *after]
    if all(isinstance(each, Mapping) for each in every):
        if name := _telling(before, after):
            return {m[name]: m for m in before}, {m[name]: m for m in after}
    elif all(_named(each) for each in every):
        pairs = dict(map(tuple, before)), dict(map(tuple, after))
        if [len(each) for each in pairs] == [len(before), len(after)]:
            return pairs
    return dict(enumerate(before)), dict(enumerate(after))


def _telling(before: Sequence[Any], after: Sequence[Any]) -> str | None:
    """Return the name of the id that tells members apart best; the last of equals."""
    best: str | None = None
    most = 1
    for name in (*before, *after)[0]:
        if not name.endswith("_id"):
            continue
        ids = [[each.get(name) for each in side] for side in (before, after)]
        if all(None not in side and len(set(side)) == len(side) for side in ids):
            distinct = len({*ids[0], *ids[1]})
            if distinct >= most:
                best, most = name, distinct
    return best


def _named(pair: Any) -> bool:
    return (
        isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str)
    )
