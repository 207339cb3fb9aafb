"""A programme's budget for cashback: what is given never comes to more."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Decider, Refused
from ..ids import CustomerId, ProgrammeId
from .layered import LayeredMap
from .points_refusals import InvalidValue


@frozen
class SetCashbackBudget:
    """Have so much to give in all, from the first to the last that is earned."""

    at: datetime
    programme_id: ProgrammeId
    amount: int
    currency: str
    reason: str


@frozen
class GrantCashback:
    """Take what a source earned out of the budget, if one is set."""

    at: datetime
    customer_id: CustomerId
    source_ref: str
    amount: int


@frozen
class ReturnCashback:
    """Put back what a refund took from a source that had earned of the budget."""

    at: datetime
    customer_id: CustomerId
    source_ref: str
    refund_id: str
    amount: int


Command: TypeAlias = SetCashbackBudget | GrantCashback | ReturnCashback


@frozen
class CashbackBudgetSet:
    at: datetime
    programme_id: ProgrammeId
    amount: int
    currency: str
    reason: str


@frozen
class CashbackGranted:
    """`left` is what the budget holds after it."""

    at: datetime
    programme_id: ProgrammeId
    customer_id: CustomerId
    source_ref: str
    amount: int
    left: int


@frozen
class CashbackReturned:
    at: datetime
    programme_id: ProgrammeId
    customer_id: CustomerId
    source_ref: str
    refund_id: str
    amount: int


Event: TypeAlias = CashbackBudgetSet | CashbackGranted | CashbackReturned


@frozen
class BudgetExceeded(Refused):
    asked: int
    left: int

    def __str__(self) -> str:
        return f"{self.asked} of cashback were asked for, the budget has {self.left}"


@frozen
class BudgetBelowGiven(Refused):
    amount: int
    given: int

    def __str__(self) -> str:
        return f"a budget of {self.amount} is less than the {self.given} that are given"


@frozen
class BudgetInOtherCurrency(Refused):
    currency: str
    known: str

    def __str__(self) -> str:
        return f"the budget is in {self.known}, and not in {self.currency}"


Key: TypeAlias = tuple[str, str]
_NOTHING: LayeredMap[Key, int] = LayeredMap()


@frozen
class CashbackBudget:
    """What may be given, if that is bounded, and what is: by customer and source.

    `returned` is by customer and refund.
    """

    set: CashbackBudgetSet | None = None
    given: int = 0
    granted: LayeredMap[Key, int] = _NOTHING
    returned: LayeredMap[Key, int] = _NOTHING

    @property
    def left(self) -> int | None:
        """What can still be given; None is without limit."""
        return None if self.set is None else self.set.amount - self.given


def decide(command: Command, budget: CashbackBudget) -> Iterator[Event]:
    if isinstance(command, SetCashbackBudget):
        yield from _set(command, budget)
        return
    known, left = budget.set, budget.left
    if known is None or left is None:
        return
    programme, customer = known.programme_id, command.customer_id
    match command:
        case GrantCashback(at, _, source, amount):
            if (customer, source) in budget.granted:
                return
            if amount < 1:
                raise InvalidValue("amount", str(amount))
            if amount > left:
                raise BudgetExceeded(amount, left)
            yield CashbackGranted(
                at, programme, customer, source, amount, left - amount
            )
        case ReturnCashback(at, _, source, refund_id, amount):
            if (customer, refund_id) in budget.returned or not amount:
                return
            if granted := budget.granted.get((customer, source)):
                if not 1 <= amount <= granted:
                    raise InvalidValue("amount", str(amount))
                yield CashbackReturned(
                    at, programme, customer, source, refund_id, amount
                )
        case _:
            assert_never(command)


def _set(
    command: SetCashbackBudget, budget: CashbackBudget
) -> Iterator[CashbackBudgetSet]:
    amount, currency, known = command.amount, command.currency, budget.set
    money.check(amount, currency, least=0)
    if known and currency != known.currency:
        raise BudgetInOtherCurrency(currency, known.currency)
    if amount < budget.given:
        raise BudgetBelowGiven(amount, budget.given)
    if known is None or amount != known.amount:
        yield CashbackBudgetSet(
            command.at, command.programme_id, amount, currency, command.reason
        )


def evolve(budget: CashbackBudget, event: Event) -> CashbackBudget:
    match event:
        case CashbackBudgetSet():
            return but(budget, set=event)
        case CashbackGranted(customer_id=customer, source_ref=source, amount=amount):
            granted = budget.granted.put((customer, source), amount)
            return but(budget, given=budget.given + amount, granted=granted)
        case CashbackReturned(customer_id=customer, source_ref=source, amount=amount):
            left = budget.granted[customer, source] - amount
            return but(
                budget,
                given=budget.given - amount,
                granted=budget.granted.put((customer, source), left),
                returned=budget.returned.put((customer, event.refund_id), amount),
            )
        case _:
            assert_never(event)


CASHBACK_BUDGETS = Decider(CashbackBudget(), decide, evolve)
