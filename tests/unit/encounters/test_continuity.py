"""Whether one firm is met everywhere."""

from datetime import timedelta

import pytest

from mijoz.application.encounters.continuity import (
    Contradiction,
    across,
    continuity,
)
from mijoz.application.encounters.figures import Figure
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.feedback.scale import Instrument

from .shop import ANNA, BEK, ZEBO, Shop, day, minute

INSTANT = timedelta(microseconds=1)


def test_hand_overs_are_counted() -> None:
    shop = Shop()
    shop.serve(to=BEK)
    shop.serve()
    found = continuity(shop.gather(), 7)
    assert (found.encounters, found.hand_overs) == (2, 1)
    assert found.handed_over == Figure(50.0, 2)


@pytest.mark.parametrize(
    ("again", "repeats"),
    [
        (minute(11) - INSTANT, []),
        (minute(11), ["e-002"]),
        (minute(11) + timedelta(days=7), ["e-002"]),
        (minute(11) + timedelta(days=7) + INSTANT, []),
    ],
)
def test_a_repeat_is_opened_within_so_many_days_of_an_end(
    again: object, repeats: list[str]
) -> None:
    shop = Shop()
    shop.serve()
    shop.serve(again)  # type: ignore[arg-type]
    found = continuity(shop.gather(), 7)
    assert found.repeats == repeats
    assert found.repeat_rate == Figure(50.0 * len(repeats), 2)


def test_only_the_same_customer_comes_back_and_about_the_same() -> None:
    shop = Shop()
    shop.serve(category="heel")
    shop.serve(day(1), category="toe")
    shop.serve(day(2), category="heel", who=ZEBO)
    shop.serve(day(3), category="heel", who=None)
    found = continuity(shop.gather(), 7)
    assert (found.repeats, found.known) == ([], 3)
    shop.serve(day(4), category="heel", outcome=None)
    shop.serve(day(5), category="toe", channel=Channel.PHONE)
    assert continuity(shop.gather(), 7).repeats == ["e-005", "e-006"]


def test_what_has_not_ended_cannot_be_come_back_to() -> None:
    shop = Shop()
    shop.serve(outcome=None)
    shop.serve(day(1))
    assert continuity(shop.gather(), 7).repeats == []


def test_two_who_end_the_same_otherwise_contradict_one_another() -> None:
    shop = Shop()
    shop.serve(subject="sock-7", outcome="refunded")
    shop.serve(day(1), subject="sock-7", outcome="refused", by=BEK)
    found = continuity(shop.gather(), 7).contradictions
    assert found == [
        Contradiction("aziza", "sock-7", "e-001", "refunded", "e-002", "refused")
    ]


def test_one_channel_and_another_may_contradict_one_another() -> None:
    shop = Shop()
    shop.serve(subject="sock-7", outcome="refunded")
    shop.serve(day(1), subject="sock-7", outcome="no", channel=Channel.CHAT)
    assert continuity(shop.gather(), 7).contradictions


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "refunded"},
        {"outcome": None},
        {"by": ANNA},
        {"who": ZEBO},
        {"subject": "sock-8"},
        {"subject": None},
        {"at": day(7) + INSTANT},
    ],
)
def test_what_is_not_the_same_matter_contradicts_nothing(change: object) -> None:
    shop = Shop()
    shop.serve(subject="sock-7", outcome="refunded")
    said = {"at": day(1), "subject": "sock-7", "outcome": "refused", "by": BEK}
    shop.serve(**said | change)  # type: ignore[operator]
    assert not continuity(shop.gather(), 7).contradictions


def test_the_last_moment_at_which_it_contradicts_is_so_many_days_after() -> None:
    shop = Shop()
    shop.serve(subject="sock-7", outcome="refunded")
    shop.serve(day(7), subject="sock-7", outcome="refused", by=BEK)
    assert continuity(shop.gather(), 7).contradictions


def test_channels_are_set_beside_one_another_where_enough_is_known() -> None:
    shop = Shop()
    for number in range(30):
        channel = (Channel.SHOP, Channel.PHONE, Channel.CHAT)[number % 3]
        score = 5 if channel is Channel.SHOP or number < 15 else 1
        if channel is not Channel.CHAT or number > 2:
            shop.serve(day(number), channel=channel, score=score)
    found = across(shop.gather(), Instrument.CSAT)
    assert found.channels == [
        ("chat", Figure(None, 9)),
        ("phone", Figure(50.0, 10)),
        ("shop", Figure(100.0, 10)),
    ]
    assert (found.spread, found.variance) == (50.0, 625.0)


def test_one_channel_varies_from_none() -> None:
    shop = Shop()
    for number in range(10):
        shop.serve(day(number), score=5)
    found = across(shop.gather(), Instrument.CSAT)
    assert (found.spread, found.variance) == (None, None)
