"""A case that the tests of cases share, at a shop that is open from nine to six."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mijoz.domain.ids import CalendarId, CaseId, CustomerId, SlaId
from mijoz.domain.service.business_hours import BusinessHours, Opening
from mijoz.domain.service.case import CASES
from mijoz.domain.service.case_commands import OpenCase
from mijoz.domain.service.case_events import CaseOpened
from mijoz.domain.service.case_kinds import CaseKind
from mijoz.domain.service.sla import SlaTerms, Target
from mijoz.testing import Scenario

TASHKENT = ZoneInfo("Asia/Tashkent")
MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of March 2026 by the shop's clock; the 2nd is a Monday."""
    local = datetime(2026, 3, day, hour, minute, tzinfo=TASHKENT)
    return local.astimezone(UTC)


HOURS = BusinessHours(
    "Asia/Tashkent", tuple(Opening(day, 540, 1080) for day in range(1, 6))
)
TARGETS = (Target(1, 30, 120), Target(2, 60, 240), Target(3, 120, 1080))
DESK = SlaId("desk")
TERMS = SlaTerms(DESK, 1, CalendarId("shop"), 1, HOURS, TARGETS)
LEAK, AZIZA = CaseId("leak"), CustomerId("aziza")
WHO = LEAK, AZIZA

NOW = on(2, 10)
OPEN = OpenCase(
    NOW,
    LEAK,
    AZIZA,
    CaseKind.PROBLEM,
    "phone",
    2,
    DESK,
    TERMS,
    "boiler",
    "front",
    summary="it leaks",
)
OPENED = CaseOpened(
    NOW,
    LEAK,
    AZIZA,
    CaseKind.PROBLEM,
    "phone",
    2,
    TERMS,
    on(2, 11),
    on(2, 14),
    "boiler",
    "front",
    summary="it leaks",
)

cases = Scenario(CASES)
opened = cases.given(OPENED)
