"""What of an event is sealed, and opened again in its own event alone."""

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve
from msgspec.json import Decoder, Encoder

from ...application.envelope import Draft, Event, Recorded
from ...application.ports import StoreUnavailable
from ...domain.personal import Erased, personal_fields, pseudonyms
from ...domain.personal import Sealed as Hidden
from .sealing import Sealed
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
        self._hidden = {
            each: (dict.fromkeys(personal_fields(each), Hidden()), pseudonyms(each))
            for each in events
            if personal_fields(each) or pseudonyms(each)
        }

    def concern(self, event: type) -> bool:
        """Whether anything in events of this class can be under seal."""
        return event in self._hidden

    def prepare(self, drafts: Iterable[Draft]) -> None:
        """See that all keys are there; new ones are made in one transaction.

        Raises:
            Gone: One of those they are about was erased.
        """
        if self._vault is not None:
            owners = {_owner(each) for each in drafts if self._said(each.event)}
            self._vault.prepare(owners)

    def seal(self, draft: Draft, topic: str) -> tuple[Event, Sealed | None]:
        """Return an event as it is stored, and what of it is under seal."""
        event, vault = draft.event, self._vault
        if vault is None or not (said := self._said(event)):
            return event, None
        if closed := [name for name in said if not isinstance(said[name], str)]:
            raise ValueError(f"{topic}: {', '.join(closed)} must be opened first")
        key = vault.key(_owner(draft))
        names, linking = self._hidden[type(event)]
        shown: dict[str, Any] = dict.fromkeys(names)
        shown |= {name: key.token(said[name]) for name in linking}
        return evolve(event, **shown), key.seal(_encode(said), _about(draft, topic))

    def hide(self, event: Event) -> Event:
        """Return an event that is under seal with a mark in each personal field."""
        return evolve(event, **self._hidden[type(event)][0])

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
        names = self._hidden[type(event)][0]
        if key is None:
            opened: dict[str, Any] = dict.fromkeys(names, Erased())
        else:
            topic = f"{recorded.type}.{recorded.version}"
            plain = key.open(sealed, _about(recorded, topic))
            opened = dict.fromkeys(names) | _decode(plain)
        return recorded._replace(event=evolve(event, **opened), sealed=None)

    def _said(self, event: Event) -> dict[str, Any]:
        """Return what of an event is to be sealed: its values by their names."""
        names, linking = self._hidden.get(type(event), ((), ()))
        said = {name: getattr(event, name) for name in (*names, *linking)}
        return {name: value for name, value in said.items() if value is not None}


def _owner(event: Draft | Recorded) -> str:
    return event.subject or event.stream


def _about(event: Draft | Recorded, topic: str) -> str:
    """Return what a seal is bound to, so that it opens in its own event alone."""
    return "\n".join(
        (_owner(event), event.stream, str(event.revision), topic, event.id)
    )
