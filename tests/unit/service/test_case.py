"""The rules of cases, one test a rule: opened, worked on, resolved, merged, split."""

from datetime import datetime

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CaseId, EncounterId, SlaId
from mijoz.domain.personal import Erased
from mijoz.domain.service.case_commands import (
    AbsorbCase,
    AddMessage,
    AssignCase,
    CloseCase,
    Command,
    LinkEncounter,
    MergeCase,
    NoteCaseDue,
    PauseClock,
    ReopenCase,
    ResolveCase,
    ResumeClock,
    SplitCase,
    TriageCase,
)
from mijoz.domain.service.case_events import (
    CaseAbsorbed,
    CaseAssigned,
    CaseClosed,
    CaseEncounterLinked,
    CaseMerged,
    CaseMessageAdded,
    CaseReopened,
    CaseResolved,
    CaseSplit,
    CaseTriaged,
    FirstResponseSent,
    SlaClockPaused,
)
from mijoz.domain.service.case_kinds import CaseKind, Direction, PauseReason
from mijoz.domain.service.case_refusals import (
    CaseChanged,
    CaseIsClosed,
    CaseIsMerged,
    CaseIsResolved,
    CaseNotOpened,
    CaseNotResolved,
    ImpossiblePriority,
    MergedIntoItself,
    MessageChanged,
    NobodyToAssign,
)
from mijoz.domain.service.sla import TermsDiffer
from mijoz.domain.service.targets import NoTargetFor
from mijoz.domain.times import TooEarly

from .cases import (
    AZIZA,
    INSTANT,
    LEAK,
    MINUTE,
    NOW,
    OPEN,
    OPENED,
    TERMS,
    WHO,
    cases,
    on,
    opened,
)

SOON = NOW + MINUTE
OTHER = CaseId("pump")
ASSIGNED = CaseAssigned(SOON, *WHO, None, "anna", "front")
ASK = AddMessage(SOON, "m-1", Direction.INCOMING, "phone", "aziza", "it leaks")
ASKED = CaseMessageAdded(
    SOON, *WHO, "m-1", Direction.INCOMING, "phone", "aziza", "it leaks"
)
ANSWER = AddMessage(SOON, "m-2", Direction.OUTGOING, "email", "anna", "we come")
ANSWERED = CaseMessageAdded(
    SOON, *WHO, "m-2", Direction.OUTGOING, "email", "anna", "we come"
)
FIRST = FirstResponseSent(SOON, *WHO, "m-2")
RESOLVED = CaseResolved(SOON, *WHO, "worn seal", "seal replaced", "by bek")
RESOLVE = ResolveCase(SOON, "worn seal", "seal replaced", "by bek")
REOPENED = CaseReopened(SOON, *WHO, "leaks again", on(2, 11), on(2, 14))
CLOSED = CaseClosed(SOON, *WHO)
MERGED = CaseMerged(SOON, *WHO, OTHER)
SPLIT = CaseSplit(SOON, *WHO, OTHER, CaseKind.QUESTION, 3, "another", "how much?")

resolved = opened.given(RESOLVED)
closed = resolved.given(CLOSED)
merged = opened.given(MERGED)

COMMANDS: list[Command] = [
    TriageCase(SOON, CaseKind.COMPLAINT, 1),
    AssignCase(SOON, "bek"),
    ANSWER,
    LinkEncounter(SOON, EncounterId("e-1")),
    PauseClock(SOON, PauseReason.AWAITING_CUSTOMER),
    ResumeClock(SOON),
    NoteCaseDue(SOON),
    RESOLVE,
    ReopenCase(SOON, "leaks again"),
    CloseCase(SOON),
    MergeCase(SOON, OTHER),
    AbsorbCase(SOON, OTHER),
    SplitCase(SOON, OTHER, CaseKind.QUESTION, 3, "another"),
]
WORK = [each for each in COMMANDS if not isinstance(each, NoteCaseDue)]


def named(command: Command) -> str:
    return type(command).__name__


