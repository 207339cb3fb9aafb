"""A coupon: issued, reserved by an order, and used with it or released. Once a use."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..ids import CustomerId
from ..times import not_before
from .basket import CouponProblem
from .coupon_terms import (
    CouponChannel,
    CouponIssued,
    CouponIssuedOtherwise,
    CouponIsUsed,
    CouponNotIssued,
    CouponNotReserved,
    CouponReleased,
    CouponReserved,
    CouponRevoked,
    CouponUnusable,
    CouponUsed,
    IssueCoupon,
    ReleaseCoupon,
    ReserveCoupon,
    RevokeCoupon,
    UseCoupon,
)
from .many import Many

__all__ = [
    "COUPONS",
    "Command",
    "Coupon",
    "CouponChannel",
    "CouponIssued",
    "CouponReleased",
    "CouponReserved",
    "CouponRevoked",
    "CouponUsed",
    "Event",
    "IssueCoupon",
    "ReleaseCoupon",
    "ReserveCoupon",
    "RevokeCoupon",
    "UseCoupon",
]

Command: TypeAlias = (
    IssueCoupon | ReserveCoupon | UseCoupon | ReleaseCoupon | RevokeCoupon
)
Event: TypeAlias = (
    CouponIssued | CouponReserved | CouponUsed | CouponReleased | CouponRevoked
)


@frozen
class Coupon:
    """The orders that reserve it and those that used it: each is one use.

    `uses_of` counts them by customer; nobody in particular is the empty text.
    """

    issued: CouponIssued | None = None
    revoked: CouponRevoked | None = None
    reserved: Many[CouponReserved] = field(factory=Many)
    used: Many[CouponUsed] = field(factory=Many)
    uses: int = 0
    uses_of: Many[int] = field(factory=Many)

    def problem(self, customer: CustomerId | None) -> CouponProblem | None:
        """Return why a customer cannot use it once more; None if they can."""
        if (issued := self.issued) is None:
            return CouponProblem.NOT_ISSUED
        if self.revoked:
            return CouponProblem.REVOKED
        if issued.customer_id is not None and issued.customer_id != customer:
            return CouponProblem.ISSUED_TO_ANOTHER
        if self.uses >= issued.uses:
            return CouponProblem.USED_UP
        mine = self.uses_of.get(customer or "") or 0
        if issued.uses_each is not None and mine >= issued.uses_each:
            return CouponProblem.USED_UP_BY_CUSTOMER
        return None


def decide(command: Command, coupon: Coupon) -> Iterator[Event]:
    if isinstance(command, IssueCoupon):
        yield from _issue(command, coupon)
        return
    if (issued := coupon.issued) is None:
        raise CouponNotIssued
    at, pool, number = command.at, issued.pool_id, issued.number
    match command:
        case ReserveCoupon(_, order, customer):
            if order in coupon.reserved or order in coupon.used:
                return
            if problem := coupon.problem(customer):
                raise CouponUnusable(pool, number, problem)
            not_before(issued.at, at)
            yield CouponReserved(at, pool, number, order, customer)
        case UseCoupon(_, order, discount, currency):
            if order in coupon.used:
                return
            if (held := coupon.reserved.get(order)) is None:
                raise CouponNotReserved(pool, number, order)
            not_before(held.at, at)
            whose = held.customer_id
            yield CouponUsed(at, pool, number, order, whose, discount, currency)
        case ReleaseCoupon(_, order, reason):
            if order in coupon.used:
                raise CouponIsUsed(pool, number, order)
            if held := coupon.reserved.get(order):
                not_before(held.at, at)
                whose = held.customer_id
                yield CouponReleased(at, pool, number, order, whose, reason)
        case RevokeCoupon(_, reason):
            if coupon.revoked is None:
                not_before(issued.at, at)
                yield CouponRevoked(at, pool, number, issued.customer_id, reason)
        case _:
            assert_never(command)


def _issue(command: IssueCoupon, coupon: Coupon) -> Iterator[CouponIssued]:
    event = CouponIssued(
        command.at,
        command.pool_id,
        command.number,
        command.customer_id,
        command.channel,
        command.uses,
        command.uses_each,
    )
    if coupon.issued is None:
        yield event
    elif but(event, at=coupon.issued.at) != coupon.issued:
        raise CouponIssuedOtherwise(event.pool_id, event.number)


def evolve(coupon: Coupon, event: Event) -> Coupon:
    match event:
        case CouponIssued():
            return but(coupon, issued=event)
        case CouponReserved(order_id=order, customer_id=customer):
            reserved = coupon.reserved.put(order, event)
            return _counted(but(coupon, reserved=reserved), customer, 1)
        case CouponUsed(order_id=order):
            used = coupon.used.put(order, event)
            return but(coupon, reserved=coupon.reserved.drop(order), used=used)
        case CouponReleased(order_id=order, customer_id=customer):
            reserved = coupon.reserved.drop(order)
            return _counted(but(coupon, reserved=reserved), customer, -1)
        case CouponRevoked():
            return but(coupon, revoked=event)
        case _:
            assert_never(event)


def _counted(coupon: Coupon, customer: CustomerId | None, by: int) -> Coupon:
    whose = customer or ""
    mine = (coupon.uses_of.get(whose) or 0) + by
    return but(coupon, uses=coupon.uses + by, uses_of=coupon.uses_of.put(whose, mine))


COUPONS = Decider(Coupon(), decide, evolve)
