"""By how much a share changed, and within which bounds."""

import pytest

from mijoz.domain.quality.uplift import NotAShare, Share, Uplift, uplift

BEFORE, AFTER = Share(35, 100), Share(50, 100)


@pytest.mark.parametrize(
    ("before", "after", "bounds"),
    [
        # Newcombe (1998), table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10
        # and 0/10 - 0/10.
        ((48, 80), (56, 70), (524, 3339)),
        ((3, 10), (9, 10), (1705, 8090)),
        ((0, 10), (10, 10), (6075, 10_000)),
        ((0, 10), (0, 10), (-2775, 2775)),
    ],
)
def test_the_bounds_of_an_uplift_are_as_published(
    before: tuple[int, int], after: tuple[int, int], bounds: tuple[int, int]
) -> None:
    first, last = (Share(*each) for each in (before, after))
    found = uplift(first, last)
    assert (found.low, found.high) == bounds
    assert found.small == (before[1] < 30)


def test_an_uplift_is_certain_if_its_bounds_leave_no_doubt() -> None:
    found = uplift(BEFORE, AFTER)
    assert (found.change, found.certain) == (1_500, True)
    assert uplift(AFTER, BEFORE).certain
    assert not uplift(BEFORE, BEFORE).certain
    assert not Uplift(1, 0, 2, small=False).certain
    assert not Uplift(-1, -2, 0, small=False).certain


def test_a_small_sample_on_either_side_is_marked() -> None:
    many, few = Share(15, 30), Share(15, 29)
    assert not uplift(many, many).small
    assert uplift(few, many).small
    assert uplift(many, few).small


@pytest.mark.parametrize("figure", [(-1, 10), (11, 10), (0, 0)])
def test_an_uplift_is_of_shares(figure: tuple[int, int]) -> None:
    for pair in ((Share(*figure), AFTER), (AFTER, Share(*figure))):
        with pytest.raises(NotAShare) as raised:
            uplift(*pair)
        assert raised.value == NotAShare(*figure)


def test_a_share_may_be_of_one() -> None:
    assert uplift(Share(0, 1), Share(1, 1)).change == 10_000
