"""The rules of a lead from its capture to its conversion, one test a rule."""

from datetime import timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.acquisition.capture import LeadChanged
from mijoz.domain.acquisition.conversion import LeadIsAbout, LeadIsConverted
from mijoz.domain.acquisition.judging import (
    LeadIsDisqualified,
    LeadNotQualified,
    NoCriteria,
    NotAScore,
)
from mijoz.domain.acquisition.lead import (
    AcceptHandOver,
    AssignLead,
    Command,
    ConvertLead,
    DisqualifyLead,
    HandOverLead,
    LeadConverted,
    LeadDisqualified,
    LeadNotCaptured,
    LeadQualified,
    LeadScored,
    NoteFollowUpDue,
    QualifyLead,
    RecordFollowUp,
    RejectHandOver,
    ScoreLead,
)
from mijoz.domain.personal import Erased
from mijoz.domain.times import TooEarly

from .leads import (
    AZIZA,
    BEFORE,
    BOBUR,
    CAPTURE,
    CAPTURED,
    CONVERTED,
    DISQUALIFIED,
    DUE,
    LATER,
    LEAD,
    NOW,
    QUALIFIED,
    SALE,
    SOON,
    WHO,
    captured,
    leads,
    qualified,
)

AFTER: list[Command] = [
    ScoreLead(LATER, 50, "m@1"),
    QualifyLead(LATER, ("need",)),
    DisqualifyLead(LATER, "no need"),
    AssignLead(LATER, "anna", "by hand"),
    RecordFollowUp(LATER, "anna", "phone"),
    HandOverLead(LATER, "anna", "sales"),
    AcceptHandOver(LATER),
    RejectHandOver(LATER, "no"),
]
ONCE_THERE: list[Command] = [
    *AFTER,
    NoteFollowUpDue(LATER),
    ConvertLead(LATER, AZIZA, SALE),
]


def test_a_lead_is_captured_with_what_led_here() -> None:
    leads.when(CAPTURE).then(CAPTURED)


def test_a_lead_is_captured_once() -> None:
    captured.when(but(CAPTURE, at=LATER)).then_nothing()


def test_another_lead_cannot_take_its_name() -> None:
    captured.when(but(CAPTURE, email="b@example.org")).then(LeadChanged(LEAD))


def test_what_of_a_lead_is_erased_is_not_held_against_who_tells_it_again() -> None:
    gone = but(CAPTURED, name=Erased(), email=Erased(), phone=Erased())
    leads.given(gone).when(CAPTURE).then_nothing()


@pytest.mark.parametrize("command", ONCE_THERE, ids=lambda each: type(each).__name__)
def test_nothing_is_done_about_a_lead_that_is_not_there(command: Command) -> None:
    leads.when(command).then(LeadNotCaptured())


@pytest.mark.parametrize("command", ONCE_THERE, ids=lambda each: type(each).__name__)
def test_nothing_is_done_about_a_lead_before_its_capture(command: Command) -> None:
    captured.when(but(command, at=BEFORE)).then(TooEarly(BEFORE, NOW))


def test_a_lead_may_be_judged_as_it_is_captured() -> None:
    assert captured.when(QualifyLead(NOW, ("need",))).refusal is None


@pytest.mark.parametrize("score", [0, 100])
def test_a_lead_is_scored_by_a_model(score: int) -> None:
    story = captured.when(ScoreLead(SOON, score, "m@1"))
    story.then(LeadScored(SOON, *WHO, score, "m@1"))


@pytest.mark.parametrize("score", [-1, 101])
def test_a_score_is_of_a_hundred(score: int) -> None:
    captured.when(ScoreLead(SOON, score, "m@1")).then(NotAScore(score))


def test_the_same_score_of_the_same_model_is_told_once() -> None:
    story = captured.when(ScoreLead(SOON, 50, "m@1"))
    story.when(ScoreLead(LATER, 50, "m@1")).then_nothing()
    story.when(ScoreLead(LATER, 51, "m@1")).then(LeadScored(LATER, *WHO, 51, "m@1"))
    story.when(ScoreLead(LATER, 50, "m@2")).then(LeadScored(LATER, *WHO, 50, "m@2"))


def test_a_lead_qualifies_by_criteria() -> None:
    captured.when(QualifyLead(SOON, ("budget", "need"))).then(QUALIFIED)
    captured.when(QualifyLead(SOON, ())).then(NoCriteria(LEAD))


