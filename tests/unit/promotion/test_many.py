"""A map that is never changed, and shares what it can."""

from datetime import UTC, datetime
from time import perf_counter

from mijoz.domain.ids import OrderId, PoolId
from mijoz.domain.promotion.coupon import (
    COUPONS,
    CouponChannel,
    CouponIssued,
    CouponReserved,
    CouponUsed,
    Event,
)
from mijoz.domain.promotion.many import Many

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def test_a_map_has_what_was_put_in_and_not_what_was_dropped() -> None:
    nothing: Many[int] = Many()
    one = nothing.put("a", 1)
    both = one.put("b", 2)
    assert (len(nothing), len(one), len(both)) == (0, 1, 2)
    assert (both.get("a"), both.get("b"), both.get("c")) == (1, 2, None)
    assert ("b" in one, "b" in both) == (False, True)
    assert both.put("a", 3).get("a") == 3
    assert both.drop("b") == one
    assert both.drop("c") == both
    assert sorted(both.items()) == [("a", 1), ("b", 2)]
    assert sorted(both.values()) == [1, 2]


def test_a_part_may_hold_many() -> None:
    filled: Many[int] = Many()
    for number in range(5_000):
        filled = filled.put(str(number), number)
    assert sum(filled.values()) == sum(range(5_000))
    for number in range(0, 5_000, 2):
        filled = filled.drop(str(number))
    assert sorted(filled.values()) == list(range(1, 5_000, 2))


def test_a_coupon_of_many_uses_is_folded_in_no_time() -> None:
    spring, uses = PoolId("spring"), 20_000
    events: list[Event] = [
        CouponIssued(NOW, spring, 1, None, CouponChannel.PRINT, uses)
    ]
    for number in range(uses):
        order = OrderId(str(number))
        events.append(CouponReserved(NOW, spring, 1, order, None))
        events.append(CouponUsed(NOW, spring, 1, order, None, 5, "UZS"))
    begun = perf_counter()
    coupon = COUPONS.fold(events)
    assert perf_counter() - begun < 10
    assert (len(coupon.used), len(coupon.reserved), coupon.uses) == (uses, 0, uses)
