"""What a customer has saved, and what rewards they have: at any two times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from ..domain.loyalty.due import settled
from ..domain.loyalty.ledger import Ledger
from ..domain.loyalty.payout_terms import CashbackPaidOut
from ..domain.loyalty.redemption_terms import RewardFulfilled, RewardRequested
from ..domain.purchase.line import Line
from ..domain.purchase.order import OrderCompleted, OrderPlaced, OrderRefunded
from .contexts import POINTS
from .crm import Crm
from .desk import Replay
from .envelope import Event, Recorded


@frozen
class Saved:
    """Savings in one currency, in minor units.

    Of completed orders what the list price came to above what was paid, in so far as
    it was not refunded, and what was paid with points; what rewards that were had are
    worth; and cashback that was paid out.
    """

    currency: str
    discounts: int
    points: int
    rewards: int
    cashback: int

    @property
    def total(self) -> int:
        return self.discounts + self.points + self.rewards + self.cashback


@frozen
class Had:
    """A reward that a customer has had."""

    at: datetime
    redemption_id: str
    reward_id: str
    quantity: int
    points: int
    worth: int
    currency: str


@frozen
class Balance:
    """What a member holds in a programme, in its unit, and can spend by then."""

    programme_id: str
    unit: str
    spendable: int
    pending: int
    held: int


@frozen
class Savings:
    customer_id: str
    at: datetime
    saved: Sequence[Saved]
    balances: Sequence[Balance]
    rewards: Sequence[Had]


def savings(
    crm: Crm,
    customer: str,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Replay[Savings]:
    """Return a customer's savings as of a time, as far as they were known at another.

    Of one who was merged, those of the person.

    Raises:
        Unknown: Nothing was about them then.
        Gone: They were erased.
    """
    replay = crm.customers.history(customer, as_of=as_of, known_at=known_at)
    at = as_of or crm.clock()
    events = [each.event for each in replay.events]
    rewards = _rewards(events)
    told = Savings(
        replay.state.customer_id,
        at,
        _saved(events, rewards),
        _balances(crm, replay.events, at),
        rewards,
    )
    return Replay(replay.position, as_of, known_at, replay.events, told)


def _saved(events: Sequence[Event], rewards: Iterable[Had]) -> list[Saved]:
    discounts = _discounts(events)
    points: Counter[str] = Counter()
    cashback: Counter[str] = Counter()
    worth: Counter[str] = Counter()
    for event in events:
        match event:
            case OrderCompleted(currency=currency, points_part=part):
                points[currency] += part
            case CashbackPaidOut(currency=currency, amount=amount):
                cashback[currency] += amount
    for had in rewards:
        worth[had.currency] += had.worth
    every = sorted({*discounts, *points, *cashback, *worth})
    saved = (Saved(c, discounts[c], points[c], worth[c], cashback[c]) for c in every)
    return [each for each in saved if each.total]


def _discounts(events: Iterable[Event]) -> Counter[str]:
    """Return by currency what was taken off the prices of what was bought and kept."""
    placed: dict[str, Sequence[Line]] = {}
    completed: dict[str, str] = {}
    refunded: Counter[tuple[str, str]] = Counter()
    for event in events:
        match event:
            case OrderPlaced(lines=lines):
                placed[event.order_id] = lines
            case OrderCompleted(currency=currency):
                completed[event.order_id] = currency
            case OrderRefunded():
                for line, amount in zip(
                    event.line_ids, event.line_amounts, strict=True
                ):
                    refunded[event.order_id, line] += amount
    discounts: Counter[str] = Counter()
    for order, currency in completed.items():
        for each in placed.get(order, ()):
            kept = each.paid - refunded[order, each.line_id]
            off, paid = each.discount, each.paid
            discounts[currency] += off * kept // paid if paid else off
    return discounts


def _rewards(events: Iterable[Event]) -> list[Had]:
    asked: dict[str, RewardRequested] = {}
    had = []
    for event in events:
        match event:
            case RewardRequested(redemption_id=name):
                asked[name] = event
            case RewardFulfilled(redemption_id=name) if name in asked:
                request, quantity = asked[name], event.quantity
                terms = request.terms
                had.append(
                    Had(
                        event.at,
                        name,
                        request.reward_id,
                        quantity,
                        event.points,
                        quantity * terms.worth,
                        terms.currency,
                    )
                )
    return had


def _balances(crm: Crm, events: Iterable[Recorded], at: datetime) -> list[Balance]:
    accounts: dict[str, list[Event]] = {}
    for each in events:
        if each.stream.startswith(POINTS.stream("")):
            accounts.setdefault(each.stream, []).append(each.event)
    balances = []
    for stream, own in sorted(accounts.items()):
        programme = stream.removeprefix(POINTS.stream("")).partition(":")[0]
        ledger: Ledger = POINTS.decider.fold_some(own)
        _, by_then = settled(ledger, at)
        balances.append(
            Balance(
                programme,
                crm.programmes.state(programme).versions[-1].terms.unit,
                by_then.spendable,
                by_then.pending,
                by_then.held,
            )
        )
    return balances
