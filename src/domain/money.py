"""Money: whole minor units of a currency, and the amounts that there can be."""

from typing import Final

from attrs import frozen

from .decider import Refused

MOST: Final = 10**12  # minor units at once, so that no total outgrows 64 bits


@frozen
class NoSuchCurrency(Refused):
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} is not a currency code of ISO 4217"


@frozen
class NotAnAmount(Refused):
    amount: int
    least: int

    def __str__(self) -> str:
        return f"{self.amount} is not an amount from {self.least} to {MOST}"


def check(amount: int, currency: str, least: int = 1) -> None:
    """Refuse what is no amount of money, of at least so much."""
    code = currency
    if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        raise NoSuchCurrency(code)
    if not least <= amount <= MOST:
        raise NotAnAmount(amount, least)
