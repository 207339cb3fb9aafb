"""Amounts as tables write them, brought to whole minor units, exactly."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

_NOT_TWO: Final[Mapping[int, str]] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DIGITS: Final = {code: n for n, codes in _NOT_TWO.items() for code in codes.split()}
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_SLACK: Final = Decimal("0.000001")
_MOST: Final = 2**63


def is_currency(code: str) -> bool:
    """Say whether a code has the form of ISO 4217: three capital letters."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def minor_digits(currency: str) -> int:
    """Return how many decimals a currency has, by ISO 4217."""
    return _DIGITS.get(currency, 2)


def minor_units(cell: Any, digits: int, mark: str = ".") -> int:
    """Return an amount in minor units, of which a major one has 10 to the *digits*.

    A float counts as the shortest decimal that reads back as it: never its binary
    expansion. What misses a whole minor unit by more than a millionth is no amount.
    """
    text = str(cell).strip()
    if mark != "." and isinstance(cell, str):
        if "." in text:
            raise ValueError("is not a number: it may hold no points")
        text = text.replace(mark, ".")
    if isinstance(cell, bool) or not _NUMBER.fullmatch(text):
        raise ValueError("is not a number")
    exact = Decimal(text).scaleb(digits)
    if abs(exact) >= _MOST:
        raise ValueError("is too large")
    whole = exact.to_integral_value(ROUND_HALF_EVEN)
    if abs(exact - whole) > _SLACK:
        raise ValueError(f"has more than {digits} decimals")
    return int(whole)
