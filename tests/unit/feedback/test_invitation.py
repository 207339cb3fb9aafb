"""The rules of asking a customer, one test a rule."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.answers import (
    AnotherKindOfAnswer,
    Answer,
    NotAHundredPoints,
    ScoreMissing,
)
from mijoz.domain.feedback.invitation import INVITATIONS
from mijoz.domain.feedback.invitation_refusals import (
    AlreadyAnswered,
    AlreadyInvited,
    AskedNotLongAgo,
    InvitationIdTaken,
    InvitationIsOver,
    InvitationIsWithdrawn,
    NoConsent,
    NoSuchReminder,
    NoTimeToAnswer,
    NotInvitedYet,
    RemindedOutOfTurn,
    ReminderNotDue,
    UnknownInvitation,
)
from mijoz.domain.feedback.invitation_terms import (
    AnswerServqual,
    AnswerSurvey,
    NoteInvitationsDue,
    NoteWithheld,
    Remind,
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationExpired,
    SurveyInvitationWithdrawn,
    SurveyReminded,
    SurveyReminderDue,
    SurveyWithheld,
    WithdrawInvitation,
)
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.personal import Erased
from mijoz.testing import Scenario

from .asking import (
    AZIZA,
    DAY,
    INVITE,
    NOW,
    NPS,
    ONE,
    SERVQUAL,
    SPEED,
    TICK,
    TWO,
    WARMTH,
    invited,
)

END = NOW + 7 * DAY
THIRD, FIFTH = NOW + 3 * DAY, NOW + 5 * DAY
NINE = (Answer("recommend", 9),)
FOURS, WEIGHTS = (4,) * 22, (20,) * 5
OVER = SurveyInvitationExpired(END, AZIZA, ONE)
WITHDRAW = WithdrawInvitation(NOW + DAY, AZIZA, ONE, "never sent")
WITHDRAWN = SurveyInvitationWithdrawn(NOW + DAY, AZIZA, ONE, "never sent")
WHOLE = AnswerServqual(NOW, AZIZA, ONE, SERVQUAL, FOURS, FOURS, WEIGHTS, 300, "long")

invitations = Scenario(INVITATIONS)
open_one = invitations.given(invited())


def answer(at: datetime = NOW + DAY, comment: str | None = "warm") -> AnswerSurvey:
    return AnswerSurvey(at, AZIZA, ONE, NPS, NINE, 40, comment)


def answered(at: datetime = NOW + DAY, comment: Any = "warm") -> SurveyAnswered:
    return SurveyAnswered(at, AZIZA, ONE, WARMTH, 1, NPS.score(9), NINE, 40, comment)


def remind(at: datetime = THIRD, number: int = 1, position: int | None = 4) -> Remind:
    return Remind(at, AZIZA, ONE, number, position)


def reminded(at: datetime = THIRD, number: int = 1) -> SurveyReminded:
    return SurveyReminded(at, AZIZA, ONE, number, 4)


def due(at: datetime) -> NoteInvitationsDue:
    return NoteInvitationsDue(at)


def test_a_customer_is_invited_once() -> None:
    invitations.when(INVITE).then(invited())
    open_one.when(INVITE).then_nothing()
    open_one.when(but(INVITE, at=NOW + DAY, consent_position=None)).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        {"survey_id": SPEED},
        {"trigger": Trigger.PERIOD},
        {"about_ref": "encounter:e-2"},
    ],
)
def test_an_invitation_is_for_one_thing(other: dict[str, Any]) -> None:
    open_one.when(but(INVITE, **other)).then(InvitationIdTaken(ONE))


def test_nobody_is_invited_or_reminded_without_a_consent() -> None:
    refusal = NoConsent("survey", "email")
    invitations.when(but(INVITE, consent_position=None)).then(refusal)
    open_one.when(remind(position=None)).then(refusal)


def test_there_is_one_open_invitation_for_each_trigger() -> None:
    second = but(INVITE, invitation_id=TWO, about_ref="encounter:e-2")
    open_one.when(second).then(AlreadyInvited(ONE))
    open_one.when(but(second, survey_id=SPEED)).then(AlreadyInvited(ONE))
    late = but(second, at=END - TICK, expires_at=END + DAY, remind_at=())
    open_one.when(late).then(AlreadyInvited(ONE))
    other: Any = {"trigger": Trigger.PERIOD, "about_ref": "encounter:e-2"}
    open_one.when(but(second, **other)).then(invited(invitation_id=TWO, **other))


def test_there_is_another_once_the_first_is_answered_or_over() -> None:
    other: Any = {
        "invitation_id": TWO,
        "about_ref": "x",
        "expires_at": END + DAY,
        "remind_at": (),
    }
    second, event = but(INVITE, at=END, **other), invited(at=END, **other)
    open_one.when(second).then(event)  # whether or not anyone has noted the end
    open_one.given(OVER).when(second).then(event)
    soon = but(second, at=NOW + 2 * DAY)
    open_one.given(answered()).when(soon).then(but(event, at=NOW + 2 * DAY))
    open_one.given(WITHDRAWN).when(soon).then(but(event, at=NOW + 2 * DAY))


def test_who_was_asked_not_long_ago_is_left_alone() -> None:
    def second(at: datetime) -> Any:
        other: Any = {"invitation_id": TWO, "trigger": Trigger.PERIOD, "remind_at": ()}
        return but(INVITE, at=at, expires_at=at + DAY, rest_days=30, **other)

    last, first = NOW + 30 * DAY - TICK, NOW + 30 * DAY
    open_one.when(second(last)).then(AskedNotLongAgo(NOW, 30))
    assert open_one.when(second(first)).refusal is None
    open_one.when(second(NOW - DAY)).then(AskedNotLongAgo(NOW, 30))
    assert open_one.when(second(NOW - 30 * DAY)).refusal is None
    assert open_one.given(WITHDRAWN).when(second(last)).refusal is None
    assert open_one.when(but(second(NOW), rest_days=0)).refusal is None


def test_an_invitation_leaves_time_to_answer() -> None:
    invitations.when(but(INVITE, expires_at=NOW)).then(NoTimeToAnswer(NOW))
    soon: Any = {"expires_at": NOW + TICK, "remind_at": ()}
    invitations.when(but(INVITE, **soon)).then(invited(**soon))


@pytest.mark.parametrize("days", [(0,), (7,), (3, 3), (5, 3)])
def test_reminders_follow_one_another_while_the_invitation_is_good(
    days: tuple[int, ...],
) -> None:
    planned = tuple(NOW + day * DAY for day in days)
    refusal = RemindedOutOfTurn(planned[-1])
    invitations.when(but(INVITE, remind_at=planned)).then(refusal)
    soon = (NOW + TICK, END - TICK)
    assert invitations.when(but(INVITE, remind_at=soon)).refusal is None


def test_a_customer_is_reminded_as_planned() -> None:
    open_one.when(remind()).then(reminded())
    story = open_one.given(reminded())
    story.when(remind(NOW + 4 * DAY)).then_nothing()
    story.when(remind(FIFTH, 2)).then(reminded(FIFTH, 2))
    for number in (0, 3):
        story.when(remind(FIFTH, number)).then(NoSuchReminder(number, 2))


def test_nobody_is_reminded_before_it_is_due() -> None:
    open_one.when(remind(THIRD - TICK)).then(ReminderNotDue(THIRD))
    open_one.when(remind(FIFTH - TICK, 2)).then(ReminderNotDue(FIFTH))


def test_nobody_is_reminded_of_what_is_over() -> None:
    open_one.given(answered()).when(remind()).then(AlreadyAnswered(NOW + DAY))
    withdrawn = open_one.given(WITHDRAWN)
    withdrawn.when(remind()).then(InvitationIsWithdrawn(NOW + DAY))
    open_one.when(remind(END)).then(InvitationIsOver(END))
    assert open_one.when(remind(END - TICK)).refusal is None
    open_one.when(remind(NOW - TICK)).then(NotInvitedYet(NOW))


def test_a_reminder_is_due_at_its_own_moment_whoever_notes_it() -> None:
    first = SurveyReminderDue(THIRD, AZIZA, ONE, 1)
    second = SurveyReminderDue(FIFTH, AZIZA, ONE, 2)
    open_one.when(due(THIRD - TICK)).then_nothing()
    open_one.when(due(THIRD)).then(first)
    open_one.when(due(FIFTH - TICK)).then(first)
    open_one.given(first).when(due(FIFTH - TICK)).then_nothing()
    open_one.given(first).when(due(FIFTH)).then(second)
    open_one.given(answered()).when(due(THIRD)).then_nothing()


def test_of_several_reminders_that_were_missed_the_last_counts() -> None:
    second = SurveyReminderDue(FIFTH, AZIZA, ONE, 2)
    open_one.when(due(END - TICK)).then(second)
    open_one.given(second).when(due(END - TICK)).then_nothing()


def test_an_invitation_is_answered_once() -> None:
    open_one.when(answer()).then(answered())
    story = open_one.given(answered())
    story.when(answer()).then_nothing()
    story.when(answer(NOW + 2 * DAY)).then_nothing()
    story.when(answer(comment="cold")).then(AlreadyAnswered(NOW + DAY))
    story.when(but(answer(), answers=(Answer("recommend", 8),))).then(
        AlreadyAnswered(NOW + DAY)
    )
    story.when(WHOLE).then(AlreadyAnswered(NOW + DAY))


def test_what_can_no_longer_be_read_is_not_held_against_an_answer() -> None:
    open_one.given(answered(comment=Erased())).when(answer()).then_nothing()


def test_an_answer_is_one_to_what_was_asked() -> None:
    open_one.when(but(answer(), answers=())).then(ScoreMissing("recommend"))
    open_one.when(but(answer(), design=SERVQUAL)).then(
        AnotherKindOfAnswer(Instrument.SERVQUAL)
    )
    open_one.when(but(WHOLE, design=NPS)).then(AnotherKindOfAnswer(Instrument.NPS))


def test_servqual_is_answered_by_expectations_perceptions_and_weights() -> None:
    event = ServqualAnswered(
        NOW, AZIZA, ONE, WARMTH, 1, FOURS, FOURS, WEIGHTS, 300, "long"
    )
    open_one.when(WHOLE).then(event)
    open_one.given(event).when(WHOLE).then_nothing()
    open_one.when(but(WHOLE, weights=(20, 20, 20, 20, 21))).then(
        NotAHundredPoints(101, 20)
    )


@pytest.mark.parametrize("told", [answer, lambda at: but(WHOLE, at=at)])
def test_an_invitation_is_answered_in_its_time(told: Any) -> None:
    open_one.when(told(NOW - TICK)).then(NotInvitedYet(NOW))
    assert open_one.when(told(NOW)).refusal is None
    assert open_one.when(told(END - TICK)).refusal is None
    open_one.when(told(END)).then(InvitationIsOver(END))


def test_an_answer_given_in_time_and_told_late_counts() -> None:
    open_one.given(OVER).when(answer()).then(answered())
    open_one.given(OVER).when(answer(END)).then(InvitationIsOver(END))


def test_an_invitation_is_withdrawn_once_while_nobody_has_answered() -> None:
    open_one.when(WITHDRAW).then(WITHDRAWN)
    withdrawn = open_one.given(WITHDRAWN)
    withdrawn.when(but(WITHDRAW, at=END, reason="why not")).then_nothing()
    withdrawn.when(answer()).then(InvitationIsWithdrawn(NOW + DAY))
    open_one.given(answered()).when(WITHDRAW).then(AlreadyAnswered(NOW + DAY))
    open_one.when(but(WITHDRAW, at=END)).then(InvitationIsOver(END))
    open_one.given(OVER).when(WITHDRAW).then(InvitationIsOver(END))
    assert open_one.when(but(WITHDRAW, at=END - TICK)).refusal is None


def test_an_invitation_is_over_at_its_own_moment_whoever_notes_it() -> None:
    noted = open_one.given(SurveyReminderDue(FIFTH, AZIZA, ONE, 2))
    noted.when(due(END - TICK)).then_nothing()
    noted.when(due(END)).then(OVER)
    noted.when(due(END + 9 * DAY)).then(OVER)
    open_one.when(due(END)).then(OVER)  # nobody is reminded of what is over
    noted.given(OVER).when(due(END + DAY)).then_nothing()
    noted.given(answered()).when(due(END)).then_nothing()
    noted.given(WITHDRAWN).when(due(END)).then_nothing()


def test_all_that_is_due_is_noted_in_the_order_of_time() -> None:
    two = invited(invitation_id=TWO, trigger=Trigger.PERIOD, remind_at=())
    story = invitations.given(but(two, expires_at=FIFTH), invited())
    first = SurveyReminderDue(THIRD, AZIZA, ONE, 1)
    over = SurveyInvitationExpired(FIFTH, AZIZA, TWO)
    assert story.state.due == THIRD
    assert story.given(first, over).state.due == FIFTH
    story.when(due(FIFTH)).then(SurveyReminderDue(FIFTH, AZIZA, ONE, 2), over)
    assert story.given(answered(), over).state.due is None
    assert invitations.state.due is None


def test_nothing_becomes_of_an_invitation_that_was_never_made() -> None:
    for told in (answer(), remind(), WHOLE, WITHDRAW):
        invitations.when(told).then(UnknownInvitation(ONE))
    invitations.when(due(END)).then_nothing()


@pytest.mark.parametrize("number", [0, 1])
def test_what_was_not_asked_is_on_record_once_with_the_rule(number: int) -> None:
    trigger = Trigger.ENCOUNTER_CLOSED
    why = (number, "TooManyContacts", "there were 3")
    note = NoteWithheld(NOW, AZIZA, ONE, WARMTH, trigger, *why)
    event = SurveyWithheld(NOW, AZIZA, ONE, WARMTH, trigger, *why)
    invitations.when(note).then(event)
    story = invitations.given(event)
    story.when(note).then_nothing()
    other = but(note, number=number + 1)
    story.when(other).then(but(event, number=number + 1))
    story.when(INVITE).then(invited())
