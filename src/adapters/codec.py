"""Events to stored bytes and back, under names that outlive their classes."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec
from msgspec.json import Decoder, Encoder

from ..application.envelope import Draft, Event, Recorded, TimeQuality, micros
from ..application.ports import Batch
from .keys.events import EventSeals
from .keys.sealing import DataKey, Sealed
from .keys.vault import Vault

Upcast: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
Data = TypeVar("Data")
_encode = Encoder(decimal_format="string").encode
_tuple = tuple.__new__  # fills a named tuple at a third of its constructor's cost


class Wire(msgspec.Struct, Generic[Data], frozen=True, omit_defaults=True):
    """The stored bytes of an event, complete but for its position and record time."""

    id: str
    type: str
    version: int
    stream: str
    revision: int
    actor: str
    data: Data
    subject: str | None = None
    time_quality: TimeQuality = TimeQuality.SERVER
    correlation_id: str | None = None
    causation_id: str | None = None
    policy_refs: tuple[str, ...] = ()
    sealed: Sealed | None = None


class _Data(msgspec.Struct, Generic[Data]):
    data: Data


class UnknownEvent(Exception):
    """The store holds an event that this version of the code cannot read."""

    def __init__(self, topic: str) -> None:
        super().__init__(
            f"the store holds {topic}, which this version does not know:"
            " it was written by a newer mijoz, or its event class is not registered"
        )
        self.topic = topic


class Stored(NamedTuple):
    """One row of any store: an event's bytes and the columns it is found by."""

    stream: str
    revision: int
    topic: str
    state: bytes
    subject: str | None
    occurred_at: int


@cache
def _whole(event: type) -> Callable[[bytes], Any]:
    return Decoder(Wire[event]).decode  # type: ignore[valid-type]


@cache
def _only(event: type) -> Callable[[bytes], Any]:
    return Decoder(_Data[event]).decode  # type: ignore[valid-type]


class Codec:
    """Reads and writes the event classes it was made of.

    A stored name is the class's name and a version. `upcasts` turns the data of version
    n, as a dict, into that of n + 1; a class whose upcasts reach up to n is at version
    n + 1, and every version from 1 on must have a way up (checked here, at start); a
    personal field keeps its name for ever.

    With a *vault*, what is personal is sealed before it becomes bytes, under the key of
    whom the event is about, or of its stream if it is about nobody. Without one, it is
    stored as it is. Both are read alike.
    """

    def __init__(
        self,
        events: Iterable[type],
        upcasts: Mapping[tuple[str, int], Upcast] | None = None,
        vault: Vault | None = None,
    ) -> None:
        events = tuple(events)
        upcasts = upcasts or {}
        classes = {each.__name__: each for each in events}
        self._versions = dict.fromkeys(classes, 1)
        for name, version in sorted(upcasts):
            if name not in classes:
                raise ValueError(f"a way up from {name} {version} leads to no class")
            self._versions[name] += 1
        self._upcasts = upcasts
        self._seals = EventSeals(events, vault)
        self._names = {
            each: (name, self._versions[name], f"{name}.{self._versions[name]}")
            for name, each in classes.items()
        }
        self._whole: dict[str, Callable[[bytes], Any]] = {}
        self._only: dict[str, Callable[[bytes], Any]] = {}
        for name, each in classes.items():
            newest = self._versions[name]
            self._whole[f"{name}.{newest}"] = _whole(each)
            if not self._seals.concern(each):
                self._only[f"{name}.{newest}"] = _only(each)
            for old in range(1, newest):
                if (name, old) not in upcasts:
                    raise ValueError(f"no way up from {name} version {old}")
                whole, only = self._older(each, name, old)
                self._whole[f"{name}.{old}"] = whole
                if not self._seals.concern(each):
                    self._only[f"{name}.{old}"] = only

    @property
    def topics(self) -> frozenset[str]:
        """Every stored name that can be read, old versions included."""
        return frozenset(self._whole)

    def rows(self, batch: Batch) -> list[Stored]:
        """Return the rows of a whole batch, new keys made in one transaction.

        Raises:
            Gone: It says something personal of someone who was erased.
        """
        drafts = [draft for write in batch.writes for draft in write.drafts]
        keys = self._seals.keys(drafts)
        return [self._row(draft, keys) for draft in drafts]

    def encode(self, draft: Draft) -> Stored:
        """Return the row to store; its bytes are what proofs are made over."""
        return self._row(draft, self._seals.keys([draft]))

    def _row(self, draft: Draft, keys: Mapping[str, DataKey]) -> Stored:
        origin = draft.origin
        name, version, topic = self._names[type(draft.event)]
        event, sealed = self._seals.seal(draft, topic, keys)
        wire = Wire(
            draft.id,
            name,
            version,
            draft.stream,
            draft.revision,
            origin.actor,
            event,
            draft.subject,
            origin.time_quality,
            origin.correlation_id,
            origin.causation_id,
            origin.policy_refs,
            sealed,
        )
        row = (
            draft.stream,
            draft.revision,
            topic,
            _encode(wire),
            draft.subject,
            micros(draft.event.at),
        )
        return _tuple(Stored, row)

    def decode(
        self, topic: str, state: bytes, position: int | None, recorded: int | None
    ) -> Recorded:
        """Return the whole event; what is sealed in it stays sealed.

        Raises:
            UnknownEvent: No class, or no such version of it, is registered.
        """
        read = self._whole.get(topic)
        if read is None:
            raise UnknownEvent(topic)
        wire = read(state)
        data, sealed = wire.data, wire.sealed
        if sealed is not None:
            data = self._seals.hide(data)
        whole = (
            position,
            recorded,
            wire.id,
            wire.type,
            wire.version,
            wire.stream,
            wire.revision,
            wire.subject,
            wire.actor,
            wire.correlation_id,
            wire.causation_id,
            wire.time_quality,
            wire.policy_refs,
            data,
            sealed,
        )
        return _tuple(Recorded, whole)

    def event(self, topic: str, state: bytes) -> Event:
        """Return what the event says, opened, without its envelope: to replay fast."""
        read = self._only.get(topic)
        if read is None:
            return self.open(self.decode(topic, state, None, None)).event
        return read(state).data

    def open(self, recorded: Recorded) -> Recorded:
        """Return the event with what was sealed in it; see `EventSeals.open`."""
        return self._seals.open(recorded)

    def _older(
        self, newest: type, name: str, old: int
    ) -> tuple[Callable[[bytes], Any], Callable[[bytes], Any]]:
        raw_whole = Decoder(Wire[dict[str, Any]]).decode
        raw_only = Decoder(_Data[dict[str, Any]]).decode

        def up(data: dict[str, Any]) -> Any:
            for version in range(old, self._versions[name]):
                data = self._upcasts[name, version](data)
            return msgspec.convert(data, newest)

        def whole(state: bytes) -> Any:
            wire = raw_whole(state)
            return msgspec.structs.replace(wire, data=up(wire.data))

        def only(state: bytes) -> Any:
            return _Data(up(raw_only(state).data))

        return whole, only
