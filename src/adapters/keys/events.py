"""What of an event is sealed, and opened again in its own event alone."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final

from attrs import evolve, fields, frozen
from msgspec.json import Decoder, Encoder

from ...application.envelope import Draft, Event, Recorded
from ...application.ports import StoreUnavailable
from ...domain.personal import Erased, personal_fields, pseudonyms
from ...domain.personal import Sealed as Hidden
from .sealing import DataKey, Sealed
from .vault import Vault

_encode: Final = Encoder().encode
_decode: Final = Decoder(dict[str, str]).decode


class EventSeals:
    """Seals what is personal under the key of whom an event is about.

    If it is about nobody, under a key of its stream. Without a vault nothing is sealed,
    and nothing that was can be opened.
    """

    def __init__(self, events: Iterable[type], vault: Vault | None) -> None:
        self._vault = vault
        self._plans = {
            each: _Plan.of(each)
            for each in events
            if personal_fields(each) or pseudonyms(each)
        }

    def concern(self, event: type) -> bool:
        """Whether anything in events of this class can be under seal."""
        return event in self._plans

    def keys(self, drafts: Iterable[Draft]) -> dict[str, DataKey]:
        """Return the keys that drafts are sealed under, by owner; new ones are made.

        Raises:
            Gone: One of those they are about was erased.
        """
        if self._vault is None:
            return {}
        plans = self._plans
        owners = {
            _owner(each)
            for each in drafts
            if (plan := plans.get(type(each.event))) and plan.says(each.event)
        }
        return self._vault.keys(owners) if owners else {}

    def seal(
        self, draft: Draft, topic: str, keys: Mapping[str, DataKey]
    ) -> tuple[Event, Sealed | None]:
        """Return an event as it is stored, and what of it is under seal."""
        event = draft.event
        key = keys.get(_owner(draft))
        plan = self._plans.get(type(event))
        if plan is None or key is None:
            return event, None
        shown, said = plan.part(event, key)
        return shown, key.seal(_encode(said), _about(draft, topic)) if said else None

    def hide(self, event: Event) -> Event:
        """Return an event that is under seal with a mark in each personal field."""
        return evolve(event, **self._plans[type(event)].hidden)

    def open(self, recorded: Recorded) -> Recorded:
        """Return the event with what was sealed in it, or `Erased` in its place.

        Raises:
            Tampered: It was sealed in another event, or changed.
            StoreUnavailable: Its key was never in this key store.
        """
        sealed, event = recorded.sealed, recorded.event
        if sealed is None:
            return recorded
        if self._vault is None:
            raise StoreUnavailable("events are sealed, and no key store was given")
        key = self._vault.find(sealed.kid)
        names = self._plans[type(event)].hidden
        if key is None:
            opened: dict[str, Any] = dict.fromkeys(names, Erased())
        else:
            topic = f"{recorded.type}.{recorded.version}"
            plain = key.open(sealed, _about(recorded, topic))
            opened = dict.fromkeys(names) | _decode(plain)
        return recorded._replace(event=evolve(event, **opened), sealed=None)


@frozen
class _Plan:
    """How events of a class come apart: what is shown, and what is under seal.

    `names` and `linking` are the personal fields and the pseudonyms, each with its
    place among the class's own arguments. Worked out once: it runs for every event.
    """

    make: type
    values: Callable[[Event], tuple[Any, ...]]
    names: tuple[tuple[str, int], ...]
    linking: tuple[tuple[str, int], ...]
    hidden: Mapping[str, Hidden]
    said: Callable[[Event], Any]
    nothing: Any  # what `said` returns if it is nothing

    @classmethod
    def of(cls, event: type) -> "_Plan":
        order = [each.name for each in fields(event)]
        personal, linking = personal_fields(event), pseudonyms(event)
        several = len(personal) != 1
        return cls(
            event,
            attrgetter(*order),
            tuple((name, order.index(name)) for name in personal),
            tuple((name, order.index(name)) for name in linking),
            dict.fromkeys(personal, Hidden()),
            attrgetter(*personal or ["at"]),
            (None,) * len(personal) if several else None,
        )

    def says(self, event: Event) -> bool:
        """Whether an event says anything that is to be sealed."""
        return bool(self.linking) or self.said(event) != self.nothing

    def part(self, event: Event, key: DataKey) -> tuple[Event, dict[str, str]]:
        """Return the event as it is shown, and what it said by name."""
        values = list(self.values(event))
        said = {}
        for name, place in self.names:
            if (value := values[place]) is not None:
                if not isinstance(value, str):
                    raise ValueError(f"{name} of {event} must be opened first")
                said[name], values[place] = value, None
        for name, place in self.linking:
            said[name] = values[place]
            values[place] = key.token(values[place])
        return self.make(*values), said


def _owner(event: Draft | Recorded) -> str:
    """Return under whose key an event is sealed; a stream's is like no person's id."""
    return event.subject or f"stream {event.stream}"


def _about(event: Draft | Recorded, topic: str) -> str:
    """Return what a seal is bound to, so that it opens in its own event alone."""
    return f"{_owner(event)}\n{event.stream}\n{event.revision}\n{topic}\n{event.id}"
