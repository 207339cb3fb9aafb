"""P5: time releases, warns and expires, once each, whenever it is looked at."""

import pytest

from mijoz.application.contexts import EXPIRY_WARNING, ORDER, POINTS
from mijoz.application.due import count_timed, sweep, sweep_due
from mijoz.application.privacy.erasing import erase
from mijoz.domain.ids import OrderId
from mijoz.domain.loyalty.expiry_warning import PointsExpiryWarned
from mijoz.domain.loyalty.points import Adjust, Hold, PointsExpired, Redeem
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase

from .telling import ANNA, TIME, Step, day, tell
from .test_p01_orders_earn import AZIZA, CLUB, ENROLLED, MEMBER

TERMS = Terms("UTC", "points", 1, 100, "UZS", pending_days=14)
CLOCK = Line("1", "retro-clock", None, 1, 10_000, 10_000)


def gift(name: str, points: int, until: float) -> Step:
    give = Adjust(day(1), name, points, "welcome", "anna", expires_at=day(until))
    return POINTS, MEMBER, give


def sweeps(*days: float) -> tuple[Step, ...]:
    def at(number: float) -> Step:
        return lambda handler: sweep_due(handler, day(number), TIME)

    return tuple(at(each) for each in days)


GIVEN: tuple[Step, ...] = (*ENROLLED, gift("spring", 100, 61), gift("summer", 50, 151))


@pytest.mark.parametrize(
    "days", [(30, 31, 32, 53, 54, 60, 61), (31, 54, 61), (33, 33, 60, 60, 90)], ids=str
)
def test_points_are_warned_of_twice_and_then_expire_whenever_time_is_noted(
    days: tuple[float, ...],
) -> None:
    told = tell(*GIVEN, *sweeps(*days))
    who = CLUB, AZIZA
    assert told.of(EXPIRY_WARNING, MEMBER) == [
        PointsExpiryWarned(day(31), *who, 30, day(61), 100, ("spring",)),
        PointsExpiryWarned(day(54), *who, 7, day(61), 100, ("spring",)),
    ]
    expired = PointsExpired(day(61), "spring", 100, pending=False)
    assert told.of(POINTS, MEMBER)[-1] == expired


def test_what_is_spent_or_held_is_not_warned_of() -> None:
    told = tell(
        *GIVEN,
        (POINTS, MEMBER, Redeem(day(2), "r", "a cap", 60)),
        (POINTS, MEMBER, Hold(day(2), "h", 30, day(90))),
        *sweeps(31),
        (POINTS, MEMBER, Redeem(day(32), "s", "a cap", 10)),
        *sweeps(54),
    )
    warnings = told.of(EXPIRY_WARNING, MEMBER)
    assert [(each.days, each.amount) for each in warnings] == [(30, 10)]


def test_time_releases_what_was_earned_before_it_warns() -> None:
    order = RecordPurchase(day(1), OrderId("o"), AZIZA, "shop", None, "UZS", (CLOCK,))
    version = (ENROLLED[0][0], CLUB, PublishVersion(day(0), CLUB, 1, day(0), TERMS))  # type: ignore[index]
    told = tell(version, *ENROLLED[1:], (ORDER, "o", order), *sweeps(14, 15, 16))
    assert told.names()[-1] == "PointsReleased"
    assert told.of(EXPIRY_WARNING, MEMBER) == []


def test_nobody_is_warned_who_was_erased() -> None:
    told = tell(*GIVEN)
    erase(told.crm, AZIZA, "asked for", ANNA)
    sweep_due(told.crm.handler, day(31), TIME)
    assert not told.crm.journal.stream(EXPIRY_WARNING.stream(MEMBER))


def test_every_account_is_looked_at_for_what_expires_soon() -> None:
    told = tell(*GIVEN)
    swept = {each.kind: each for each in sweep(told.crm.handler, day(31), TIME)}
    warned = swept[EXPIRY_WARNING.kind]
    assert (warned.looked_at, warned.events) == (1, 1)
    looked_at = sum(each.looked_at for each in swept.values())
    assert looked_at == count_timed(told.crm.handler)
