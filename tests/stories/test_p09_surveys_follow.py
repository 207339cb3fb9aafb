"""P9: a survey follows an encounter or a purchase, under a consent and the caps."""

from attrs import evolve as but

from mijoz.application.contexts import (
    CALENDAR,
    CASE,
    CONSENT,
    CONTACT,
    INVITATION,
    SLA,
    SURVEY,
    TRIGGER,
)
from mijoz.domain.customer.consent import WithdrawConsent
from mijoz.domain.customer.contact_terms import (
    Cap,
    ContactReserved,
    ReleaseContact,
    SetPreference,
    UseContact,
)
from mijoz.domain.feedback.invitation_terms import (
    SurveyInvitationExpired,
    SurveyInvitationWithdrawn,
    SurveyInvited,
    SurveyReminded,
    SurveyReminderDue,
    SurveyWithheld,
)
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.survey import CloseSurvey
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import CalendarId, CaseId, InvitationId, SlaId
from mijoz.domain.service.business_hours import BusinessHours, Opening
from mijoz.domain.service.calendar import PublishBusinessCalendar
from mijoz.domain.service.case_commands import OpenCase, ReopenCase, ResolveCase
from mijoz.domain.service.case_kinds import CaseKind
from mijoz.domain.service.sla import PublishSla, SlaTerms, Target

from .asked import (
    AGREED,
    AZIZA,
    CSAT,
    EASE,
    LOYAL,
    READY,
    REGISTERED,
    RULES,
    SHOP,
    WARMTH,
    answers,
    encounter,
    published,
    purchase,
    rule,
    sweep,
    together,
)
from .telling import Step, Told, day, tell

SHOP_HOURS, DESK = CalendarId("shop"), SlaId("desk")
MET = InvitationId("encounter_closed:e-1")


def names(told: Told) -> list[str]:
    """Return what became of the customer's invitations, by name."""
    return [type(each).__name__ for each in told.of(INVITATION, AZIZA)]


def test_an_encounter_brings_one_survey_on_a_consent_and_reserves_its_contact() -> None:
    told = tell(*READY, *encounter("e-1", 1))
    (invited,) = told.of(INVITATION, AZIZA)
    assert invited == SurveyInvited(
        day(1),
        AZIZA,
        MET,
        WARMTH,
        1,
        Instrument.CSAT,
        Trigger.ENCOUNTER_CLOSED,
        "survey",
        "email",
        1,
        day(8),
        "encounter:e-1",
        (day(4),),
        "trigger:shop@1",
    )
    (reserved,) = told.of(CONTACT, AZIZA)
    slot = (day(1), AZIZA, MET, "survey", "email", 1, day(1))
    assert reserved == ContactReserved(*slot)
    assert told.by("surveys-follow") == [invited, reserved]


def test_whoever_does_not_answer_is_reminded_once_and_then_left_alone() -> None:
    story = (*READY, *encounter("e-1", 1), sweep(3.9), sweep(4.1), sweep(4.2))
    told = tell(*story, sweep(7.9), sweep(8), sweep(9))
    assert told.of(INVITATION, AZIZA)[1:] == [
        SurveyReminderDue(day(4), AZIZA, MET, 1),
        SurveyReminded(day(4), AZIZA, MET, 1, 1),
        SurveyInvitationExpired(day(8), AZIZA, MET),
    ]
    contacts = [each.contact_id for each in told.of(CONTACT, AZIZA)]
    assert contacts == [MET, f"{MET}:1"]


def test_whoever_answers_is_neither_reminded_nor_over() -> None:
    told = tell(*READY, *encounter("e-1", 1), answers(MET, CSAT, 2, 5), sweep(9))
    assert names(told) == ["SurveyInvited", "SurveyAnswered"]


def test_a_second_purchase_brings_a_survey_once_and_the_first_one_none() -> None:
    buys = purchase("o-2", 2)
    told = tell(*READY, purchase("o-1", 1), buys)
    (invited,) = told.of(INVITATION, AZIZA)
    assert (invited.survey_id, invited.about_ref) == (LOYAL, "order:o-2")
    assert tell(*READY, purchase("o-1", 1)).of(INVITATION, AZIZA) == []


def test_a_third_purchase_waits_while_the_second_is_still_asked_about() -> None:
    story = (*READY, purchase("o-1", 1), purchase("o-2", 2), purchase("o-3", 3))
    told = tell(*story, purchase("o-4", 9))
    assert names(told) == ["SurveyInvited", "SurveyWithheld", "SurveyInvited"]
    withheld = told.of(INVITATION, AZIZA)[1]
    assert withheld.rule == "AlreadyInvited"


def test_nobody_is_asked_without_a_consent_and_the_reason_is_kept() -> None:
    told = tell(together(*published(*RULES), REGISTERED), *encounter("e-1", 1))
    (withheld,) = told.of(INVITATION, AZIZA)
    why = "no consent position allows survey by email"
    assert withheld == SurveyWithheld(
        day(1), AZIZA, MET, WARMTH, Trigger.ENCOUNTER_CLOSED, 0, "NoConsent", why
    )
    assert told.of(CONTACT, AZIZA) == []


