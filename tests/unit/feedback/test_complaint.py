"""The rules of complaints, one test a rule."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.decider import Refused
from mijoz.domain.feedback.complaint import COMPLAINTS
from mijoz.domain.feedback.complaint_refusals import (
    ComplaintChanged,
    ComplaintIsClosed,
    ComplaintNotFiled,
    LoopWasVerified,
    NotAcknowledged,
    NotALaterScore,
    NotClosedYet,
    NotComparable,
    NotTheNextLevel,
)
from mijoz.domain.feedback.complaint_terms import (
    AcknowledgeComplaint,
    CauseFound,
    CloseComplaint,
    Command,
    ComplaintAcknowledged,
    ComplaintCategory,
    ComplaintClosed,
    ComplaintEscalated,
    ComplaintFiled,
    ComplaintOverdue,
    ComplaintSource,
    EscalateComplaint,
    FileComplaint,
    FindCause,
    LoopVerified,
    NoteComplaintDue,
    Severity,
    VerifyLoop,
)
from mijoz.domain.feedback.remedy import (
    NotAValue,
    NotPaidOut,
    RemedyIdTaken,
    RemedyIsDecided,
    RemedyIsOpen,
    UnknownRemedy,
)
from mijoz.domain.feedback.remedy_terms import (
    AcceptRemedy,
    DeclineRemedy,
    OfferRemedy,
    RemedyAccepted,
    RemedyDeclined,
    RemedyKind,
    RemedyOffered,
)
from mijoz.domain.feedback.scale import Instrument, Score
from mijoz.domain.ids import ComplaintId
from mijoz.domain.personal import Erased
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

from .asking import AZIZA, DAY, NOW, TICK

WHO = (ComplaintId("k-1"), AZIZA)
DUE = NOW + DAY
POOR, BETTER = (Score(Instrument.NPS, value, 0, 10) for value in (3, 9))
STAFF, DELIVERY = ComplaintCategory.STAFF, ComplaintCategory.DELIVERY

complaints = Scenario(COMPLAINTS)


def file(**other: Any) -> FileComplaint:
    told = FileComplaint(
        NOW,
        *WHO,
        ComplaintSource.CUSTOMER,
        STAFF,
        Severity.HIGH,
        "anna",
        DUE,
        "head",
        "encounter:e-1",
        None,
        None,
        "rude",
    )
    return but(told, **other)


def filed(**other: Any) -> ComplaintFiled:
    event = ComplaintFiled(
        NOW,
        *WHO,
        ComplaintSource.CUSTOMER,
        STAFF,
        Severity.HIGH,
        "anna",
        DUE,
        "head",
        "encounter:e-1",
        None,
        None,
        "rude",
    )
    return but(event, **other)


def offer(
    key: str = "r-1",
    kind: RemedyKind = RemedyKind.COMPENSATION,
    value: int = 500,
    unit: str | None = "UZS",
) -> OfferRemedy:
    return OfferRemedy(NOW, key, kind, value, unit)


def accept(ref: str | None = "payment:p-1", key: str = "r-1") -> AcceptRemedy:
    return AcceptRemedy(NOW, key, ref)


def verify(
    at: datetime = NOW + DAY, ref: str = "event-9", after: Score = BETTER
) -> VerifyLoop:
    return VerifyLoop(at, ref, after)


ACKNOWLEDGE = AcknowledgeComplaint(NOW, "anna")
ACKNOWLEDGED = ComplaintAcknowledged(NOW, *WHO, "anna", True)
OVERDUE = ComplaintOverdue(DUE, *WHO)
FIND = FindCause(NOW, DELIVERY, "late_courier", "bekzod")
FOUND = CauseFound(NOW, *WHO, DELIVERY, "late_courier", "bekzod")
OFFERED = RemedyOffered(NOW, *WHO, "r-1", RemedyKind.COMPENSATION, 500, "UZS")
ACCEPTED = RemedyAccepted(NOW, *WHO, "r-1", "payment:p-1")
DECLINE, DECLINED = DeclineRemedy(NOW, "r-1"), RemedyDeclined(NOW, *WHO, "r-1")
CLOSE, CLOSED = CloseComplaint(NOW, True), ComplaintClosed(NOW, *WHO, True)
VERIFIED = LoopVerified(NOW + DAY, *WHO, "event-9", None, BETTER)

new = complaints.given(filed())
heard = new.given(ACKNOWLEDGED)
offered = heard.given(OFFERED)
closed = heard.given(CLOSED)


def test_a_complaint_is_filed_once() -> None:
    complaints.when(file()).then(filed())
    new.when(file()).then_nothing()
    new.when(file(severity=Severity.LOW)).then(ComplaintChanged(WHO[0]))
    new.when(file(text="very rude")).then(ComplaintChanged(WHO[0]))
    complaints.given(filed(text=Erased())).when(file()).then_nothing()


def test_a_complaint_leaves_time_to_acknowledge_it() -> None:
    complaints.when(file(due_at=NOW)).then(DueTooEarly(NOW, NOW))
    complaints.when(file(due_at=NOW + TICK)).then(filed(due_at=NOW + TICK))


@pytest.mark.parametrize(
    "told",
    [
        ACKNOWLEDGE,
        NoteComplaintDue(NOW),
        FIND,
        offer(),
        accept(),
        DECLINE,
        EscalateComplaint(NOW, 1, "head", "x"),
        CLOSE,
        verify(),
    ],
    ids=lambda each: type(each).__name__,
)
def test_nothing_becomes_of_what_was_never_filed_or_before_it_was(
    told: Command,
) -> None:
    complaints.when(told).then(ComplaintNotFiled())
    new.when(but(told, at=NOW - TICK)).then(TooEarly(NOW - TICK, NOW))


def test_a_complaint_is_acknowledged_once_in_time() -> None:
    new.when(ACKNOWLEDGE).then(ACKNOWLEDGED)
    heard.when(but(ACKNOWLEDGE, at=NOW + 2 * DAY, by="bek")).then_nothing()
    last = but(ACKNOWLEDGE, at=DUE - TICK)
    new.when(last).then(but(ACKNOWLEDGED, at=DUE - TICK))


def test_a_complaint_that_is_acknowledged_late_was_overdue() -> None:
    late = but(ACKNOWLEDGE, at=DUE)
    heard_late = but(ACKNOWLEDGED, at=DUE, in_time=False)
    new.when(late).then(OVERDUE, heard_late)
    new.given(OVERDUE).when(late).then(heard_late)


def test_a_complaint_is_overdue_at_its_own_moment_whoever_notes_it() -> None:
    new.when(NoteComplaintDue(DUE - TICK)).then_nothing()
    new.when(NoteComplaintDue(DUE)).then(OVERDUE)
    new.when(NoteComplaintDue(DUE + DAY)).then(OVERDUE)
    new.given(OVERDUE).when(NoteComplaintDue(DUE + DAY)).then_nothing()
    heard.when(NoteComplaintDue(DUE)).then_nothing()
    closed.when(NoteComplaintDue(DUE)).then_nothing()
    assert new.state.due == DUE
    assert heard.state.due is None
    assert complaints.state.due is None


@pytest.mark.parametrize("told", [FIND, offer(), CLOSE], ids=str)
def test_who_complained_hears_first_that_we_have_it(told: Command) -> None:
    new.when(told).then(NotAcknowledged(DUE))


def test_a_cause_is_found_and_may_turn_out_to_be_another() -> None:
    heard.when(FIND).then(FOUND)
    story = heard.given(FOUND)
    story.when(but(FIND, at=NOW + DAY)).then_nothing()
    other = but(FIND, cause="wrong_size")
    story.when(other).then(but(FOUND, cause="wrong_size"))


def test_a_remedy_is_offered_once_and_waits_for_the_customer() -> None:
    heard.when(offer()).then(OFFERED)
    offered.when(offer()).then_nothing()
    offered.when(offer(value=501)).then(RemedyIdTaken("r-1"))
    offered.when(offer("r-2")).then(RemedyIsOpen("r-1"))
    declined = offered.given(DECLINED)
    declined.when(offer("r-2")).then(but(OFFERED, remedy_id="r-2"))


def test_a_remedy_that_pays_has_a_value_and_its_unit() -> None:
    for kind in (RemedyKind.REFUND, RemedyKind.COMPENSATION):
        heard.when(offer(kind=kind, value=0)).then(NotAValue(kind, 0))
        heard.when(offer(kind=kind, unit=None)).then(NotAValue(kind, 500))
        assert heard.when(offer(kind=kind, value=1)).refusal is None
    sorry = RemedyKind.APOLOGY
    assert heard.when(offer(kind=sorry, value=0, unit=None)).refusal is None
    heard.when(offer(kind=sorry, value=-1)).then(NotAValue(sorry, -1))
    heard.when(offer(kind=sorry, value=1, unit=None)).then(NotAValue(sorry, 1))


def test_a_remedy_that_pays_is_accepted_with_its_payment() -> None:
    offered.when(accept()).then(ACCEPTED)
    offered.when(accept(None)).then(NotPaidOut(500, "UZS"))
    repair = heard.when(offer(kind=RemedyKind.REPAIR, value=0, unit=None))
    repair.when(accept(None)).then(but(ACCEPTED, ledger_ref=None))
    back = heard.when(offer(kind=RemedyKind.REFUND))
    back.when(accept(None)).then(NotPaidOut(500, "UZS"))


def test_a_remedy_is_decided_once() -> None:
    offered.when(DECLINE).then(DECLINED)
    offered.given(DECLINED).when(DECLINE).then_nothing()
    offered.given(DECLINED).when(accept()).then(RemedyIsDecided("r-1"))
    offered.given(ACCEPTED).when(accept()).then_nothing()
    offered.given(ACCEPTED).when(DECLINE).then(RemedyIsDecided("r-1"))
    heard.when(accept()).then(UnknownRemedy("r-1"))
    heard.when(DECLINE).then(UnknownRemedy("r-1"))


def test_a_complaint_goes_up_one_level_at_a_time() -> None:
    first = ComplaintEscalated(NOW, *WHO, 1, "head", "overdue")
    new.when(EscalateComplaint(NOW, 1, "head", "overdue")).then(first)
    up = new.given(first)
    assert (new.state.owner, up.state.owner) == ("anna", "head")
    up.when(EscalateComplaint(NOW, 1, "head", "overdue")).then_nothing()
    up.when(EscalateComplaint(NOW, 2, "chair", "again")).then(
        ComplaintEscalated(NOW, *WHO, 2, "chair", "again")
    )
    up.when(EscalateComplaint(NOW, 3, "chair", "again")).then(NotTheNextLevel(3, 2))
    up.when(EscalateComplaint(NOW, 0, "chair", "again")).then(NotTheNextLevel(0, 2))


def test_a_complaint_is_closed_once_with_no_remedy_waiting() -> None:
    heard.when(CLOSE).then(CLOSED)
    for said in (False, None):
        heard.when(but(CLOSE, satisfied=said)).then(but(CLOSED, satisfied=said))
    offered.when(CLOSE).then(RemedyIsOpen("r-1"))
    offered.given(ACCEPTED).when(CLOSE).then(CLOSED)
    closed.when(CLOSE).then_nothing()


@pytest.mark.parametrize(
    "told",
    [
        but(CLOSE, satisfied=False),
        FIND,
        offer(),
        EscalateComplaint(NOW, 1, "head", "x"),
    ],
)
def test_a_closed_complaint_is_closed(told: Command) -> None:
    closed.when(told).then(ComplaintIsClosed(NOW))


def test_a_closed_complaint_may_be_told_again_what_it_knows() -> None:
    closed.when(ACKNOWLEDGE).then_nothing()
    offered.given(FOUND, ACCEPTED, CLOSED).when(FIND).then_nothing()
    offered.given(ACCEPTED, CLOSED).when(accept()).then_nothing()


def test_a_loop_is_verified_once_by_a_score_after_the_closing() -> None:
    closed.when(verify()).then(VERIFIED)
    closed.when(verify(NOW + TICK)).then(but(VERIFIED, at=NOW + TICK))
    closed.when(verify(NOW)).then(NotALaterScore(NOW, NOW))
    heard.when(verify()).then(NotClosedYet(WHO[0]))
    done = closed.given(VERIFIED)
    done.when(verify()).then_nothing()
    done.when(verify(ref="event-10")).then(LoopWasVerified("event-9"))


@pytest.mark.parametrize(
    ("after", "refusal"),
    [
        (BETTER, None),
        (but(BETTER, instrument=Instrument.CUSTOM), NotComparable),
        (but(BETTER, highest=5), NotComparable),
    ],
)
def test_a_score_is_held_against_one_of_its_own_kind(
    after: Score, refusal: type[Refused] | None
) -> None:
    first = filed(source=ComplaintSource.POOR_SCORE, score=POOR)
    story = complaints.given(first, ACKNOWLEDGED, CLOSED).when(verify(after=after))
    if refusal:
        story.then(NotComparable(str(POOR), str(after)))
    else:
        story.then(but(VERIFIED, before=POOR))
