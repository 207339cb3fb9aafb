"""When points are available and until when they are good, in the programme's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mijoz.domain.loyalty.earning import points_for
from mijoz.domain.loyalty.policies import ExpiredPart, UnitKind
from mijoz.domain.loyalty.terms import InvalidTerm, Terms


def terms(
    zone: str = "Asia/Tashkent",
    pending_days: int = 0,
    expiry_months: int | None = None,
    *,
    month_end: bool = False,
) -> Terms:
    return Terms(
        zone,
        "points",
        1,
        100,
        "UZS",
        pending_days=pending_days,
        expiry_months=expiry_months,
        expiry_at_month_end=month_end,
    )


def local(moment: str, zone: str = "Asia/Tashkent") -> datetime:
    there = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC)


def test_without_waiting_points_are_available_at_once() -> None:
    earned_at = local("2025-01-10T15:30")
    assert terms().available_at(earned_at) == earned_at


@pytest.mark.parametrize("hour", ["00:00", "12:00", "23:59:59"])
def test_pending_points_are_available_from_the_start_of_a_day(hour: str) -> None:
    available_at = terms(pending_days=14).available_at(local(f"2025-01-10T{hour}"))
    assert available_at == local("2025-01-24T00:00")


def test_the_day_of_earning_is_the_programmes_and_not_greenwichs() -> None:
    late_in_greenwich = datetime(2025, 1, 10, 19, 0, tzinfo=UTC)  # 11 January there
    assert terms(pending_days=1).available_at(late_in_greenwich) == local(
        "2025-01-12T00:00"
    )
    before_midnight_there = datetime(2025, 1, 10, 18, 59, 59, tzinfo=UTC)
    assert terms(pending_days=1).available_at(before_midnight_there) == local(
        "2025-01-11T00:00"
    )


@pytest.mark.parametrize(
    ("earned", "hours"),
    [("2025-03-30T00:00", 23), ("2025-10-26T00:00", 25), ("2025-06-01T00:00", 24)],
)
def test_a_day_of_waiting_is_as_long_as_the_day(earned: str, hours: int) -> None:
    earned_at = local(earned, "Europe/Berlin")
    available_at = terms("Europe/Berlin", pending_days=1).available_at(earned_at)
    assert (available_at - earned_at).total_seconds() == hours * 3600


def test_where_the_clocks_skip_midnight_the_day_starts_with_the_change() -> None:
    available_at = terms("Asia/Beirut", pending_days=1).available_at(
        local("2024-03-30T12:00", "Asia/Beirut")
    )
    assert available_at == local("2024-03-31T01:00", "Asia/Beirut")


def test_where_midnight_comes_twice_the_day_starts_with_the_first() -> None:
    available_at = terms("America/Havana", pending_days=1).available_at(
        local("2024-11-02T12:00", "America/Havana")
    )
    assert available_at == datetime(2024, 11, 3, 4, 0, tzinfo=UTC)


def test_points_need_not_expire() -> None:
    assert terms().expires_at(local("2025-01-24T00:00")) is None


@pytest.mark.parametrize(
    ("released", "months", "good_through"),
    [
        ("2025-01-24", 12, "2026-01-24"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-11-30", 3, "2026-02-28"),
    ],
)
def test_points_are_good_through_the_same_day_of_a_later_month(
    released: str, months: int, good_through: str
) -> None:
    expires_at = terms(expiry_months=months).expires_at(local(f"{released}T09:00"))
    last_instant = local(f"{good_through}T23:59:59.999999")
    assert expires_at is not None
    assert (expires_at - last_instant).microseconds == 1
    assert expires_at > last_instant


@pytest.mark.parametrize(
    ("released", "months", "expires"),
    [
        ("2025-01-24", 12, "2026-02-01"),
        ("2025-03-19", 12, "2026-04-01"),
        ("2023-02-28", 12, "2024-03-01"),
        ("2024-02-29", 12, "2025-03-01"),
        ("2025-01-31", 1, "2025-03-01"),
        ("2025-12-31", 12, "2027-01-01"),
    ],
)
def test_points_may_be_good_through_the_end_of_the_month(
    released: str, months: int, expires: str
) -> None:
    rule = terms(expiry_months=months, month_end=True)
    assert rule.expires_at(local(f"{released}T00:00")) == local(f"{expires}T00:00")


@pytest.mark.parametrize(
    ("released", "ends"),
    [
        ("2025-02-10", "2025-03-31T22:00+00:00"),
        ("2025-09-10", "2025-10-31T23:00+00:00"),
    ],
)
def test_a_month_ends_by_the_clocks_that_go_there_then(
    released: str, ends: str
) -> None:
    rule = terms("Europe/Berlin", expiry_months=1, month_end=True)
    expires_at = rule.expires_at(local(f"{released}T00:00", "Europe/Berlin"))
    assert expires_at == datetime.fromisoformat(ends)


def test_a_grace_lot_is_good_through_its_last_day() -> None:
    rule = Terms(
        "Asia/Tashkent",
        "points",
        1,
        100,
        "UZS",
        expired_part=ExpiredPart.GRACE,
        grace_days=30,
    )
    assert rule.grace_until(local("2025-06-15T10:00")) == local("2025-07-16T00:00")


def test_no_grace_is_given_where_what_expired_stays_so() -> None:
    assert terms().grace_until(local("2025-06-15T10:00")) is None


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("points", 0),
        ("per", 0),
        ("pending_days", -1),
        ("expiry_months", 0),
        ("grace_days", -1),
        ("two_person_above", -1),
    ],
)
def test_terms_are_refused_by_the_name_of_what_is_wrong(field: str, bad: int) -> None:
    good = {"time_zone": "UTC", "unit": "p", "points": 1, "per": 1, "currency": "UZS"}
    with pytest.raises(InvalidTerm) as refused:
        Terms(**(good | {field: bad})).check()  # type: ignore[arg-type]
    assert refused.value == InvalidTerm(field, str(bad))
    Terms(**(good | {field: bad + 1})).check()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("points", 10_000),
        ("per", 10**12),
        ("pending_days", 3_660),
        ("expiry_months", 1_200),
        ("grace_days", 3_660),
        ("two_person_above", 10**12),
    ],
)
def test_terms_that_no_calendar_or_ledger_could_bear_are_refused(
    field: str, most: int
) -> None:
    good = {"time_zone": "UTC", "unit": "p", "points": 1, "per": 1, "currency": "UZS"}
    Terms(**(good | {field: most})).check()  # type: ignore[arg-type]
    with pytest.raises(InvalidTerm) as refused:
        Terms(**(good | {field: most + 1})).check()  # type: ignore[arg-type]
    assert refused.value == InvalidTerm(field, str(most + 1))


@pytest.mark.parametrize("rate", [0, 1, 9_999, 10_000])
def test_cashback_has_a_rate_from_nothing_to_all_of_it(rate: int) -> None:
    cashback = Terms("UTC", "UZS", rate, 10_000, "UZS")
    cashback.check()
    assert cashback.unit_kind is UnitKind.CURRENCY
    assert points_for(cashback, [999]) == (999 * rate // 10_000,)


@pytest.mark.parametrize(("rate", "per"), [(-1, 10_000), (10_001, 10_000)])
def test_cashback_is_not_less_than_nothing_or_more_than_all(
    rate: int, per: int
) -> None:
    with pytest.raises(InvalidTerm) as refused:
        Terms("UTC", "UZS", rate, per, "UZS").check()
    assert refused.value == InvalidTerm("points", str(rate))


@pytest.mark.parametrize("per", [9_999, 10_001])
def test_the_rate_of_cashback_is_in_basis_points(per: int) -> None:
    with pytest.raises(InvalidTerm) as refused:
        Terms("UTC", "UZS", 1, per, "UZS").check()
    assert refused.value == InvalidTerm("per", str(per))


def test_a_unit_that_is_not_the_currency_is_points() -> None:
    assert terms().unit_kind is UnitKind.POINTS
    assert not terms().in_money
    assert not Terms("UTC", "USD", 1, 10_000, "UZS").in_money


def test_grace_of_no_days_is_no_grace() -> None:
    rule = Terms("UTC", "p", 1, 1, "UZS", expired_part=ExpiredPart.GRACE)
    with pytest.raises(InvalidTerm, match="grace_days cannot be 0"):
        rule.check()


@pytest.mark.parametrize("zone", ["Asia/Samarqand", "", "../etc"])
def test_a_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(InvalidTerm, match="time_zone cannot be"):
        terms(zone).check()
