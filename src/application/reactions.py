"""Where contexts meet: an event of one causes a command of another."""

from collections.abc import Iterator
from typing import Any

from ..domain.decider import Refused
from ..domain.loyalty.cashback_budget import BudgetExceeded
from ..domain.loyalty.earning import points_for, share
from ..domain.loyalty.membership import Member
from ..domain.loyalty.points import (
    Earn,
    Ledger,
    NoteRefusal,
    PointsEarned,
    ReverseEarn,
)
from ..domain.loyalty.programme import LoyaltyProgramme
from ..domain.purchase.order import Order, OrderCompleted, OrderRefunded
from ..domain.purchase.refund import refunded
from .acquiring import acquire
from .appointing import appoint
from .cashback import affordable, budget
from .challenging import compete
from .clearing import clear
from .contesting import award_prizes
from .contexts import MEMBERSHIP, ORDER, POINTS, PROGRAMME, account
from .earning import bestow
from .entitling import entitle
from .envelope import Draft, Origin
from .giving import support
from .improving import improve
from .lifecycle import objections_end_win_backs
from .looping import close_loops
from .matching import match
from .messaging import communicate
from .paying_out import pay_out
from .promoting import promote
from .referring import refer
from .resolving import resolve
from .rewarding import reward
from .selling import sell
from .serving import serve
from .surveying import survey
from .tiering import climb
from .work import Work


def orders_earn(work: Work, draft: Draft) -> None:
    """Let a completed order earn by the programme version in force when it occurred."""
    order = draft.event
    if not isinstance(order, OrderCompleted):
        return
    for programme_id, programme in _programmes(work):
        version = programme.in_force(order.at)
        if version is None or version.terms.currency != order.currency:
            continue
        identity = account(programme_id, order.customer_id)
        member = work.state(MEMBERSHIP, identity)
        if not (isinstance(member, Member) and member.earns(order.at)):
            continue
        terms = version.terms
        paid = order.line_paid
        if order.points_part:
            paid = share(order.total - order.points_part, paid)
        points = points_for(terms, paid)
        amount = sum(points)
        if not amount:
            continue
        ref = f"programme:{programme_id}@{version.number}"
        given = affordable(work, programme_id, terms, amount)
        if given < amount:
            origin = work.caused_by(draft, "orders-earn", ref)
            _note(work, draft, identity, BudgetExceeded(amount, given), origin)
            amount, points = given, share(given, points)
        if not amount:
            continue
        available_at = terms.available_at(order.at)
        earn = Earn(
            order.at,
            order.order_id,
            _source(order),
            amount,
            available_at,
            terms.expires_at(available_at),
            programme_id,
            version.number,
            order.line_ids,
            paid,
            points,
        )
        _react(work, draft, "orders-earn", identity, earn, ref)


def refunds_reverse(work: Work, draft: Draft) -> None:
    """Have a refund take back, line by line, what its order had earned."""
    refund = draft.event
    if not isinstance(refund, OrderRefunded):
        return
    for programme_id, programme in _programmes(work):
        identity = account(programme_id, refund.customer_id)
        ledger: Ledger = work.state(POINTS, identity)
        earned = ledger.earned_from(_source(refund))
        if earned is None:
            continue
        version = programme.version(earned.programme_version)
        assert version is not None
        reverse = ReverseEarn(
            refund.at,
            f"{refund.order_id}:{refund.refund_id}",
            earned.source_ref,
            refund.line_ids,
            _in_money(work.state(ORDER, refund.order_id), refund, earned),
            version.terms.refund_policy,
            version.terms.spend_order,
        )
        ref = f"programme:{programme_id}@{version.number}"
        _react(work, draft, "refunds-reverse", identity, reverse, ref)


def _in_money(
    order: Order, refund: OrderRefunded, earned: PointsEarned
) -> tuple[int, ...]:
    """Return what of a refund goes back for money: an order may be paid in points too.

    Of each line the same share of money and of the whole is refunded at any time, and
    when all of the line is, exactly all the money that was paid for it.
    """
    if order.completed is None or not order.completed.points_part:
        return refund.line_amounts
    whole = dict(zip(order.completed.line_ids, order.completed.line_paid, strict=True))
    money = dict(zip(earned.line_ids, earned.line_paid, strict=True))
    amounts = []
    for line, amount in zip(refund.line_ids, refund.line_amounts, strict=True):
        after = refunded(line, order.refunds)
        before = after - amount
        amounts.append(
            after * money[line] // whole[line] - before * money[line] // whole[line]
        )
    return tuple(amounts)


REACTIONS = (
    orders_earn,
    refunds_reverse,
    climb,
    entitle,
    acquire,
    sell,
    serve,
    appoint,
    reward,
    survey,
    improve,
    close_loops,
    bestow,
    refer,
    objections_end_win_backs,
    compete,
    award_prizes,
    support,
    clear,
    promote,
    resolve,
    budget,
    pay_out,
    communicate,
    match,
)


def _programmes(work: Work) -> Iterator[tuple[str, LoyaltyProgramme]]:
    for programme_id in work.known(PROGRAMME):
        yield programme_id, work.state(PROGRAMME, programme_id)


def _source(event: OrderCompleted | OrderRefunded) -> str:
    return f"order:{event.order_id}"


def _react(
    work: Work, draft: Draft, policy: str, identity: str, command: Any, ref: str
) -> None:
    origin = work.caused_by(draft, policy, ref)
    try:
        work.attempt(lambda work: work.handle(POINTS, identity, command, origin))
    except Refused as refusal:  # the order stands; the refusal is kept with its reason
        _note(work, draft, identity, refusal, origin)


def _note(
    work: Work, draft: Draft, identity: str, refusal: Refused, origin: Origin
) -> None:
    rule = type(refusal).__name__
    note = NoteRefusal(draft.event.at, draft.id, rule, str(refusal))
    work.handle(POINTS, identity, note, origin)
