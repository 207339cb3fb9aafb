"""A map that only grows, and shares most of itself with its older versions."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from attrs import frozen

Key = TypeVar("Key")
Value = TypeVar("Value")


SMALL = 16


@frozen(eq=False)
class LayeredMap(Generic[Key, Value]):
    """Layers of plain dicts, the newest first, that never change once they are made.

    A new entry makes a new newest layer out of a small one. When that is no longer
    small it becomes one of the older layers, which are merged when they are of a size.
    So an entry is copied about log2(n) times in all, where one dict copied for every
    change would take n copies.
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
        layers = self.layers
        if layers and len(layers[0]) < SMALL:
            newest = layers[0].copy()
            newest[key] = value
            return LayeredMap((newest, *layers[1:]))
        while len(layers) > 1 and len(layers[0]) >= len(layers[1]):
            merged = (layers[1] | layers[0],)
            layers = merged + layers[2:]
        return LayeredMap(({key: value}, *layers))

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
