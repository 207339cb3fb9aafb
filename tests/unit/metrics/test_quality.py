"""Figures of how loops are closed, what is improved, and how value is assessed."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from mijoz.application.metrics.defining import Measured, Window
from mijoz.application.metrics.definitions import DEFINITIONS, KINDS, NAMED
from mijoz.domain.feedback.complaint_kinds import (
    ComplaintCategory,
    ComplaintSource,
    Severity,
)
from mijoz.domain.feedback.complaint_terms import (
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintFiled,
    LoopVerified,
)
from mijoz.domain.feedback.idea import IdeaAdopted, IdeaDeclined, IdeaSubmitted
from mijoz.domain.feedback.scale import Instrument, Score
from mijoz.domain.ids import (
    AssessmentId,
    ComplaintId,
    CriteriaId,
    CustomerId,
    IdeaId,
    ImprovementId,
)
from mijoz.domain.quality.assessment import Assessor, CustomerValueAssessed, Party
from mijoz.domain.quality.improvement_terms import (
    Figure,
    ImprovementDecided,
    ImprovementVerified,
)

from .logs import log

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = datetime(2026, 4, 1, tzinfo=UTC)
APRIL = Window(START, START + 30 * DAY)
IN, LATER = START + DAY, START + 31 * DAY
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
STAFF, PRICE = ComplaintCategory.STAFF, ComplaintCategory.PRICE


def measured(name: str, *events: Any) -> Measured:
    assert all(isinstance(each, KINDS) for each in events)
    return NAMED[name].measure(log(*events), APRIL)


def filed(
    key: str, category: ComplaintCategory = STAFF, at: datetime = IN
) -> ComplaintFiled:
    source, severity = ComplaintSource.CUSTOMER, Severity.LOW
    who = ComplaintId(key), AZIZA
    return ComplaintFiled(at, *who, source, category, severity, "bek", at + DAY)


def heard(key: str, in_time: bool = True) -> ComplaintAcknowledged:
    return ComplaintAcknowledged(IN, ComplaintId(key), AZIZA, "bek", in_time)


def test_no_two_metrics_share_a_name() -> None:
    assert len(NAMED) == len(DEFINITIONS)


def test_complaints_are_counted_and_those_about_staff_apart() -> None:
    events = filed("k-1"), filed("k-2", PRICE), filed("k-3", at=START)
    assert measured("complaints", *events).value == 2
    assert measured("staff-complaints", *events).value == 1


def test_complaints_are_acknowledged_in_time_or_not() -> None:
    found = measured(
        "acknowledged-in-time",
        filed("k-1"),
        filed("k-2"),
        filed("k-3"),
        filed("k-4", at=START),
        heard("k-1"),
        heard("k-2", in_time=False),
        heard("k-4"),
    )
    assert found.value == Fraction(1, 3)
    assert len(found.counted) == 4


def test_a_loop_takes_its_hours_to_close_and_to_verify() -> None:
    who = ComplaintId("k-1"), AZIZA
    before = filed("k-1", at=START - 2 * HOUR)
    closed = ComplaintClosed(START + 4 * HOUR, *who, True)
    second = filed("k-2"), ComplaintClosed(IN + HOUR, ComplaintId("k-2"), AZIZA, None)
    after = Score(Instrument.CSAT, 5, 1, 5)
    verified = LoopVerified(START + 10 * HOUR, *who, "event-9", None, after)
    events = before, closed, *second, verified, filed("k-3")
    assert measured("hours-to-close", *events).value == Fraction(7, 2)
    assert len(measured("hours-to-close", *events).counted) == 4
    assert measured("hours-to-verify", *events).value == 12
    late = ComplaintClosed(LATER, *who, True)
    assert measured("hours-to-close", before, late).value is None


def test_an_improvement_takes_its_hours_to_be_verified() -> None:
    key = ImprovementId("p-1")
    why: Any = (("s-1",), ("event-1",), ("standard:checkout@4",), "survey-csat", "anna")
    figure = Figure("m-1", "survey-csat", 1, START, IN, 1, 2, 2)
    events = (
        ImprovementDecided(START, key, *why),
        ImprovementVerified(START + 30 * HOUR, key, figure, figure),
    )
    assert measured("hours-to-improve", *events).value == 30


def test_ideas_are_submitted_and_adopted_or_declined() -> None:
    keys = [IdeaId(f"n-{number}") for number in range(4)]
    events = (
        *(IdeaSubmitted(IN, key, AZIZA, "shop") for key in keys),
        IdeaSubmitted(START, keys[0], AZIZA, "shop"),
        IdeaAdopted(IN, keys[0], AZIZA, "anna", "improvement:p-1"),
        IdeaDeclined(IN, keys[1], AZIZA, "anna", "too heavy"),
        IdeaDeclined(IN, keys[2], AZIZA, "anna", "too warm"),
        IdeaAdopted(LATER, keys[3], AZIZA, "anna", "improvement:p-1"),
    )
    assert measured("ideas", *events).value == 4
    assert measured("ideas-adopted", *events).value == Fraction(1, 3)


def test_raters_disagree_by_customer_party_and_version() -> None:
    def assessed(
        who: CustomerId, rater: str, score: int, version: int = 1, at: datetime = IN
    ) -> CustomerValueAssessed:
        what = AssessmentId(f"{rater}{score}"), Party.BUYER, Assessor.INTERNAL, rater
        return CustomerValueAssessed(
            at, who, *what, CriteriaId("value"), version, (), score
        )

    found = measured(
        "value-disagreement",
        assessed(AZIZA, "anna", 5_000),
        assessed(AZIZA, "bek", 6_200),
        assessed(AZIZA, "vera", 9_000, version=2),
        assessed(BEK, "anna", 1_000),
        assessed(BEK, "vera", 1_000),
        assessed(BEK, "dilya", 9_999, at=START),
    )
    assert found.value == 6
    assert len(found.counted) == 5
    assert measured("value-disagreement", assessed(BEK, "anna", 1_000)).value is None
