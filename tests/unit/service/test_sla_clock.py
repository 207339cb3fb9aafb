"""The clocks of a case: they run in business hours, stand, go on, and run out.

Some of it others have got wrong: clocks that are not worked out again once a case is
reopened (zammad #188), a merged case that still escalates (#904), an answer and a pause
at once (#3551), and waiting that is forgotten when the service level changes (glpi
#6902).
"""

from datetime import datetime

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CaseId
from mijoz.domain.service.case_commands import (
    AddMessage,
    AssignCase,
    MergeCase,
    NoteCaseDue,
    PauseClock,
    ReopenCase,
    ResolveCase,
    ResumeClock,
    TriageCase,
)
from mijoz.domain.service.case_events import (
    CaseMessageAdded,
    CaseReopened,
    CaseResolved,
    CaseTriaged,
    FirstResponseSent,
    SlaBreached,
    SlaClockPaused,
    SlaClockResumed,
)
from mijoz.domain.service.case_kinds import (
    CaseKind,
    Direction,
    PauseReason,
    SlaTarget,
)
from mijoz.domain.service.case_refusals import ClockStands
from mijoz.domain.service.figures import Figures, figures
from mijoz.domain.service.sla import Target

from .cases import INSTANT, LEAK, NOW, OPEN, OPENED, TERMS, WHO, cases, on, opened

FIRST, LAST = SlaTarget.FIRST_RESPONSE, SlaTarget.RESOLUTION
WAIT = PauseReason.AWAITING_CUSTOMER
LATE = SlaBreached(on(2, 11), *WHO, FIRST, 3_600, 60)
MISSED = SlaBreached(on(2, 14), *WHO, LAST, 14_400, 240)


def answer(at: datetime) -> AddMessage:
    return AddMessage(at, "m-1", Direction.OUTGOING, "email", "anna")


def answered(at: datetime) -> tuple[CaseMessageAdded, FirstResponseSent]:
    return (
        CaseMessageAdded(at, *WHO, "m-1", Direction.OUTGOING, "email", "anna"),
        FirstResponseSent(at, *WHO, "m-1"),
    )


def pause(at: datetime, reason: PauseReason = WAIT) -> SlaClockPaused:
    return SlaClockPaused(at, *WHO, reason)


def test_what_is_due_is_missed_at_its_own_moment_once() -> None:
    opened.when(NoteCaseDue(on(2, 11) - INSTANT)).then_nothing()
    opened.when(NoteCaseDue(on(2, 11))).then(LATE)
    story = opened.when(NoteCaseDue(on(3, 9)))
    story.then(LATE, MISSED)
    assert story.state.due is None
    story.when(NoteCaseDue(on(4, 9))).then_nothing()


@pytest.mark.parametrize(
    ("at", "late"),
    [(on(2, 11) - INSTANT, False), (on(2, 11), True), (on(2, 12), True)],
)
def test_an_answer_is_in_time_before_it_is_due(at: datetime, late: bool) -> None:
    story = opened.when(answer(at))
    story.then(*([LATE] if late else []), *answered(at))
    assert figures(story.state).first_response_in_time is not late
    assert story.state.due == on(2, 14)


def test_an_answer_in_time_may_be_told_once_a_timer_came_by() -> None:
    story = opened.given(LATE).when(answer(on(2, 10, 30)))
    story.then(*answered(on(2, 10, 30)))
    assert figures(story.state) == Figures(1_800, True)


@pytest.mark.parametrize(
    ("at", "late"),
    [(on(2, 14) - INSTANT, False), (on(2, 14), True), (on(2, 16), True)],
)
def test_a_resolution_is_in_time_before_it_is_due(at: datetime, late: bool) -> None:
    story = opened.given(*answered(NOW)).when(ResolveCase(at, "seal", "replaced"))
    found = CaseResolved(at, *WHO, "seal", "replaced")
    story.then(*([MISSED] if late else []), found)
    assert figures(story.state).resolution_in_time is not late


def test_nights_and_weekends_are_no_ones_time() -> None:
    friday = on(6, 17)
    story = cases.when(but(OPEN, at=friday))
    story.then(
        but(
            OPENED,
            at=friday,
            first_response_due_at=on(6, 18),
            resolution_due_at=on(9, 12),
        )
    )
    story = story.when(answer(on(9, 9, 30)))
    assert figures(story.state).first_response == 5_400


