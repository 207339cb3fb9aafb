"""Whatever is told of surveys and complaints, in whatever order, these things hold."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Decider, Refused
from mijoz.domain.feedback.answers import Answer, whole_servqual
from mijoz.domain.feedback.complaint import COMPLAINTS
from mijoz.domain.feedback.complaint_terms import (
    AcknowledgeComplaint,
    CloseComplaint,
    ComplaintAcknowledged,
    ComplaintCategory,
    ComplaintClosed,
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
from mijoz.domain.feedback.design import Design, Item
from mijoz.domain.feedback.invitation import INVITATIONS
from mijoz.domain.feedback.invitation_terms import (
    AnswerSurvey,
    Invite,
    NoteInvitationsDue,
    Remind,
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationExpired,
    SurveyInvitationWithdrawn,
    SurveyInvited,
    SurveyReminded,
    WithdrawInvitation,
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
from mijoz.domain.feedback.scores import effort, net_promoter_score, satisfaction
from mijoz.domain.feedback.servqual import Dimension, gaps, gaps_of
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import ComplaintId, CustomerId, InvitationId, SurveyId

AZIZA = CustomerId("aziza")
START = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(0, 60).map(lambda hour: START + hour * HOUR)
names = st.sampled_from(["a", "b", "c"])
DUE = START + 10 * HOUR


def play(
    decider: Decider[Any, Any, Any], told: list[Any]
) -> tuple[list[Any], list[Any]]:
    """Return what happens, and what does when every command is told once more."""
    happened: list[Any] = []
    again: list[Any] = []
    state = decider.initial
    for command in told:
        try:
            events = list(decider.decide(command, state))
        except Refused:
            continue
        state = decider.fold(events, state)
        happened += events
        again += decider.decide(command, state)
    return happened, again


DESIGN = Design(Instrument.NPS, (Item("recommend", "…?"),), 0, 10)
keys = names.map(InvitationId)
invite = st.builds(
    lambda at, key, trigger, reminders, position, rest: Invite(
        at,
        AZIZA,
        key,
        SurveyId("warmth"),
        1,
        Instrument.NPS,
        trigger,
        "survey",
        "email",
        position,
        at + 9 * HOUR,
        None,
        tuple(at + hour * HOUR for hour in range(2, 2 + reminders)),
        rest,
    ),
    moments,
    keys,
    st.sampled_from([Trigger.PERIOD, Trigger.ENCOUNTER_CLOSED]),
    st.integers(0, 2),
    st.sampled_from([None, 1]),
    st.integers(0, 1),
)
asking = st.lists(
    invite
    | st.builds(Remind, moments, st.just(AZIZA), keys, st.integers(0, 3), st.just(1))
    | st.builds(
        AnswerSurvey,
        moments,
        st.just(AZIZA),
        keys,
        st.just(DESIGN),
        st.integers(0, 10).map(lambda score: (Answer("recommend", score),)),
    )
    | st.builds(WithdrawInvitation, moments, st.just(AZIZA), keys, st.just("why"))
    | st.builds(NoteInvitationsDue, moments),
    max_size=30,
)


def by_id(happened: list[Any], *kinds: type) -> dict[str, Any]:
    """Return the events of some kinds by their invitation."""
    some: list[Any] = [each for each in happened if isinstance(each, kinds)]
    return {each.invitation_id: each for each in some}


@given(asking)
def test_nobody_is_asked_twice_at_once_or_answers_twice(told: list[Any]) -> None:
    happened, again = play(INVITATIONS, sorted(told, key=lambda each: each.at))
    assert again == []
    asked = [each for each in happened if isinstance(each, SurveyInvited)]
    answers = [each for each in happened if isinstance(each, SurveyAnswered)]
    assert len({each.invitation_id for each in answers}) == len(answers)
    ended = by_id(happened, SurveyAnswered, SurveyInvitationWithdrawn)
    for first, second in ((a, b) for a in asked for b in asked if a is not b):
        if first.trigger is second.trigger and first.at <= second.at:
            end = ended.get(first.invitation_id)
            over = end.at if end else first.expires_at
            assert over <= second.at or first.expires_at <= second.at
    for each in asked:
        assert each.consent_position is not None
        numbers = [
            one.number
            for one in happened
            if isinstance(one, SurveyReminded)
            and one.invitation_id == each.invitation_id
        ]
        assert len(set(numbers)) == len(numbers) <= len(each.remind_at)


@given(asking)
def test_an_invitation_is_answered_in_its_time_or_withdrawn_or_over_in_the_end(
    told: list[Any],
) -> None:
    end = NoteInvitationsDue(START + 99 * HOUR)
    happened, _ = play(INVITATIONS, [*told, end])
    asked = by_id(happened, SurveyInvited)
    over = by_id(happened, SurveyInvitationExpired)
    withdrawn = by_id(happened, SurveyInvitationWithdrawn)
    answered = by_id(happened, SurveyAnswered)
    assert over.keys() | withdrawn.keys() | answered.keys() == asked.keys()
    assert not withdrawn.keys() & (over.keys() | answered.keys())
    for key, each in answered.items():
        assert asked[key].at <= each.at < asked[key].expires_at
    for key, each in over.items():
        assert each.at == asked[key].expires_at


@given(asking)
def test_whatever_is_due_is_noted_at_once(told: list[Any]) -> None:
    happened, _ = play(INVITATIONS, [*told, NoteInvitationsDue(START + 30 * HOUR)])
    due = INVITATIONS.fold(happened).due
    assert due is None or due > START + 30 * HOUR


scores = st.integers(0, 10).map(lambda value: Score(Instrument.NPS, value, 0, 10))
filing = FileComplaint(
    START,
    ComplaintId("k"),
    AZIZA,
    ComplaintSource.POOR_SCORE,
    ComplaintCategory.UNSORTED,
    Severity.UNGRADED,
    "anna",
    DUE,
    score=Score(Instrument.NPS, 2, 0, 10),
)
handling = st.lists(
    st.builds(AcknowledgeComplaint, moments, st.just("anna"))
    | st.builds(NoteComplaintDue, moments)
    | st.builds(FindCause, moments, st.just(ComplaintCategory.STAFF), names, names)
    | st.builds(
        OfferRemedy,
        moments,
        names,
        st.sampled_from([RemedyKind.REFUND, RemedyKind.APOLOGY]),
        st.integers(0, 2),
        st.sampled_from([None, "UZS"]),
    )
    | st.builds(AcceptRemedy, moments, names, st.sampled_from([None, "payment:1"]))
    | st.builds(DeclineRemedy, moments, names)
    | st.builds(EscalateComplaint, moments, st.integers(0, 3), names, names)
    | st.builds(CloseComplaint, moments, st.booleans())
    | st.builds(VerifyLoop, moments, names, scores),
    max_size=40,
)


@given(handling)
def test_a_complaint_goes_its_way(told: list[Any]) -> None:
    happened, again = play(COMPLAINTS, [filing, *told])
    assert again == []
    kinds = [type(each) for each in happened]
    for once in (ComplaintAcknowledged, ComplaintOverdue, ComplaintClosed):
        assert kinds.count(once) <= 1
    for each in happened:
        if isinstance(each, ComplaintAcknowledged):
            assert each.in_time == (each.at < DUE)
    if ComplaintClosed in kinds:
        after = kinds[kinds.index(ComplaintClosed) + 1 :]
        assert after in ([], [LoopVerified])
        assert ComplaintAcknowledged in kinds[: kinds.index(ComplaintClosed)]
        offers = kinds.count(RemedyOffered)
        assert offers == kinds.count(RemedyAccepted) + kinds.count(RemedyDeclined)
    levels = [each.level for each in happened if hasattr(each, "level")]
    assert levels == [*range(1, len(levels) + 1)]


@given(handling)
def test_a_complaint_is_overdue_unless_it_was_acknowledged_in_time(
    told: list[Any],
) -> None:
    told = sorted(told, key=lambda each: each.at)
    happened, _ = play(COMPLAINTS, [filing, *told, NoteComplaintDue(START + 99 * HOUR)])
    heard = [each.at for each in happened if isinstance(each, ComplaintAcknowledged)]
    overdue = [each.at for each in happened if isinstance(each, ComplaintOverdue)]
    assert overdue == ([] if heard and heard[0] < DUE else [DUE])


@given(handling)
def test_what_pays_is_paid_by_something(told: list[Any]) -> None:
    happened, _ = play(COMPLAINTS, [filing, *told])
    paying = {
        each.remedy_id
        for each in happened
        if isinstance(each, RemedyOffered) and each.kind is RemedyKind.REFUND
    }
    for each in happened:
        if isinstance(each, RemedyAccepted) and each.remedy_id in paying:
            assert each.ledger_ref


@given(st.lists(st.integers(0, 10), min_size=1))
def test_every_figure_stays_within_its_bounds(given_scores: list[int]) -> None:
    nps = net_promoter_score(given_scores).exact
    assert nps is not None
    assert -100 <= nps <= 100
    mirrored = [9 if each <= 6 else 3 if each >= 9 else each for each in given_scores]
    assert net_promoter_score(mirrored).exact == -nps
    own = [Score(Instrument.CUSTOM, each, 0, 10) for each in given_scores]
    share, mean = satisfaction(own).exact, effort(given_scores).exact
    assert share is not None
    assert mean is not None
    assert 0 <= share <= 1
    assert min(given_scores) <= mean <= max(given_scores)


likert = st.tuples(*[st.integers(1, 7)] * 22)
weights = st.lists(st.integers(0, 100), min_size=4, max_size=4).map(
    lambda cuts: tuple(
        end - start
        for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)
    )
)
answers = st.builds(
    lambda expected, found, points: ServqualAnswered(
        START, AZIZA, InvitationId("i"), SurveyId("s"), 1, expected, found, points
    ),
    likert,
    likert,
    weights,
)


@given(answers)
def test_gaps_turn_round_with_what_was_expected(answer: ServqualAnswered) -> None:
    whole_servqual(answer.expectation, answer.perception, answer.weights)
    found = gaps_of(answer)
    turned = gaps_of(
        but(answer, expectation=answer.perception, perception=answer.expectation)
    )
    assert turned.unweighted == -found.unweighted
    assert turned.weighted == -found.weighted
    each = found.by_dimension.values()
    assert min(each) <= found.weighted <= max(each)
    assert gaps_of(but(answer, weights=(20,) * 5)).weighted == found.unweighted
    items = {Dimension.RELIABILITY: 5, Dimension.EMPATHY: 5}
    total = sum(gap * items.get(one, 4) for one, gap in found.by_dimension.items())
    assert total == sum(answer.perception) - sum(answer.expectation)


@given(st.lists(answers, min_size=1, max_size=5))
def test_gaps_of_many_do_not_depend_on_their_order(
    many: list[ServqualAnswered],
) -> None:
    assert gaps(many) == gaps(many[::-1])
    found = gaps([*many, *many])
    alone = gaps(many)
    assert found is not None
    assert alone is not None
    assert found.unweighted == alone.unweighted
    assert isinstance(found.unweighted, Fraction)
