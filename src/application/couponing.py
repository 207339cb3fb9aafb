"""Coupons and their codes: known by blind index, made again from the seed alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from ..domain.ids import PoolId
from ..domain.promotion.codes import codes, commitment, plain
from ..domain.promotion.coupon import CouponChannel, IssueCoupon
from ..domain.promotion.coupon_terms import UsesDiffer
from ..domain.promotion.pool import (
    MOST_CODES,
    CouponCodesIndexed,
    CouponsGenerated,
    Pool,
)
from .aggregate import Aggregate
from .claims import COUPON_CLAIM
from .contexts import COUPON, POOL, account
from .desk import Unknown
from .envelope import Origin
from .handling import Handler
from .proofs.failing import NotProven
from .work import Work

_TOGETHER: Final = 200  # coupons a transaction


def codes_indexed(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the blind indexes of the codes that follow from the seed that is said."""
    count = min(said["count"], MOST_CODES + 1)  # what is too much is refused unmade
    made = codes(said["seed"], said["pool_id"], count)
    return {"code_indexes": tuple(index_of(each, handler) for each in made)}


def uses_of_pool(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return how often the pool's coupons can be used.

    Raises:
        Unknown: The pool has no coupon of that number.
    """
    work = handler.begin(Origin("service:registry"))
    pool = _pool(work, said["pool_id"], said["number"])
    return {"uses": pool.uses, "uses_each": pool.uses_each}


def index_of(code: str, handler: Handler) -> str:
    """Return the blind index of a code, however it is written."""
    return handler.blind("coupon", plain(code))


def coupons_are_of_their_pool(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a coupon that its pool does not hold, or for other uses than it says."""
    if not isinstance(command, IssueCoupon):
        return
    pool = _pool(work, command.pool_id, command.number)
    if (command.uses, command.uses_each) != (pool.uses, pool.uses_each):
        raise UsesDiffer(command.pool_id, command.number)


def shown(
    told: Sequence[str], handler: Handler
) -> tuple[Sequence[tuple[PoolId, int]], int]:
    """Return the coupons whose codes were shown, each once; and how many are none."""
    indexes = {index_of(each, handler) for each in told}
    owners = handler.journal.owners(COUPON_CLAIM, indexes)
    found = []
    for owner in owners.values():
        pool, _, number = owner.rpartition(":")
        found.append((PoolId(pool), int(number)))
    return sorted(found), len(indexes) - len(found)


def reveal(handler: Handler, pool_id: str, seed: str) -> Sequence[str]:
    """Return all codes of a pool, from number 1 on, to whoever has its seed.

    Raises:
        Unknown: No such pool was generated.
        NotProven: It was generated from another seed, or its codes are others.
    """
    events = [each.event for each in handler.journal.stream(POOL.stream(pool_id))]
    pool = POOL.decider.fold(events).generated
    if pool is None:
        raise Unknown(POOL.kind, pool_id)
    if commitment(seed) != pool.seed_commitment:
        raise NotProven(f"pool {pool_id} was generated from another seed")
    made = list(codes(seed, pool_id, pool.count))
    kept = [each for each in events if isinstance(each, CouponCodesIndexed)]
    indexes = [index for each in kept for index in each.code_indexes]
    if [index_of(each, handler) for each in made] != indexes:
        raise NotProven(f"pool {pool_id} holds other codes than follow from its seed")
    return made


def issue(
    handler: Handler,
    pool_id: str,
    numbers: range,
    channel: CouponChannel,
    at: datetime,
    origin: Origin,
) -> int:
    """Issue coupons to nobody in particular: a print run. Return how many were new.

    It may be repeated, and goes on where it was stopped.

    Raises:
        Unknown: The pool does not hold one of them.
        Refused: One of them is issued otherwise.
    """
    waiting, issued = iter(numbers), 0
    while some := list(islice(waiting, _TOGETHER)):

        def story(work: Work, some: list[int] = some) -> None:
            for number in some:
                pool = _pool(work, PoolId(pool_id), number)
                name = account(pool_id, str(number))
                told = IssueCoupon(
                    at, pool.pool_id, number, channel, pool.uses, pool.uses_each
                )
                work.handle(COUPON, name, told)

        issued += len(handler.run(story, origin).drafts)
    return issued


def _pool(work: Work, name: PoolId, number: int) -> CouponsGenerated:
    pool: Pool = work.state(POOL, name)
    if pool.generated is None or not pool.holds(number):
        raise Unknown(COUPON.kind, account(name, str(number)))
    return pool.generated