def test_a_clock_that_is_paused_does_not_run() -> None:
    story = opened.when(PauseClock(on(2, 10, 30), WAIT))
    story.then(pause(on(2, 10, 30)))
    assert story.state.due is None
    story.when(NoteCaseDue(on(4, 9))).then_nothing()
    story = story.when(ResumeClock(on(3, 9)))
    story.then(SlaClockResumed(on(3, 9), *WHO, on(3, 9, 30), on(3, 12, 30)))
    story.when(NoteCaseDue(on(3, 9, 30) - INSTANT)).then_nothing()
    breach = but(LATE, at=on(3, 9, 30))
    story.when(NoteCaseDue(on(3, 9, 30))).then(breach)


def test_what_ran_out_before_a_pause_was_missed() -> None:
    story = opened.when(PauseClock(on(2, 12), WAIT))
    story.then(LATE, pause(on(2, 12)))
    story = story.when(ResumeClock(on(3, 9)))
    story.then(SlaClockResumed(on(3, 9), *WHO, None, on(3, 11)))


def test_a_clock_stands_once_for_one_reason() -> None:
    story = opened.given(pause(NOW))
    story.when(PauseClock(on(2, 11), WAIT)).then_nothing()
    other = PauseClock(on(2, 11), PauseReason.AWAITING_SUPPLIER)
    story.when(other).then(ClockStands(LEAK, WAIT))
    opened.when(ResumeClock(NOW)).then_nothing()
    story = story.when(ResumeClock(on(2, 11)))
    story.when(ResumeClock(on(2, 11))).then_nothing()
    assert story.when(other).news


def test_an_answer_and_a_pause_at_once_are_an_answer() -> None:
    story = opened.when(answer(on(2, 10, 30))).when(PauseClock(on(2, 10, 30), WAIT))
    story = story.when(ResumeClock(on(2, 12)))
    story.then(SlaClockResumed(on(2, 12), *WHO, None, on(2, 15, 30)))
    assert figures(story.state).first_response == 1_800


def test_an_answer_while_the_clock_stands_is_one() -> None:
    story = opened.given(pause(on(2, 10, 30))).when(answer(on(4, 9)))
    story.then(*answered(on(4, 9)))
    assert figures(story.state) == Figures(1_800, True)


def test_a_clock_that_waits_for_the_customer_goes_on_when_they_write() -> None:
    reply = AddMessage(on(3, 9), "m-2", Direction.INCOMING, "chat", "aziza")
    said = CaseMessageAdded(on(3, 9), *WHO, "m-2", Direction.INCOMING, "chat", "aziza")
    waits = opened.given(pause(on(2, 10, 30)))
    waits.when(reply).then(
        said, SlaClockResumed(on(3, 9), *WHO, on(3, 9, 30), on(3, 12, 30))
    )
    note = but(reply, direction=Direction.INTERNAL)
    waits.when(note).then(but(said, direction=Direction.INTERNAL))
    supplier = opened.given(pause(on(2, 10, 30), PauseReason.AWAITING_SUPPLIER))
    supplier.when(reply).then(said)


@pytest.mark.parametrize(
    ("at", "goes_on"), [(on(2, 10, 30) - INSTANT, False), (on(2, 10, 30), True)]
)
def test_what_they_wrote_before_is_not_what_we_wait_for(
    at: datetime, goes_on: bool
) -> None:
    reply = AddMessage(at, "m-2", Direction.INCOMING, "chat", "aziza")
    story = opened.given(pause(on(2, 10, 30))).when(reply)
    assert (len(story.news) == 2) is goes_on


def test_triage_gives_the_new_prioritys_time_less_what_was_used() -> None:
    story = opened.when(TriageCase(on(2, 10, 10), CaseKind.PROBLEM, 1))
    story.then(
        CaseTriaged(
            on(2, 10, 10),
            *WHO,
            CaseKind.PROBLEM,
            1,
            "boiler",
            on(2, 10, 30),
            on(2, 12),
        )
    )


def test_a_pause_counts_after_triage_as_well() -> None:
    story = opened.given(pause(on(2, 10, 30)))
    story = story.when(TriageCase(on(2, 12), CaseKind.PROBLEM, 3))
    story.then(CaseTriaged(on(2, 12), *WHO, CaseKind.PROBLEM, 3, "boiler", None, None))
    story = story.when(ResumeClock(on(2, 13)))
    story.then(SlaClockResumed(on(2, 13), *WHO, on(2, 14, 30), on(4, 12, 30)))


