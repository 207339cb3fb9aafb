"""The page about promotions runs, and draws every event there is."""

import doctest
from pathlib import Path
from typing import get_args

import pytest

from mijoz.domain.promotion import budget, coupon, evaluation, pool, promotion, purse

PAGE = Path(__file__).parents[3] / "docs/domain/promotion.md"
EVENTS = [
    event
    for module in (promotion, evaluation, pool, coupon, budget, purse)
    for event in get_args(module.Event)
]


def test_what_the_page_shows_is_so() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted >= 10
    assert not found.failed


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_the_page_draws_every_event(event: type) -> None:
    assert event.__name__ in PAGE.read_text()
