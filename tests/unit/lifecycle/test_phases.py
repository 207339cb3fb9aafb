"""Which phase a customer is in follows from what they did, to the microsecond."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.lifecycle.phases import Phase, Rhythm, phases
from mijoz.domain.lifecycle.rules import PhaseRules

RULES = PhaseRules(loyal_orders=3, loyal_days=60, at_risk_days=60, lapsed_days=180)
INSTANT = timedelta(microseconds=1)
LATE = timedelta(days=10_000)


def day(number: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def entered(rhythm: Rhythm, until: datetime) -> list[tuple[datetime, Phase]]:
    return [(each.at, each.phase) for each in phases(RULES, rhythm, until)]


def now(rhythm: Rhythm, at: datetime) -> Phase:
    return entered(rhythm, at)[-1][1]


def bought(*days: float) -> Rhythm:
    return Rhythm(day(0), tuple(day(each) for each in days))


def test_nobody_is_anything_before_they_are_registered() -> None:
    assert entered(bought(), day(0) - INSTANT) == []
    assert entered(bought(), day(0)) == [(day(0), Phase.PROSPECT)]


def test_a_prospect_stays_one_until_the_first_order() -> None:
    assert now(bought(), day(5_000)) == Phase.PROSPECT
    assert now(bought(400), day(400) - INSTANT) == Phase.PROSPECT
    assert now(bought(400), day(400)) == Phase.NEW


def test_the_second_order_makes_active() -> None:
    assert entered(bought(1, 30), day(30))[-1] == (day(30), Phase.ACTIVE)


def test_so_many_orders_in_so_many_days_make_loyal() -> None:
    assert now(bought(0, 30, 59), day(59)) == Phase.LOYAL
    assert now(bought(0, 30), day(30)) == Phase.ACTIVE


def test_the_first_of_them_lies_less_than_those_days_back() -> None:
    rules = PhaseRules(loyal_orders=2, loyal_days=10, at_risk_days=60, lapsed_days=180)

    def last(second: datetime) -> Phase:
        rhythm = Rhythm(day(0), (day(0), second))
        return [each.phase for each in phases(rules, rhythm, second)][-1]

    assert last(day(10) - INSTANT) == Phase.LOYAL
    assert last(day(10)) == Phase.ACTIVE


def test_without_an_order_one_is_at_risk_and_then_lapsed() -> None:
    rhythm = bought(1)
    assert now(rhythm, day(61) - INSTANT) == Phase.NEW
    assert now(rhythm, day(61)) == Phase.AT_RISK
    assert now(rhythm, day(181) - INSTANT) == Phase.AT_RISK
    assert now(rhythm, day(181)) == Phase.LAPSED
    assert entered(rhythm, day(5_000))[-1] == (day(181), Phase.LAPSED)


def test_an_order_saves_who_is_at_risk() -> None:
    assert entered(bought(1, 100), day(100))[-2:] == [
        (day(61), Phase.AT_RISK),
        (day(100), Phase.ACTIVE),
    ]


def test_an_order_at_the_very_moment_comes_too_late_not_to_be_missed() -> None:
    assert (day(61), Phase.AT_RISK) in entered(bought(1, 61), day(61))
    assert now(bought(1, 61), day(61)) == Phase.ACTIVE


def test_an_order_after_a_lapse_wins_back_and_the_next_makes_active() -> None:
    assert now(bought(1, 200), day(200)) == Phase.WON_BACK
    assert now(bought(1, 200, 230), day(230)) == Phase.ACTIVE
    assert now(bought(1, 200), day(260)) == Phase.AT_RISK
    assert now(bought(1, 200), day(380)) == Phase.LAPSED


def test_a_closed_relationship_is_closed_whatever_is_bought() -> None:
    rhythm = Rhythm(day(0), (day(1), day(20)), closed=(day(10),))
    assert entered(rhythm, day(900))[-1] == (day(10), Phase.CLOSED)


def test_who_returns_stands_where_their_orders_put_them() -> None:
    def returned(at: float, *orders: float) -> Phase:
        moments = tuple(day(each) for each in orders)
        rhythm = Rhythm(day(0), moments, (day(50),), (day(at),))
        return now(rhythm, day(at))

    assert returned(51) == Phase.PROSPECT
    assert returned(51, 40) == Phase.NEW
    assert returned(51, 30, 40) == Phase.ACTIVE
    assert returned(51, 20, 30, 40) == Phase.LOYAL
    assert returned(99.9, 40) == Phase.NEW
    assert returned(100, 40) == Phase.AT_RISK
    assert returned(220, 40) == Phase.LAPSED
    assert returned(101, 20, 60, 100) == Phase.ACTIVE


def test_who_never_left_cannot_return() -> None:
    rhythm = Rhythm(day(0), (day(1),), reopened=(day(2),))
    assert entered(rhythm, day(2))[-1] == (day(1), Phase.NEW)


def test_what_is_told_of_times_before_the_registration_counts_from_it_on() -> None:
    rhythm = Rhythm(day(0), (day(-300), day(-200)))
    assert entered(rhythm, day(0)) == [
        (day(0), Phase.PROSPECT),
        (day(0), Phase.NEW),
        (day(0), Phase.ACTIVE),
    ]


def test_a_stay_says_how_many_orders_there_were_and_when_the_last_was() -> None:
    stays = list(phases(RULES, bought(1, 30), day(100)))
    assert [(each.orders, each.last_order_at) for each in stays] == [
        (0, None),
        (1, day(1)),
        (2, day(30)),
        (2, day(30)),
    ]


@pytest.mark.parametrize("until", [1, 61, 181])
def test_nothing_is_entered_later_than_asked(until: int) -> None:
    assert max(at for at, _ in entered(bought(1, 200), day(until))) == day(until)
