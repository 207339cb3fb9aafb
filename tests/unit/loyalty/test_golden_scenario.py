"""The golden scenario of the points ledger, row by row and column by column."""

from datetime import UTC, datetime, timedelta

from mijoz.domain.loyalty.points import (
    POINTS,
    CaptureHold,
    Command,
    Earn,
    Hold,
    PointsEarned,
    ReverseEarn,
    ReverseRedemption,
    SettleDue,
)
from mijoz.domain.loyalty.postings import Account, balances
from mijoz.domain.loyalty.terms import Terms
from mijoz.testing import Scenario

TERMS = Terms(
    time_zone="Asia/Tashkent",
    unit="points",
    points=1,
    per=100,
    currency="UZS",
    pending_days=14,
    expiry_months=12,
    expiry_at_month_end=True,
)
END_OF_JUNE = datetime(2025, 6, 30, 19, tzinfo=UTC)  # midnight in Tashkent


def on(day: str) -> datetime:
    """Return noon of *day* in Tashkent."""
    return datetime.fromisoformat(f"{day}T12:00+05:00").astimezone(UTC)


def order(lot: str, day: str, points: int) -> Earn:
    at, lines = on(day), (("a",), (points * 100,), (points,))
    available_at = TERMS.available_at(at)
    expires_at = TERMS.expires_at(available_at)
    return Earn(at, lot, lot, points, available_at, expires_at, "mijoz", 1, *lines)


def review(lot: str, day: str, points: int, until: datetime) -> Earn:
    at = on(day)
    return Earn(at, lot, lot, points, at, until, "mijoz", 1)


APRIL = on("2025-04-01")
SCENARIO: tuple[tuple[Command, str], ...] = (
    (order("L1", "2025-01-10", 100), "PointsEarned"),
    (SettleDue(on("2025-01-24")), "PointsReleased"),
    (order("L2", "2025-03-05", 60), "PointsEarned"),
    (SettleDue(on("2025-03-19")), "PointsReleased"),
    (review("L3", "2025-03-20", 25, until=END_OF_JUNE), "PointsEarned"),
    (Hold(APRIL, "H1", 70, APRIL + timedelta(hours=1)), "PointsHeld"),
    (CaptureHold(APRIL, "H1", "redemption", "R1"), "HoldCaptured"),
    (ReverseEarn(on("2025-04-10"), "F1", "L1", ("a",), (4000,)), "EarnReversed"),
    (ReverseEarn(on("2025-05-02"), "F2", "L1", ("a",), (6000,)), "EarnReversed"),
    (
        ReverseRedemption(on("2025-06-15"), "C1", "redemption"),
        "RedemptionReversed ArrearsSettled",
    ),
    (SettleDue(on("2025-07-01")), "PointsExpired"),
    (order("L0", "2024-05-20", 30), "PointsEarned PointsExpired"),
    (SettleDue(on("2026-04-01")), "PointsExpired"),
)

# pend, avail, held, arrears, spendable, issuer, redeemed, breakage, lots left
COLUMNS = """
    100    0   0    0    0  -100   0    0  L1:100
      0  100   0    0  100  -100   0    0  L1:100
     60  100   0    0  100  -160   0    0  L1:100 L2:60
      0  160   0    0  160  -160   0    0  L1:100 L2:60
      0  185   0    0  185  -185   0    0  L1:100 L2:60 L3:25
      0  115  70    0  115  -185   0    0  L1:55 L2:60
      0  115   0    0  115  -185  70    0  L1:55 L2:60
      0   75   0    0   75  -145  70    0  L1:15 L2:60
      0   60   0  -45   15   -85  70    0  L2:60
      0   85   0    0   85   -85   0    0  L2:60 L3:25
      0   60   0    0   60   -85   0   25  L2:60
      0   60   0    0   60  -115   0   55  L2:60
      0    0   0    0    0  -115   0  115
"""


def test_every_row_and_column_of_the_golden_scenario() -> None:
    story = Scenario(POINTS)
    for (command, events), expected in zip(
        SCENARIO, COLUMNS.strip().splitlines(), strict=True
    ):
        story = story.when(command)
        ledger, accounts = story.state, balances(story.history + story.news)
        lots = sorted(f"{lot.lot_id}:{lot.remaining}" for lot in ledger.lots)
        row = [
            ledger.pending,
            ledger.available,
            ledger.held,
            ledger.arrears,
            ledger.spendable,
            accounts[Account.ISSUER],
            accounts[Account.REDEEMED],
            accounts[Account.BREAKAGE],
            *lots,
        ]
        assert [str(cell) for cell in row] == expected.split()
        assert " ".join(type(event).__name__ for event in story.news) == events
        assert accounts[Account.PENDING] == ledger.pending
        assert accounts[Account.AVAILABLE] == ledger.available
        assert accounts[Account.HELD] == ledger.held
        assert accounts[Account.ARREARS] == ledger.arrears
        assert sum(accounts.values()) == 0


def test_what_is_allocated_is_in_the_events() -> None:
    story = Scenario(POINTS)
    parts: dict[str, str] = {}
    for command, _ in SCENARIO:
        story = story.when(command)
        for event in story.news:
            taken = getattr(event, "parts", ())
            name = type(event).__name__
            if taken:
                parts[name] = " ".join(f"{p.lot_id}:{p.amount}" for p in taken)
    assert parts == {
        "PointsHeld": "L3:25 L1:45",
        "HoldCaptured": "L3:25 L1:45",
        "EarnReversed": "L1:15",
        "RedemptionReversed": "L3:25 L1:45",
    }


def test_points_expire_at_the_end_of_their_last_day_in_the_programmes_zone() -> None:
    story = Scenario(POINTS)
    for command, _ in SCENARIO:
        story = story.when(command)
    (expired,) = story.news
    assert expired.at == datetime.fromisoformat("2026-04-01T00:00+05:00")


def test_an_order_heard_of_a_year_late_is_marked_so() -> None:
    story = Scenario(POINTS)
    for command, _ in SCENARIO[:12]:
        story = story.when(command)
    earned, expired = story.news
    assert isinstance(earned, PointsEarned)
    assert (earned.late, earned.at) == (True, on("2024-05-20"))
    assert expired.at == END_OF_JUNE
