"""An employee's name is under a key of their own; what they did outlives both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mijoz.application.contexts import EMPLOYEE, ENCOUNTER
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.privacy.reading import Reading
from mijoz.application.staffing import erase_employee
from mijoz.composition import compose
from mijoz.domain.encounter.encounter import OpenEncounter
from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.serving_terms import StartService
from mijoz.domain.ids import EmployeeId, EncounterId
from mijoz.domain.personal import Erased, Sealed
from mijoz.domain.staff.employee_refusals import StillEmployed
from mijoz.domain.staff.employee_terms import (
    EmployeeErased,
    EmployeeLeft,
    LeaveStaff,
    Leaving,
    RegisterEmployee,
)

BOSS = Origin("user:boss")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANNA, BEK, ID = EmployeeId("anna"), EmployeeId("bek"), EncounterId("e-1")
READING = Reading(NOW, "user:boss", "payroll")


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    crm = compose(f"sqlite:///{tmp_path}/shop.db", clock=lambda: NOW + timedelta(9))
    employees, encounters = Desk(EMPLOYEE, crm.handler), Desk(ENCOUNTER, crm.handler)
    for who, name in ((ANNA, "Anna Petrova"), (BEK, "Bek Aliyev")):
        register = RegisterEmployee(NOW, who, "socks", "clerk", name)
        employees.tell(who, register, origin=BOSS)
    open_ = OpenEncounter(NOW, ID, None, EncounterKind.VISIT, "shop")
    start = StartService(NOW, Channel.SHOP, (), ANNA)
    encounters.tell(ID, open_, start, origin=Origin("user:anna"))
    return crm


def name(crm: Crm, who: str) -> object:
    registered = Desk(EMPLOYEE, crm.handler).state(who, reading=READING).registered
    assert registered
    return registered.name


def test_a_name_is_sealed_and_opened_for_a_purpose(crm: Crm) -> None:
    state = Desk(EMPLOYEE, crm.handler).state(ANNA)
    assert state.registered
    assert state.registered.name == Sealed()
    assert name(crm, ANNA) == "Anna Petrova"


def test_who_has_not_left_is_not_erased(crm: Crm) -> None:
    with pytest.raises(StillEmployed):
        erase_employee(crm, ANNA, "asked for", BOSS)
    assert name(crm, ANNA) == "Anna Petrova"


def test_what_someone_did_survives_their_leaving_and_their_name(crm: Crm) -> None:
    leave = LeaveStaff(NOW, Leaving.RESIGNED)
    Desk(EMPLOYEE, crm.handler).tell(ANNA, leave, origin=BOSS)
    keys = erase_employee(crm, ANNA, "asked for", BOSS)
    assert len(keys) == 1
    assert erase_employee(crm, ANNA, "asked for", BOSS) == keys
    *_, left, erased = crm.journal.stream("employee-anna")
    assert (type(left.event), type(erased.event)) == (EmployeeLeft, EmployeeErased)
    assert name(crm, ANNA) == Erased()
    assert name(crm, BEK) == "Bek Aliyev"
    _, started = crm.journal.stream("encounter-e-1")
    assert (started.event.employee_id, started.actor) == (ANNA, "user:anna")
