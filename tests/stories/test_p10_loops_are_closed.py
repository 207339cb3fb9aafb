"""P10: a poor score opens a closed loop, which a later score of theirs verifies."""

import pytest

from mijoz.application.contexts import COMPLAINT, SHORTCOMING, TASK
from mijoz.domain.feedback.complaint_kinds import (
    ComplaintCategory,
    ComplaintSource,
    Severity,
)
from mijoz.domain.feedback.complaint_terms import (
    AcknowledgeComplaint,
    CloseComplaint,
    ComplaintFiled,
    FindCause,
    LoopVerified,
)
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import ComplaintId, ShortcomingId
from mijoz.domain.quality.shortcoming import (
    ShortcomingEvidenceAdded,
    ShortcomingRegistered,
)
from mijoz.domain.sales.task import TaskAssigned, TaskCompleted

from .asked import (
    AGREED,
    AZIZA,
    CES,
    CSAT,
    EASE,
    LOYAL,
    NPS,
    READY,
    REGISTERED,
    WARMTH,
    answers,
    encounter,
    published,
    purchase,
    rule,
    together,
)
from .telling import Step, Told, day, tell

MET, MET_AGAIN = "encounter_closed:e-1", "encounter_closed:e-2"
LOOP, LOOP_3 = (ComplaintId(f"{AZIZA}:encounter_closed:e-{n}") for n in (1, 3))
POOR = answers(MET, CSAT, 2, 2, 1, comment="nobody looked up")


def names(told: Told, key: str = LOOP) -> list[str]:
    """Return what became of a loop, by name."""
    return [type(each).__name__ for each in told.of(COMPLAINT, key)]


def handled(on: float) -> tuple[Step, ...]:
    """Return a loop that is acknowledged and closed on a day."""
    return (
        (COMPLAINT, LOOP, AcknowledgeComplaint(day(on), "bek")),
        (COMPLAINT, LOOP, CloseComplaint(day(on))),
    )


def test_a_poor_score_opens_a_loop_with_an_owner_a_task_and_a_due_date() -> None:
    told = tell(*READY, *encounter("e-1", 1), POOR)
    (filed,) = told.of(COMPLAINT, LOOP)
    place = next(
        number
        for number, (_, event, _) in enumerate(told.happenings, 1)
        if type(event).__name__ == "SurveyAnswered"
    )
    assert filed == ComplaintFiled(
        day(2),
        LOOP,
        AZIZA,
        ComplaintSource.POOR_SCORE,
        ComplaintCategory.UNSORTED,
        Severity.UNGRADED,
        "bek",
        day(3),
        None,
        "encounter:e-1",
        f"event {place}",
        CSAT.score(2),
    )
    (task,) = told.of(TASK, f"complaint:{LOOP}")
    assert isinstance(task, TaskAssigned)
    assert (task.assignee, task.due_at) == ("bek", day(3))
    assert task.about_ref == f"complaint:{LOOP}"


@pytest.mark.parametrize(
    ("survey", "design", "poor"), [(LOYAL, NPS, 6), (WARMTH, CSAT, 2), (EASE, CES, 3)]
)
def test_a_score_is_poor_up_to_what_its_survey_says(
    survey: str, design: object, poor: int
) -> None:
    rules = (
        rule(Trigger.ENCOUNTER_CLOSED, each)
        for each in (LOYAL, WARMTH, EASE)
        if each == survey
    )
    set_up = together(*published(*rules), REGISTERED, AGREED)
    ready = (set_up, *encounter("e-1", 1))
    asked = {LOYAL: NPS, WARMTH: CSAT, EASE: CES}
    (of,) = (each for key, each in asked.items() if key == survey)
    assert of is design
    assert names(tell(*ready, answers(MET, of, 2, poor))) == ["ComplaintFiled"]
    assert names(tell(*ready, answers(MET, of, 2, poor + 1))) == []


def test_what_scored_poorly_is_a_shortcoming_with_its_owner_and_evidence() -> None:
    story = (*READY, *encounter("e-1", 1), POOR, *encounter("e-2", 3))
    told = tell(*story, answers(MET_AGAIN, CSAT, 4, 1, 5))
    first, more = told.of(SHORTCOMING, f"{WARMTH}:satisfaction")
    assert isinstance(first, ShortcomingRegistered)
    assert isinstance(more, ShortcomingEvidenceAdded)
    assert (first.cause, first.owner) == ("satisfaction", "bek")
    (staff,) = told.of(SHORTCOMING, f"{WARMTH}:staff")
    (filed,) = told.of(COMPLAINT, LOOP)
    assert staff.evidence == first.evidence == (filed.evidence_ref,)
    assert more.evidence != first.evidence


def test_a_cause_that_is_found_is_a_shortcoming_too() -> None:
    find = FindCause(day(3), ComplaintCategory.STAFF, "no greeting, ever", "dilnoza")
    heard = (COMPLAINT, LOOP, AcknowledgeComplaint(day(2.5), "bek"))
    told = tell(*READY, *encounter("e-1", 1), POOR, heard, (COMPLAINT, LOOP, find))
    (found,) = told.of(SHORTCOMING, "staff:no-greeting-ever")
    assert (found.cause, found.owner) == ("no greeting, ever", "dilnoza")
    assert found.shortcoming_id == ShortcomingId("staff:no-greeting-ever")


def test_whoever_acknowledges_has_done_what_was_asked() -> None:
    told = tell(*READY, *encounter("e-1", 1), POOR, *handled(2.5))
    _, done = told.of(TASK, f"complaint:{LOOP}")
    assert isinstance(done, TaskCompleted)
    assert done.in_time


def test_a_later_score_of_theirs_verifies_the_loop_once() -> None:
    story = (*READY, *encounter("e-1", 1), POOR, *handled(3), *encounter("e-2", 4))
    told = tell(*story, answers(MET_AGAIN, CSAT, 5, 5), *encounter("e-3", 6))
    verified = told.of(COMPLAINT, LOOP)[-1]
    assert isinstance(verified, LoopVerified)
    assert (verified.before, verified.after) == (CSAT.score(2), CSAT.score(5))
    again = answers("encounter_closed:e-3", CSAT, 7, 1)
    told = tell(*story, answers(MET_AGAIN, CSAT, 5, 5), *encounter("e-3", 6), again)
    assert names(told).count("LoopVerified") == 1
    assert names(told, LOOP_3) == ["ComplaintFiled"]


def test_a_score_verifies_only_what_was_closed_before_it() -> None:
    story = (*READY, *encounter("e-1", 1), POOR)
    again = (*encounter("e-2", 4), answers(MET_AGAIN, CSAT, 5, 5))
    assert "LoopVerified" not in names(tell(*story, *again))
    assert "LoopVerified" not in names(tell(*story, *again, *handled(6)))
    assert "LoopVerified" not in names(tell(*story, *handled(5), *again))
    assert "LoopVerified" in names(tell(*story, *handled(4.9), *again))


def test_a_score_of_another_kind_says_nothing_of_the_loop() -> None:
    story = (*READY, *encounter("e-1", 1), POOR, *handled(3))
    buys = (purchase("o-1", 4), purchase("o-2", 5))
    told = tell(*story, *buys, answers("repeat_purchase:o-2", NPS, 6, 9))
    assert "LoopVerified" not in names(told)
