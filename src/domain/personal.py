"""Which fields of an event say something about a person, and what stands for them."""

from typing import Annotated, Any, TypeAlias, get_args

from attrs import Attribute, evolve, field, fields, frozen

PERSONAL = "mijoz.personal"
_PSEUDONYM = "mijoz.pseudonym"


@frozen
class Hidden:
    """Stands in a personal field for what is not to be read, or no more."""

    personal: str


@frozen
class Sealed(Hidden):
    """Something personal is there; it is opened for a purpose that is stated."""

    personal: str = "sealed"


@frozen
class Erased(Hidden):
    """Something personal was there, and its key is destroyed."""

    personal: str = "erased"


Personal: TypeAlias = str | Hidden | None
"""What a personal field holds."""

Pseudonym: TypeAlias = Annotated[str, _PSEUDONYM]
"""A text that only links the events of one person, such as a blind index.

Under seal it reads as another text, the same for the same value and person, which leads
nowhere once the person's key is destroyed.
"""


def personal(**options: Any) -> Any:
    """Declare an event's field as personal: it is sealed, and so can be erased.

    It stands where `attrs.field` would, and takes its options. The field is `Personal`,
    and a history must fold to the same figures whatever it holds.
    """
    return field(metadata={PERSONAL: True}, **options)


def personal_fields(event: type[Any]) -> tuple[str, ...]:
    """Return the names of the personal fields of an event class, in order."""
    declared: tuple[Attribute[Any], ...] = fields(event)
    return tuple(each.name for each in declared if each.metadata.get(PERSONAL))


def pseudonyms(event: type[Any]) -> tuple[str, ...]:
    """Return the names of the fields of an event class that are pseudonyms."""
    declared: tuple[Attribute[Any], ...] = fields(event)
    return tuple(each.name for each in declared if _PSEUDONYM in get_args(each.type))


def same(told: Any, known: Any) -> bool:
    """Whether two events of a class say the same, but for what is hidden and `at`.

    What can no longer be read is not held against whoever tells it again.
    """
    hidden = {
        name: getattr(known, name)
        for name in personal_fields(type(known))
        if isinstance(getattr(known, name), Hidden)
    }
    return bool(evolve(told, at=known.at, **hidden) == known)
