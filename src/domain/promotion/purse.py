"""What one holder has of a budget: filled by slices, spent on orders, given back."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import BudgetId, OrderId
from ..money import MOST, NotAnAmount
from .many import Many


@frozen
class FillPurse:
    at: datetime
    budget_id: BudgetId
    holder_id: str
    lease_id: str
    amount: int


@frozen
class SpendBudget:
    at: datetime
    order_id: OrderId
    amount: int


@frozen
class UnspendBudget:
    at: datetime
    order_id: OrderId


@frozen
class EmptyPurse:
    """Give back what is not spent, for others to lease."""

    at: datetime
    return_id: str


Command: TypeAlias = FillPurse | SpendBudget | UnspendBudget | EmptyPurse


@frozen
class PurseFilled:
    at: datetime
    budget_id: BudgetId
    holder_id: str
    lease_id: str
    amount: int


@frozen
class BudgetSpent:
    at: datetime
    budget_id: BudgetId
    holder_id: str
    order_id: OrderId
    amount: int


@frozen
class BudgetUnspent:
    """The order was called off; the purse has it again."""

    at: datetime
    budget_id: BudgetId
    holder_id: str
    order_id: OrderId
    amount: int


@frozen
class PurseEmptied:
    at: datetime
    budget_id: BudgetId
    holder_id: str
    return_id: str
    amount: int


Event: TypeAlias = PurseFilled | BudgetSpent | BudgetUnspent | PurseEmptied


@frozen
class NoPurse(Refused):
    def __str__(self) -> str:
        return "no such purse was ever filled"


@frozen
class PurseTooSmall(Refused):
    holder_id: str
    asked: int
    held: int

    def __str__(self) -> str:
        return f"{self.holder_id} holds {self.held}, and cannot spend {self.asked}"


@frozen
class OrderSpentOtherwise(Refused):
    order_id: OrderId
    spent: int

    def __str__(self) -> str:
        return f"order {self.order_id} spent {self.spent} of the budget before"


@frozen
class Purse:
    """`held` is filled less spent less given back: it is never negative."""

    filled: PurseFilled | None = None
    held: int = 0
    leases: Many[int] = field(factory=Many)
    returns: Many[int] = field(factory=Many)
    spent: Many[int] = field(factory=Many)
    unspent: Many[int] = field(factory=Many)


def decide(command: Command, purse: Purse) -> Iterator[Event]:
    if isinstance(command, FillPurse):
        at, budget, holder = command.at, command.budget_id, command.holder_id
        if command.lease_id not in purse.leases:
            _check(command.amount)
            yield PurseFilled(at, budget, holder, command.lease_id, command.amount)
        return
    if (filled := purse.filled) is None:
        raise NoPurse
    at, budget, holder = command.at, filled.budget_id, filled.holder_id
    match command:
        case SpendBudget(_, order, amount):
            known = purse.spent.get(order)
            if known is not None:
                if known != amount:
                    raise OrderSpentOtherwise(order, known)
                return
            _check(amount)
            if amount > purse.held:
                raise PurseTooSmall(holder, amount, purse.held)
            yield BudgetSpent(at, budget, holder, order, amount)
        case UnspendBudget(_, order):
            known = purse.spent.get(order)
            if known is not None and order not in purse.unspent:
                yield BudgetUnspent(at, budget, holder, order, known)
        case EmptyPurse(_, given):
            if purse.held and given not in purse.returns:
                yield PurseEmptied(at, budget, holder, given, purse.held)
        case _:
            assert_never(command)


def _check(amount: int) -> None:
    if not 1 <= amount <= MOST:
        raise NotAnAmount(amount, 1)


def evolve(purse: Purse, event: Event) -> Purse:
    match event:
        case PurseFilled(lease_id=lease, amount=amount):
            return but(
                purse,
                filled=purse.filled or event,
                held=purse.held + amount,
                leases=purse.leases.put(lease, amount),
            )
        case BudgetSpent(order_id=order, amount=amount):
            spent = purse.spent.put(order, amount)
            return but(purse, held=purse.held - amount, spent=spent)
        case BudgetUnspent(order_id=order, amount=amount):
            unspent = purse.unspent.put(order, amount)
            return but(purse, held=purse.held + amount, unspent=unspent)
        case PurseEmptied(return_id=given, amount=amount):
            returns = purse.returns.put(given, amount)
            return but(purse, held=purse.held - amount, returns=returns)
        case _:
            assert_never(event)


PURSES = Decider(Purse(), decide, evolve)
