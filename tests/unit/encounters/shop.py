"""A shop whose customers are served: what the tests about service start from."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from attrs import define, field

from mijoz.application.contexts import CUSTOMER, EMPLOYEE, ENCOUNTER, FEEDBACK, STANDARD
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.encounters.gathering import Gathered, gather
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.encounter.encounter import CloseEncounter, OpenEncounter
from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.serving_terms import (
    HandOver,
    PerformStep,
    StartService,
)
from mijoz.domain.encounter.standard import DefineStandard, Role, StandardStep
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.ids import (
    CustomerId,
    EmployeeId,
    EncounterId,
    FeedbackId,
    StandardId,
)
from mijoz.domain.staff.employee_terms import RegisterEmployee

MAY: Final = datetime(2026, 5, 1, tzinfo=UTC)
AZIZA, ZEBO = CustomerId("aziza"), CustomerId("zebo")
ANNA, BEK, CARLA = EmployeeId("anna"), EmployeeId("bek"), EmployeeId("carla")
FITTING: Final = StandardId("fitting")
STEPS: Final = (
    StandardStep("greet", Role.EMPLOYEE, minutes=2),
    StandardStep("fit", Role.CUSTOMER),
)
VISIT: Final = EncounterKind.VISIT


def minute(number: float) -> datetime:
    """Return a moment, so many minutes from the beginning."""
    return MAY + timedelta(minutes=number)


def day(number: float) -> datetime:
    """Return a moment, so many days from the beginning."""
    return MAY + timedelta(days=number)


@define
class Shop:
    """A CRM with two customers, three employees and a standard."""

    crm: Crm = field(factory=lambda: compose(clock=lambda: day(30)))
    served: int = 0

    def __attrs_post_init__(self) -> None:
        for who in (AZIZA, ZEBO):
            register = RegisterCustomer(MAY, who, PartyKind.PERSON, "shop")
            self.tell(CUSTOMER, who, register)
        for name, where in ((ANNA, "socks"), (BEK, "shoes"), (CARLA, "socks")):
            self.tell(EMPLOYEE, name, RegisterEmployee(MAY, name, where, "clerk"))
        define = DefineStandard(MAY, FITTING, VISIT, ANNA, STEPS)
        self.tell(STANDARD, FITTING, define)

    def tell(self, aggregate: Any, name: str, *commands: Any, by: str = "till") -> None:
        """Have commands take effect."""
        origin = Origin(f"user:{by}")
        Desk(aggregate, self.crm.handler).tell(name, *commands, origin=origin)

    def serve(
        self,
        at: datetime = MAY,
        *,
        who: CustomerId | None = AZIZA,
        by: EmployeeId | None = ANNA,
        to: EmployeeId | None = None,
        channel: Channel = Channel.SHOP,
        waits: int = 1,
        lasts: int = 10,
        steps: str = "greet fit",
        score: int | None = None,
        category: str | None = None,
        subject: str | None = None,
        outcome: str | None = "sold",
    ) -> EncounterId:
        """Serve someone by the standard; say what is otherwise."""
        self.served += 1
        name = EncounterId(f"e-{self.served:03}")
        starts = at + timedelta(minutes=waits)
        ends = starts + timedelta(minutes=lasts)
        standard = STEPS, by, None, FITTING, 1
        told: list[Any] = [
            OpenEncounter(at, name, who, VISIT, "door", subject, category),
            StartService(starts, channel, *standard),
        ]
        for number, step in enumerate(steps.split()):
            role = Role.CUSTOMER if step == "fit" else Role.EMPLOYEE
            told.append(PerformStep(starts, f"{name}:{number}", step, role))
        if to:
            told.append(HandOver(starts, to, "knows more"))
        if outcome:
            told.append(CloseEncounter(ends, outcome))
        self.tell(ENCOUNTER, name, *told)
        if score is not None:
            feedback = FeedbackId(f"f-{name}")
            about = f"encounter:{name}"
            receive = ReceiveFeedback(
                ends, feedback, who, FeedbackKind.CSAT, score, 5, about
            )
            self.tell(FEEDBACK, feedback, receive)
        return name

    def gather(self, **times: Any) -> Gathered:
        """Return what the log tells of service."""
        return gather(self.crm.journal, **times)
