"""What an invitation takes from elsewhere: its survey, and a consent as it is now."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import CONTACT, INVITATION, SURVEY
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.metrics.definitions import NAMED as METRICS
from mijoz.application.metrics.definitions import Window
from mijoz.application.metrics.stating import check, relevant, state, work_out
from mijoz.application.privacy.erasing import erase
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer import contact_refusals
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis, WithdrawConsent
from mijoz.domain.customer.contact_refusals import TooManyContacts
from mijoz.domain.customer.contact_terms import (
    Cap,
    ReserveContact,
    SetPreference,
    UseContact,
)
from mijoz.domain.customer.profile import PartyKind, PersonErased, RegisterCustomer
from mijoz.domain.feedback.answers import Answer
from mijoz.domain.feedback.design import Design, Item
from mijoz.domain.feedback.invitation_refusals import (
    NoConsent,
    NotAsDesigned,
    UnknownInvitation,
)
from mijoz.domain.feedback.invitation_terms import AnswerSurvey, Invite
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.survey import (
    CloseSurvey,
    DesignSurvey,
    ReviseSurvey,
    SurveyIsClosed,
    SurveyNotDesigned,
)
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import CustomerId, InvitationId, SurveyId

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AZIZA, WARMTH, ONE = CustomerId("aziza"), SurveyId("warmth"), InvitationId("i-1")
ANNA = Origin("user:anna")
NAMED = {each.name: each for each in COMMANDS}
DESIGN = Design(Instrument.CSAT, (Item("satisfaction", "…?"),), 1, 5)
LONGER = but(DESIGN, items=(*DESIGN.items, Item("relevance", "…?")))


@pytest.fixture
def crm() -> Crm:
    """Return a shop with a survey, and a customer who may be asked by e-mail."""
    crm = compose(clock=lambda: NOW)
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    basis = LawfulBasis.CONSENT
    grant = GrantConsent(NOW, AZIZA, "survey", "email", basis, "v1", "form")
    crm.consents.tell(AZIZA, grant, origin=ANNA)
    tell(crm, SURVEY, WARMTH, DesignSurvey(NOW, WARMTH, DESIGN))
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def ask(crm: Crm, name: str, **said: Any) -> Any:
    """Tell a command as it is asked for by name."""
    entry = NAMED[f"invitation.{name}"]
    identity, command = entry.build(
        {"customer_id": AZIZA, **said}, crm.handler, crm.clock
    )
    return tell(crm, entry.aggregate, identity, command)


def invite(crm: Crm, channel: str = "email", **said: Any) -> Any:
    what: dict[str, Any] = {
        "invitation_id": ONE,
        "survey_id": WARMTH,
        "trigger": Trigger.PERIOD,
        "purpose": "survey",
        "channel": channel,
        "expires_at": NOW + 7 * DAY,
    }
    return ask(crm, "invite", **what | said)


def revise(crm: Crm) -> None:
    tell(crm, SURVEY, WARMTH, ReviseSurvey(NOW, WARMTH, 2, "more to ask", LONGER))


def test_an_invitation_names_its_survey_and_the_consent_as_they_are(crm: Crm) -> None:
    revise(crm)
    invite(crm)
    invited = crm_invitations(crm).made[ONE].invited
    assert (invited.survey_version, invited.instrument) == (2, Instrument.CSAT)
    assert (invited.consent_position, invited.policy) == (1, None)


def crm_invitations(crm: Crm) -> Any:
    return Desk(INVITATION, crm.handler).state(AZIZA)


def test_the_contact_of_an_invitation_is_reserved_with_it_or_neither_is(
    crm: Crm,
) -> None:
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, (Cap(1, 7),)))
    invite(crm)
    assert ONE in Desk(CONTACT, crm.handler).state(AZIZA).waiting
    head = crm.journal.head()
    with pytest.raises(TooManyContacts):
        invite(crm, invitation_id="i-2", trigger=Trigger.CASE_RESOLVED)
    assert crm.journal.head() == head


def test_a_contact_that_is_reserved_before_has_its_invitation_made(crm: Crm) -> None:
    contact = ReserveContact(NOW, AZIZA, ONE, "survey", "email", 1)
    tell(crm, CONTACT, AZIZA, contact)
    invite(crm)
    assert ONE in crm_invitations(crm).made


def test_nobody_is_invited_without_a_consent_to_that(crm: Crm) -> None:
    with pytest.raises(NoConsent):
        invite(crm, channel="sms")


def test_a_position_that_is_not_theirs_allows_nothing(crm: Crm) -> None:
    told = Invite(
        NOW,
        AZIZA,
        ONE,
        WARMTH,
        1,
        Instrument.CSAT,
        Trigger.PERIOD,
        "survey",
        "email",
        7,
        NOW + DAY,
    )
    with pytest.raises(contact_refusals.NoConsent):
        tell(crm, INVITATION, AZIZA, told)
    for said in ({"survey_version": 2}, {"instrument": Instrument.CES}):
        (field,) = said
        changed: dict[str, Any] = {"consent_position": 1, **said}
        with pytest.raises(NotAsDesigned) as raised:
            tell(crm, INVITATION, AZIZA, but(told, **changed))
        assert raised.value == NotAsDesigned(field, 1)


def test_what_is_not_designed_or_is_closed_is_not_asked(crm: Crm) -> None:
    with pytest.raises(SurveyNotDesigned):
        invite(crm, survey_id="speed")
    tell(crm, SURVEY, WARMTH, CloseSurvey(NOW, WARMTH, "enough"))
    with pytest.raises(SurveyIsClosed):
        invite(crm)


def test_an_invitation_told_again_is_the_same_whatever_became_of_the_survey(
    crm: Crm,
) -> None:
    invite(crm)
    revise(crm)
    assert invite(crm).drafts == ()


def test_an_invitation_is_answered_to_the_version_that_it_asked(crm: Crm) -> None:
    invite(crm)
    revise(crm)
    four = (Answer("satisfaction", 4),)
    told = AnswerSurvey(NOW, AZIZA, ONE, LONGER, four)
    with pytest.raises(NotAsDesigned) as raised:
        tell(crm, INVITATION, AZIZA, told)
    assert raised.value == NotAsDesigned("design", 1)
    ask(crm, "answer", invitation_id=ONE, answers=four)
    answered = crm_invitations(crm).made[ONE].answered
    assert (answered.survey_version, answered.score.value) == (1, 4)


@pytest.mark.parametrize(
    ("name", "part", "whole", "sample"),
    [("survey-csat", 1, 1, 1), ("csat-response-rate", 1, 1, 2)],
)
def test_what_was_answered_is_stated_with_its_window_and_sample(
    crm: Crm, name: str, part: int, whole: int, sample: int
) -> None:
    invite(crm)
    ask(crm, "answer", invitation_id=ONE, answers=(Answer("satisfaction", 4),))
    head, window = crm.journal.head(), Window(NOW - DAY, NOW)
    events = relevant(crm, head, None)
    told = work_out(crm, METRICS[name], window, events, head, None)
    stated = state(crm, told, ANNA)
    assert (stated.numerator, stated.denominator) == (part, whole)
    assert (stated.since, stated.until, stated.sample) == (NOW - DAY, NOW, sample)
    assert check(crm, stated.statement_id).same


def test_nobody_answers_what_they_were_not_asked(crm: Crm) -> None:
    with pytest.raises(UnknownInvitation):
        ask(crm, "answer", invitation_id=ONE, answers=())
    with pytest.raises(UnknownInvitation):
        ask(crm, "remind", invitation_id=ONE, number=1)


def test_a_reminder_stands_on_the_consent_as_it_is_now(crm: Crm) -> None:
    invite(crm, remind_at=(NOW + DAY,))
    later: dict[str, Any] = {"invitation_id": ONE, "number": 1, "at": NOW + DAY}
    tell(crm, CONTACT, AZIZA, UseContact(NOW, AZIZA, ONE, 1))  # it is on its way
    withdraw = WithdrawConsent(NOW, AZIZA, "survey", "email", "link")
    crm.consents.tell(AZIZA, withdraw, origin=ANNA)
    with pytest.raises(NoConsent):
        ask(crm, "remind", **later)
    basis = LawfulBasis.CONSENT
    grant = GrantConsent(NOW, AZIZA, "survey", "email", basis, "v2", "form")
    crm.consents.tell(AZIZA, grant, origin=ANNA)
    ask(crm, "remind", **later)
    (reminded,) = crm_invitations(crm).made[ONE].reminded
    assert reminded.consent_position == 3


def test_a_stranger_is_not_asked_and_one_who_was_erased_is_not_any_more(
    crm: Crm,
) -> None:
    with pytest.raises(Unknown):
        ask(crm, "withdraw", customer_id="nobody", invitation_id=ONE, reason="why")
    invite(crm)
    erase(crm, AZIZA, "they asked", ANNA)
    with pytest.raises(PersonErased):
        ask(crm, "answer", invitation_id=ONE, answers=(Answer("satisfaction", 4),))
