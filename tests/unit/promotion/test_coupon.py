"""The rules of pools of coupons, their codes, and each coupon, one test a rule."""

from datetime import timedelta
from hashlib import sha256

import pytest
from attrs import evolve as but

from mijoz.domain.ids import OrderId
from mijoz.domain.promotion.basket import CouponProblem
from mijoz.domain.promotion.codes import code, codes, commitment, plain
from mijoz.domain.promotion.coupon import (
    COUPONS,
    Command,
    CouponChannel,
    CouponIssued,
    CouponReleased,
    CouponReserved,
    CouponRevoked,
    CouponUsed,
    IssueCoupon,
    ReleaseCoupon,
    ReserveCoupon,
    RevokeCoupon,
    UseCoupon,
)
from mijoz.domain.promotion.coupon_terms import (
    CouponIssuedOtherwise,
    CouponIsUsed,
    CouponNotIssued,
    CouponNotReserved,
    CouponUnusable,
)
from mijoz.domain.promotion.pool import (
    MOST_CODES,
    POOLS,
    CodesMissing,
    CouponCodesIndexed,
    CouponsGenerated,
    GenerateCoupons,
    ImpossibleCount,
    ImpossibleUses,
    PoolIsGenerated,
    SeedTooShort,
)
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .promising import AZIZA, BEK, NOW, SPRING

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
SEED = "forty-two signs that nobody will ever guess"
O1, O2, O3 = (OrderId(each) for each in ("o-1", "o-2", "o-3"))
GENERATE = GenerateCoupons(NOW, SPRING, 2, SEED, ("x", "y"))
GENERATED = CouponsGenerated(NOW, SPRING, 2, commitment(SEED), 1)
ISSUE = IssueCoupon(NOW, SPRING, 4, CouponChannel.SMS, 1, None, AZIZA)
ISSUED = CouponIssued(NOW, SPRING, 4, AZIZA, CouponChannel.SMS, 1)
RESERVED = CouponReserved(SOON, SPRING, 4, O1, AZIZA)
USED = CouponUsed(LATER, SPRING, 4, O1, AZIZA, 500, "UZS")
RELEASED = CouponReleased(LATER, SPRING, 4, O1, AZIZA, "cancelled")
REVOKED = CouponRevoked(LATER, SPRING, 4, AZIZA, "a leak")

pools = Scenario(POOLS)
coupons = Scenario(COUPONS)
issued = coupons.given(ISSUED)
reserved = issued.given(RESERVED)
anyones = coupons.given(but(ISSUED, customer_id=None, uses=3, uses_each=2))


def test_a_pool_keeps_a_commitment_to_its_seed_and_indexes_of_its_codes() -> None:
    story = pools.when(GENERATE)
    story.then(GENERATED, CouponCodesIndexed(NOW, SPRING, 1, ("x", "y")))
    assert GENERATED.seed_commitment == sha256(SEED.encode()).hexdigest()
    assert SEED not in str(story.news)


def test_many_codes_are_kept_a_thousand_an_event() -> None:
    indexes = tuple(map(str, range(2_001)))
    told = but(GENERATE, count=2_001, code_indexes=indexes)
    _, *kept = pools.when(told).news
    assert [(each.first, len(each.code_indexes)) for each in kept] == [  # type: ignore[union-attr]
        (1, 1_000),
        (1_001, 1_000),
        (2_001, 1),
    ]
    assert len(pools.when(but(told, count=2_000, code_indexes=indexes[1:])).news) == 3


def test_a_pool_is_generated_once() -> None:
    pool = pools.given(GENERATED)
    pool.when(but(GENERATE, at=LATER)).then_nothing()
    for other in (
        but(GENERATE, count=3),
        but(GENERATE, seed=SEED + "!"),
        but(GENERATE, uses=2),
        but(GENERATE, uses_each=1),
    ):
        pool.when(other).then(PoolIsGenerated(SPRING))


def test_a_pool_holds_coupons_from_one_to_its_count() -> None:
    pool = pools.given(GENERATED).state
    assert [each for each in range(-1, 5) if pool.holds(each)] == [1, 2]
    assert not pools.state.holds(1)


@pytest.mark.parametrize("count", [0, MOST_CODES + 1])
def test_a_pool_is_not_empty_and_not_endless(count: int) -> None:
    pools.when(but(GENERATE, count=count)).then(ImpossibleCount(count))


@pytest.mark.parametrize("count", [1, MOST_CODES])
def test_a_pool_of_its_limits_is_one(count: int) -> None:
    told = but(GENERATE, count=count, code_indexes=("x",) * count)
    assert pools.when(told).refusal is None


def test_a_seed_cannot_be_guessed() -> None:
    pools.when(but(GENERATE, seed="s" * 31)).then(SeedTooShort(31))
    assert pools.when(but(GENERATE, seed="s" * 32)).news


def test_a_coupon_is_used_so_many_times() -> None:
    pools.when(but(GENERATE, uses=0)).then(ImpossibleUses("uses", 0))
    pools.when(but(GENERATE, uses_each=0)).then(ImpossibleUses("uses_each", 0))
    pools.when(but(GENERATE, uses=3, uses_each=4)).then(ImpossibleUses("uses_each", 4))
    assert pools.when(but(GENERATE, uses=3, uses_each=3)).news
    assert pools.when(but(GENERATE, uses_each=1)).news


def test_every_coupon_has_a_code() -> None:
    pools.when(but(GENERATE, code_indexes=("x",))).then(CodesMissing(2, 1))


