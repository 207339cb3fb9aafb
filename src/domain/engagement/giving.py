"""Pledges and contributions to a cause, and their receipts."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from .. import money
from ..times import due_after
from .cause_refusals import (
    ContributionChanged,
    NoSuchPledge,
    NotSoMany,
    PledgeChanged,
    TakesNoMoney,
    TakesNoPoints,
)
from .cause_terms import (
    CauseAnnounced,
    ContributeMoney,
    ContributePoints,
    ContributionPledged,
    MoneyContributed,
    PledgeKept,
    PledgeLapsed,
    PledgeToCause,
    PointsContributed,
)

MOST: Final = 10**12  # points at once, so that no sum outgrows 64 bits

GivingCommand: TypeAlias = PledgeToCause | ContributePoints | ContributeMoney
Contribution: TypeAlias = PointsContributed | MoneyContributed
GivingEvent: TypeAlias = ContributionPledged | PledgeKept | PledgeLapsed | Contribution


@frozen
class Giving:
    """What was pledged and given; `waiting` is what was paid of pledges that wait."""

    pledges: Mapping[str, ContributionPledged] = field(factory=dict, hash=False)
    waiting: Mapping[str, int] = field(factory=dict, hash=False)
    contributions: Mapping[str, Contribution] = field(factory=dict, hash=False)
    points: int = 0
    money: int = 0

    @property
    def due(self) -> datetime | None:
        """When the next pledge lapses, if any waits."""
        return min((self.pledges[each].due_at for each in self.waiting), default=None)


def decide(
    command: GivingCommand, giving: Giving, cause: CauseAnnounced
) -> Iterator[GivingEvent]:
    name, receipt = cause.cause_id, len(giving.contributions) + 1
    match command:
        case PledgeToCause(at, pledge, who, amount, due_at):
            currency = _currency(cause)
            told = ContributionPledged(at, name, pledge, who, amount, currency, due_at)
            if known := giving.pledges.get(pledge):
                if but(told, at=known.at) != known:
                    raise PledgeChanged(pledge)
                return
            money.check(amount, currency)
            due_after(at, due_at)
            yield told
        case ContributePoints(at, key, customer, points):
            if cause.programme_id is None:
                raise TakesNoPoints(name)
            gift = PointsContributed(
                at, name, key, customer, cause.programme_id, points, receipt
            )
            if _given(gift, giving):
                return
            if not 1 <= points <= MOST:
                raise NotSoMany(points, 1, MOST)
            yield gift
        case ContributeMoney():
            yield from _contribute_money(command, giving, cause, receipt)
        case _:
            assert_never(command)


def _contribute_money(
    command: ContributeMoney, giving: Giving, cause: CauseAnnounced, receipt: int
) -> Iterator[GivingEvent]:
    at, who, pledge = command.at, command.customer_id, command.pledge_id
    amount, currency = command.amount, _currency(cause)
    gift = MoneyContributed(
        at,
        cause.cause_id,
        command.contribution_id,
        who,
        amount,
        currency,
        command.payment_ref,
        pledge,
        receipt,
    )
    if _given(gift, giving):
        return
    money.check(amount, currency)
    if pledge is None:
        yield gift
        return
    made = giving.pledges.get(pledge)
    if made is None or made.customer_id != who:
        raise NoSuchPledge(pledge, who)
    yield gift
    if pledge in giving.waiting and giving.waiting[pledge] + amount >= made.amount:
        yield PledgeKept(at, cause.cause_id, pledge, who)


def lapse(
    giving: Giving, cause: CauseAnnounced, at: datetime
) -> Iterator[PledgeLapsed]:
    """Yield each pledge that was due by then and is not kept, as it was due."""
    pledges = [giving.pledges[each] for each in giving.waiting]
    for each in sorted(pledges, key=lambda each: each.due_at):
        if each.due_at <= at:
            yield PledgeLapsed(
                each.due_at,
                cause.cause_id,
                each.pledge_id,
                each.customer_id,
                giving.waiting[each.pledge_id],
                each.amount,
                each.currency,
            )


def evolve(giving: Giving, event: GivingEvent) -> Giving:
    match event:
        case ContributionPledged(pledge_id=name):
            pledges, waiting = (
                {**giving.pledges, name: event},
                {**giving.waiting, name: 0},
            )
            return but(giving, pledges=pledges, waiting=waiting)
        case PledgeKept(pledge_id=name) | PledgeLapsed(pledge_id=name):
            rest = {key: paid for key, paid in giving.waiting.items() if key != name}
            return but(giving, waiting=rest)
        case PointsContributed(contribution_id=name, points=points):
            contributions = {**giving.contributions, name: event}
            points += giving.points
            return but(giving, contributions=contributions, points=points)
        case MoneyContributed(contribution_id=name, amount=amount, pledge_id=pledge):
            waiting = dict(giving.waiting)
            if pledge in waiting:
                waiting[pledge] += amount
            return but(
                giving,
                waiting=waiting,
                contributions={**giving.contributions, name: event},
                money=giving.money + amount,
            )
        case _:
            assert_never(event)


def _given(gift: Contribution, giving: Giving) -> bool:
    """Say whether it was given; refuse another under the same name."""
    known = giving.contributions.get(gift.contribution_id)
    if known is None:
        return False
    if but(gift, at=known.at, receipt=known.receipt) != known:
        raise ContributionChanged(gift.contribution_id)
    return True


def _currency(cause: CauseAnnounced) -> str:
    if cause.currency is None:
        raise TakesNoMoney(cause.cause_id)
    return cause.currency
