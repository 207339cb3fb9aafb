"""JSON read strictly: what two readers could understand differently is refused."""

import json
from collections.abc import Iterable
from decimal import Decimal
from math import isfinite
from typing import Any, NoReturn

_EXACT = 2**53  # up to here every whole number written as 1.0 is an exact float


class BadJson(ValueError):
    """The text is not JSON, or not JSON that means one thing; never quotes it."""


def parse(text: bytes) -> Any:
    """Return what *text* says. A whole number is an int, also one written as 1.0.

    Raises:
        BadJson: It is not UTF-8 or not JSON; has a name twice in an object, a number
            that is none or too large, half a surrogate pair, or the character NUL; or
            is nested too deeply.
    """
    try:
        value = json.loads(
            text.decode(),
            object_pairs_hook=_object,
            parse_float=_float,
            parse_int=_int,
            parse_constant=_constant,
        )
    except UnicodeDecodeError as problem:
        raise BadJson(f"byte {problem.start} is not UTF-8") from None
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise BadJson(f"not JSON at {where}") from None
    except RecursionError:
        raise BadJson("nested too deeply") from None
    _check_texts([value])
    return value


def canonical(value: Any) -> bytes:
    """Return one and the same text for equal values, to be digested."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadJson("an object has the same name twice")
    return found


def _float(text: str) -> float | int:
    number = float(text)
    if not isfinite(number):
        raise BadJson("a number is too large")
    whole = number.is_integer() and abs(number) <= _EXACT and Decimal(text) == number
    return int(number) if whole else number


def _int(text: str) -> int:
    if len(text) > 20:
        raise BadJson("a number is too large")
    return int(text)


def _constant(_: str) -> NoReturn:
    raise BadJson("NaN and Infinity are no numbers of JSON")


def _check_texts(values: Iterable[Any]) -> None:
    waiting = list(values)
    while waiting:
        match waiting.pop():
            case str(text):
                if "\0" in text:
                    raise BadJson("a text has the character NUL in it")
                if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
                    raise BadJson("a text has half a surrogate pair in it")
            case list(items):
                waiting += items
            case dict(members):
                waiting += members
                waiting += members.values()
