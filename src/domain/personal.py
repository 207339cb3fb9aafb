"""Which fields of an event say something about a person."""

from typing import Any

from attrs import Attribute, field, fields

PERSONAL = "mijoz.personal"


def personal(**options: Any) -> Any:
    """Declare an event's field as personal: it can be sealed, and so erased.

    It stands where `attrs.field` would, and takes its options.
    """
    return field(metadata={PERSONAL: True}, **options)


def personal_fields(event: type[Any]) -> tuple[str, ...]:
    """Return the names of the personal fields of an event class, in order."""
    declared: tuple[Attribute[Any], ...] = fields(event)
    return tuple(each.name for each in declared if each.metadata.get(PERSONAL))
