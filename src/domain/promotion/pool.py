"""A pool of coupons: made at once from a seed that is committed to, not kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import PoolId
from .codes import commitment

MOST_CODES: Final = 100_000
TOGETHER: Final = 1_000  # indexes an event
SHORTEST_SEED: Final = 32


@frozen
class GenerateCoupons:
    """Each coupon is used `uses` times at most, by one customer `uses_each` at most.

    `code_indexes` are the blind indexes of the codes that follow from the seed.
    """

    at: datetime
    pool_id: PoolId
    count: int
    seed: str
    code_indexes: tuple[str, ...]
    uses: int = 1
    uses_each: int | None = None


Command: TypeAlias = GenerateCoupons


@frozen
class CouponsGenerated:
    """Who is told the seed can make all codes again, and see the commitment kept."""

    at: datetime
    pool_id: PoolId
    count: int
    seed_commitment: str
    uses: int
    uses_each: int | None = None


@frozen
class CouponCodesIndexed:
    """The blind indexes of codes, in the order of their numbers from `first` on."""

    at: datetime
    pool_id: PoolId
    first: int
    code_indexes: tuple[str, ...]


Event: TypeAlias = CouponsGenerated | CouponCodesIndexed


@frozen
class PoolIsGenerated(Refused):
    pool_id: PoolId

    def __str__(self) -> str:
        return f"pool {self.pool_id} was generated otherwise"


@frozen
class ImpossibleCount(Refused):
    count: int

    def __str__(self) -> str:
        return f"a pool cannot hold {self.count} coupons, only 1 to {MOST_CODES}"


@frozen
class ImpossibleUses(Refused):
    field: str
    value: int

    def __str__(self) -> str:
        return f"{self.field} of a coupon cannot be {self.value}"


@frozen
class SeedTooShort(Refused):
    length: int

    def __str__(self) -> str:
        return f"a seed of {self.length} signs can be guessed: take {SHORTEST_SEED}"


@frozen
class CodesMissing(Refused):
    count: int
    indexed: int

    def __str__(self) -> str:
        return f"{self.count} coupons were asked for, of {self.indexed} codes"


@frozen
class Pool:
    generated: CouponsGenerated | None = None

    def holds(self, number: int) -> bool:
        """Whether there is a coupon of that number."""
        return self.generated is not None and 1 <= number <= self.generated.count


def decide(command: Command, pool: Pool) -> Iterator[Event]:
    at, name, count = command.at, command.pool_id, command.count
    digest, known = commitment(command.seed), pool.generated
    if known is not None:
        told = (digest, count, command.uses, command.uses_each)
        if told != (known.seed_commitment, known.count, known.uses, known.uses_each):
            raise PoolIsGenerated(name)
        return
    if not 1 <= count <= MOST_CODES:
        raise ImpossibleCount(count)
    if len(command.seed) < SHORTEST_SEED:
        raise SeedTooShort(len(command.seed))
    if command.uses < 1:
        raise ImpossibleUses("uses", command.uses)
    if command.uses_each is not None and not 1 <= command.uses_each <= command.uses:
        raise ImpossibleUses("uses_each", command.uses_each)
    indexes = command.code_indexes
    if len(indexes) != count:
        raise CodesMissing(count, len(indexes))
    yield CouponsGenerated(at, name, count, digest, command.uses, command.uses_each)
    for start in range(0, count, TOGETHER):
        some = indexes[start : start + TOGETHER]
        yield CouponCodesIndexed(at, name, start + 1, some)


def evolve(pool: Pool, event: Event) -> Pool:
    match event:
        case CouponsGenerated():
            return Pool(event)
        case CouponCodesIndexed():
            return pool
        case _:
            assert_never(event)


POOLS = Decider(Pool(), decide, evolve)
