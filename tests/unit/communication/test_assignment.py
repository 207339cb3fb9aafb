"""Chance that is the same for ever, and fair."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.assignment import NoWeights, assigned

weights_ = st.lists(st.integers(0, 1000), min_size=1, max_size=5).filter(sum)


@given(st.text(), st.text(), weights_)
def test_a_unit_is_dealt_the_same_part_each_time(
    salt: str, unit: str, weights: list[int]
) -> None:
    part = assigned(salt, unit, weights)
    assert part == assigned(salt, unit, weights)
    assert weights[part] > 0


def test_parts_are_dealt_by_their_weights() -> None:
    dealt = Counter(assigned("salt", str(each), (1, 2, 1)) for each in range(20_000))
    assert [round(dealt[part] / 1000) for part in range(3)] == [5, 10, 5]


def test_two_salts_deal_apart() -> None:
    same = sum(
        assigned("a", str(each), (1, 1)) == assigned("b", str(each), (1, 1))
        for each in range(10_000)
    )
    assert 4_800 < same < 5_200


def test_what_was_dealt_is_so_for_ever() -> None:
    dealt = [assigned("salt", each, (1, 1)) for each in "abcdefgh"]
    assert dealt == [1, 0, 1, 1, 0, 1, 1, 0]


@pytest.mark.parametrize("weights", [(), (0, 0), (2, -1)])
def test_there_must_be_something_to_deal(weights: tuple[int, ...]) -> None:
    with pytest.raises(NoWeights):
        assigned("salt", "a", weights)
