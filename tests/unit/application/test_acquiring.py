"""What follows from touches and leads, in the transaction of its cause."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    CAMPAIGN,
    DISTRIBUTION,
    LEAD,
    TOUCHPOINT,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.ports import ClaimTaken
from mijoz.composition import compose
from mijoz.domain.acquisition.dealing import choose
from mijoz.domain.acquisition.distribution import Agent, LeadDealt, PublishDistribution
from mijoz.domain.acquisition.lead import (
    AcceptHandOver,
    AssignLead,
    CaptureLead,
    ConvertLead,
    DisqualifyLead,
    HandOverLead,
    LeadAssigned,
    QualifyLead,
    RecordFollowUp,
)
from mijoz.domain.acquisition.touchpoint import (
    MaterialOfAnotherCampaign,
    RecordTouch,
    TouchTraced,
)
from mijoz.domain.campaign.campaign import MaterialKind, PlaceMaterial, PlanCampaign
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CampaignId, CustomerId, DistributionId, LeadId, TouchId
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(hours=2)
DUE = NOW + timedelta(minutes=30)
NAVRUZ, EID = CampaignId("navruz"), CampaignId("eid")
HOME, AZIZA = DistributionId("home"), CustomerId("aziza")
AGENTS = (Agent("anna", 1), Agent("bek", 1, ("web",)))
SCAN = RecordTouch(NOW, TouchId("web:1"), "web", "poster", material_code="SOCKS")


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    for name in (NAVRUZ, EID):
        plan = PlanCampaign(NOW, name, "btl", date(2026, 3, 1), date(2026, 3, 31))
        tell(crm, CAMPAIGN, name, plan)
    tell(crm, DISTRIBUTION, HOME, PublishDistribution(NOW, HOME, 1, AGENTS, 30))
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def state(crm: Crm, aggregate: Any, name: str) -> Any:
    return Desk(aggregate, crm.handler).state(name)


def capture(crm: Crm, name: str, channel: str = "web", at: datetime = NOW) -> LeadId:
    lead = LeadId(name)
    tell(crm, LEAD, lead, CaptureLead(at, lead, "fair", channel))
    return lead


def agent(crm: Crm, lead: str) -> str | None:
    found: str | None = state(crm, LEAD, lead).following.agent
    return found


def place(crm: Crm, campaign: CampaignId = NAVRUZ) -> None:
    poster = PlaceMaterial(NOW, "SOCKS", MaterialKind.POSTER, "metro")
    tell(crm, CAMPAIGN, campaign, poster)


def test_a_touch_leads_back_to_the_campaign_that_placed_its_material(crm: Crm) -> None:
    place(crm)
    tell(crm, TOUCHPOINT, SCAN.touch_id, SCAN)
    told, traced = crm.journal.stream("touchpoint-web:1")
    assert traced.event == TouchTraced(NOW, SCAN.touch_id, None, NAVRUZ, "SOCKS")
    assert (traced.causation_id, traced.policy_refs) == (told.id, ("campaign:navruz",))
    assert traced.actor == "policy:touches-lead-back"


def test_it_does_so_in_the_transaction_in_which_the_material_is_placed(
    crm: Crm,
) -> None:
    def story(work: Any) -> None:
        poster = PlaceMaterial(NOW, "SOCKS", MaterialKind.POSTER, "metro")
        work.handle(CAMPAIGN, NAVRUZ, poster)
        work.handle(TOUCHPOINT, SCAN.touch_id, SCAN)

    crm.handler.run(story, ANNA)
    assert state(crm, TOUCHPOINT, SCAN.touch_id).campaign_id == NAVRUZ


def test_a_code_that_nobody_placed_leads_nowhere(crm: Crm) -> None:
    tell(crm, TOUCHPOINT, SCAN.touch_id, SCAN)
    tell(
        crm,
        TOUCHPOINT,
        "web:2",
        but(SCAN, touch_id=TouchId("web:2"), material_code=None),
    )
    assert state(crm, TOUCHPOINT, SCAN.touch_id).campaign_id is None
    assert state(crm, TOUCHPOINT, "web:2").campaign_id is None


def test_a_touch_cannot_name_another_campaign_than_its_material_does(crm: Crm) -> None:
    place(crm)
    with pytest.raises(MaterialOfAnotherCampaign):
        tell(crm, TOUCHPOINT, "web:1", but(SCAN, campaign_id=EID))
    tell(crm, TOUCHPOINT, "web:1", but(SCAN, campaign_id=NAVRUZ))
    assert len(list(crm.journal.stream("touchpoint-web:1"))) == 1


def test_a_code_is_one_campaigns(crm: Crm) -> None:
    place(crm)
    with pytest.raises(ClaimTaken):
        place(crm, EID)


def test_a_captured_lead_is_dealt_and_assigned_with_the_policy_and_its_reason(
    crm: Crm,
) -> None:
    lead = capture(crm, "l-1")
    captured, assigned = crm.journal.stream("lead-l-1")
    assert assigned.event == LeadAssigned(
        NOW,
        lead,
        None,
        "anna",
        "0 open of 1, the smallest share of 2 who take leads from web",
        DUE,
        HOME,
        1,
    )
    _, dealt = crm.journal.stream("distribution-home")
    assert (dealt.causation_id, assigned.causation_id) == (captured.id, dealt.id)
    assert assigned.policy_refs == ("distribution:home@1",)
    assert choose(dealt.event.loads).agent == assigned.event.agent  # type: ignore[union-attr]


def test_a_lead_of_a_channel_that_nobody_takes_is_not_dealt(crm: Crm) -> None:
    only_web = but(AGENTS[1], channels=("web",))
    again = PublishDistribution(NOW, HOME, 2, (only_web,), 30)
    tell(crm, DISTRIBUTION, HOME, again)
    assert agent(crm, capture(crm, "l-1", "phone")) is None


def test_a_lead_from_before_the_policy_is_not_dealt(crm: Crm) -> None:
    early = NOW - timedelta(microseconds=1)
    assert agent(crm, capture(crm, "l-1", at=early)) is None


def test_the_first_distribution_that_takes_a_lead_deals_it_and_no_other(
    crm: Crm,
) -> None:
    away = DistributionId("away")
    zebo = PublishDistribution(NOW, away, 1, (Agent("zebo", 5, ("web",)),), 30)
    tell(crm, DISTRIBUTION, away, zebo)
    assert agent(crm, capture(crm, "l-1", "web")) == "zebo"
    assert agent(crm, capture(crm, "l-2", "phone")) == "anna"
    assert not state(crm, DISTRIBUTION, HOME).waiting


def test_a_lead_waits_until_another_is_done_with(crm: Crm) -> None:
    first, second, third = (capture(crm, f"l-{n}") for n in (1, 2, 3))
    assert [agent(crm, each) for each in (first, second, third)] == [
        "anna",
        "bek",
        None,
    ]
    tell(crm, LEAD, first, DisqualifyLead(SOON, "no need"))
    assert agent(crm, third) == "anna"
    assert state(crm, LEAD, third).due == SOON + timedelta(minutes=30)


def test_a_conversion_makes_room_and_so_does_a_hand_over_that_is_taken(
    crm: Crm,
) -> None:
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    first, second, third, fourth = (capture(crm, f"l-{n}") for n in (1, 2, 3, 4))
    qualify = QualifyLead(SOON, ("need",))
    tell(crm, LEAD, first, qualify, ConvertLead(SOON, AZIZA))
    assert [agent(crm, each) for each in (third, fourth)] == ["anna", None]
    tell(crm, LEAD, second, qualify, HandOverLead(SOON, "bek", "sales"))
    assert agent(crm, fourth) is None
    tell(crm, LEAD, second, AcceptHandOver(SOON))
    assert [agent(crm, each) for each in (second, fourth)] == ["sales", "bek"]


def test_who_assigns_a_lead_by_hand_makes_room(crm: Crm) -> None:
    first, _, third, fourth = (capture(crm, f"l-{n}") for n in (1, 2, 3, 4))
    tell(crm, LEAD, first, AssignLead(SOON, "zebo", "an old friend"))
    assert agent(crm, third) == "anna"
    tell(crm, LEAD, fourth, AssignLead(SOON, "zebo", "an old friend"))
    assert not state(crm, DISTRIBUTION, HOME).waiting


def test_a_new_version_deals_those_who_wait(crm: Crm) -> None:
    third = [capture(crm, f"l-{n}") for n in (1, 2, 3)][-1]
    more = (*AGENTS, Agent("zebo", 1))
    tell(crm, DISTRIBUTION, HOME, PublishDistribution(SOON, HOME, 2, more, 30))
    assert agent(crm, third) == "zebo"


def test_a_lead_that_nobody_followed_up_is_dealt_to_another(crm: Crm) -> None:
    lead = capture(crm, "l-1")
    assert sweep_due(crm.handler, DUE - timedelta(microseconds=1), ANNA) == 0
    assert agent(crm, lead) == "anna"
    assert sweep_due(crm.handler, DUE, ANNA) > 0
    assert agent(crm, lead) == "bek"
    kinds = [each.type for each in crm.journal.stream("lead-l-1")]
    assert kinds == [
        "LeadCaptured",
        "LeadAssigned",
        "LeadFollowUpMissed",
        "LeadAssigned",
    ]
    assert sweep_due(crm.handler, DUE, ANNA) == 0
    dealt = state(crm, DISTRIBUTION, HOME).dealt
    assert {name: each.agent for name, each in dealt.items()} == {lead: "bek"}


def test_a_lead_that_was_followed_up_stays(crm: Crm) -> None:
    lead = capture(crm, "l-1")
    tell(crm, LEAD, lead, RecordFollowUp(SOON, "anna", "phone"))
    assert sweep_due(crm.handler, LATER, ANNA) == 0
    assert agent(crm, lead) == "anna"


def test_a_lead_that_no_other_can_take_stays_and_was_missed_once(crm: Crm) -> None:
    lead = capture(crm, "l-1", "phone")
    assert sweep_due(crm.handler, LATER, ANNA) == 1
    assert agent(crm, lead) == "anna"
    assert sweep_due(crm.handler, LATER, ANNA) == 0


def test_without_a_distribution_leads_are_only_captured() -> None:
    crm = compose(clock=Ticking())
    assert agent(crm, capture(crm, "l-1")) is None
    with pytest.raises(Unknown):
        state(crm, DISTRIBUTION, HOME)


def test_every_decision_of_a_distribution_can_be_made_again(crm: Crm) -> None:
    for number in range(5):
        capture(crm, f"l-{number}", "web" if number % 2 else "phone")
    sweep_due(crm.handler, LATER, ANNA)
    told = [each.event for each in crm.journal.stream("distribution-home")]
    dealt = [each for each in told if isinstance(each, LeadDealt)]
    assert dealt
    for each in dealt:
        found = choose(each.loads)
        assert found is not None
        assert found.agent == each.agent
