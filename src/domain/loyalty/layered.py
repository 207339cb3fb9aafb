"""A map that only grows, and shares most of itself with its older versions."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from attrs import frozen

Key = TypeVar("Key")
Value = TypeVar("Value")


@frozen(eq=False)
class LayeredMap(Generic[Key, Value]):
    """Layers of plain dicts, the newest first and each at least as large as the last.

    A new entry begins a layer, and swallows those that are no larger than it has
    become. So an entry is copied about log2(n) times in all, where a dict copied for
    every change would take n copies. No layer is ever changed.
    """

    layers: tuple[dict[Key, Value], ...] = ()

    def get(self, key: Key) -> Value | None:
        for layer in self.layers:
            if key in layer:
                return layer[key]
        return None

    def __contains__(self, key: Key) -> bool:
        return self.get(key) is not None

    def __getitem__(self, key: Key) -> Value:
        for layer in self.layers:
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def put(self, key: Key, value: Value) -> "LayeredMap[Key, Value]":
        """Return the map in which *key* leads to *value*."""
        newest, swallowed = {key: value}, 0
        for layer in self.layers:
            if len(layer) > len(newest):
                break
            newest = layer | newest
            swallowed += 1
        return LayeredMap((newest, *self.layers[swallowed:]))

    def __iter__(self) -> Iterator[Key]:
        return iter(self.as_dict())

    def as_dict(self) -> Mapping[Key, Value]:
        """Return the entries as a dict of its own."""
        entries: dict[Key, Value] = {}
        for layer in reversed(self.layers):
            entries |= layer
        return entries

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LayeredMap):
            return NotImplemented
        return self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]
