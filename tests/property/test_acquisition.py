"""What holds of touches, leads and their dealing out, whatever anyone asks for."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.acquisition import distribution as d
from mijoz.domain.acquisition import lead as l
from mijoz.domain.acquisition import touchpoint as t
from mijoz.domain.acquisition.attribution import AttributionModel, shares
from mijoz.domain.acquisition.dealing import choose
from mijoz.domain.decider import Decider, Refused
from mijoz.domain.ids import (
    CampaignId,
    CustomerId,
    DistributionId,
    LeadId,
    OpportunityId,
    TouchId,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
HOME = DistributionId("home")

times = st.integers(0, 20).map(lambda hours: START + timedelta(hours=hours))
customers = st.sampled_from([CustomerId("aziza"), CustomerId("bobur")])
people = st.sampled_from(["anna", "bek", "zebo"])
words = st.sampled_from(["x", "y"])
later = st.none() | times

touching: st.SearchStrategy[t.Command] = st.one_of(
    st.builds(
        t.RecordTouch,
        times,
        st.just(TouchId("web:17")),
        words,
        words,
        st.none() | customers,
        st.none(),
        st.none() | words,
    ),
    st.builds(t.TraceTouch, times, st.sampled_from([CampaignId("x"), CampaignId("y")])),
    st.builds(t.IdentifyTouch, times, customers),
)
leading: st.SearchStrategy[l.Command] = st.one_of(
    st.builds(
        l.CaptureLead,
        times,
        st.just(LeadId("l-1")),
        words,
        words,
        st.none() | customers,
    ),
    st.builds(l.ScoreLead, times, st.integers(-1, 101), words),
    st.builds(l.QualifyLead, times, st.lists(words, max_size=2).map(tuple)),
    st.builds(l.DisqualifyLead, times, words),
    st.builds(l.AssignLead, times, people, words, later),
    st.builds(l.RecordFollowUp, times, people, words, later),
    st.builds(l.NoteFollowUpDue, times),
    st.builds(l.HandOverLead, times, people, people),
    st.builds(l.AcceptHandOver, times),
    st.builds(l.RejectHandOver, times, words),
    st.builds(
        l.ConvertLead, times, customers, st.none() | st.just(OpportunityId("o-1"))
    ),
)
leads = st.sampled_from([LeadId(each) for each in "abcdefgh"])
agents = st.lists(
    st.builds(
        d.Agent,
        people,
        st.integers(0, 3),
        st.lists(words, max_size=1).map(tuple),
    ),
    max_size=3,
).map(tuple)
dealing: st.SearchStrategy[d.Command] = st.one_of(
    st.builds(
        d.PublishDistribution,
        times,
        st.just(HOME),
        st.integers(0, 3),
        agents,
        st.integers(0, 60),
    ),
    st.builds(d.DealLead, times, leads, words),
    st.builds(d.DealLead, times, leads, words),
    st.builds(d.RedealLead, times, leads, people),
    st.builds(d.ClearLead, times, leads),
    st.builds(d.DealWaiting, times),
)


def play(decider: Decider[Any, Any, Any], story: list[Any]) -> list[Any]:
    """Return what *story* causes when every refusal is shrugged off."""
    events: list[Any] = []
    state = decider.initial
    for command in story:
        try:
            news = list(decider.decide(command, state))
        except Refused:
            continue
        events += news
        state = decider.fold(news, state)
        assert list(decider.decide(command, state)) == [], "the same twice is once"
    return events


def stories(commands: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(commands, max_size=30)


@given(stories(touching))
def test_a_touch_is_recorded_traced_and_identified_once(story: list[Any]) -> None:
    kinds = Counter(type(each) for each in play(t.TOUCHPOINTS, story))
    assert max(kinds.values(), default=0) <= 1


@given(stories(leading))
def test_a_lead_is_captured_first_and_converts_once_and_last(story: list[Any]) -> None:
    events = play(l.LEADS, story)
    kinds = [type(each) for each in events]
    assert kinds.count(l.LeadCaptured) == bool(events)
    assert kinds.count(l.LeadConverted) <= 1
    if events:
        assert kinds[0] is l.LeadCaptured
    if l.LeadConverted in kinds:
        assert kinds[-1] is l.LeadConverted
        assert l.LeadQualified in kinds
        assert l.LeadDisqualified not in kinds


@given(stories(leading))
def test_every_hand_over_has_one_answer_at_most_and_every_answer_its_hand_over(
    story: list[Any],
) -> None:
    waits = False
    for event in play(l.LEADS, story):
        match event:
            case l.LeadHandedOver():
                assert not waits
                waits = True
            case l.LeadHandOverAccepted() | l.LeadHandOverRejected():
                assert waits
                assert event.waited_seconds >= 0
                waits = False


@given(stories(leading), times)
def test_a_follow_up_is_missed_only_when_it_was_due_and_not_made(
    story: list[Any], now: datetime
) -> None:
    due: datetime | None = None
    since = START
    for event in play(l.LEADS, [*story, l.NoteFollowUpDue(now)]):
        match event:
            case l.LeadAssigned():
                due, since = event.follow_up_by, event.at
            case l.LeadFollowedUp() if event.at >= since:
                due, since = event.next_by, event.at
            case l.LeadFollowUpMissed():
                assert event.at == due
                due = None
            case l.LeadDisqualified():
                due = None


@given(stories(leading), st.lists(times, max_size=3))
def test_a_lead_can_be_read_as_of_any_time(
    story: list[Any], moments: list[datetime]
) -> None:
    events = play(l.LEADS, story)
    for moment in moments:
        seen = [each for each in events if each.at <= moment]
        read = l.LEADS.fold_some(seen)
        assert read.captured is None or read.captured.at <= moment
        assert bool(read.captured) == bool(seen)


@given(stories(dealing))
def test_nobody_has_more_leads_than_they_may_and_every_decision_replays(
    story: list[Any],
) -> None:
    open_leads: dict[LeadId, str] = {}
    waiting: set[LeadId] = set()
    for event in play(d.DISTRIBUTIONS, story):
        match event:
            case d.LeadDealt(lead_id=lead, agent=agent, loads=loads):
                held = Counter(open_leads.values())
                assert all(each.held == held[each.agent] for each in loads)
                assert choose(loads) == next(x for x in loads if x.agent == agent)
                assert lead not in open_leads
                open_leads[lead] = agent
                waiting.discard(lead)
                load = next(each for each in loads if each.agent == agent)
                assert load.held + 1 <= load.capacity
            case d.LeadLeftWaiting(lead_id=lead, loads=loads):
                assert choose(loads) is None
                assert lead not in open_leads.keys() | waiting
                waiting.add(lead)
            case d.LeadCleared(lead_id=lead, agent=agent):
                assert open_leads.pop(lead, None) == agent
                waiting.discard(lead)


@given(stories(dealing), times)
def test_once_those_who_wait_are_dealt_nobody_waits_for_whom_there_is_room(
    story: list[Any], now: datetime
) -> None:
    events = play(d.DISTRIBUTIONS, story)
    state = d.DISTRIBUTIONS.fold(events)
    if state.newest is None:
        return
    state = d.DISTRIBUTIONS.fold(
        d.DISTRIBUTIONS.decide(d.DealWaiting(now), state), state
    )
    for lead, waits in state.waiting.items():
        alone = but(state, waiting={})
        (tried,) = d.DISTRIBUTIONS.decide(d.DealLead(now, lead, waits.channel), alone)
        assert isinstance(tried, d.LeadLeftWaiting)


@given(
    st.sampled_from(AttributionModel), st.lists(times, max_size=8).map(sorted), times
)
def test_shares_sum_to_one_or_nothing_is_shared(
    model: AttributionModel, touches: list[datetime], converted: datetime
) -> None:
    found = shares(model, touches, converted)
    assert len(found) == len(touches)
    assert all(each >= 0 for each in found)
    assert sum(found) == any(each <= converted for each in touches)
