"""What is known of who buys: what they spent, where they belong, what is theirs."""

from collections.abc import Sequence
from datetime import datetime

from ..domain.engagement.referral import Referral as Engaged
from ..domain.ids import BudgetId, CustomerId, OrderId, PoolId
from ..domain.promotion.basket import Facts, Left, Referral, Shown
from ..domain.promotion.budget import Budget
from ..domain.promotion.coupon import Coupon
from ..domain.promotion.promotion import Rule
from ..domain.promotion.purse import Purse
from ..domain.promotion.terms import Segment, Side
from ..domain.purchase.order import OrderCompleted, OrderRefunded
from ..domain.segment.definition import Segment as Segmented
from ..domain.segment.definition import SegmentRunCompleted
from .claims import FRIEND_CLAIM
from .contexts import (
    BUDGET,
    COUPON,
    PURSE,
    REFERRAL,
    SCHEME,
    SEGMENT,
    SEGMENT_MEMBER,
    account,
)
from .envelope import visible
from .identity import cluster
from .ports import Journal
from .work import Work


def facts_of(
    work: Work,
    at: datetime,
    order: OrderId,
    customer: CustomerId | None,
    currency: str,
    holder: str,
    rules: Sequence[Rule],
    segments: tuple[Segment, ...],
    shown: Sequence[tuple[PoolId, int]],
    unknown: int,
    referral: Referral | None,
) -> Facts:
    """Return what is known of who buys at a moment, as far as *rules* ask for it.

    *segments*, a *referral* and *unknown* codes are what was told; of segments and
    referrals that are ours, the log knows better.
    """
    spent, orders = 0, 0
    if customer is not None:
        spent, orders = bought(work.journal, customer, currency, at)
    if referral is not None:
        referral = _referral(work, referral, customer, order)
    budgets = sorted({each.terms.budget_id for each in rules if each.terms.budget_id})
    return Facts(
        spent,
        orders,
        _segments(work, at, customer, rules, segments),
        tuple(_coupon(work, *each, customer) for each in shown),
        unknown,
        referral,
        tuple(Left(each, _left(work, each, holder)) for each in budgets),
    )


def _coupon(
    work: Work, pool: PoolId, number: int, customer: CustomerId | None
) -> Shown:
    coupon: Coupon = work.state(COUPON, account(pool, str(number)))
    return Shown(pool, number, coupon.problem(customer))


def _referral(
    work: Work, told: Referral, customer: CustomerId | None, order: OrderId
) -> Referral | None:
    """Return a referral that was told of, if it is this customer's on that side.

    Where there are no schemes of ours, whoever asks has it from elsewhere.
    """
    if work.known(SCHEME):
        if customer is None:
            return None
        ours: Engaged = work.state(REFERRAL, customer)
        mine = {ours.claimed.claim_id} if ours.claimed else set()
        if told.side == Side.REFERRER:
            mine = set(ours.bringing.brought) - set(ours.bringing.lost)
        if told.referral_id not in mine:
            return None
    key = f"{told.referral_id}:{told.side}"
    owner = work.journal.owners(FRIEND_CLAIM, [key]).get(key, order)
    return Referral(told.referral_id, told.side, owner != order)


def _segments(
    work: Work,
    at: datetime,
    customer: CustomerId | None,
    rules: Sequence[Rule],
    told: Sequence[Segment],
) -> tuple[Segment, ...]:
    """Return the segments that a customer is in: of ours, those that rules ask for.

    A class of ours is named ``segment:class``; the name alone is of who is ``in``.
    """
    asked = {each.segment for rule in rules for each in rule.terms.audience.segments}
    found = [each for each in told if not _runs(work, each.segment, at)]
    for name in sorted(asked):
        if (runs := _runs(work, name, at)) and customer is not None:
            segment, _, into = name.partition(":")
            if _class(work.journal, segment, customer, at) == (into or "in"):
                found.append(Segment(name, runs[-1].version))
    return tuple(found)


def _runs(work: Work, name: str, at: datetime) -> Sequence[SegmentRunCompleted]:
    segment: Segmented = work.state(SEGMENT, name.partition(":")[0])
    return [each for each in segment.runs if each.at <= at]


def _class(
    journal: Journal, segment: str, customer: CustomerId, at: datetime
) -> str | None:
    stream = journal.stream(SEGMENT_MEMBER.stream(account(segment, customer)))
    last = SEGMENT_MEMBER.decider.fold(each.event for each in visible(stream, at)).last
    return last.into if last else None


def _left(work: Work, budget_id: BudgetId, holder: str) -> int:
    budget: Budget = work.state(BUDGET, budget_id)
    purse: Purse = work.state(PURSE, account(budget_id, holder))
    return budget.left + purse.held


def bought(
    journal: Journal, customer: str, currency: str, at: datetime
) -> tuple[int, int]:
    """Return what a person had spent by a moment, and in how many orders.

    The person is all who are one with the customer.
    """
    spent = orders = 0
    for each in cluster(journal, customer, at):
        for event in (one.event for one in visible(journal.about(each), at)):
            match event:
                case OrderCompleted(currency=paid_in, total=total):
                    orders += 1
                    spent += total if paid_in == currency else 0
                case OrderRefunded(currency=paid_in, amount=amount):
                    spent -= amount if paid_in == currency else 0
    return max(0, spent), orders
