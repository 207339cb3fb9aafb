"""What cases take from what is published, and how one goes on in another."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import CASE, ENCOUNTER, PROMISE, SLA
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.due import sweep_due
from mijoz.application.identity import merge
from mijoz.application.privacy.erasing import erase
from mijoz.application.privacy.reading import Reading
from mijoz.application.registry import COMMANDS
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.profile import PersonErased
from mijoz.domain.encounter.encounter import EncounterKind, OpenEncounter
from mijoz.domain.ids import (
    CalendarId,
    EncounterId,
    PromiseId,
    SlaId,
)
from mijoz.domain.service.case_commands import (
    AddMessage,
    CloseCase,
    LinkEncounter,
    MergeCase,
    OpenCase,
    ResolveCase,
    SplitCase,
)
from mijoz.domain.service.case_events import SlaBreached
from mijoz.domain.service.case_kinds import CaseKind, Direction
from mijoz.domain.service.case_refusals import (
    CaseIsClosed,
    CaseIsMerged,
    CaseNotOpened,
    OfAnotherCustomer,
)
from mijoz.domain.service.case_state import Case
from mijoz.domain.service.promise import MakePromise
from mijoz.domain.service.sla import (
    CalendarNotInForce,
    TermsDiffer,
)

from ..service.desk import (
    ANNA,
    AZIZA,
    BEK,
    DESK,
    INSTANT,
    LATER,
    LEAK,
    NOW,
    OPEN,
    PUMP,
    SLA_1,
    SOON,
    TARGETS,
    TERMS,
    a_shop,
    tell,
)

MERGE = MergeCase(SOON, PUMP)


@pytest.fixture
def crm() -> Crm:
    return a_shop()


def state(crm: Crm, name: str) -> Case:
    found: Case = Desk(CASE, crm.handler).state(name)
    return found


def build(crm: Crm, **said: Any) -> OpenCase:
    (entry,) = (each for each in COMMANDS if each.name == "case.open")
    about = {"case_id": LEAK, "customer_id": AZIZA, "kind": CaseKind.PROBLEM}
    about |= {"department": "front", "summary": "it leaks"}
    asked = about | {"channel": "phone", "priority": 2} | said
    built: OpenCase = entry.build(asked, crm.handler, lambda: NOW)[1]
    return built


def test_a_case_is_opened_by_the_service_level_in_force(crm: Crm) -> None:
    assert build(crm, sla_id=DESK) == OPEN
    assert build(crm).terms is None
    second = but(SLA_1, version=2, effective_from=SOON, targets=TARGETS[1:])
    tell(crm, SLA, DESK, second)
    assert build(crm, sla_id=DESK, at=SOON - INSTANT) == but(OPEN, at=SOON - INSTANT)
    found = build(crm, sla_id=DESK, at=SOON).terms
    assert found == but(TERMS, version=2, targets=TARGETS[1:])


def test_a_case_that_is_told_again_has_the_terms_it_was_opened_under(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    second = but(SLA_1, version=2, effective_from=SOON, targets=TARGETS[1:])
    tell(crm, SLA, DESK, second)
    again = build(crm, sla_id=DESK, at=LATER)
    assert again.terms == TERMS
    assert not tell(crm, CASE, LEAK, again).drafts


@pytest.mark.parametrize(
    "said", [{"sla_id": "gold"}, {"sla_id": DESK, "at": NOW - INSTANT}]
)
def test_a_service_level_that_is_not_in_force_is_unknown(
    crm: Crm, said: dict[str, Any]
) -> None:
    with pytest.raises(Unknown):
        build(crm, **said)


def test_a_case_goes_by_what_was_published(crm: Crm) -> None:
    for terms in (but(TERMS, targets=TARGETS[1:]), but(TERMS, calendar_version=2)):
        with pytest.raises(TermsDiffer):
            tell(crm, CASE, LEAK, but(OPEN, terms=terms))
    with pytest.raises(Unknown):
        tell(crm, CASE, LEAK, but(OPEN, terms=but(TERMS, version=2)))


def test_a_service_level_counts_by_a_calendar_that_is_in_force(crm: Crm) -> None:
    other = but(SLA_1, sla_id=SlaId("gold"))
    for missing in (
        but(other, calendar_version=2),
        but(other, calendar_id=CalendarId("no")),
    ):
        with pytest.raises(Unknown):
            tell(crm, SLA, "gold", missing)
    early = but(other, effective_from=NOW - INSTANT)
    with pytest.raises(CalendarNotInForce):
        tell(crm, SLA, "gold", early)
    assert tell(crm, SLA, "gold", other).drafts


def test_what_was_due_is_swept_each_at_its_own_moment_once(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    by = NOW + timedelta(hours=1)
    assert sweep_due(crm.handler, by, ANNA) == 1
    assert sweep_due(crm.handler, LATER, ANNA) == 1
    assert sweep_due(crm.handler, LATER, ANNA) == 0
    events = [each.event for each in crm.journal.feed(0)]
    missed = [each for each in events if isinstance(each, SlaBreached)]
    assert [each.at for each in missed] == [by, NOW + timedelta(hours=8)]


def test_a_case_goes_on_in_another_which_knows(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    tell(crm, CASE, PUMP, but(OPEN, case_id=PUMP))
    tell(crm, CASE, LEAK, MERGE)
    assert state(crm, LEAK).due is None
    assert state(crm, PUMP).absorbed == (LEAK,)
    assert not tell(crm, CASE, LEAK, MERGE).drafts
    merged = crm.journal.stream(CASE.stream(LEAK))[-1]
    absorbed = crm.journal.stream(CASE.stream(PUMP))[-1]
    assert absorbed.causation_id == merged.id
    assert absorbed.actor == "policy:merged-cases-are-absorbed"


def test_a_case_does_not_go_on_where_no_work_is_taken(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    with pytest.raises(CaseNotOpened):
        tell(crm, CASE, LEAK, MERGE)
    tell(crm, CASE, PUMP, but(OPEN, case_id=PUMP))
    tell(crm, CASE, PUMP, ResolveCase(NOW, "a", "b"), CloseCase(NOW))
    with pytest.raises(CaseIsClosed):
        tell(crm, CASE, LEAK, MERGE)
    assert state(crm, LEAK).is_open


def test_cases_do_not_go_round_in_a_ring(crm: Crm) -> None:
    for name in (LEAK, PUMP):
        tell(crm, CASE, name, but(OPEN, case_id=name))
    tell(crm, CASE, LEAK, MERGE)
    with pytest.raises(CaseIsMerged):
        tell(crm, CASE, PUMP, MergeCase(SOON, LEAK))


def test_a_case_does_not_go_on_in_another_customers(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    tell(crm, CASE, PUMP, but(OPEN, case_id=PUMP, customer_id=BEK))
    with pytest.raises(OfAnotherCustomer):
        tell(crm, CASE, LEAK, MERGE)
    merge(
        crm.handler,
        BEK,
        AZIZA,
        Evidence.REVIEWED,
        at=SOON,
        merge_id="m-1",
        origin=ANNA,
        approver="user:anna",
    )
    tell(crm, CASE, LEAK, MERGE)
    assert state(crm, PUMP).absorbed == (LEAK,)


def test_a_case_of_nobody_known_goes_on_in_anyones(crm: Crm) -> None:
    tell(crm, CASE, LEAK, but(OPEN, customer_id=None))
    tell(crm, CASE, PUMP, but(OPEN, case_id=PUMP, customer_id=BEK))
    assert tell(crm, CASE, LEAK, MERGE).drafts


def test_what_is_split_off_is_a_case_of_its_own_under_the_same_terms(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    tell(
        crm,
        CASE,
        LEAK,
        SplitCase(SOON, PUMP, CaseKind.QUESTION, 1, "another", "how much?"),
    )
    found = Desk(CASE, crm.handler).state(PUMP, reading=Reading(NOW, "anna", "test"))
    opened = found.opened
    assert opened is not None
    assert (opened.at, opened.customer_id, opened.split_from) == (SOON, AZIZA, LEAK)
    assert (opened.kind, opened.priority) == (CaseKind.QUESTION, 1)
    assert (opened.terms, opened.summary) == (TERMS, "how much?")
    assert found.due == SOON + timedelta(minutes=15)


def test_an_encounter_that_is_linked_was_there(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    visit = EncounterId("visit")
    with pytest.raises(Unknown):
        tell(crm, CASE, LEAK, LinkEncounter(SOON, visit))
    come = OpenEncounter(NOW, visit, AZIZA, EncounterKind.VISIT, "shop")
    tell(crm, ENCOUNTER, visit, come)
    assert tell(crm, CASE, LEAK, LinkEncounter(SOON, visit)).drafts


def test_one_thread_spans_channels_and_is_in_the_customers_history(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    for number, channel in enumerate(["phone", "email", "chat"]):
        message = AddMessage(
            SOON, f"m-{number}", Direction.INCOMING, channel, AZIZA, "hello"
        )
        tell(crm, CASE, LEAK, message)
    channels = [each.channel for each in state(crm, LEAK).messages.values()]
    assert channels == ["phone", "email", "chat"]
    about = [each.event for each in crm.journal.about(AZIZA)]
    assert len([each for each in about if hasattr(each, "message_id")]) == 3


def test_who_is_erased_gets_no_new_work(crm: Crm) -> None:
    tell(crm, CASE, LEAK, OPEN)
    erase(crm, AZIZA, reason="asked", origin=ANNA)
    other = but(OPEN, case_id=PUMP)
    split = SplitCase(SOON, PUMP, CaseKind.QUESTION, 1, "another")
    make = MakePromise(NOW, PromiseId("p"), AZIZA, "anna", LATER)
    new: list[tuple[Any, str, Any]] = [(CASE, PUMP, other), (CASE, LEAK, split)]
    for aggregate, name, command in [*new, (PROMISE, "p", make)]:
        with pytest.raises(PersonErased):
            tell(crm, aggregate, name, command)
