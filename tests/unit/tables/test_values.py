"""Cells become exact values, or one clear problem that does not repeat them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.tables.cells import conversion, text
from mijoz.adapters.tables.fields import Field, Type
from mijoz.adapters.tables.moments import moments
from mijoz.adapters.tables.money import minor_digits, minor_units

NEW_YORK = ZoneInfo("America/New_York")
NAIVE = datetime(2025, 7, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None)
UTC_MOMENTS = moments(ZoneInfo("UTC"), "iso", time())


@pytest.mark.parametrize(
    ("cell", "digits", "units"),
    [
        ("12.34", 2, 1234),
        ("12.3", 2, 1230),
        ("-.5", 2, -50),
        ("1e3", 2, 100_000),
        ("12.340000", 2, 1234),
        ("500", 0, 500),
        ("1.234", 3, 1234),
        (11.77, 2, 1177),
        (0.1 + 0.2, 2, 30),
        (1.005 * 1000, 2, 100_500),
        (7, 2, 700),
        (Decimal("9.99"), 2, 999),
    ],
)
def test_an_amount_is_exact(cell: Any, digits: int, units: int) -> None:
    assert minor_units(cell, digits) == units


@pytest.mark.parametrize(
    "cell", ["", "x", "1,5", "1.2.3", "NaN", "Infinity", "1e999", True, "١٢", "1 000"]
)
def test_what_is_no_number_is_no_amount(cell: Any) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        minor_units(cell, 2)


def test_an_amount_has_no_more_decimals_than_its_currency() -> None:
    with pytest.raises(ValueError, match="has more than 2 decimals"):
        minor_units("12.345", 2)


def test_an_amount_may_miss_a_minor_unit_by_a_millionth() -> None:
    assert minor_units("0.01000001", 2) == 1
    with pytest.raises(ValueError, match="decimals"):
        minor_units("0.010000011", 2)


def test_an_amount_fits_the_store() -> None:
    assert minor_units(str(2**63 - 1), 0) == 2**63 - 1
    with pytest.raises(ValueError, match="too large"):
        minor_units(str(2**63), 0)


def test_a_comma_may_be_the_decimal_mark() -> None:
    assert minor_units("12,34", 2, ",") == 1234
    with pytest.raises(ValueError, match="no points"):
        minor_units("1.234,5", 2, ",")


@given(st.integers(-(10**12), 10**12))
def test_a_float_of_whole_cents_is_those_cents(cents: int) -> None:
    assert minor_units(cents / 100, 2) == cents


def test_a_currency_knows_its_decimals() -> None:
    assert [minor_digits(code) for code in ("UZS", "JPY", "KWD")] == [2, 0, 3]


@pytest.mark.parametrize(
    ("cell", "style", "expected"),
    [
        ("2025-07-01", "iso", datetime(2025, 7, 1, 16, tzinfo=UTC)),
        ("2025-07-01T09:30", "iso", datetime(2025, 7, 1, 13, 30, tzinfo=UTC)),
        ("2025-07-01 09:30:00+02:00", "iso", datetime(2025, 7, 1, 7, 30, tzinfo=UTC)),
        ("2025-07-01T00:00Z", "iso", datetime(2025, 7, 1, tzinfo=UTC)),
        (
            "01/07/2025 09:30",
            "%d/%m/%Y %H:%M",
            datetime(2025, 7, 1, 13, 30, tzinfo=UTC),
        ),
        (date(2025, 7, 1), "iso", datetime(2025, 7, 1, 16, tzinfo=UTC)),
        (NAIVE, "iso", datetime(2025, 7, 1, 13, 30, tzinfo=UTC)),
        (1_751_362_200, "epoch", datetime(2025, 7, 1, 9, 30, tzinfo=UTC)),
        ("1751362200500", "epoch_ms", datetime(2025, 7, 1, 9, 30, 0, 500_000, UTC)),
    ],
)
def test_a_time_without_a_zone_is_the_mappings(
    cell: Any, style: str, expected: datetime
) -> None:
    assert moments(NEW_YORK, style, time(12))(cell) == expected


def test_an_hour_that_the_clock_showed_twice_is_the_first() -> None:
    moment = moments(NEW_YORK, "iso", time())
    assert moment("2025-11-02 01:30") == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_a_time_that_the_clock_skipped_is_as_far_past_the_change() -> None:
    moment = moments(NEW_YORK, "iso", time())
    assert moment("2025-03-09 02:30") == moment("2025-03-09 03:30")


@pytest.mark.parametrize("cell", ["yesterday", "2025-13-01", "9999-12-31T23:59-10:00"])
def test_what_is_no_time_is_told_so(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a time as the mapping has it"):
        conversion(Field(Type.MOMENT), UTC_MOMENTS, ".")(cell, 0)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        (" a ", "a"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (True, "true"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_a_plain_cell_has_one_text(cell: Any, plain: str) -> None:
    assert text(cell) == plain


@pytest.mark.parametrize("cell", [[1], {"a": 1}, b"x", "a\x00b", "a\udce9"])
def test_what_no_store_takes_is_no_text(cell: Any) -> None:
    with pytest.raises(ValueError, match=r"plain|NUL"):
        text(cell)


@pytest.mark.parametrize(
    ("cell", "flag"), [("True", True), ("n", False), (1, True), (False, False)]
)
def test_a_flag_is_written_in_several_ways(cell: Any, flag: bool) -> None:
    assert conversion(Field(Type.FLAG), UTC_MOMENTS, ".")(cell, 0) is flag


def test_a_flag_is_true_or_false() -> None:
    with pytest.raises(ValueError, match="neither true nor false"):
        conversion(Field(Type.FLAG), UTC_MOMENTS, ".")("maybe", 0)


@pytest.mark.parametrize(("cell", "whole"), [("-3", -3), (4.0, 4), (Decimal("5"), 5)])
def test_a_whole_number_is_whole(cell: Any, whole: int) -> None:
    assert conversion(Field(Type.INTEGER), UTC_MOMENTS, ".")(cell, 0) == whole


@pytest.mark.parametrize("cell", ["4.5", 4.5, "9" * 19, "four"])
def test_what_is_no_whole_number_is_told_so(cell: Any) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        conversion(Field(Type.INTEGER), UTC_MOMENTS, ".")(cell, 0)
