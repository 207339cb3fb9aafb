"""Which touches a conversion is owed to, by a model that is declared.

The models and their shares are those that analytics suites name alike: first and last
interaction, linear, position-based (40 % each to the first and the last, the rest to
those between) and time decay (a touch counts half as much for each half-life, seven
days, that it lies before the conversion), as Google Analytics had them. None of them is
causal: see Kannan, Reinartz and Verhoef, "The path to purchase and attribution
modeling", International Journal of Research in Marketing 33 (2016).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final, assert_never

HALF_LIFE: Final = timedelta(days=7)
_END: Final = Fraction(2, 5)
_GRAIN: Final = 10**6  # halving is worked out to a millionth: powers of two have roots


class AttributionModel(StrEnum):
    """The names carry their version: a model whose shares change gets a new name."""

    FIRST = "first_1"
    LAST = "last_1"
    LINEAR = "linear_1"
    POSITION = "position_1"
    TIME_DECAY = "time_decay_1"


def shares(
    model: AttributionModel, touches: Sequence[datetime], converted: datetime
) -> tuple[Fraction, ...]:
    """Return each touch's share of a conversion; they sum to one.

    *touches* are in the order of time; those after the conversion have no share. With
    none before it, nothing is shared.
    """
    count = sum(each <= converted for each in touches)
    none = (Fraction(0),) * (len(touches) - count)
    if not count:
        return none
    return (*_shares(model, touches[:count], converted), *none)


def _shares(
    model: AttributionModel, touches: Sequence[datetime], converted: datetime
) -> tuple[Fraction, ...]:
    count = len(touches)
    match model:
        case AttributionModel.FIRST:
            weights = [Fraction(index == 0) for index in range(count)]
        case AttributionModel.LAST:
            weights = [Fraction(index == count - 1) for index in range(count)]
        case AttributionModel.LINEAR:
            weights = [Fraction(1)] * count
        case AttributionModel.POSITION:
            weights = _by_position(count)
        case AttributionModel.TIME_DECAY:
            weights = [_decayed(converted - each) for each in touches]
        case _:
            assert_never(model)
    whole = sum(weights)
    return tuple(each / whole for each in weights)


def _by_position(count: int) -> list[Fraction]:
    if count < 3:
        return [Fraction(1)] * count
    between = (1 - 2 * _END) / (count - 2)
    return [_END, *[between] * (count - 2), _END]


def _decayed(before: timedelta) -> Fraction:
    halvings, rest = divmod(before, HALF_LIFE)
    part = round(2.0 ** -(rest / HALF_LIFE) * _GRAIN)
    return Fraction(part, _GRAIN << halvings)
