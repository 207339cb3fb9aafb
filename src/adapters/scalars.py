"""The shapes of single values: each reads plain data, and describes itself.

No fault quotes what was said: it may be personal.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import EnumType
from typing import Annotated, Any, TypeAlias

import msgspec
from attrs import frozen

LARGEST = 10**15  # a sum of all the numbers one request can hold still has 64 bits
YEARS = range(1900, 2201)  # calendars can still be reckoned with on both sides
MOMENT = "a date and time of RFC 3339 with its offset, such as 2026-01-31T12:00:00Z"
_IDENTITY = r"^[A-Za-z0-9._~:@+-]{1,128}$"
_PROGRAMME = r"^[A-Za-z0-9._~@+-]{1,64}$"  # a colon ends it, in a membership's identity
_SAYS_SOMETHING = r"\S"
_RFC3339: Any = Annotated[datetime, msgspec.Meta(tz=True)]


@frozen
class Fault:
    """What is wrong, and where: an RFC 6901 pointer into what was said."""

    pointer: str
    problem: str


Faults: TypeAlias = list[Fault]


@frozen
class Shape:
    """Reads a value at a pointer, noting faults; `schema` is its JSON Schema."""

    schema: Mapping[str, Any]
    read: Callable[[Any, str, Faults], Any]


def moment(text: str) -> datetime:
    """Return a moment in UTC.

    Raises:
        ValueError: The text is not RFC 3339 with an offset, or centuries away.
    """
    found: datetime = msgspec.convert(text, _RFC3339)
    if found.year not in YEARS:
        raise ValueError(f"not between {YEARS[0]} and {YEARS[-1]}")
    return found.astimezone(UTC)


def _plain(kind: type, problem: str, **schema: Any) -> Shape:
    def read(value: Any, at: str, faults: Faults) -> Any:
        if type(value) is not kind:
            faults.append(Fault(at, problem))
        return value

    return Shape(schema, read)


def _whole() -> Shape:
    def read(value: Any, at: str, faults: Faults) -> Any:
        if type(value) is not int or not -LARGEST <= value <= LARGEST:
            faults.append(Fault(at, f"must be a whole number within ±{LARGEST}"))
        return value

    limits = {"minimum": -LARGEST, "maximum": LARGEST}
    return Shape({"type": "integer", **limits}, read)


def _text(pattern: str) -> Shape:
    matches = re.compile(pattern).search
    problem = (
        "must be a text that is not blank"
        if pattern == _SAYS_SOMETHING
        else f"must be a text that matches {pattern}"
    )

    def read(value: Any, at: str, faults: Faults) -> Any:
        if not isinstance(value, str) or not matches(value) or value[-1:] == "\n":
            faults.append(Fault(at, problem))
        return value

    return Shape({"type": "string", "pattern": pattern}, read)


def _parsed(parse: Callable[[str], Any], what: str, form: str) -> Shape:
    def read(value: Any, at: str, faults: Faults) -> Any:
        try:
            return parse(value)
        except (TypeError, ValueError):
            return faults.append(Fault(at, f"must be {what}"))

    return Shape({"type": "string", "format": form}, read)


def _day(text: str) -> date:
    found: date = msgspec.convert(text, date)
    if found.year not in YEARS:
        raise ValueError(f"not between {YEARS[0]} and {YEARS[-1]}")
    return found


def choice(kind: EnumType) -> Shape:
    choices: dict[str, Any] = {each.value: each for each in kind}  # type: ignore[var-annotated]
    problem = f"must be one of: {', '.join(choices)}"

    def read(value: Any, at: str, faults: Faults) -> Any:
        if not isinstance(value, str) or value not in choices:
            return faults.append(Fault(at, problem))
        return choices[value]

    return Shape({"type": "string", "enum": list(choices)}, read)


PLAIN: Mapping[Any, Shape] = {
    str: _text(_SAYS_SOMETHING),
    int: _whole(),
    bool: _plain(bool, "must be true or false", type="boolean"),
    datetime: _parsed(moment, MOMENT, "date-time"),
    date: _parsed(_day, "a date such as 2026-01-31", "date"),
}

IDENTITY, PROGRAMME = _text(_IDENTITY), _text(_PROGRAMME)