def test_a_case_is_opened_with_its_deadlines() -> None:
    story = cases.when(OPEN)
    story.then(OPENED)
    assert story.state.due == on(2, 11)
    assert story.state.is_open
    assert (story.state.kind, story.state.priority) == (CaseKind.PROBLEM, 2)
    assert (story.state.category, story.state.department) == ("boiler", "front")


def test_a_case_without_a_service_level_has_no_deadlines() -> None:
    story = cases.when(but(OPEN, sla_id=None, terms=None))
    bare = but(OPENED, terms=None, first_response_due_at=None, resolution_due_at=None)
    story.then(bare)
    assert story.state.due is None
    story.when(NoteCaseDue(on(31, 9))).then_nothing()


def test_a_case_is_opened_once() -> None:
    opened.when(but(OPEN, at=SOON)).then_nothing()
    opened.when(but(OPEN, channel="email")).then(CaseChanged(LEAK))
    cases.given(but(OPENED, summary=Erased())).when(OPEN).then_nothing()


def test_a_case_has_the_terms_of_the_service_level_that_it_names() -> None:
    cases.when(but(OPEN, sla_id=SlaId("gold"))).then(TermsDiffer("gold"))
    cases.when(but(OPEN, terms=None)).then(TermsDiffer("desk"))


@pytest.mark.parametrize("terms", [TERMS, None])
def test_a_case_has_a_priority_from_one_on(terms: None) -> None:
    sla = TERMS.sla_id if terms else None
    bare = but(OPEN, terms=terms, sla_id=sla)
    cases.when(but(bare, priority=0)).then(ImpossiblePriority(0))
    assert cases.when(but(bare, priority=1)).news


def test_a_case_has_a_priority_that_its_service_level_has_a_target_for() -> None:
    cases.when(but(OPEN, priority=4)).then(NoTargetFor(4, "desk", 1))
    triage = TriageCase(SOON, CaseKind.PROBLEM, 4)
    opened.when(triage).then(NoTargetFor(4, "desk", 1))
    split = SplitCase(SOON, OTHER, CaseKind.QUESTION, 4, "another")
    opened.when(split).then(NoTargetFor(4, "desk", 1))


@pytest.mark.parametrize(
    "command",
    [
        TriageCase(SOON, CaseKind.PROBLEM, 0),
        SplitCase(SOON, OTHER, CaseKind.QUESTION, 0, "another"),
    ],
    ids=named,
)
def test_no_case_comes_to_a_priority_that_is_none(
    command: TriageCase | SplitCase,
) -> None:
    bare = but(OPENED, terms=None, first_response_due_at=None, resolution_due_at=None)
    cases.given(bare).when(command).then(ImpossiblePriority(0))
    assert cases.given(bare).when(but(command, priority=1)).news


def test_a_case_that_waits_is_triaged_to_what_has_a_target() -> None:
    paused = SlaClockPaused(SOON, *WHO, PauseReason.AWAITING_CAUSE)
    story = opened.given(paused).when(TriageCase(SOON, CaseKind.PROBLEM, 4))
    story.then(NoTargetFor(4, "desk", 1))


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_nothing_is_done_to_a_case_that_is_none(command: Command) -> None:
    cases.when(command).then(CaseNotOpened())


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_nothing_is_done_to_a_case_before_it_is_opened(command: Command) -> None:
    early = NOW - INSTANT
    story = opened.when(but(command, at=early))
    story.then(TooEarly(early, NOW))
    again = opened.when(but(command, at=NOW))
    assert not isinstance(again.refusal, TooEarly)


def test_triage_says_what_a_case_is_and_how_urgent() -> None:
    story = opened.when(TriageCase(SOON, CaseKind.COMPLAINT, 2, "staff"))
    story.then(
        CaseTriaged(SOON, *WHO, CaseKind.COMPLAINT, 2, "staff", on(2, 11), on(2, 14))
    )
    state = story.state
    found = state.kind, state.priority, state.category
    assert found == (CaseKind.COMPLAINT, 2, "staff")
    story.when(TriageCase(SOON, CaseKind.COMPLAINT, 2)).then_nothing()


