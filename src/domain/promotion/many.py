"""A map that is never changed: a new one is made of it, and most of it is shared.

A code of many uses has as many entries, and each event makes a new state. Copied whole,
a hundred thousand of them would take minutes to fold.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Generic, TypeVar

from attrs import frozen

Value = TypeVar("Value")
_PARTS: Final = 512
_EMPTY: Final[tuple[Mapping[str, Any], ...]] = ({},) * _PARTS


@frozen
class Many(Generic[Value]):
    """Values by their keys, in no order that means anything."""

    _parts: tuple[Mapping[str, Value], ...] = _EMPTY

    def put(self, key: str, value: Value) -> "Many[Value]":
        """Return the map with a value in the place of what the key had."""
        return self._with(key, {**self._part(key), key: value})

    def drop(self, key: str) -> "Many[Value]":
        """Return the map without a key."""
        kept = {name: each for name, each in self._part(key).items() if name != key}
        return self._with(key, kept)

    def get(self, key: str) -> Value | None:
        return self._part(key).get(key)

    def values(self) -> Iterator[Value]:
        return (each for part in self._parts for each in part.values())

    def items(self) -> Iterator[tuple[str, Value]]:
        return (each for part in self._parts for each in part.items())

    def __contains__(self, key: str) -> bool:
        return key in self._part(key)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def _part(self, key: str) -> Mapping[str, Value]:
        return self._parts[hash(key) % _PARTS]

    def _with(self, key: str, part: Mapping[str, Value]) -> "Many[Value]":
        at = hash(key) % _PARTS
        return Many((*self._parts[:at], part, *self._parts[at + 1 :]))