def test_a_lead_qualifies_once_by_the_same_criteria() -> None:
    qualified.when(QualifyLead(LATER, ("budget", "need"))).then_nothing()
    story = qualified.when(QualifyLead(LATER, ("need",)))
    story.then(LeadQualified(LATER, *WHO, ("need",)))


def test_a_lead_is_disqualified_with_a_reason_once() -> None:
    story = qualified.when(DisqualifyLead(SOON, "no budget"))
    story.then(DISQUALIFIED)
    story.when(DisqualifyLead(LATER, "no budget")).then_nothing()
    story.when(DisqualifyLead(LATER, "no need")).then(
        LeadIsDisqualified(LEAD, "no budget")
    )


@pytest.mark.parametrize(
    "command",
    [
        QualifyLead(LATER, ("need",)),
        AssignLead(LATER, "anna", "by hand"),
        RecordFollowUp(LATER, "anna", "phone"),
        HandOverLead(LATER, "anna", "sales"),
        ConvertLead(LATER, AZIZA),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_disqualified_lead_is_worked_on_no_more(command: Command) -> None:
    story = qualified.given(DISQUALIFIED).when(command)
    story.then(LeadIsDisqualified(LEAD, "no budget"))


def test_a_disqualified_lead_may_be_scored_yet() -> None:
    assert captured.given(DISQUALIFIED).when(ScoreLead(LATER, 5, "m@1")).news


def test_nothing_is_due_of_a_disqualified_lead() -> None:
    story = captured.when(AssignLead(NOW, "anna", "by hand", DUE))
    assert story.state.due == DUE
    story = story.when(DisqualifyLead(SOON, "no budget"))
    assert story.state.due is None
    story.when(NoteFollowUpDue(LATER)).then_nothing()


def test_a_qualified_lead_becomes_a_customer() -> None:
    story = qualified.when(ConvertLead(LATER, AZIZA, SALE))
    story.then(CONVERTED)
    assert not story.state.open


def test_a_lead_may_become_a_customer_without_an_opportunity() -> None:
    story = qualified.when(ConvertLead(LATER, AZIZA))
    story.then(LeadConverted(LATER, LEAD, AZIZA, None))


def test_a_lead_converts_once() -> None:
    story = qualified.given(CONVERTED)
    story.when(ConvertLead(LATER + timedelta(1), AZIZA, SALE)).then_nothing()
    story.when(ConvertLead(LATER, BOBUR, SALE)).then(LeadIsConverted(LEAD, AZIZA))
    story.when(ConvertLead(LATER, AZIZA)).then(LeadIsConverted(LEAD, AZIZA))


def test_a_lead_converts_once_it_is_qualified() -> None:
    captured.when(ConvertLead(LATER, AZIZA)).then(LeadNotQualified(LEAD))
    early = SOON - timedelta(microseconds=1)
    qualified.when(ConvertLead(early, AZIZA)).then(TooEarly(early, SOON))
    assert qualified.when(ConvertLead(SOON, AZIZA)).refusal is None


def test_a_lead_about_a_customer_we_know_becomes_no_other() -> None:
    about = but(CAPTURED, customer_id=AZIZA)
    story = leads.given(about, but(QUALIFIED, customer_id=AZIZA))
    story.when(ConvertLead(LATER, BOBUR)).then(LeadIsAbout(LEAD, AZIZA))
    assert story.when(ConvertLead(LATER, AZIZA)).refusal is None


def test_what_happens_to_a_lead_about_a_customer_is_about_them() -> None:
    about = leads.given(but(CAPTURED, customer_id=AZIZA))
    story = about.when(DisqualifyLead(SOON, "no need"))
    story.then(LeadDisqualified(SOON, LEAD, AZIZA, "no need"))


@pytest.mark.parametrize("command", AFTER, ids=lambda each: type(each).__name__)
def test_a_converted_lead_is_done_with(command: Command) -> None:
    story = qualified.given(CONVERTED).when(command)
    story.then(LeadIsConverted(LEAD, AZIZA))


def test_nothing_is_due_of_a_converted_lead() -> None:
    story = qualified.when(AssignLead(SOON, "anna", "by hand", LATER))
    story = story.when(ConvertLead(DUE, AZIZA))
    assert story.state.due is None
    story.when(NoteFollowUpDue(LATER)).then_nothing()


def test_a_lead_is_open_until_it_is_converted_or_disqualified() -> None:
    assert not leads.state.open
    assert qualified.state.open
    assert not captured.given(DISQUALIFIED).state.open
    assert not qualified.given(CONVERTED).state.open
