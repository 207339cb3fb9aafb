"""Whom no loop concerns: the erased, somebody else, and what was over long ago."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    COMPLAINT,
    ENCOUNTER,
    INVITATION,
    SURVEY,
    TASK,
    TRIGGER,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin, TimeQuality
from mijoz.application.privacy.erasing import erase
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.encounter.encounter import (
    CloseEncounter,
    EncounterKind,
    OpenEncounter,
)
from mijoz.domain.feedback.answers import Answer
from mijoz.domain.feedback.complaint_kinds import (
    ComplaintCategory,
    ComplaintSource,
    Severity,
)
from mijoz.domain.feedback.complaint_terms import (
    AcknowledgeComplaint,
    CloseComplaint,
    FileComplaint,
)
from mijoz.domain.feedback.design import Design, Item, Loop
from mijoz.domain.feedback.invitation_terms import AnswerSurvey, SurveyReminderDue
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.survey import DesignSurvey
from mijoz.domain.feedback.triggers import PublishTriggers, Rule, Trigger
from mijoz.domain.ids import (
    ComplaintId,
    CustomerId,
    EncounterId,
    InvitationId,
    SurveyId,
    TriggerPolicyId,
)
from mijoz.domain.sales.task import CompleteTask

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
WARMTH, SHOP, RUDE = SurveyId("warmth"), TriggerPolicyId("shop"), ComplaintId("k-1")
E1, MET = EncounterId("e-1"), InvitationId("encounter_closed:e-1")
ANNA = Origin("user:anna")
IMPORT = Origin("import:till", time_quality=TimeQuality.IMPORTED)
DESIGN = Design(
    Instrument.CSAT, (Item("satisfaction", "…?"),), 1, 5, Loop(2, 24, "dilnoza")
)
RULE = Rule(Trigger.ENCOUNTER_CLOSED, WARMTH, "survey", "email", 7, (3,))
NAMED = {each.name: each for each in COMMANDS}


@pytest.fixture
def crm() -> Crm:
    """Return a shop that asks after encounters, and two customers who allow it."""
    crm = compose(clock=lambda: NOW)
    basis = LawfulBasis.CONSENT
    for name in (AZIZA, BEK):
        register = RegisterCustomer(NOW, name, PartyKind.PERSON, "shop")
        crm.customers.tell(name, register, origin=ANNA)
        grant = GrantConsent(NOW, name, "survey", "email", basis, "v1", "form")
        crm.consents.tell(name, grant, origin=ANNA)
    tell(crm, SURVEY, WARMTH, DesignSurvey(NOW, WARMTH, DESIGN))
    tell(crm, TRIGGER, SHOP, PublishTriggers(NOW, SHOP, 1, (RULE,)))
    return crm


def tell(
    crm: Crm, aggregate: Any, name: str, *commands: Any, origin: Origin = ANNA
) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=origin)


def meet(crm: Crm, who: CustomerId | None = AZIZA, origin: Origin = ANNA) -> list[str]:
    """Close an encounter, and return the kinds of all that it brought."""
    told = OpenEncounter(NOW, E1, who, EncounterKind.VISIT, "shop")
    close = CloseEncounter(NOW, "sold")
    return kinds(tell(crm, ENCOUNTER, E1, told, close, origin=origin))


def kinds(told: Any) -> list[str]:
    return [each.stream.partition("-")[0] for each in told.drafts]


def answer(crm: Crm, origin: Origin = ANNA) -> list[str]:
    answers = (Answer("satisfaction", 1),)
    told = AnswerSurvey(NOW, AZIZA, MET, DESIGN, answers)
    return kinds(tell(crm, INVITATION, AZIZA, told, origin=origin))


def file(crm: Crm, who: CustomerId | None = AZIZA, origin: Origin = ANNA) -> list[str]:
    told = FileComplaint(
        NOW,
        RUDE,
        who,
        ComplaintSource.CUSTOMER,
        ComplaintCategory.STAFF,
        Severity.LOW,
        "dilnoza",
        NOW + DAY,
    )
    return kinds(tell(crm, COMPLAINT, RUDE, told, origin=origin))


def test_what_was_imported_asks_nobody_and_has_nobody_answer(crm: Crm) -> None:
    assert meet(crm, origin=IMPORT) == ["encounter", "encounter"]
    assert file(crm, origin=IMPORT) == ["complaint"]


def test_an_answer_that_was_imported_opens_no_loop(crm: Crm) -> None:
    assert meet(crm) == ["encounter", "encounter", "invitation", "contact"]
    assert answer(crm, IMPORT) == ["invitation"]


def test_a_poor_answer_opens_a_loop_a_task_and_a_shortcoming(crm: Crm) -> None:
    meet(crm)
    assert answer(crm) == ["invitation", "complaint", "task", "shortcoming"]


def test_nobody_is_asked_whom_an_encounter_does_not_name(crm: Crm) -> None:
    assert meet(crm, who=None) == ["encounter", "encounter"]


def test_who_was_erased_is_neither_asked_nor_reminded(crm: Crm) -> None:
    meet(crm)
    other = EncounterId("e-2")
    told = OpenEncounter(NOW, other, AZIZA, EncounterKind.VISIT, "shop")
    tell(crm, ENCOUNTER, other, told)
    erase(crm, AZIZA, "they asked", ANNA)
    closed = tell(crm, ENCOUNTER, other, CloseEncounter(NOW, "sold"))
    assert kinds(closed) == ["encounter"]
    before = crm.journal.head()
    sweep_due(crm.handler, NOW + 3 * DAY, ANNA)
    after = [type(each.event) for each in crm.journal.feed(before)]
    assert after == [SurveyReminderDue]


def test_a_complaint_of_someone_erased_is_closed_and_asks_nobody(crm: Crm) -> None:
    rule = but(RULE, trigger=Trigger.COMPLAINT_CLOSED)
    tell(crm, TRIGGER, SHOP, PublishTriggers(NOW, SHOP, 2, (rule,)))
    file(crm)
    erase(crm, AZIZA, "they asked", ANNA)
    heard = AcknowledgeComplaint(NOW, "dilnoza"), CloseComplaint(NOW)
    assert kinds(tell(crm, COMPLAINT, RUDE, *heard)) == [
        "complaint",
        "task",
        "complaint",
    ]


def test_somebody_elses_score_says_nothing_of_a_complaint(crm: Crm) -> None:
    file(crm)
    heard = AcknowledgeComplaint(NOW, "dilnoza"), CloseComplaint(NOW)
    tell(crm, COMPLAINT, RUDE, *heard)
    for who in (BEK, AZIZA):
        invite(crm, who)
        verified = Desk(COMPLAINT, crm.handler).state(RUDE).verified
        assert (verified is not None) == (who == AZIZA)


def invite(crm: Crm, who: CustomerId) -> None:
    """Ask someone about the complaint, and have them answer well."""
    said: dict[str, Any] = {
        "customer_id": who,
        "invitation_id": "i-1",
        "survey_id": WARMTH,
        "trigger": Trigger.PERIOD,
        "purpose": "survey",
        "channel": "email",
        "expires_at": NOW + 7 * DAY,
        "about_ref": f"complaint:{RUDE}",
    }
    identity, command = NAMED["invitation.invite"].build(said, crm.handler, crm.clock)
    well = (Answer("satisfaction", 5),)
    told = AnswerSurvey(NOW + DAY, who, InvitationId("i-1"), DESIGN, well)
    tell(crm, INVITATION, identity, command, told)


def test_a_task_that_was_done_by_hand_stays_as_it_is(crm: Crm) -> None:
    file(crm)
    tell(crm, TASK, f"complaint:{RUDE}", CompleteTask(NOW, "called them"))
    heard = tell(crm, COMPLAINT, RUDE, AcknowledgeComplaint(NOW + 2 * DAY, "dilnoza"))
    assert kinds(heard) == ["complaint", "complaint", "complaint"]
