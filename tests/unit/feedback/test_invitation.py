"""The rules of asking a customer, one test a rule."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.answers import Answer, NotAHundredPoints
from mijoz.domain.feedback.design import Trigger
from mijoz.domain.feedback.invitation import INVITATIONS
from mijoz.domain.feedback.invitation_refusals import (
    AlreadyAnswered,
    AlreadyInvited,
    InvitationIdTaken,
    InvitationIsOver,
    NoConsent,
    NoMoreReminders,
    NoTimeToAnswer,
    NotInvitedYet,
    UnknownInvitation,
)
from mijoz.domain.feedback.invitation_terms import (
    AnswerServqual,
    AnswerSurvey,
    ExpireInvitations,
    NoteWithheld,
    Remind,
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationExpired,
    SurveyReminded,
    SurveyWithheld,
)
from mijoz.domain.personal import Erased
from mijoz.testing import Scenario

from .asking import AZIZA, DAY, INVITE, NOW, TICK, invited

END = NOW + 7 * DAY
NINE = (Answer("recommend", 9),)
FOURS, WEIGHTS = (4,) * 22, (20,) * 5
OVER = SurveyInvitationExpired(END, AZIZA, "i-1", "warmth")

invitations = Scenario(INVITATIONS)
open_one = invitations.given(invited())


def answer(at: datetime = NOW + DAY, comment: str | None = "warm") -> AnswerSurvey:
    return AnswerSurvey(at, "i-1", NINE, 40, comment)


def answered(at: datetime = NOW + DAY, comment: Any = "warm") -> SurveyAnswered:
    return SurveyAnswered(at, AZIZA, "i-1", "warmth", 1, NINE, 40, comment)


def remind(
    at: datetime = NOW + DAY, contact: str = "c-2", position: int | None = 4
) -> Remind:
    return Remind(at, "i-1", position, contact)


def test_a_customer_is_invited_once() -> None:
    invitations.when(INVITE).then(invited())
    open_one.when(INVITE).then_nothing()
    open_one.when(but(INVITE, at=NOW + DAY, consent_position=None)).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        {"survey_id": "speed"},
        {"trigger": Trigger.PERIOD},
        {"trigger_ref": "encounter:e-2"},
    ],
)
def test_an_invitation_is_for_one_thing(other: dict[str, Any]) -> None:
    open_one.when(but(INVITE, **other)).then(InvitationIdTaken("i-1"))


def test_nobody_is_invited_or_reminded_without_a_consent() -> None:
    refusal = NoConsent("survey", "email")
    invitations.when(but(INVITE, consent_position=None)).then(refusal)
    open_one.when(remind(position=None)).then(refusal)


def test_there_is_one_open_invitation_for_each_trigger() -> None:
    second = but(INVITE, invitation_id="i-2", trigger_ref="encounter:e-2")
    open_one.when(second).then(AlreadyInvited("i-1"))
    open_one.when(but(second, survey_id="speed")).then(AlreadyInvited("i-1"))
    late = but(second, at=END - TICK, expires_at=END + DAY)
    open_one.when(late).then(AlreadyInvited("i-1"))
    other = but(second, trigger=Trigger.PERIOD)
    open_one.when(other).then(
        invited(
            invitation_id="i-2", trigger=Trigger.PERIOD, trigger_ref="encounter:e-2"
        )
    )


def test_there_is_another_once_the_first_is_answered_or_over() -> None:
    second = but(
        INVITE, at=END, invitation_id="i-2", trigger_ref="x", expires_at=END + DAY
    )
    event = invited(at=END, invitation_id="i-2", trigger_ref="x", expires_at=END + DAY)
    open_one.when(second).then(event)  # whether or not anyone has noted the end
    open_one.given(OVER).when(second).then(event)
    soon = but(second, at=NOW + 2 * DAY)
    open_one.given(answered()).when(soon).then(but(event, at=NOW + 2 * DAY))


def test_an_invitation_leaves_time_to_answer() -> None:
    invitations.when(but(INVITE, expires_at=NOW)).then(NoTimeToAnswer(NOW))
    invitations.when(but(INVITE, expires_at=NOW + TICK)).then(
        invited(expires_at=NOW + TICK)
    )


def test_a_customer_is_reminded_as_often_as_the_design_allows() -> None:
    first = SurveyReminded(NOW + DAY, AZIZA, "i-1", 1, 4, "c-2")
    open_one.when(remind()).then(first)
    open_one.given(first).when(remind()).then_nothing()
    open_one.given(first).when(remind(contact="c-3")).then(NoMoreReminders(1))
    twice = invitations.given(invited(reminders=2), first)
    twice.when(remind(contact="c-3")).then(
        SurveyReminded(NOW + DAY, AZIZA, "i-1", 2, 4, "c-3")
    )
    never = invitations.given(invited(reminders=0))
    never.when(remind()).then(NoMoreReminders(0))


def test_who_has_answered_is_not_reminded() -> None:
    open_one.given(answered()).when(remind()).then(AlreadyAnswered(NOW + DAY))


def test_an_invitation_is_answered_once() -> None:
    open_one.when(answer()).then(answered())
    story = open_one.given(answered())
    story.when(answer()).then_nothing()
    story.when(answer(NOW + 2 * DAY)).then_nothing()
    story.when(answer(comment="cold")).then(AlreadyAnswered(NOW + DAY))
    story.when(but(answer(), answers=(Answer("recommend", 8),))).then(
        AlreadyAnswered(NOW + DAY)
    )
    whole = AnswerServqual(NOW + DAY, "i-1", FOURS, FOURS, WEIGHTS)
    story.when(whole).then(AlreadyAnswered(NOW + DAY))


def test_what_can_no_longer_be_read_is_not_held_against_an_answer() -> None:
    open_one.given(answered(comment=Erased())).when(answer()).then_nothing()


def test_servqual_is_answered_by_expectations_perceptions_and_weights() -> None:
    told = AnswerServqual(NOW, "i-1", FOURS, FOURS, WEIGHTS, 300, "long")
    event = ServqualAnswered(
        NOW, AZIZA, "i-1", "warmth", 1, FOURS, FOURS, WEIGHTS, 300, "long"
    )
    open_one.when(told).then(event)
    open_one.given(event).when(told).then_nothing()
    open_one.when(but(told, weights=(20, 20, 20, 20, 21))).then(
        NotAHundredPoints(101, 20)
    )


def test_an_invitation_is_answered_and_reminded_of_in_its_time() -> None:
    for told in (answer, remind):
        open_one.when(told(NOW - TICK)).then(NotInvitedYet(NOW))
        assert open_one.when(told(NOW)).refusal is None
        assert open_one.when(told(END - TICK)).refusal is None
        open_one.when(told(END)).then(InvitationIsOver(END))


def test_an_answer_given_in_time_and_told_late_counts() -> None:
    open_one.given(OVER).when(answer()).then(answered())
    open_one.given(OVER).when(answer(END)).then(InvitationIsOver(END))


def test_an_invitation_is_over_at_its_own_moment_whoever_notes_it() -> None:
    open_one.when(ExpireInvitations(END - TICK)).then_nothing()
    open_one.when(ExpireInvitations(END)).then(OVER)
    open_one.when(ExpireInvitations(END + 9 * DAY)).then(OVER)
    open_one.given(OVER).when(ExpireInvitations(END + DAY)).then_nothing()
    open_one.given(answered()).when(ExpireInvitations(END)).then_nothing()


def test_every_invitation_that_is_over_is_noted() -> None:
    two = open_one.given(invited(invitation_id="i-2", trigger=Trigger.PERIOD))
    two.when(ExpireInvitations(END)).then(OVER, but(OVER, invitation_id="i-2"))


def test_nothing_becomes_of_an_invitation_that_was_never_made() -> None:
    whole = AnswerServqual(NOW, "i-1", FOURS, FOURS, WEIGHTS)
    for told in (answer(), remind(), whole):
        invitations.when(told).then(UnknownInvitation("i-1"))
    invitations.when(ExpireInvitations(END)).then_nothing()


def test_what_was_not_asked_is_on_record_once_with_the_rule() -> None:
    trigger = Trigger.ENCOUNTER_CLOSED
    what = (NOW, AZIZA, "i-1", "warmth", trigger, "TooManyContacts", "there were 3")
    invitations.when(NoteWithheld(*what)).then(SurveyWithheld(*what))
    story = invitations.given(SurveyWithheld(*what))
    story.when(NoteWithheld(*what)).then_nothing()
    open_one.when(NoteWithheld(*what)).then_nothing()
    story.when(INVITE).then(invited())
