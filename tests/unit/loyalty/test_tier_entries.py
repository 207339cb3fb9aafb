"""Entries are summed by time, whatever order they are told in."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from mijoz.domain.loyalty.tier_entries import Entry, Tally

TICK = timedelta(microseconds=1)
MARCH, APRIL, MAY = (datetime(2025, month, 1, tzinfo=UTC) for month in (3, 4, 5))
FIRST, SECOND, BACK = Entry(MARCH, "a", 5), Entry(APRIL, "b", 7), Entry(MAY, "c", -2)
TALLY = Tally([BACK, FIRST, SECOND])


def test_entries_are_in_order_of_time_and_then_of_id() -> None:
    same = Entry(MARCH, "0", 1)
    assert Tally([BACK, FIRST, SECOND, same]).entries == [same, FIRST, SECOND, BACK]


def test_an_entry_told_twice_counts_once() -> None:
    assert Tally([FIRST, FIRST]).entries == [FIRST]


def test_what_came_by_a_moment_includes_that_moment() -> None:
    assert TALLY.until(APRIL).entries == [FIRST, SECOND]
    assert TALLY.until(APRIL - TICK).entries == [FIRST]


def test_a_sum_begins_with_its_first_moment_and_ends_before_an_entry() -> None:
    assert [TALLY.before(moment) for moment in (MARCH, APRIL, APRIL + TICK)] == [
        0,
        1,
        2,
    ]
    assert TALLY.amount(MARCH, 3) == 10
    assert TALLY.amount(MARCH, 2) == 12
    assert TALLY.amount(APRIL, 3) == 5
    assert TALLY.amount(APRIL + TICK, 3) == -2
    assert TALLY.amount(MAY, 1) == 0


def test_a_digest_names_exactly_what_was_counted() -> None:
    text = b"2025-04-01T00:00:00+00:00 b 7\n2025-05-01T00:00:00+00:00 c -2\n"
    assert TALLY.digest(APRIL, 3) == (2, sha256(text).hexdigest())
    assert TALLY.digest(MAY, 1) == (0, sha256(b"").hexdigest())


def test_the_most_of_any_stretch_is_told() -> None:
    assert TALLY.most() == 12
    assert Tally([]).most() == 0
    assert Tally([BACK]).most() == 0
    later = Entry(MAY + TICK, "d", 3)
    assert Tally([FIRST, Entry(APRIL, "b", -9), BACK, later]).most() == 5
    assert Tally([Entry(MARCH, "a", -9), SECOND, later]).most() == 10
