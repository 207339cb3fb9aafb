"""What promotions may cost in all: leased in slices, of which the last is exact."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from .. import money
from ..decider import Decider, Refused
from ..ids import BudgetId
from ..times import not_before
from .many import Many


@frozen
class OpenBudget:
    """`slice` is what is leased at once, in minor units, as long as so much is left."""

    at: datetime
    budget_id: BudgetId
    currency: str
    limit: int
    slice: int


@frozen
class LeaseSlice:
    """At least `least`, for a holder; under one id it is leased once."""

    at: datetime
    lease_id: str
    holder_id: str
    least: int


@frozen
class ReturnSlice:
    at: datetime
    return_id: str
    holder_id: str
    amount: int


Command: TypeAlias = OpenBudget | LeaseSlice | ReturnSlice


@frozen
class BudgetOpened:
    at: datetime
    budget_id: BudgetId
    currency: str
    limit: int
    slice: int


@frozen
class BudgetSliceLeased:
    """`left` is what is leased to nobody after it."""

    at: datetime
    budget_id: BudgetId
    lease_id: str
    holder_id: str
    amount: int
    left: int


@frozen
class BudgetSliceReturned:
    at: datetime
    budget_id: BudgetId
    return_id: str
    holder_id: str
    amount: int
    left: int


@frozen
class BudgetExhausted:
    """All of it is leased. What is returned may be leased again."""

    at: datetime
    budget_id: BudgetId


Event: TypeAlias = (
    BudgetOpened | BudgetSliceLeased | BudgetSliceReturned | BudgetExhausted
)


@frozen
class BudgetNotOpened(Refused):
    def __str__(self) -> str:
        return "no such budget was opened"


@frozen
class BudgetChanged(Refused):
    budget_id: BudgetId

    def __str__(self) -> str:
        return f"budget {self.budget_id} is opened otherwise"


@frozen
class SliceTooLarge(Refused):
    slice: int
    limit: int

    def __str__(self) -> str:
        return f"a slice of {self.slice} is more than the limit, {self.limit}"


@frozen
class BudgetTooSmall(Refused):
    budget_id: BudgetId
    asked: int
    left: int

    def __str__(self) -> str:
        return (
            f"{self.asked} were asked of budget {self.budget_id}, {self.left} is left"
        )


@frozen
class MoreThanLeased(Refused):
    holder_id: str
    amount: int
    leased: int

    def __str__(self) -> str:
        return f"{self.holder_id} cannot return {self.amount} of {self.leased} leased"


@frozen
class Budget:
    """`leased` is what each holder has leased and not returned, spent or not."""

    opened: BudgetOpened | None = None
    leased: Mapping[str, int] = field(factory=dict)
    leases: Many[int] = field(factory=Many)
    returns: Many[int] = field(factory=Many)

    @property
    def left(self) -> int:
        """What is leased to nobody."""
        limit = self.opened.limit if self.opened else 0
        return limit - sum(self.leased.values())


def decide(command: Command, budget: Budget) -> Iterator[Event]:
    opened = budget.opened
    if isinstance(command, OpenBudget):
        yield from _open(command, opened)
        return
    if opened is None:
        raise BudgetNotOpened
    name, left = opened.budget_id, budget.left
    not_before(opened.at, command.at)
    match command:
        case LeaseSlice(at, lease, holder, least):
            if lease in budget.leases:
                return
            money.check(least, opened.currency)
            if least > left:
                raise BudgetTooSmall(name, least, left)
            amount = min(max(opened.slice, least), left)
            yield BudgetSliceLeased(at, name, lease, holder, amount, left - amount)
            if amount == left:
                yield BudgetExhausted(at, name)
        case ReturnSlice(at, given, holder, amount):
            if given in budget.returns:
                return
            money.check(amount, opened.currency)
            held = budget.leased.get(holder, 0)
            if amount > held:
                raise MoreThanLeased(holder, amount, held)
            yield BudgetSliceReturned(at, name, given, holder, amount, left + amount)
        case _:
            assert_never(command)


def _open(command: OpenBudget, known: BudgetOpened | None) -> Iterator[BudgetOpened]:
    event = BudgetOpened(
        command.at, command.budget_id, command.currency, command.limit, command.slice
    )
    if known is None:
        money.check(event.limit, event.currency)
        money.check(event.slice, event.currency)
        if event.slice > event.limit:
            raise SliceTooLarge(event.slice, event.limit)
        yield event
    elif but(event, at=known.at) != known:
        raise BudgetChanged(known.budget_id)


def evolve(budget: Budget, event: Event) -> Budget:
    match event:
        case BudgetOpened():
            return but(budget, opened=event)
        case BudgetSliceLeased(lease_id=lease, holder_id=holder, amount=amount):
            return but(
                budget,
                leased=_moved(budget.leased, holder, amount),
                leases=budget.leases.put(lease, amount),
            )
        case BudgetSliceReturned(return_id=given, holder_id=holder, amount=amount):
            return but(
                budget,
                leased=_moved(budget.leased, holder, -amount),
                returns=budget.returns.put(given, amount),
            )
        case BudgetExhausted():
            return budget
        case _:
            assert_never(event)


def _moved(leased: Mapping[str, int], holder: str, by: int) -> Mapping[str, int]:
    return {**leased, holder: leased.get(holder, 0) + by}


BUDGETS = Decider(Budget(), decide, evolve)