def test_nobody_is_asked_above_the_cap_of_contacts() -> None:
    cap: Step = (CONTACT, AZIZA, SetPreference(day(0), AZIZA, (Cap(1, 30),)))
    told = tell(*READY, cap, *encounter("e-1", 1), *encounter("e-2", 9))
    assert names(told) == ["SurveyInvited", "SurveyWithheld"]
    assert told.of(INVITATION, AZIZA)[-1].rule == "TooManyContacts"


def test_nobody_is_reminded_above_the_cap_or_without_a_consent() -> None:
    cap: Step = (CONTACT, AZIZA, SetPreference(day(0), AZIZA, (Cap(1, 30),)))
    no: Step = (
        CONSENT,
        AZIZA,
        WithdrawConsent(day(2), AZIZA, "survey", "email", "link"),
    )
    sent: Step = (CONTACT, AZIZA, UseContact(day(1), AZIZA, MET, 1))
    for step, reason in ((cap, "TooManyContacts"), (no, "NoConsent")):
        told = tell(*READY, *encounter("e-1", 1), sent, step, sweep(4))
        assert names(told) == ["SurveyInvited", "SurveyReminderDue", "SurveyWithheld"]
        withheld = told.of(INVITATION, AZIZA)[-1]
        assert (withheld.rule, withheld.number) == (reason, 1)


def test_whoever_was_asked_lately_is_left_alone_as_the_rule_says() -> None:
    rests = rule(Trigger.ENCOUNTER_CLOSED, WARMTH, rest_days=30)
    ready = together(*published(rests), REGISTERED, AGREED)
    story = (ready, *encounter("e-1", 1))
    told = tell(*story, *encounter("e-2", 30), *encounter("e-3", 31))
    assert names(told) == ["SurveyInvited", "SurveyWithheld", "SurveyInvited"]
    assert told.of(INVITATION, AZIZA)[1].rule == "AskedNotLongAgo"


def test_newcomers_are_asked_what_the_policy_has_for_them() -> None:
    first = rule(Trigger.FIRST_ENCOUNTER, EASE)
    ready = together(*published(*RULES, first), REGISTERED, AGREED)
    told = tell(ready, *encounter("e-1", 1), *encounter("e-2", 2))
    newcomer, known = told.of(INVITATION, AZIZA)
    assert (newcomer.survey_id, newcomer.trigger) == (EASE, Trigger.FIRST_ENCOUNTER)
    assert (known.survey_id, known.trigger) == (WARMTH, Trigger.ENCOUNTER_CLOSED)


def test_what_is_asked_is_the_policy_of_that_time() -> None:
    asked = published(*RULES)
    later = but(asked[-1][2], at=day(2), version=2, rules=())
    ready = together(*asked, REGISTERED, AGREED, (TRIGGER, SHOP, later))
    assert names(tell(ready, *encounter("e-1", 1))) == ["SurveyInvited"]
    assert names(tell(ready, *encounter("e-1", 2))) == []


def test_a_survey_that_is_closed_is_not_asked() -> None:

    closed: Step = (SURVEY, WARMTH, CloseSurvey(day(0), WARMTH, "asked enough"))
    told = tell(*READY, closed, *encounter("e-1", 1))
    assert told.of(INVITATION, AZIZA)[0].rule == "SurveyIsClosed"


def test_an_invitation_that_is_not_sent_is_withdrawn() -> None:
    release: Step = (CONTACT, AZIZA, ReleaseContact(day(2), AZIZA, MET, "no mail"))
    told = tell(*READY, *encounter("e-1", 1), release, sweep(9))
    withdrawn = SurveyInvitationWithdrawn(day(2), AZIZA, MET, "no mail")
    assert told.of(INVITATION, AZIZA)[1:] == [withdrawn]


def test_a_case_that_is_resolved_brings_one_survey_reopened_or_not() -> None:
    after = rule(Trigger.CASE_RESOLVED, EASE)
    case = CaseId("leak")
    hours = BusinessHours("UTC", tuple(Opening(each, 0, 1440) for each in range(1, 8)))
    terms = SlaTerms(DESK, 1, SHOP_HOURS, 1, hours, (Target(1, 60, 1440),))
    kind = CaseKind.PROBLEM
    ready = together(
        *published(after),
        REGISTERED,
        AGREED,
        (
            CALENDAR,
            SHOP_HOURS,
            PublishBusinessCalendar(day(0), SHOP_HOURS, 1, day(0), hours),
        ),
        (SLA, DESK, PublishSla(day(0), DESK, 1, day(0), SHOP_HOURS, 1, terms.targets)),
        (CASE, case, OpenCase(day(1), case, AZIZA, kind, "phone", 1, DESK, terms)),
    )
    resolve = ResolveCase(day(2), "seal", "replaced")
    again = ResolveCase(day(4), "seal", "replaced twice")
    steps = (resolve, ReopenCase(day(3), "leaks"), again)
    told = tell(ready, *((CASE, case, each) for each in steps))
    (invited,) = told.of(INVITATION, AZIZA)
    assert (invited.survey_id, invited.about_ref) == (EASE, "case:leak")
