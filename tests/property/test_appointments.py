"""No moment of a resource is booked twice, whoever books, moves and cancels what."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mijoz.application.contexts import APPOINTMENT, RESOURCE, account
from mijoz.application.desk import Desk
from mijoz.application.due import sweep
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.decider import Refused
from mijoz.domain.encounter.agenda import Agenda, Standing
from mijoz.domain.encounter.appointment_terms import (
    BookAppointment,
    CancelAppointment,
    CheckIn,
    RescheduleAppointment,
)
from mijoz.domain.encounter.resource import OfferResource, ResourceKind
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.slot import AppointmentTerms, Side, day_of
from mijoz.domain.ids import AppointmentId, EmployeeId, ResourceId

ANNA = Origin("user:anna")
START = datetime(2026, 3, 28, tzinfo=UTC)
# The clocks of one go forward in the night from the 28th to the 29th.
ZONES = {"chair": "UTC", "seat": "Europe/Berlin"}
CLERK = EmployeeId("anna")
names = st.sampled_from([AppointmentId(each) for each in ("a", "b", "c", "d")])
resources = st.sampled_from([ResourceId(each) for each in ZONES])
starts = st.integers(0, 47).map(lambda halves: START + timedelta(hours=12 + halves / 2))
lengths = st.integers(0, 4).map(lambda halves: timedelta(hours=halves / 2))


def terms(resource: str) -> AppointmentTerms:
    return AppointmentTerms(1, CLERK, ZONES[resource], 30, 48, 24)


class Agendas(RuleBasedStateMachine):
    """Two resources over three days, in one CRM; `where` is each appointment now."""

    def __init__(self) -> None:
        super().__init__()
        self.crm = compose()
        self.desk: Any = Desk(APPOINTMENT, self.crm.handler)
        self.now = START
        self.where: dict[str, str] = {}
        for name, zone in ZONES.items():
            resource = ResourceId(name)
            kind = ResourceKind.ROOM
            offer = OfferResource(START, resource, 1, kind, CLERK, zone, 30, 48, 24)
            Desk(RESOURCE, self.crm.handler).tell(name, offer, origin=ANNA)

    def tell(self, place: str, command: Any) -> bool:
        """Return whether a command is done; telling it again then does nothing."""
        try:
            self.desk.tell(place, command, origin=ANNA)
        except Refused:
            return False
        assert not self.desk.tell(place, command, origin=ANNA).drafts
        return True

    @rule(name=names, resource=resources, start=starts, length=lengths)
    def book(
        self, name: AppointmentId, resource: ResourceId, start: datetime, length: Any
    ) -> None:
        if name in self.where:
            return
        day = day_of(start, terms(resource))
        place = account(str(day), resource)
        command = BookAppointment(
            self.now,
            resource,
            day,
            name,
            start,
            start + length,
            "x",
            Channel.SHOP,
            terms(resource),
        )
        if self.tell(place, command):
            self.where[name] = place

    @rule(name=names, resource=resources, start=starts, length=lengths)
    def move(
        self, name: AppointmentId, resource: ResourceId, start: datetime, length: Any
    ) -> None:
        place = self.where.get(name)
        if place is None:
            return
        to = terms(resource)
        command = RescheduleAppointment(
            self.now, name, start, start + length, Side.FIRM, "x", to, resource
        )
        if self.tell(place, command):
            self.where[name] = account(str(day_of(start, to)), resource)

    @rule(name=names)
    def cancel(self, name: AppointmentId) -> None:
        if place := self.where.get(name):
            self.tell(place, CancelAppointment(self.now, name, Side.CUSTOMER, "x"))

    @rule(name=names)
    def check_in(self, name: AppointmentId) -> None:
        if place := self.where.get(name):
            self.tell(place, CheckIn(self.now, name))

    @rule(hours=st.integers(1, 12))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        sweep(self.crm.handler, self.now, ANNA)
        assert not sum(each.events for each in sweep(self.crm.handler, self.now, ANNA))

    def agendas(self) -> dict[str, Agenda]:
        kind = APPOINTMENT.kind
        names = [
            each.removeprefix(f"{kind}-") for each in self.crm.journal.streams(kind)
        ]
        return {name: self.desk.state(name) for name in names}

    @invariant()
    def no_moment_is_anybodys_twice(self) -> None:
        for place, agenda in self.agendas().items():
            day, _, resource = place.partition(":")
            taken = [
                each.slot
                for each in agenda.appointments.values()
                if each.standing not in (Standing.MOVED, Standing.CANCELLED)
            ]
            for one, other in combinations(taken, 2):
                apart = one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
                assert apart
            for slot in taken:
                assert slot.starts_at < slot.ends_at
                assert day_of(slot.starts_at, terms(resource)) == date.fromisoformat(
                    day
                )

    @invariant()
    def each_appointment_is_in_one_place(self) -> None:
        agendas = self.agendas()
        for name, place in self.where.items():
            here = [
                where
                for where, agenda in agendas.items()
                if (found := agenda.appointments.get(AppointmentId(name)))
                and found.standing is not Standing.MOVED
            ]
            assert here == [place]

    @invariant()
    def nobody_who_is_late_is_waited_for(self) -> None:
        for agenda in self.agendas().values():
            for each in agenda.appointments.values():
                if each.standing is Standing.BOOKED:
                    assert each.slot.absent_at > self.now


TestAgendas = Agendas.TestCase
TestAgendas.settings = settings(stateful_step_count=25, max_examples=40, deadline=None)
