"""One cell as the type that a field holds, or what is the matter with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from .fields import Field, Type
from .moments import Moments
from .money import minor_units

Convert: TypeAlias = Callable[[Any, int], Any]
"""A cell that is not missing, and the decimals of money, to a field's value."""

_FLAGS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("true", "yes", "t", "y", "1"), True),
    **dict.fromkeys(("false", "no", "f", "n", "0"), False),
}
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_WHOLE: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)


def text(cell: Any) -> str:
    """Return a plain cell as text: whole floats without their point.

    Raises:
        ValueError: It is not plain, or has characters that no store takes.
    """
    match cell:
        case str():
            plain = cell.strip()
        case bool():
            plain = str(cell).lower()
        case float() if cell.is_integer():
            plain = str(int(cell))
        case Decimal():
            plain = format(cell, "f")
        case int() | float():
            plain = str(cell)
        case date():
            plain = cell.isoformat()
        case _:
            raise ValueError("is not one plain value")
    if _UNSTORABLE.search(plain):
        raise ValueError("holds a NUL, or is not in the encoding of the file")
    return plain


def conversion(field: Field, moments: Moments, mark: str) -> Convert:
    """Return what makes a cell into a field's value, and raises ValueError if not."""

    def plain(cell: Any, _: int) -> str:
        return text(cell)

    def chosen(cell: Any, _: int) -> str:
        found = text(cell)
        if found not in field.choices:
            raise ValueError(f"is none of {', '.join(field.choices)}")
        return found

    def whole(cell: Any, _: int) -> int:
        found = text(cell)
        if not _WHOLE.fullmatch(found):
            raise ValueError("is not a whole number")
        return int(found)

    def money(cell: Any, digits: int) -> int:
        return minor_units(cell, digits, mark)

    def moment(cell: Any, _: int) -> Any:
        try:
            return moments(cell.strip() if isinstance(cell, str) else cell)
        except (ValueError, TypeError) as problem:
            raise ValueError("is not a time as the mapping has it") from problem

    def flag(cell: Any, _: int) -> bool:
        found = _FLAGS.get(text(cell).casefold())
        if found is None:
            raise ValueError("is neither true nor false")
        return found

    if field.choices:
        return chosen
    return {
        Type.TEXT: plain,
        Type.INTEGER: whole,
        Type.MONEY: money,
        Type.MOMENT: moment,
        Type.FLAG: flag,
    }[field.type]
