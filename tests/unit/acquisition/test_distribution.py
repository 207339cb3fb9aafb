"""The rules by which leads are dealt out, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.acquisition.dealing import (
    ImpossibleCapacity,
    NoAgents,
    RepeatedAgent,
    choose,
)
from mijoz.domain.acquisition.distribution import (
    DISTRIBUTIONS,
    Agent,
    ClearLead,
    Command,
    DealLead,
    DealWaiting,
    DistributionNotPublished,
    DistributionPublished,
    LeadCleared,
    LeadDealt,
    LeadLeftWaiting,
    Load,
    PublishDistribution,
    RedealLead,
)
from mijoz.domain.acquisition.policy import (
    DistributionChanged,
    DistributionOutOfOrder,
    ImpossibleFollowUp,
)
from mijoz.domain.ids import DistributionId, LeadId
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
BY = NOW + timedelta(minutes=30)
HOME = DistributionId("home")
ANNA, BEK = Agent("anna", 2), Agent("bek", 1, ("web",))
PUBLISH = PublishDistribution(NOW, HOME, 1, (ANNA, BEK), 30)
PUBLISHED = DistributionPublished(NOW, HOME, 1, (ANNA, BEK), 30)
A, B, C, D = (LeadId(name) for name in "abcd")

distributions = Scenario(DISTRIBUTIONS)
home = distributions.given(PUBLISHED)


def deal(lead: LeadId, channel: str = "web", at: datetime = NOW) -> DealLead:
    return DealLead(at, lead, channel)


def dealt(
    lead: LeadId, agent: str, *held: int, at: datetime = NOW, channel: str = "web"
) -> LeadDealt:
    loads = (Load("anna", held[0], 2), Load("bek", held[1], 1))
    by = at + timedelta(minutes=30)
    return LeadDealt(at, HOME, lead, channel, agent, 1, loads, by)


FULL = (
    dealt(A, "anna", 0, 0),
    dealt(B, "bek", 1, 0),
    dealt(C, "anna", 1, 1),
)
LEFT = LeadLeftWaiting(NOW, HOME, D, "web", 1, (Load("anna", 2, 2), Load("bek", 1, 1)))
full = home.given(*FULL)
waiting = full.given(LEFT)


def test_a_distribution_is_published_in_versions() -> None:
    distributions.when(PUBLISH).then(PUBLISHED)
    story = home.when(but(PUBLISH, version=3, at=LATER))
    story.then(but(PUBLISHED, version=3, at=LATER))


def test_a_version_is_published_once_and_never_changes() -> None:
    home.when(but(PUBLISH, at=LATER)).then_nothing()
    home.when(but(PUBLISH, follow_up_minutes=31)).then(DistributionChanged(1))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_versions_come_in_order(number: int) -> None:
    story = distributions.given(but(PUBLISHED, version=3))
    after = but(PUBLISH, version=number)
    story.when(after).then(DistributionOutOfOrder(number, 3))


def test_the_first_version_has_a_number() -> None:
    distributions.when(but(PUBLISH, version=0)).then(DistributionOutOfOrder(0, 0))


@pytest.mark.parametrize("minutes", [1, 527_040])
def test_an_agent_has_a_time_to_follow_up(minutes: int) -> None:
    assert distributions.when(but(PUBLISH, follow_up_minutes=minutes)).news


@pytest.mark.parametrize("minutes", [0, 527_041])
def test_it_is_neither_none_nor_for_ever(minutes: int) -> None:
    story = distributions.when(but(PUBLISH, follow_up_minutes=minutes))
    story.then(ImpossibleFollowUp(minutes))


def test_leads_are_dealt_to_someone() -> None:
    distributions.when(but(PUBLISH, agents=())).then(NoAgents(1))


def test_an_agent_is_named_once_and_can_take_one_lead() -> None:
    twice = but(PUBLISH, agents=(ANNA, ANNA))
    distributions.when(twice).then(RepeatedAgent("anna"))
    idle = but(PUBLISH, agents=(Agent("anna", 0),))
    distributions.when(idle).then(ImpossibleCapacity("anna", 0))
    assert distributions.when(but(PUBLISH, agents=(Agent("anna", 1),))).news


COMMANDS: list[Command] = [
    deal(A),
    RedealLead(NOW, A, "anna"),
    ClearLead(NOW, A),
    DealWaiting(NOW),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_is_dealt_by_no_policy(command: Command) -> None:
    distributions.when(command).then(DistributionNotPublished())


def test_a_lead_goes_to_whose_share_is_smallest_of_equals_the_first() -> None:
    story = home.when(deal(A))
    story.then(FULL[0])
    story = story.when(deal(B))
    story.then(FULL[1])
    story.when(deal(C)).then(FULL[2])


def test_a_share_is_of_what_an_agent_may_have() -> None:
    loads = (Load("anna", 3, 10), Load("bek", 1, 3))
    assert choose(loads) == loads[0]
    assert choose([Load("anna", 10, 10), Load("bek", 2, 3)]) == Load("bek", 2, 3)
    assert choose([Load("anna", 10, 10)]) is None


def test_a_lead_goes_to_who_takes_its_channel() -> None:
    story = home.when(deal(A, "phone"))
    (event,) = story.news
    assert isinstance(event, LeadDealt)
    assert event.loads == (Load("anna", 0, 2),)
    assert story.state.takes("web")
    assert story.state.takes("phone")
    only_web = distributions.given(but(PUBLISHED, agents=(BEK,)))
    assert not only_web.state.takes("phone")
    assert not distributions.state.takes("web")


def test_a_lead_is_dealt_once() -> None:
    full.when(deal(A, at=LATER)).then_nothing()
    waiting.when(deal(D, at=LATER)).then_nothing()


def test_a_lead_waits_while_nobody_has_room() -> None:
    full.when(deal(D)).then(LEFT)


def test_a_cleared_lead_makes_room() -> None:
    story = full.when(ClearLead(LATER, B))
    story.then(LeadCleared(LATER, HOME, B, "bek"))
    assert B not in story.state.dealt
    story.when(ClearLead(LATER, B)).then_nothing()


def test_a_lead_that_waits_may_be_cleared() -> None:
    story = waiting.when(ClearLead(LATER, D))
    story.then(LeadCleared(LATER, HOME, D, None))
    assert not story.state.waiting


def test_a_lead_that_waits_is_dealt_when_there_is_room() -> None:
    waiting.when(DealWaiting(LATER)).then_nothing()
    story = waiting.given(LeadCleared(LATER, HOME, B, "bek")).when(DealWaiting(LATER))
    story.then(dealt(D, "bek", 2, 0, at=LATER))
    assert not story.state.waiting
    story.when(DealWaiting(LATER)).then_nothing()


def test_those_who_wait_get_no_more_than_there_is_room() -> None:
    e = LeadId("e")
    story = waiting.given(but(LEFT, lead_id=e), LeadCleared(LATER, HOME, B, "bek"))
    story = story.when(DealWaiting(LATER))
    assert [each.lead_id for each in story.news if isinstance(each, LeadDealt)] == [D]
    assert set(story.state.waiting) == {e}


def test_a_lead_is_not_dealt_before_it_has_begun_to_wait() -> None:
    story = waiting.given(LeadCleared(BEFORE, HOME, B, "bek"))
    story.when(DealWaiting(BEFORE)).then(dealt(D, "bek", 2, 0))


def test_a_lead_may_be_dealt_to_another() -> None:
    story = home.given(FULL[0]).when(RedealLead(LATER, A, "anna"))
    by = LATER + timedelta(minutes=30)
    again = LeadDealt(LATER, HOME, A, "web", "bek", 1, (Load("bek", 0, 1),), by)
    story.then(LeadCleared(LATER, HOME, A, "anna"), again)
    assert story.state.dealt[A].agent == "bek"
    story.when(RedealLead(LATER, A, "anna")).then_nothing()


def test_a_lead_stays_where_it_is_while_no_other_has_room() -> None:
    full.when(RedealLead(LATER, A, "anna")).then_nothing()


def test_what_was_not_dealt_is_not_dealt_anew() -> None:
    home.when(RedealLead(LATER, A, "anna")).then_nothing()
    waiting.when(RedealLead(LATER, D, "anna")).then_nothing()


def test_leads_are_dealt_by_the_newest_version() -> None:
    story = home.given(but(PUBLISHED, version=2, agents=(Agent("zebo", 1),)))
    (event,) = story.when(deal(A)).news
    assert isinstance(event, LeadDealt)
    assert (event.agent, event.version) == ("zebo", 2)
