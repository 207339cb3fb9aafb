"""The rules of the service in an encounter, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.encounter.closing import (
    CloseEncounter,
    ConformanceAssessed,
    EncounterClosed,
    EncounterReopened,
    EncounterWasClosed,
    TooEarly,
)
from mijoz.domain.encounter.encounter import (
    ENCOUNTERS,
    EncounterNotOpened,
    EncounterOpened,
    EncounterStepRecorded,
    RecordStep,
)
from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.encounter.serving_kinds import (
    Channel,
    Mistake,
    NextAction,
    Valence,
)
from mijoz.domain.encounter.serving_refusals import (
    ActionChanged,
    ExperienceChanged,
    KnownPerson,
    NobodyToAct,
    NobodyToSealFor,
    NotAParticipant,
    NotAStandard,
    ParticipantHasRole,
    ServiceChanged,
    ServiceNotStarted,
    StepChanged,
    StepEndsFirst,
    StillWith,
    UnknownStep,
)
from mijoz.domain.encounter.serving_terms import (
    AgreeNextAction,
    EncounterHandedOver,
    EncounterStarted,
    ExperienceNoted,
    HandOver,
    IdentifyVisitor,
    JoinEncounter,
    NextActionAgreed,
    NoteExperience,
    ParticipantJoined,
    PerformStep,
    StartService,
    StepPerformed,
    StepWithdrawn,
    VisitorIdentified,
    WithdrawStep,
)
from mijoz.domain.encounter.steps import Role, StandardStep
from mijoz.domain.ids import CustomerId, EmployeeId, EncounterId, LeadId, StandardId
from mijoz.domain.personal import Erased
from mijoz.domain.times import DueTooEarly
from mijoz.testing import Scenario

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEN, ELEVEN, NOON, ONE, TWO = (NINE + timedelta(hours=n) for n in (1, 2, 3, 4, 5))
INSTANT = timedelta(microseconds=1)
ID, AZIZA, ZEBO = EncounterId("e-1"), CustomerId("aziza"), CustomerId("zebo")
ANNA, BEK, LEAD = EmployeeId("anna"), EmployeeId("bek"), LeadId("l-1")
SOCKS = StandardId("sock-fitting")
STEPS = (StandardStep("greet", Role.EMPLOYEE), StandardStep("pick", Role.CUSTOMER))
WHO: tuple[Any, Any] = (ID, AZIZA)

OPENED = EncounterOpened(NINE, ID, AZIZA, EncounterKind.CONSULTATION, "shop")
UNKNOWN = but(OPENED, customer_id=None)
START = StartService(TEN, Channel.SHOP, STEPS, ANNA, "Chorsu", SOCKS, 2)
STARTED = EncounterStarted(TEN, *WHO, Channel.SHOP, STEPS, ANNA, "Chorsu", SOCKS, 2)
WALKED_IN = EncounterStarted(TEN, ID, None, Channel.SHOP, (), ANNA)
GREET = PerformStep(ELEVEN, "s-1", "greet", Role.EMPLOYEE, ANNA, TEN)
GREETED = StepPerformed(ELEVEN, *WHO, "s-1", "greet", Role.EMPLOYEE, ANNA, TEN)
PICKED = StepPerformed(ELEVEN, *WHO, "s-2", "pick", Role.CUSTOMER, AZIZA, ELEVEN)
CLOSED = EncounterClosed(NOON, *WHO, "advised")
REOPENED = EncounterReopened(TWO, *WHO)
HANDED = EncounterHandedOver(ELEVEN, *WHO, ANNA, BEK, "speaks Uzbek")
NOTE = NoteExperience(TEN, "n-1", Valence.NEGATIVE, "waiting", "an hour!")
NOTED = ExperienceNoted(TEN, *WHO, "n-1", Valence.NEGATIVE, "waiting", "an hour!")
AGREE = AgreeNextAction(TEN, "a-1", NextAction.CALL_BACK, ONE, BEK, "about the heel")
AGREED = NextActionAgreed(
    TEN, *WHO, "a-1", NextAction.CALL_BACK, ONE, BEK, "about the heel"
)
FINE = ConformanceAssessed(NOON, *WHO, SOCKS, 2, True, 2, (), (), (), (), (), ())

nothing = Scenario(ENCOUNTERS)
opened = nothing.given(OPENED)
visitor = nothing.given(UNKNOWN, WALKED_IN)
started = nothing.given(OPENED, STARTED)
done = started.given(GREETED, PICKED)
closed = done.given(CLOSED, FINE)
reopened = closed.given(REOPENED)


def test_service_starts_with_channel_place_employee_and_standard() -> None:
    opened.when(START).then(STARTED)
    assert started.state.participants == {"aziza": Role.CUSTOMER, "anna": Role.EMPLOYEE}


def test_service_starts_once() -> None:
    closed.when(START).then_nothing()
    started.when(but(START, location="Oybek")).then(ServiceChanged(ID))
    started.when(but(START, steps=STEPS[:1])).then(ServiceChanged(ID))


def test_service_starts_in_what_was_opened_and_not_before() -> None:
    nothing.when(START).then(EncounterNotOpened())
    assert opened.when(but(START, at=NINE)).refusal is None
    early = NINE - INSTANT
    opened.when(but(START, at=early)).then(TooEarly(early, NINE))


def test_service_does_not_start_in_what_is_closed() -> None:
    over = opened.given(CLOSED)
    assert over.when(but(START, at=NOON)).refusal is None
    late = NOON + INSTANT
    over.when(but(START, at=late)).then(EncounterWasClosed(late, NOON))


@pytest.mark.parametrize(
    "command",
    [
        but(START, standard_id=None),
        but(START, version=None),
        but(START, steps=()),
        but(START, steps=(), version=None),
    ],
)
def test_a_standard_is_named_whole_or_not_at_all(command: StartService) -> None:
    opened.when(command).then(NotAStandard(ID))
    free = but(START, standard_id=None, version=None, steps=())
    assert opened.when(free).refusal is None


def test_whoever_is_a_customer_is_no_lead_and_no_stranger() -> None:
    opened.when(but(START, lead_id=LEAD)).then(KnownPerson(AZIZA))
    opened.when(but(START, anonymous_id="cookie")).then(KnownPerson(AZIZA))
    unknown = nothing.given(UNKNOWN)
    assert unknown.when(but(START, lead_id=LEAD)).state.participants["l-1"]
    assert unknown.when(but(START, anonymous_id="cookie")).refusal is None


def test_a_start_whose_visitor_is_erased_is_still_the_same() -> None:
    gone = but(WALKED_IN, anonymous_id=Erased())
    again = StartService(TEN, Channel.SHOP, (), ANNA, anonymous_id="cookie")
    nothing.given(UNKNOWN, gone).when(again).then_nothing()


@pytest.mark.parametrize(
    "command",
    [
        JoinEncounter(TEN, "bek", Role.EMPLOYEE),
        GREET,
        WithdrawStep(TEN, "s-1", Mistake.MISTYPED),
        HandOver(TEN, BEK, "lunch"),
        AGREE,
    ],
)
def test_nothing_is_served_before_service_starts(command: Any) -> None:
    opened.when(command).then(ServiceNotStarted(ID))
    nothing.when(command).then(EncounterNotOpened())


def test_a_visitor_becomes_known_once() -> None:
    identify = IdentifyVisitor(TEN, AZIZA)
    story = visitor.when(identify)
    story.then(VisitorIdentified(TEN, ID, AZIZA))
    assert story.state.customer_id == AZIZA
    story.when(but(identify, at=NOON)).then_nothing()
    story.when(IdentifyVisitor(TEN, ZEBO)).then(KnownPerson(AZIZA))
    started.when(IdentifyVisitor(TEN, ZEBO)).then(KnownPerson(AZIZA))
    started.when(identify).then_nothing()


def test_what_follows_is_about_the_customer_who_became_known() -> None:
    known = visitor.given(VisitorIdentified(TEN, ID, AZIZA))
    known.when(NOTE).then(NOTED)
    known.when(StartService(TEN, Channel.SHOP, (), ANNA)).then_nothing()
    known.when(GREET).then(GREETED)


def test_a_visitor_is_not_known_before_the_encounter_or_under_another_role() -> None:
    assert visitor.when(IdentifyVisitor(NINE, AZIZA)).refusal is None
    early = NINE - INSTANT
    visitor.when(IdentifyVisitor(early, AZIZA)).then(TooEarly(early, NINE))
    visitor.when(IdentifyVisitor(TEN, CustomerId("anna"))).then(
        ParticipantHasRole("anna", Role.EMPLOYEE)
    )


def test_others_join_under_one_role_each() -> None:
    join = JoinEncounter(TEN, "bot", Role.SYSTEM)
    story = started.when(join)
    story.then(ParticipantJoined(TEN, *WHO, "bot", Role.SYSTEM))
    story.when(but(join, at=NOON)).then_nothing()
    held = ParticipantHasRole("bot", Role.SYSTEM)
    story.when(JoinEncounter(TEN, "bot", Role.EMPLOYEE)).then(held)
    story.when(HandOver(TEN, EmployeeId("bot"), "tired")).then(held)


def test_nobody_joins_before_the_start_or_while_it_is_closed() -> None:
    early, late = TEN - INSTANT, NOON + INSTANT
    started.when(JoinEncounter(early, "b", Role.SYSTEM)).then(TooEarly(early, TEN))
    closed.when(JoinEncounter(late, "b", Role.SYSTEM)).then(
        EncounterWasClosed(late, NOON)
    )
    assert closed.when(JoinEncounter(NOON, "b", Role.SYSTEM)).refusal is None


def test_a_step_is_performed_by_who_takes_part_as_what() -> None:
    started.when(GREET).then(GREETED)
    started.when(but(GREET, participant_id="bek")).then(
        NotAParticipant("bek", Role.EMPLOYEE)
    )
    started.when(but(GREET, participant_id="aziza")).then(
        NotAParticipant("aziza", Role.EMPLOYEE)
    )
    assert started.when(but(GREET, participant_id=None)).refusal is None


def test_a_step_that_is_told_without_a_beginning_began_as_it_ended() -> None:
    started.when(but(GREET, began_at=None)).then(but(GREETED, began_at=ELEVEN))


def test_a_step_is_performed_once() -> None:
    done.when(GREET).then_nothing()
    closed.when(GREET).then_nothing()
    for other in (
        but(GREET, at=NOON),
        but(GREET, step="wave"),
        but(GREET, by=Role.SYSTEM),
        but(GREET, participant_id=None),
        but(GREET, began_at=ELEVEN),
    ):
        done.when(other).then(StepChanged("s-1"))


def test_a_step_does_not_end_before_it_begins() -> None:
    assert started.when(but(GREET, began_at=ELEVEN)).refusal is None
    late = ELEVEN + INSTANT
    started.when(but(GREET, began_at=late)).then(StepEndsFirst("s-1", late, ELEVEN))


def test_steps_lie_within_the_service() -> None:
    early = TEN - INSTANT
    started.when(but(GREET, began_at=early)).then(TooEarly(early, TEN))
    third = but(GREET, step_id="s-3")
    assert closed.when(but(third, at=NOON)).refusal is None
    late = NOON + INSTANT
    closed.when(but(third, at=late)).then(EncounterWasClosed(late, NOON))


def test_no_step_spans_the_time_in_which_it_was_closed() -> None:
    third = but(GREET, step_id="s-3", began_at=ONE)
    reopened.when(but(third, at=TWO)).then(EncounterWasClosed(TWO, NOON))
    spans = but(third, at=TWO + INSTANT, began_at=TEN)
    reopened.when(spans).then(EncounterWasClosed(TWO + INSTANT, NOON))
    assert reopened.when(but(third, at=TWO, began_at=TWO)).refusal is None


def test_a_step_that_was_not_so_is_withdrawn_with_its_cause() -> None:
    withdraw = WithdrawStep(ELEVEN, "s-1", Mistake.TOLD_TWICE)
    story = done.when(withdraw)
    story.then(StepWithdrawn(ELEVEN, *WHO, "s-1", Mistake.TOLD_TWICE))
    assert story.state.standing == [PICKED]
    story.when(WithdrawStep(NOON, "s-1", Mistake.SYSTEM)).then_nothing()
    story.when(GREET).then_nothing()
    started.when(withdraw).then(UnknownStep("s-1"))


def test_a_step_is_not_withdrawn_before_it_was_performed() -> None:
    early = ELEVEN - INSTANT
    done.when(WithdrawStep(early, "s-1", Mistake.SYSTEM)).then(TooEarly(early, ELEVEN))


def test_an_encounter_is_handed_over_with_a_reason() -> None:
    story = started.when(HandOver(ELEVEN, BEK, "speaks Uzbek"))
    story.then(HANDED)
    assert story.state.employee_id == BEK
    assert story.state.participants["bek"] == Role.EMPLOYEE


def test_a_hand_over_told_twice_is_one() -> None:
    back = EncounterHandedOver(NOON, *WHO, BEK, ANNA, "is back")
    story = started.given(HANDED, back)
    story.when(HandOver(ONE, ANNA, "again")).then_nothing()
    story.when(HandOver(ELEVEN, BEK, "speaks Uzbek")).then_nothing()


def test_hand_overs_follow_one_another_from_the_start() -> None:
    carla, early = EmployeeId("carla"), TEN - INSTANT
    started.when(HandOver(early, BEK, "lunch")).then(TooEarly(early, TEN))
    story, early = started.given(HANDED), ELEVEN - INSTANT
    story.when(HandOver(early, carla, "lunch")).then(StillWith(BEK, ELEVEN))
    assert story.when(HandOver(ELEVEN, carla, "lunch")).refusal is None


def test_nothing_is_handed_over_while_it_is_closed() -> None:
    late = NOON + INSTANT
    closed.when(HandOver(late, BEK, "lunch")).then(EncounterWasClosed(late, NOON))


def test_an_experience_is_noted_even_after_the_end() -> None:
    opened.when(NOTE).then(NOTED)
    closed.when(but(NOTE, at=TWO)).then(but(NOTED, at=TWO))
    early = NINE - INSTANT
    opened.when(but(NOTE, at=early)).then(TooEarly(early, NINE))


def test_an_experience_is_noted_once() -> None:
    opened.given(NOTED).when(NOTE).then_nothing()
    opened.given(but(NOTED, text=Erased())).when(NOTE).then_nothing()
    changed = ExperienceChanged("n-1")
    opened.given(NOTED).when(but(NOTE, valence=Valence.POSITIVE)).then(changed)
    opened.given(NOTED).when(but(NOTE, topic="price")).then(changed)
    opened.given(NOTED).when(but(NOTE, text="a minute")).then(changed)


def test_words_of_someone_unknown_are_not_kept_for_no_key_could_erase_them() -> None:
    visitor.when(NOTE).then(NobodyToSealFor("n-1"))
    assert visitor.when(but(NOTE, text=None)).refusal is None
    visitor.when(AGREE).then(NobodyToSealFor("a-1"))
    assert visitor.when(but(AGREE, note=None)).refusal is None


def test_a_next_action_is_agreed_with_whose_it_is_and_until_when() -> None:
    started.when(AGREE).then(AGREED)
    own = but(AGREE, employee_id=None)
    started.when(own).then(but(AGREED, employee_id=ANNA))
    started.given(HANDED).when(own).then(AGREED)


def test_a_next_action_is_agreed_once() -> None:
    story = started.given(AGREED)
    story.when(AGREE).then_nothing()
    story.when(but(AGREE, employee_id=None)).then_nothing()
    story.when(but(AGREE, due_at=TWO)).then(ActionChanged("a-1"))
    story.when(but(AGREE, employee_id=ANNA)).then(ActionChanged("a-1"))


def test_a_next_action_is_someones() -> None:
    alone = nothing.given(OPENED, but(STARTED, employee_id=None))
    alone.when(but(AGREE, employee_id=None)).then(NobodyToAct("a-1"))


def test_a_next_action_is_due_after_it_is_agreed() -> None:
    started.when(but(AGREE, due_at=TEN)).then(DueTooEarly(TEN, TEN))
    assert started.when(but(AGREE, due_at=TEN + INSTANT)).refusal is None


def test_a_next_action_is_agreed_within_the_service() -> None:
    early, late = TEN - INSTANT, NOON + INSTANT
    started.when(but(AGREE, at=early)).then(TooEarly(early, TEN))
    closed.when(but(AGREE, at=late)).then(EncounterWasClosed(late, NOON))
    assert closed.when(but(AGREE, at=NOON)).refusal is None


def test_when_it_ends_it_is_told_how_it_went_against_its_standard() -> None:
    done.when(CloseEncounter(NOON, "advised")).then(CLOSED, FINE)
    missed = but(FINE, conforms=False, performed=0, missing=("greet", "pick"))
    started.when(CloseEncounter(NOON, "advised")).then(CLOSED, missed)


def test_steps_of_the_desks_own_words_count_too() -> None:
    recorded = EncounterStepRecorded(TEN, *WHO, "greet", "anna")
    only = started.given(recorded)
    missed = but(FINE, conforms=False, performed=1, missing=("pick",))
    only.when(CloseEncounter(NOON, "advised")).then(CLOSED, missed)


def test_without_a_standard_there_is_nothing_to_go_by() -> None:
    free = nothing.given(OPENED, but(STARTED, steps=(), standard_id=None, version=None))
    free.when(CloseEncounter(NOON, "advised")).then(CLOSED)
    opened.when(CloseEncounter(NOON, "advised")).then(CLOSED)


def test_what_is_told_late_shows_as_another_assessment() -> None:
    late = but(GREET, step_id="s-3")
    again = but(FINE, conforms=False, performed=3, extra=("greet",))
    closed.when(late).then(but(GREETED, step_id="s-3"), again)
    withdraw = WithdrawStep(ONE, "s-2", Mistake.NOT_DONE)
    missed = but(FINE, at=ONE, conforms=False, performed=1, missing=("pick",))
    withdrawn = StepWithdrawn(ONE, *WHO, "s-2", Mistake.NOT_DONE)
    closed.when(withdraw).then(withdrawn, missed)
    told = RecordStep(TEN, "tea", "anna")
    odd = but(FINE, conforms=False, performed=3, unknown=("tea",))
    closed.when(told).then(EncounterStepRecorded(TEN, *WHO, "tea", "anna"), odd)


def test_what_changes_nothing_of_it_is_no_assessment() -> None:
    closed.when(but(NOTE, at=TWO)).then(but(NOTED, at=TWO))
    closed.when(CloseEncounter(ONE, "advised")).then_nothing()


def test_a_start_that_is_told_late_is_assessed() -> None:
    over = opened.given(CLOSED)
    missed = but(FINE, conforms=False, performed=0, missing=("greet", "pick"))
    over.when(START).then(STARTED, missed)


def test_every_end_is_assessed() -> None:
    again = reopened.when(CloseEncounter(TWO, "advised"))
    again.then(but(CLOSED, at=TWO), but(FINE, at=TWO))


@pytest.mark.parametrize("event", [GREETED, HANDED, AGREED, STARTED])
def test_it_ends_after_all_that_was_done_in_it(event: Any) -> None:
    story = (opened if event is STARTED else started).given(event)
    early = event.at - INSTANT
    story.when(CloseEncounter(early, "x")).then(TooEarly(early, event.at))
    assert story.when(CloseEncounter(event.at, "x")).refusal is None


def test_what_was_withdrawn_holds_no_end_up() -> None:
    withdrawn = StepWithdrawn(ELEVEN, *WHO, "s-1", Mistake.NOT_DONE)
    story = started.given(GREETED, withdrawn)
    assert story.when(CloseEncounter(TEN, "x")).refusal is None
