"""Kinds of campaigns over a shop: what they cost, whom they reach, what follows."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from mijoz.application.contexts import (
    CAMPAIGN,
    CONSENT,
    CUSTOMER,
    GATHERING,
    ORDER,
    OUTREACH,
    TEMPLATE,
    TOUCHPOINT,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.due import sweep_due
from mijoz.application.metrics.definitions import NAMED, Window
from mijoz.application.metrics.stating import relevant
from mijoz.domain.acquisition.touchpoint import RecordTouch
from mijoz.domain.campaign.campaign import BookSpend, PlanCampaign, ReportReach
from mijoz.domain.campaign.gathering_terms import (
    AnnounceGathering,
    GatheringKind,
    NoteAttendance,
    RegisterAttendee,
)
from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.ids import CampaignId, GatheringId, OrderId, TemplateId, TouchId
from mijoz.domain.purchase.order import Line, RecordPurchase

from ..application.correspondence import (
    ANNA,
    AZIZA,
    NAVRUZ,
    NOW,
    address,
    decide,
    events,
    grant,
    shop,
    tell,
)

DAY = timedelta(days=1)
MAY = Window(datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC), "UZS")


@pytest.fixture
def crm() -> Crm:
    return shop()


@pytest.mark.parametrize("kind", ["sponsorship", "mass", "direct", "btl", "event"])
def test_a_campaign_of_any_kind_has_its_cost_and_its_reach(crm: Crm, kind: str) -> None:
    name, first, last = CampaignId(kind), date(2026, 5, 1), date(2026, 5, 31)
    commands = (
        PlanCampaign(NOW, name, kind, first, last, ("radio",), "Marathon"),
        BookSpend(NOW, "s", 1_000, "UZS", first, last),
        ReportReach(NOW, "r", 5_000, "organiser"),
    )
    tell(crm, CAMPAIGN, name, *commands)
    state = Desk(CAMPAIGN, crm.handler).state(name)
    assert state.planned is not None
    assert state.planned.kind == kind
    assert state.spend["s"].booked.amount == 1_000
    assert state.reach["r"].count == 5_000


def test_what_a_mass_campaign_cost_is_in_the_acquisition_cost_by_its_days(
    crm: Crm,
) -> None:
    radio, first, last = CampaignId("radio"), date(2026, 5, 17), date(2026, 6, 15)
    plan = PlanCampaign(NOW, radio, "mass", first, last, ("radio", "magazines"))
    spend = BookSpend(NOW, "s", 3_000, "UZS", first, last)
    tell(crm, CAMPAIGN, radio, plan, spend)
    line = Line("1", "socks", None, 1, 500, 500)
    bought = RecordPurchase(NOW, OrderId("o"), AZIZA, "shop", None, "UZS", (line,))
    tell(crm, ORDER, "o", bought)
    log = relevant(crm, crm.journal.head(), None)
    assert NAMED["acquisition-cost"].measure(log, MAY).value == Fraction(1_500)


def test_who_comes_to_a_tasting_meets_its_campaign_and_who_does_not_is_absent(
    crm: Crm,
) -> None:
    name, start = GatheringId("tea"), NOW + DAY
    announce = AnnounceGathering(
        NOW,
        name,
        GatheringKind.TASTING,
        "Tea",
        start,
        start + DAY,
        5,
        "shop",
        None,
        NAVRUZ,
    )
    tell(crm, GATHERING, name, announce, RegisterAttendee(NOW, AZIZA))
    assert sweep_due(crm.handler, start + DAY - timedelta(microseconds=1), ANNA) == 0
    came = tell(crm, GATHERING, name, NoteAttendance(start, AZIZA))
    assert came == ["AttendeeCame", "CustomerExposed"]
    assert Desk(OUTREACH, crm.handler).state(AZIZA).exposed == {NAVRUZ}
    assert sweep_due(crm.handler, start + DAY, ANNA) == 1
    assert events(crm, "gathering-tea")[-1] == "GatheringHeld"


def test_social_networks_have_touches_and_messages(crm: Crm) -> None:
    touch = RecordTouch(NOW, TouchId("t"), "social", "comment", campaign_id=NAVRUZ)
    assert tell(crm, TOUCHPOINT, "t", touch)[0] == "TouchRecorded"
    hello, social = TemplateId("hello"), MessageChannel.SOCIAL
    text = TemplateText("en", "Hello $name")
    tell(crm, TEMPLATE, hello, PublishTemplate(NOW, hello, 1, social, (text,), "anna"))
    tell(crm, CUSTOMER, AZIZA, address(crm, "@aziza", "external"))
    tell(crm, CONSENT, AZIZA, grant(AZIZA, "social"))
    told = decide(crm, channel=social, template_id=hello)
    assert told == ["MessageDecided", "ContactReserved"]