def test_triage_that_says_nothing_new_changes_nothing() -> None:
    opened.when(TriageCase(SOON, CaseKind.PROBLEM, 2)).then_nothing()
    opened.when(TriageCase(SOON, CaseKind.PROBLEM, 2, "boiler")).then_nothing()
    assert opened.when(TriageCase(SOON, CaseKind.PROBLEM, 2, "pump")).news


def test_a_case_has_one_owner() -> None:
    story = opened.when(AssignCase(SOON, "anna", None, "knows boilers", "rota@1"))
    story.then(but(ASSIGNED, reason="knows boilers", policy="rota@1"))
    story = story.when(AssignCase(SOON, "bek", "back"))
    story.then(CaseAssigned(SOON, *WHO, "anna", "bek", "back"))
    assert (story.state.owner, story.state.department) == ("bek", "back")
    story.when(AssignCase(on(2, 12), "bek")).then_nothing()


def test_a_department_has_a_case_until_one_of_it_takes_it() -> None:
    story = opened.given(ASSIGNED).when(AssignCase(SOON, None, "back"))
    story.then(CaseAssigned(SOON, *WHO, "anna", None, "back"))
    assert (story.state.owner, story.state.department) == (None, "back")


def test_a_case_goes_to_someone() -> None:
    opened.when(AssignCase(SOON)).then(NobodyToAssign(LEAK))


def test_messages_of_all_channels_are_one_thread() -> None:
    story = opened.when(ASK)
    story.then(ASKED)
    story = story.when(ANSWER)
    story.then(ANSWERED, FIRST)
    assert list(story.state.messages) == ["m-1", "m-2"]
    assert {each.channel for each in story.state.messages.values()} == {
        "phone",
        "email",
    }


def test_a_message_is_added_once() -> None:
    story = opened.given(ANSWERED, FIRST)
    story.when(but(ANSWER, at=on(2, 12))).then_nothing()
    story.when(but(ANSWER, body="or not")).then(MessageChanged("m-2"))
    hidden = opened.given(but(ANSWERED, body=Erased()), FIRST)
    hidden.when(ANSWER).then_nothing()


@pytest.mark.parametrize(
    "direction", [Direction.INCOMING, Direction.INTERNAL, Direction.AUTOMATIC]
)
def test_only_an_outgoing_message_is_an_answer(direction: Direction) -> None:
    story = opened.when(but(ANSWER, direction=direction))
    story.then(but(ANSWERED, direction=direction))
    assert story.state.answered is None


def test_the_first_response_is_sent_once() -> None:
    later = but(ANSWER, at=on(2, 12), message_id="m-3")
    story = opened.given(ANSWERED, FIRST).when(later)
    story.then(but(ANSWERED, at=on(2, 12), message_id="m-3"))


def test_encounters_of_a_case_are_linked_once() -> None:
    visit = EncounterId("e-1")
    story = opened.when(LinkEncounter(SOON, visit))
    story.then(CaseEncounterLinked(SOON, *WHO, visit))
    assert story.state.encounters == (visit,)
    story.when(LinkEncounter(on(2, 12), visit)).then_nothing()


def test_a_case_is_resolved_with_cause_and_remedy_once() -> None:
    story = opened.when(RESOLVE)
    story.then(RESOLVED)
    assert not story.state.is_open
    story.when(but(RESOLVE, at=on(2, 12))).then_nothing()
    refusal = CaseIsResolved(LEAK, SOON, "worn seal", "seal replaced")
    story.when(but(RESOLVE, remedy="none")).then(refusal)
    pause = PauseClock(on(2, 12), PauseReason.AWAITING_CUSTOMER)
    story.when(pause).then(refusal)


def test_a_case_is_reopened_for_a_reason_and_open_again() -> None:
    later = on(2, 12)
    story = resolved.when(ReopenCase(later, "leaks again"))
    assert isinstance(story.news[0], CaseReopened)
    assert story.state.is_open
    story.when(ReopenCase(later, "leaks again")).then_nothing()
    opened.when(ReopenCase(SOON, "leaks again")).then_nothing()


def test_a_case_is_closed_once_resolved() -> None:
    opened.when(CloseCase(SOON)).then(CaseNotResolved(LEAK))
    story = resolved.when(CloseCase(SOON))
    story.then(CLOSED)
    story.when(CloseCase(on(2, 12))).then_nothing()


