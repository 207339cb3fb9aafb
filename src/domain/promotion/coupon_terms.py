"""What can be asked of a coupon, what becomes of it, and what is refused."""

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OrderId, PoolId
from .basket import CouponProblem


class CouponChannel(StrEnum):
    """How a coupon gets to who is to use it: on paper, or by a message."""

    PRINT = "print"
    SMS = "sms"
    EMAIL = "email"
    APP = "app"


@frozen
class IssueCoupon:
    """To one customer, who alone can use it; or to nobody in particular.

    `uses` and `uses_each` are the pool's.
    """

    at: datetime
    pool_id: PoolId
    number: int
    channel: CouponChannel
    uses: int
    uses_each: int | None = None
    customer_id: CustomerId | None = None


@frozen
class ReserveCoupon:
    at: datetime
    order_id: OrderId
    customer_id: CustomerId | None = None


@frozen
class UseCoupon:
    """`discount` is what it gave, in minor units of `currency`."""

    at: datetime
    order_id: OrderId
    discount: int
    currency: str


@frozen
class ReleaseCoupon:
    at: datetime
    order_id: OrderId
    reason: str


@frozen
class RevokeCoupon:
    """No order can reserve it any more; those that do already keep it."""

    at: datetime
    reason: str


@frozen
class CouponIssued:
    at: datetime
    pool_id: PoolId
    number: int
    customer_id: CustomerId | None
    channel: CouponChannel
    uses: int
    uses_each: int | None = None


@frozen
class CouponReserved:
    at: datetime
    pool_id: PoolId
    number: int
    order_id: OrderId
    customer_id: CustomerId | None


@frozen
class CouponUsed:
    at: datetime
    pool_id: PoolId
    number: int
    order_id: OrderId
    customer_id: CustomerId | None
    discount: int
    currency: str


@frozen
class CouponReleased:
    at: datetime
    pool_id: PoolId
    number: int
    order_id: OrderId
    customer_id: CustomerId | None
    reason: str


@frozen
class CouponRevoked:
    at: datetime
    pool_id: PoolId
    number: int
    customer_id: CustomerId | None
    reason: str


@frozen
class CouponNotIssued(Refused):
    def __str__(self) -> str:
        return "no such coupon was issued"


@frozen
class CouponIssuedOtherwise(Refused):
    pool_id: PoolId
    number: int

    def __str__(self) -> str:
        return f"coupon {self.number} of {self.pool_id} is issued otherwise"


@frozen
class CouponUnusable(Refused):
    pool_id: PoolId
    number: int
    problem: CouponProblem

    def __str__(self) -> str:
        return f"coupon {self.number} of {self.pool_id} cannot be used: {self.problem}"


@frozen
class CouponNotReserved(Refused):
    pool_id: PoolId
    number: int
    order_id: OrderId

    def __str__(self) -> str:
        return (
            f"coupon {self.number} of {self.pool_id} is not reserved by order"
            f" {self.order_id}"
        )


@frozen
class CouponIsUsed(Refused):
    pool_id: PoolId
    number: int
    order_id: OrderId

    def __str__(self) -> str:
        return (
            f"coupon {self.number} of {self.pool_id} was used with order"
            f" {self.order_id}"
        )


@frozen
class UsesDiffer(Refused):
    """Refused of a coupon that is issued for other uses than its pool's."""

    pool_id: PoolId
    number: int

    def __str__(self) -> str:
        return f"coupon {self.number} of {self.pool_id} has other uses than its pool"
