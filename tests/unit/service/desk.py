"""A shop with a service level, at which the tests of what joins cases are told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import evolve as but

from mijoz.application.contexts import CALENDAR, CASE, SLA
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CalendarId, CaseId, CustomerId, SlaId
from mijoz.domain.service.business_hours import BusinessHours, Opening
from mijoz.domain.service.calendar import PublishBusinessCalendar
from mijoz.domain.service.case_commands import OpenCase
from mijoz.domain.service.case_kinds import CaseKind
from mijoz.domain.service.sla import PublishSla, SlaTerms, Target
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)  # a Monday, at ten in Tashkent
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON, LATER = NOW + 10 * MINUTE, NOW + 30 * DAY
INSTANT = timedelta(microseconds=1)
SHOP, DESK = CalendarId("shop"), SlaId("desk")
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
LEAK, PUMP = CaseId("leak"), CaseId("pump")
HOURS = BusinessHours(
    "Asia/Tashkent",
    tuple(Opening(day, 540, 1080) for day in range(1, 6)),
    (date(2026, 3, 9),),
)
TARGETS = (Target(1, 15, 120), Target(2, 60, 480))
CALENDAR_1 = PublishBusinessCalendar(NOW, SHOP, 1, NOW, HOURS)
SLA_1 = PublishSla(NOW, DESK, 1, NOW, SHOP, 1, TARGETS)
TERMS = SlaTerms(DESK, 1, SHOP, 1, HOURS, TARGETS)
OPEN = OpenCase(
    NOW,
    LEAK,
    AZIZA,
    CaseKind.PROBLEM,
    "phone",
    2,
    DESK,
    TERMS,
    department="front",
    summary="it leaks",
)


def a_shop() -> Crm:
    """Return a CRM that knows two customers and has published a service level."""
    crm = compose(clock=Ticking())
    for name in (AZIZA, BEK):
        register = RegisterCustomer(NOW, name, PartyKind.PERSON, "shop")
        crm.customers.tell(name, register, origin=ANNA)
    tell(crm, CALENDAR, SHOP, CALENDAR_1)
    tell(crm, SLA, DESK, SLA_1)
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def ask(crm: Crm, *commands: Any, of: CaseId = LEAK) -> Any:
    """Tell a case something."""
    return tell(crm, CASE, of, *commands)


def but_from(at: datetime, calendar: Any, sla: Any) -> list[Any]:
    """Return what publishes a calendar and a service level as from another moment."""
    since = {"at": at, "effective_from": at}
    return [
        lambda crm: tell(crm, CALENDAR, SHOP, but(calendar, **since)),
        lambda crm: tell(crm, SLA, DESK, but(sla, **since)),
    ]