@pytest.mark.parametrize(
    "command",
    [each for each in WORK if not isinstance(each, ReopenCase | CloseCase)],
    ids=named,
)
def test_a_closed_case_takes_no_work(command: Command) -> None:
    closed.when(command).then(CaseIsClosed(LEAK, SOON))


def test_a_closed_case_is_reopened_and_then_takes_work() -> None:
    story = closed.when(ReopenCase(SOON, "leaks again"))
    story.then(but(REOPENED, first_response_due_at=on(2, 11)))
    assert story.state.is_open
    assert story.when(ANSWER).news


def test_a_merged_case_goes_on_in_another() -> None:
    story = opened.when(MergeCase(SOON, OTHER))
    story.then(MERGED)
    assert not story.state.is_open
    assert story.state.due is None
    story.when(MergeCase(on(2, 12), OTHER)).then_nothing()


@pytest.mark.parametrize(
    "command",
    [each for each in WORK if not isinstance(each, MergeCase)],
    ids=named,
)
def test_a_merged_case_points_to_the_one_that_goes_on(command: Command) -> None:
    merged.when(command).then(CaseIsMerged(LEAK, OTHER))


def test_a_case_is_merged_into_one_other_only() -> None:
    third = CaseId("third")
    merged.when(MergeCase(SOON, third)).then(CaseIsMerged(LEAK, OTHER))
    opened.when(MergeCase(SOON, LEAK)).then(MergedIntoItself(LEAK))


def test_a_case_absorbs_another_once() -> None:
    story = opened.when(AbsorbCase(SOON, OTHER))
    story.then(CaseAbsorbed(SOON, *WHO, OTHER))
    assert story.state.absorbed == (OTHER,)
    story.when(AbsorbCase(on(2, 12), OTHER)).then_nothing()


def test_a_part_of_a_case_is_split_off_once() -> None:
    split = SplitCase(SOON, OTHER, CaseKind.QUESTION, 3, "another", "how much?")
    story = opened.when(split)
    story.then(SPLIT)
    story.when(but(split, at=on(2, 12))).then_nothing()
    story.when(but(split, priority=2)).then(CaseChanged(OTHER))
    opened.when(but(split, into=LEAK)).then(MergedIntoItself(LEAK))
    assert story.when(but(split, into=CaseId("third"))).news


@pytest.mark.parametrize(
    ("command", "given"),
    [
        (TriageCase(NOW, CaseKind.COMPLAINT, 1), ASSIGNED),
        (AssignCase(NOW, "bek"), ASSIGNED),
        (PauseClock(NOW, PauseReason.AWAITING_CUSTOMER), ASSIGNED),
        (ResumeClock(NOW), SlaClockPaused(SOON, *WHO, PauseReason.AWAITING_CAUSE)),
        (but(RESOLVE, at=NOW), ASSIGNED),
        (ReopenCase(NOW, "leaks again"), RESOLVED),
        (CloseCase(NOW), RESOLVED),
        (MergeCase(NOW, OTHER), ASSIGNED),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_moves_a_case_is_told_in_the_order_of_time(
    command: Command, given: CaseAssigned | CaseResolved | SlaClockPaused
) -> None:
    story = opened.given(given)
    story.when(command).then(TooEarly(NOW, SOON))
    assert story.when(but(command, at=SOON)).news


@pytest.mark.parametrize("at", [NOW, SOON])
def test_what_was_said_earlier_may_be_told_later(at: datetime) -> None:
    story = opened.given(but(ASSIGNED, at=on(2, 12)))
    assert story.when(but(ASK, at=at)).news
    assert story.when(LinkEncounter(at, EncounterId("e-1"))).news


def test_a_case_may_be_of_somebody_unknown() -> None:
    story = cases.when(but(OPEN, customer_id=None, summary=None))
    story.then(but(OPENED, customer_id=None, summary=None))
    assert story.when(RESOLVE).news[0] == but(RESOLVED, customer_id=None)
    assert OPENED.customer_id == AZIZA