def test_codes_follow_from_the_seed_for_ever() -> None:
    made = list(codes(SEED, "spring", 3))
    assert made == [code(SEED, "spring", number) for number in (1, 2, 3)]
    assert made[0] == "6KFQ-NV5Y-PC0D-D3WR"
    assert (
        len(set(made) | {code(SEED, "autumn", 1), code(SEED + "!", "spring", 1)}) == 5
    )


def test_a_code_is_read_however_it_is_written() -> None:
    assert plain(" oil0-1abc defg-hjkm ") == "01101ABCDEFGHJKM"
    made = code(SEED, "spring", 1)
    assert plain(made.lower().replace("-", "")) == plain(made)
    assert not set(made) & set("OILU")


def test_a_coupon_is_issued_by_a_channel_once() -> None:
    coupons.when(ISSUE).then(ISSUED)
    issued.when(but(ISSUE, at=LATER)).then_nothing()
    for other in (but(ISSUE, channel=CouponChannel.PRINT), but(ISSUE, customer_id=BEK)):
        issued.when(other).then(CouponIssuedOtherwise(SPRING, 4))


COMMANDS: list[Command] = [
    ReserveCoupon(LATER, O1, AZIZA),
    UseCoupon(LATER, O1, 500, "UZS"),
    ReleaseCoupon(LATER, O1, "x"),
    RevokeCoupon(LATER, "x"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_issued_is_not_used(command: Command) -> None:
    coupons.when(command).then(CouponNotIssued())
    assert coupons.state.problem(AZIZA) == CouponProblem.NOT_ISSUED


def test_a_coupon_is_reserved_by_an_order_once() -> None:
    issued.when(ReserveCoupon(SOON, O1, AZIZA)).then(RESERVED)
    reserved.when(ReserveCoupon(LATER, O1, AZIZA)).then_nothing()
    reserved.given(USED).when(ReserveCoupon(LATER, O1, AZIZA)).then_nothing()


def test_a_coupon_that_is_reserved_or_used_is_nobody_elses() -> None:
    used_up = CouponUnusable(SPRING, 4, CouponProblem.USED_UP)
    reserved.when(ReserveCoupon(LATER, O2, AZIZA)).then(used_up)
    reserved.given(USED).when(ReserveCoupon(LATER, O2, AZIZA)).then(used_up)


def test_a_coupon_issued_to_one_is_not_anothers() -> None:
    refused = CouponUnusable(SPRING, 4, CouponProblem.ISSUED_TO_ANOTHER)
    issued.when(ReserveCoupon(SOON, O1, BEK)).then(refused)
    issued.when(ReserveCoupon(SOON, O1)).then(refused)


def test_a_coupon_of_several_uses_counts_them_all_and_each_ones() -> None:
    story = anyones.when(ReserveCoupon(SOON, O1, AZIZA))
    story = story.when(UseCoupon(SOON, O1, 5, "UZS"))
    story = story.when(ReserveCoupon(SOON, O2, AZIZA))
    mine = CouponUnusable(SPRING, 4, CouponProblem.USED_UP_BY_CUSTOMER)
    story.when(ReserveCoupon(SOON, O3, AZIZA)).then(mine)
    story = story.when(ReserveCoupon(SOON, O3, BEK))
    assert story.news
    fourth = ReserveCoupon(SOON, OrderId("o-4"))
    story.when(fourth).then(CouponUnusable(SPRING, 4, CouponProblem.USED_UP))


def test_a_coupon_is_used_with_the_order_that_reserved_it_once() -> None:
    use = UseCoupon(LATER, O1, 500, "UZS")
    reserved.when(use).then(USED)
    reserved.given(USED).when(use).then_nothing()
    reserved.when(but(use, order_id=O2)).then(CouponNotReserved(SPRING, 4, O2))


def test_a_coupon_is_released_for_others_but_not_once_it_is_used() -> None:
    release = ReleaseCoupon(LATER, O1, "cancelled")
    story = reserved.when(release)
    story.then(RELEASED)
    story.when(release).then_nothing()
    assert story.when(ReserveCoupon(LATER, O2, AZIZA)).news
    reserved.given(USED).when(release).then(CouponIsUsed(SPRING, 4, O1))


def test_a_revoked_coupon_is_reserved_no_more_but_kept_by_who_has_it() -> None:
    issued.when(RevokeCoupon(LATER, "a leak")).then(REVOKED)
    revoked = reserved.given(REVOKED)
    revoked.when(RevokeCoupon(LATER, "again")).then_nothing()
    refused = CouponUnusable(SPRING, 4, CouponProblem.REVOKED)
    revoked.when(ReserveCoupon(LATER, O2, AZIZA)).then(refused)
    revoked.when(UseCoupon(LATER, O1, 500, "UZS")).then(USED)


def test_what_becomes_of_a_coupon_is_told_in_the_order_of_time() -> None:
    early = NOW - INSTANT
    firsts: list[Command] = [ReserveCoupon(early, O1, AZIZA), RevokeCoupon(early, "x")]
    for command in firsts:
        issued.when(command).then(TooEarly(early, NOW))
        assert issued.when(but(command, at=NOW)).news
    early = SOON - INSTANT
    seconds: list[Command] = [
        UseCoupon(early, O1, 1, "UZS"),
        ReleaseCoupon(early, O1, "x"),
    ]
    for command in seconds:
        reserved.when(command).then(TooEarly(early, SOON))
        assert reserved.when(but(command, at=SOON)).news
