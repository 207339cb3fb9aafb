"""The terms of an agreement: what points cost, what else is offered, who is out."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from .. import money
from ..decider import Refused
from ..times import due_after

MOST_POINTS: Final = 10**12
MOST_DAYS: Final = 3_660
WHOLE: Final = 10_000  # basis points


class BenefitKind(StrEnum):
    COUPON = "coupon"
    CASHBACK = "cashback"
    GIFT = "gift"


@frozen
class Prices:
    """For every `per` points, in minor units of `currency`.

    The partner pays us `earn` for those that it gives, and we pay it `burn` for those
    that it takes.
    """

    earn: int
    burn: int
    per: int
    currency: str


@frozen
class Benefit:
    """Good for `days` from its grant, and once.

    A coupon takes `share` basis points off what is bought with it, cashback gives as
    much back, neither more than `most` minor units of `currency`; a gift is a thing.
    """

    benefit_id: str
    kind: BenefitKind
    name: str
    days: int
    share: int | None = None
    most: int | None = None
    currency: str | None = None


@frozen
class AgreementTerms:
    """In force from `starts_at` until `ends_at`, if that is known.

    No partner of `exclusive_category` may have an agreement beside it. A settlement may
    be disputed for `dispute_days`.
    """

    starts_at: datetime
    ends_at: datetime | None
    prices: Prices
    dispute_days: int
    exclusive_category: str | None = None
    benefits: tuple[Benefit, ...] = ()


@frozen
class ImpossibleTerm(Refused):
    term: str
    value: int

    def __str__(self) -> str:
        return f"{self.term} of an agreement cannot be {self.value}"


@frozen
class RepeatedBenefit(Refused):
    benefit_id: str

    def __str__(self) -> str:
        return f"benefit {self.benefit_id} is offered more than once"


@frozen
class ImpossibleBenefit(Refused):
    benefit_id: str
    kind: BenefitKind

    def __str__(self) -> str:
        return (
            f"benefit {self.benefit_id} cannot be: a {self.kind} is a share of up to"
            f" {WHOLE} with its currency, unless it is a gift, which is neither"
        )


def check_prices(prices: Prices) -> None:
    """Refuse prices that nothing can be paid by."""
    money.check(prices.earn, prices.currency, least=0)
    money.check(prices.burn, prices.currency, least=0)
    _within("per", prices.per, 1, MOST_POINTS)


def check(terms: AgreementTerms) -> None:
    """Refuse terms under which nobody can work."""
    due_after(terms.starts_at, terms.ends_at)
    check_prices(terms.prices)
    _within("dispute_days", terms.dispute_days, 0, MOST_DAYS)
    _check_benefits(terms.benefits)


def _check_benefits(benefits: Sequence[Benefit]) -> None:
    seen: set[str] = set()
    for each in benefits:
        if each.benefit_id in seen:
            raise RepeatedBenefit(each.benefit_id)
        seen.add(each.benefit_id)
        _within("days", each.days, 1, MOST_DAYS)
        if each.kind is BenefitKind.GIFT:
            possible = (
                each.share is None and each.most is None and each.currency is None
            )
        else:
            share = each.share
            possible = share is not None and 1 <= share <= WHOLE
            possible = possible and each.currency is not None
        if not possible:
            raise ImpossibleBenefit(each.benefit_id, each.kind)
        if each.currency is not None:
            money.check(1 if each.most is None else each.most, each.currency)


def _within(term: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ImpossibleTerm(term, value)
