"""The rules of campaigns, one test a rule."""

from datetime import UTC, date, datetime, timedelta

from mijoz.domain.campaign.campaign import (
    CAMPAIGNS,
    CampaignChanged,
    CampaignClosed,
    CampaignNotPlanned,
    CampaignPlanned,
    CloseCampaign,
    EndsBeforeItStarts,
    PlanCampaign,
)
from mijoz.domain.ids import CampaignId
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=40)
NAVRUZ = CampaignId("navruz")
FIRST, LAST = date(2026, 3, 14), date(2026, 3, 24)

PLAN = PlanCampaign(NOW, NAVRUZ, "sale", FIRST, LAST, ("email", "sms"), "Navruz")
PLANNED = CampaignPlanned(NOW, NAVRUZ, "sale", FIRST, LAST, ("email", "sms"), "Navruz")
CLOSED = CampaignClosed(LATER, NAVRUZ)

campaigns = Scenario(CAMPAIGNS)


def test_a_campaign_is_planned_with_its_flight() -> None:
    campaigns.when(PLAN).then(PLANNED)


def test_a_campaign_planned_again_is_planned_once() -> None:
    again = PlanCampaign(LATER, NAVRUZ, "sale", FIRST, LAST, ("email", "sms"), "Navruz")
    campaigns.given(PLANNED).when(again).then_nothing()


def test_another_campaign_cannot_take_its_name() -> None:
    other = PlanCampaign(NOW, NAVRUZ, "sale", FIRST, LAST, ("email",), "Navruz")
    campaigns.given(PLANNED).when(other).then(CampaignChanged(NAVRUZ))


def test_a_campaign_may_last_a_day() -> None:
    a_day = PlanCampaign(NOW, NAVRUZ, "sale", FIRST, FIRST)
    assert campaigns.when(a_day).refusal is None


def test_a_campaign_does_not_end_before_it_starts() -> None:
    eve = FIRST - timedelta(days=1)
    backwards = PlanCampaign(NOW, NAVRUZ, "sale", FIRST, eve)
    campaigns.when(backwards).then(EndsBeforeItStarts(FIRST, eve))


def test_a_campaign_is_closed_once() -> None:
    story = campaigns.given(PLANNED).when(CloseCampaign(LATER))
    story.then(CLOSED)
    story.when(CloseCampaign(LATER + timedelta(1))).then_nothing()


def test_what_was_not_planned_is_not_closed() -> None:
    campaigns.when(CloseCampaign(LATER)).then(CampaignNotPlanned())


def test_a_closed_campaign_stays_planned() -> None:
    campaigns.given(PLANNED, CLOSED).when(PLAN).then_nothing()
