"""How a command is asked for by name: what a caller says, and what is worked out."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import NOTHING, fields, frozen

from .aggregate import Aggregate
from .contexts import account
from .handling import Handler
from .ports import Clock


@frozen
class Asked:
    """One thing that a caller may say, and must unless it is `optional`."""

    name: str
    type: Any
    optional: bool = False


@frozen
class Indexed:
    """A value that a command knows by its blind index, and perhaps keeps sealed.

    The value is asked for and the index is worked out. Of what kind the value is, a
    field of the command says, or else it is what `of` says.
    """

    value: str
    index: str
    kind: str | None = None
    of: str = "card"


@frozen
class LookedUp:
    """Fields of a command that nobody says: they are looked up, of what is on record.

    ``find`` is given what was said, and returns them by their `names`.
    """

    names: tuple[str, ...]
    find: Callable[[Mapping[str, Any], Handler], Mapping[str, Any]]


@frozen
class Entry:
    """A command, by the name that every surface knows it by: ``noun.verb``.

    ``identity`` names the values that together identify the aggregate, and ``made`` an
    identity that is made afresh for a caller who names none.
    """

    name: str
    aggregate: Aggregate[Any, Any, Any]
    identity: tuple[str, ...]
    command: type[Any]
    doc: str
    made: str | None = None
    indexed: Indexed | None = None
    looked_up: LookedUp | None = None

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What a caller says: what it is about, then the command's own fields."""
        own = fields(self.command)
        names = [each.name for each in own]
        about = [
            Asked(name, str, name == self.made)
            for name in self.identity
            if name not in names
        ]
        said = [
            Asked(each.name, each.type, self._optional(each))
            for each in own
            if each.name not in self._worked_out
        ]
        secret = [Asked(self.indexed.value, str)] if self.indexed else []
        return (*about, *said, *secret)

    def build(
        self, said: Mapping[str, Any], handler: Handler, clock: Clock
    ) -> tuple[str, Any]:
        """Return the aggregate's identity, and the command, complete.

        *said* are values of the types that `asked` gives. What was left out has its
        default: the present moment, a fresh identity, or nothing.
        """
        values = dict(said)
        if values.get("at") is None:
            values["at"] = clock()
        if self.made and values.get(self.made) is None:
            values[self.made] = handler.new_id()
        identity = self.identify(values)
        values["membership_id"] = identity
        if secret := self.indexed:
            kind = values[secret.kind] if secret.kind else secret.of
            values[secret.index] = handler.blind(kind, values[secret.value])
        if self.looked_up:
            values |= self.looked_up.find(values, handler)
        told = {
            each.name: values.get(each.name)
            for each in fields(self.command)
            if each.name in values or each.default is NOTHING
        }
        return identity, self.command(**told)

    def identify(self, values: Mapping[str, Any]) -> str:
        """Return the aggregate's identity, of the values that name it."""
        parts = [values[name] for name in self.identity]
        return account(*parts) if len(parts) > 1 else str(parts[0])

    @property
    def _worked_out(self) -> set[str]:
        secret = self.indexed
        found = self.looked_up.names if self.looked_up else ()
        hidden = (secret.index, secret.value) if secret else ()
        return {"membership_id", *hidden, *found}

    def _optional(self, field: Any) -> bool:
        return (
            field.name in ("at", self.made)
            or field.default is not NOTHING
            or type(None) in getattr(field.type, "__args__", ())
        )