def test_what_a_new_priority_leaves_no_time_for_is_missed_as_it_is_set() -> None:
    at = on(2, 10, 45)
    story = opened.when(TriageCase(at, CaseKind.PROBLEM, 1))
    story.then(CaseTriaged(at, *WHO, CaseKind.PROBLEM, 1, "boiler", at, on(2, 12)))
    story.when(NoteCaseDue(at)).then(SlaBreached(at, *WHO, FIRST, 2_700, 30))


def test_what_was_missed_is_missed_whatever_the_priority_then() -> None:
    story = opened.when(TriageCase(on(2, 12), CaseKind.PROBLEM, 3))
    story.then(
        LATE,
        CaseTriaged(on(2, 12), *WHO, CaseKind.PROBLEM, 3, "boiler", None, on(4, 10)),
    )


def test_a_case_that_is_reopened_goes_on_where_it_stood() -> None:
    story = opened.given(*answered(NOW)).when(ResolveCase(on(2, 12), "seal", "new"))
    assert story.state.due is None
    story.when(NoteCaseDue(on(9, 9))).then_nothing()
    story = story.when(ReopenCase(on(5, 9), "leaks again"))
    story.then(CaseReopened(on(5, 9), *WHO, "leaks again", None, on(5, 11)))
    assert figures(story.state) == Figures(0, True)
    story = story.when(ResolveCase(on(5, 10), "pipe", "new"))
    assert figures(story.state) == Figures(0, True, 3 * 3_600, True)


def test_a_case_resolved_without_an_answer_owes_one_once_reopened() -> None:
    story = opened.when(ResolveCase(on(2, 10, 30), "seal", "new"))
    story = story.when(ReopenCase(on(3, 9), "leaks again"))
    story.then(CaseReopened(on(3, 9), *WHO, "leaks again", on(3, 9, 30), on(3, 12, 30)))


def test_a_pause_is_over_when_a_case_is_resolved() -> None:
    story = opened.given(pause(on(2, 10, 30)))
    story = story.when(ResolveCase(on(2, 12), "seal", "new"))
    assert figures(story.state).resolution == 1_800
    story = story.when(ReopenCase(on(3, 9), "leaks again"))
    assert story.state.due == on(3, 9, 30)
    assert story.state.paused is None


def test_what_is_missed_is_missed_once_however_often_it_is_reopened() -> None:
    story = opened.given(*answered(NOW), MISSED)
    story = story.when(ResolveCase(on(3, 9), "seal", "new"))
    story = story.when(ReopenCase(on(3, 10), "leaks again"))
    story.then(CaseReopened(on(3, 10), *WHO, "leaks again", None, None))
    story.when(NoteCaseDue(on(9, 9))).then_nothing()


def test_a_merged_case_is_never_late_from_then_on() -> None:
    story = opened.when(MergeCase(on(2, 10, 30), CaseId("pump")))
    story.when(NoteCaseDue(on(9, 9))).then_nothing()


def test_a_change_of_owner_moves_no_clock() -> None:
    story = opened.when(AssignCase(on(2, 10, 30), "anna"))
    assert story.state.due == on(2, 11)
    assert figures(story.when(answer(on(2, 10, 45))).state).first_response == 2_700


def test_a_case_without_a_service_level_has_no_figures() -> None:
    bare = but(OPENED, terms=None, first_response_due_at=None, resolution_due_at=None)
    story = cases.given(bare, *answered(on(2, 11)))
    story = story.when(PauseClock(on(2, 12), WAIT)).when(ResumeClock(on(2, 13)))
    story.then(SlaClockResumed(on(2, 13), *WHO, None, None))
    assert figures(story.when(ResolveCase(on(3, 9), "a", "b")).state) == Figures()


def test_a_first_response_without_a_target_is_never_late() -> None:
    terms = but(TERMS, targets=(Target(2, None, 240),))
    story = cases.when(but(OPEN, terms=terms))
    story.then(but(OPENED, terms=terms, first_response_due_at=None))
    story.when(NoteCaseDue(on(2, 13))).then_nothing()
    assert figures(story.when(answer(on(2, 12))).state) == Figures(7_200, None)


def test_there_is_no_figure_of_what_is_none() -> None:
    assert figures(cases.state) == Figures()
    assert figures(opened.state) == Figures()
